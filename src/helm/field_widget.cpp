#include "helm/field_widget.h"

#include "base/text.h"

#include <algorithm>
#include <array>

namespace cleardeck::helm {

namespace {
using yaml::Value;

std::string keyAt(const yaml::Path& path, std::size_t fromEnd) {
  if (fromEnd >= path.size()) return {};
  auto* key = std::get_if<std::string>(&path[path.size() - 1 - fromEnd]);
  return key ? text::toLower(*key) : std::string();
}

bool endsWith(const std::string& name, std::initializer_list<const char*> ends) {
  return std::any_of(ends.begin(), ends.end(), [&](const char* end) { return name.ends_with(end); });
}

struct ReferenceRule {
  const char* end;
  const char* kind;
};
/// Key endings that name an object of the cluster; the first that fits.
constexpr std::array<ReferenceRule, 14> references{{{"storageclass", "StorageClass"},
                                                    {"storageclassname", "StorageClass"},
                                                    {"ingressclass", "IngressClass"},
                                                    {"ingressclassname", "IngressClass"},
                                                    {"gatewayclassname", "GatewayClass"},
                                                    {"priorityclassname", "PriorityClass"},
                                                    {"runtimeclassname", "RuntimeClass"},
                                                    {"serviceaccountname", "ServiceAccount"},
                                                    {"configmapname", "ConfigMap"},
                                                    {"secretname", "Secret"},
                                                    {"existingsecret", "Secret"},
                                                    {"existingpvc", "PersistentVolumeClaim"},
                                                    {"existingclaim", "PersistentVolumeClaim"},
                                                    {"existingconfigmap", "ConfigMap"}}};

/// The kind of object that a value names, or "".
std::string referenceOf(const yaml::Path& path) {
  std::string key = keyAt(path, 0), parent = keyAt(path, 1);
  for (const ReferenceRule& rule : references)
    if (key.ends_with(rule.end)) return rule.kind;
  if (key.starts_with("existing") && key.ends_with("secret")) return "Secret";
  if (key.starts_with("existing") && key.ends_with("configmap")) return "ConfigMap";
  if (key == "name" && parent == "serviceaccount") return "ServiceAccount";
  if (key == "classname" && parent == "ingress") return "IngressClass";
  bool storage = parent == "persistence" || parent == "storage" || keyAt(path, 2) == "storage";
  return key == "class" && storage ? "StorageClass" : std::string();
}

/// The path of the map "image" that a value is a part of, or "".
std::string imageOf(const yaml::Path& path, const Value& defaults) {
  if (path.size() < 2 || !keyAt(path, 1).ends_with("image")) return {};
  yaml::Path map(path.begin(), path.end() - 1);
  const Value* image = yaml::find(defaults, map);
  bool whole = image && image->is_object() && image->contains("repository") && image->contains("tag");
  return whole ? yaml::toString(map) : std::string();
}

/// The nearest "resources" above a value, or "".
std::string resourcesOf(const yaml::Path& path) {
  for (std::size_t size = path.size() - 1; size > 0; --size)
    if (auto* key = std::get_if<std::string>(&path[size - 1]); key && *key == "resources")
      return yaml::toString(yaml::Path(path.begin(), path.begin() + static_cast<std::ptrdiff_t>(size)));
  return {};
}

Widget ofText(const Field& field, const Value& fallback) {
  std::string key = keyAt(field.path, 0);
  if (key == "cpu") return Widget::Cpu;
  bool amount = key == "memory" || key == "size" || key == "storage" || key == "sizelimit" ||
                endsWith(key, {"ephemeral-storage", "memorylimit"});
  if (amount) return Widget::Quantity;
  if (!fallback.is_string()) return Widget::Text;
  const auto& value = fallback.get_ref<const std::string&>();
  if (value.find('\n') != std::string::npos) return Widget::Multiline;
  bool json = !value.empty() && (value[0] == '[' || (value[0] == '{' && !value.starts_with("{{")));
  return json && yaml::fromJson(value) ? Widget::Json : Widget::Text;
}

Widget ofList(const std::string& key, const Value& fallback) {
  if (key == "tolerations") return Widget::Tolerations;
  if (endsWith(key, {"envs", "extraenv", "extraenvvars"}) || key == "env") return Widget::EnvVars;
  bool filled = fallback.is_array() && !fallback.empty();
  if (filled && std::all_of(fallback.begin(), fallback.end(), [](const Value& item) { return item.is_string(); }))
    return Widget::Strings;
  if (filled && std::all_of(fallback.begin(), fallback.end(), [](const Value& item) { return item.is_object(); }))
    return Widget::ObjectList;
  if (endsWith(key, {"args", "command", "accessmodes", "hosts", "hostnames", "cidrs", "origins"}))
    return Widget::Strings;
  bool objects = endsWith(key, {"volumes", "volumemounts", "pullsecrets", "users", "hostaliases", "initcontainers",
                                "sidecars", "topologyspreadconstraints", "extrahosts", "tls"});
  return objects ? Widget::ObjectList : Widget::Yaml;
}

Widget ofMap(const std::string& key) {
  if (key == "affinity") return Widget::Affinity;
  if (key == "resources") return Widget::Resources;
  if (endsWith(key, {"securitycontext"})) return Widget::SecurityContext;
  if (endsWith(key, {"probe"})) return Widget::Probe;
  if (endsWith(key, {"annotations", "labels", "selector"})) return Widget::KeyValues;
  return endsWith(key, {"configs", "config", "configfiles"}) ? Widget::Files : Widget::Yaml;
}

Widget ofType(const Field& field, const Value& fallback) {
  std::string key = keyAt(field.path, 0);
  switch (field.type) {
    case FieldType::Bool: return fallback.is_boolean() ? Widget::Switch : Widget::TriState;
    case FieldType::Int: return key == "port" || endsWith(key, {"port"}) ? Widget::Port : Widget::Number;
    case FieldType::Number: return Widget::Number;
    case FieldType::String: return ofText(field, fallback);
    case FieldType::List: return ofList(key, fallback);
    case FieldType::Map: return ofMap(key);
    case FieldType::Unknown: break;
  }
  return Widget::Yaml;
}

void suggest(Field& field, std::initializer_list<const char*> texts) {
  field.widget = Widget::Enum;
  if (!field.allowed.empty()) return;
  for (const char* one : texts) field.suggested.push_back(yaml::toJson(one));
}
}  // namespace

void deduceWidget(Field& field, const Value& defaults) {
  const Value* found = yaml::find(defaults, field.path);
  std::string key = keyAt(field.path, 0), parent = keyAt(field.path, 1);
  field.widget = ofType(field, found ? *found : Value());
  if (field.widget == Widget::Cpu || field.widget == Widget::Quantity) field.compound = resourcesOf(field.path);
  bool textual = field.type == FieldType::String || field.type == FieldType::Unknown;
  if (!textual) return;
  if (!field.allowed.empty()) field.widget = Widget::Enum;
  if (field.reference = referenceOf(field.path); !field.reference.empty()) field.widget = Widget::Reference;
  if (std::string image = imageOf(field.path, defaults); !image.empty()) {
    field.compound = image;
    field.widget = Widget::Image;
  }
  if (key == "pullpolicy" || key == "imagepullpolicy") suggest(field, {"Always", "IfNotPresent", "Never"});
  if (key == "type" && parent.ends_with("service")) suggest(field, {"ClusterIP", "NodePort", "LoadBalancer"});
  if (key == "accessmode") suggest(field, {"ReadWriteOnce", "ReadWriteOncePod", "ReadWriteMany"});
  if (field.secret) field.widget = Widget::Secret;
}

}  // namespace cleardeck::helm
