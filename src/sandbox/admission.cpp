#include "sandbox/admission.h"

#include "base/text.h"
#include "sandbox/status.h"

#include <functional>
#include <map>

namespace cleardeck::sandbox {
namespace {

void setDefault(Json& object, const char* key, Json value) {
  if (!object.contains(key) || object[key].is_null()) object[key] = std::move(value);
}

void defaultContainer(Json& container) {
  auto image = container.value("image", std::string());
  auto tag = image.rfind(':') != std::string::npos && image.find('/', image.rfind(':')) == std::string::npos;
  bool floating = !tag || image.ends_with(":latest");
  setDefault(container, "imagePullPolicy", floating ? "Always" : "IfNotPresent");
  setDefault(container, "resources", Json::object());
  setDefault(container, "terminationMessagePath", "/dev/termination-log");
  setDefault(container, "terminationMessagePolicy", "File");
  if (container.contains("ports"))
    for (Json& port : container["ports"]) setDefault(port, "protocol", "TCP");
}

void defaultPodSpec(Json& spec) {
  setDefault(spec, "restartPolicy", "Always");
  setDefault(spec, "dnsPolicy", "ClusterFirst");
  setDefault(spec, "schedulerName", "default-scheduler");
  setDefault(spec, "terminationGracePeriodSeconds", 30);
  setDefault(spec, "securityContext", Json::object());
  for (const char* list : {"containers", "initContainers"})
    if (spec.contains(list) && spec[list].is_array())
      for (Json& container : spec[list]) defaultContainer(container);
}

void defaultTemplate(Json& spec) {
  if (!spec.contains("template") || !spec["template"].is_object()) return;
  Json& podTemplate = spec["template"];
  setDefault(podTemplate, "metadata", Json::object());
  setDefault(podTemplate, "spec", Json::object());
  defaultPodSpec(podTemplate["spec"]);
}

void defaultDeployment(Json& spec) {
  setDefault(spec, "replicas", 1);
  setDefault(spec, "revisionHistoryLimit", 10);
  setDefault(spec, "progressDeadlineSeconds", 600);
  setDefault(spec, "strategy", Json::object());
  setDefault(spec["strategy"], "type", "RollingUpdate");
  if (spec["strategy"]["type"] == "RollingUpdate")
    setDefault(spec["strategy"], "rollingUpdate", {{"maxSurge", "25%"}, {"maxUnavailable", "25%"}});
  defaultTemplate(spec);
}

void defaultStatefulSet(Json& spec) {
  setDefault(spec, "replicas", 1);
  setDefault(spec, "revisionHistoryLimit", 10);
  setDefault(spec, "podManagementPolicy", "OrderedReady");
  setDefault(spec, "updateStrategy", {{"type", "RollingUpdate"}, {"rollingUpdate", {{"partition", 0}}}});
  setDefault(spec, "persistentVolumeClaimRetentionPolicy", {{"whenDeleted", "Retain"}, {"whenScaled", "Retain"}});
  if (spec.contains("volumeClaimTemplates"))
    for (Json& claim : spec["volumeClaimTemplates"]) {
      claim["apiVersion"] = "v1";
      claim["kind"] = "PersistentVolumeClaim";
      setDefault(claim, "status", {{"phase", "Pending"}});
      setDefault(claim["spec"], "volumeMode", "Filesystem");
    }
  defaultTemplate(spec);
}

/// Addresses and node ports are taken from the name: the same Service gets the same ones in every run.
void defaultService(Json& object, const Json& old) {
  Json& spec = object["spec"];
  auto number =
      std::hash<std::string>()(textAt(object, {"metadata", "namespace"}) + "/" + textAt(object, {"metadata", "name"}));
  setDefault(spec, "type", "ClusterIP");
  setDefault(spec, "sessionAffinity", "None");
  setDefault(spec, "internalTrafficPolicy", "Cluster");
  setDefault(spec, "ipFamilies", Json::array({"IPv4"}));
  setDefault(spec, "ipFamilyPolicy", "SingleStack");
  if (spec["type"] != "ExternalName") {
    const Json& known = at(old, {"spec", "clusterIP"});
    auto address = "10.96." + std::to_string(number % 250 + 1) + "." + std::to_string(number / 250 % 250 + 1);
    setDefault(spec, "clusterIP", known.is_string() ? known : Json(address));
    setDefault(spec, "clusterIPs", Json::array({spec["clusterIP"]}));
  }
  bool open = spec["type"] == "NodePort" || spec["type"] == "LoadBalancer";
  unsigned index = 0;
  if (spec.contains("ports"))
    for (Json& port : spec["ports"]) {
      setDefault(port, "protocol", "TCP");
      setDefault(port, "targetPort", port.value("port", 0));
      if (open)
        setDefault(port, "nodePort", 30000 + int((number + index++) % 2768));
      else
        port.erase("nodePort");
    }
}

void defaultSecret(Json& object) {
  setDefault(object, "type", "Opaque");
  if (!object.contains("stringData")) return;
  for (const auto& [key, value] : object["stringData"].items())
    if (value.is_string()) object["data"][key] = text::toBase64(value.get<std::string>());
  object.erase("stringData");
}

void defaultClaim(Json& object, const Json& old) {
  Json& spec = object["spec"];
  setDefault(spec, "storageClassName", "standard");
  setDefault(spec, "volumeMode", "Filesystem");
  const Json& volume = at(old, {"spec", "volumeName"});
  if (volume.is_string()) setDefault(spec, "volumeName", volume);
}

void defaultJob(Json& object, const Json& old) {
  Json& spec = object["spec"];
  setDefault(spec, "parallelism", 1);
  setDefault(spec, "completions", 1);
  setDefault(spec, "backoffLimit", 6);
  setDefault(spec, "completionMode", "NonIndexed");
  defaultTemplate(spec);
  if (!at(old, {"spec", "selector"}).is_null()) return setDefault(spec, "selector", at(old, {"spec", "selector"}));
  if (spec.contains("selector")) return;
  auto name = textAt(object, {"metadata", "name"});
  spec["template"]["metadata"]["labels"]["batch.kubernetes.io/job-name"] = name;
  spec["template"]["metadata"]["labels"]["job-name"] = name;
  spec["selector"] = {{"matchLabels", {{"batch.kubernetes.io/job-name", name}}}};
}

Result<Done> checkImmutable(const Kind& kind, const Json& object, const Json& old) {
  auto name = textAt(object, {"metadata", "name"});
  if (kind.plural == "statefulsets") {
    Json before = at(old, {"spec"}), after = at(object, {"spec"});
    for (const char* mutableField : {"replicas", "ordinals", "template", "updateStrategy", "revisionHistoryLimit",
                                     "persistentVolumeClaimRetentionPolicy", "minReadySeconds"}) {
      before.erase(mutableField);
      after.erase(mutableField);
    }
    if (before != after)
      return invalid(
          kind, name, "spec", "FieldValueForbidden",
          "Forbidden: updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', "
          "'updateStrategy', "
          "'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden");
  }
  bool selects = kind.plural == "deployments" || kind.plural == "replicasets" || kind.plural == "jobs";
  if (selects && at(old, {"spec", "selector"}) != at(object, {"spec", "selector"}))
    return invalid(kind, name, "spec.selector", "FieldValueInvalid",
                   "Invalid value: " + at(object, {"spec", "selector"}).dump() + ": field is immutable");
  if (kind.plural == "secrets" && textAt(old, {"type"}) != textAt(object, {"type"}))
    return invalid(kind, name, "type", "FieldValueInvalid",
                   "Invalid value: \"" + textAt(object, {"type"}) + "\": field is immutable");
  if (kind.plural == "services" && textAt(old, {"spec", "clusterIP"}) != textAt(object, {"spec", "clusterIP"}) &&
      textAt(object, {"spec", "type"}) != "ExternalName" && !textAt(old, {"spec", "clusterIP"}).empty())
    return invalid(kind, name, "spec.clusterIPs[0]", "FieldValueInvalid",
                   "Invalid value: [\"" + textAt(object, {"spec", "clusterIP"}) + "\"]: may not change once set");
  return Done();
}

}  // namespace

void applyDefaults(const Kind& kind, Json& object, const Json& old) {
  using Default = std::function<void(Json&, const Json&)>;
  static const std::map<std::string, Default> table = {
      {"pods",
       [](Json& o, const Json&) { setDefault(o["spec"], "serviceAccountName", "default"), defaultPodSpec(o["spec"]); }},
      {"deployments", [](Json& o, const Json&) { defaultDeployment(o["spec"]); }},
      {"replicasets", [](Json& o, const Json&) { setDefault(o["spec"], "replicas", 1), defaultTemplate(o["spec"]); }},
      {"statefulsets", [](Json& o, const Json&) { defaultStatefulSet(o["spec"]); }},
      {"jobs", defaultJob},
      {"services", defaultService},
      {"persistentvolumeclaims", defaultClaim},
      {"secrets", [](Json& o, const Json&) { defaultSecret(o); }},
      {"namespaces",
       [](Json& o, const Json&) {
         o["metadata"]["labels"]["kubernetes.io/metadata.name"] = o["metadata"]["name"];
         setDefault(o["spec"], "finalizers", Json::array({"kubernetes"}));
       }},
  };
  auto found = table.find(kind.plural);
  if (found != table.end()) found->second(object, old);
}

Result<Done> validate(const Kind& kind, const Json& object, const Json& old) {
  auto name = textAt(object, {"metadata", "name"});
  if (name.empty())
    return invalid(kind, name, "metadata.name", "FieldValueRequired",
                   "Required value: name or generateName is required");
  bool anyPath = kind.group == "rbac.authorization.k8s.io";
  auto allowed = "abcdefghijklmnopqrstuvwxyz0123456789-.";
  if (!anyPath && (name.size() > 253 || name.find_first_not_of(allowed) != std::string::npos || name.front() == '-' ||
                   name.back() == '-'))
    return invalid(
        kind, name, "metadata.name", "FieldValueInvalid",
        "Invalid value: \"" + name +
            "\": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', "
            "and must start and end with an alphanumeric character");
  const Json& podTemplate = at(object, {"spec", "template"});
  if (kind.group == "apps") {
    const Json& containers = at(podTemplate, {"spec", "containers"});
    if (!containers.is_array() || containers.empty())
      return invalid(kind, name, "spec.template.spec.containers", "FieldValueRequired", "Required value");
    if (!at(object, {"spec", "selector"}).is_object())
      return invalid(kind, name, "spec.selector", "FieldValueRequired", "Required value");
  }
  if (!old.is_null()) return checkImmutable(kind, object, old);
  return Done();
}

}  // namespace cleardeck::sandbox
