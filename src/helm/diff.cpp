#include "helm/diff.h"

#include "helm/diff_lines.h"
#include "helm/json.h"
#include "helm/values.h"

#include <algorithm>
#include <map>
#include <set>

namespace cleardeck::helm {

namespace {
using yaml::Value;

constexpr const char* mask = "********";

struct Key {
  std::string apiVersion, kind, ns, name;
  auto operator<=>(const Key&) const = default;
};

struct Objects {
  std::vector<Key> order;
  std::map<Key, Value> byKey;
};

Result<Objects> objectsOf(const std::string& manifest, const std::string& ns) {
  auto documents = yaml::parseAll(manifest);
  if (!documents) return documents.error();
  Objects objects;
  for (Value& document : *documents) {
    const Value& metadata = at(document, "metadata");
    Key key{textAt(document, "apiVersion"), textAt(document, "kind"), textAt(metadata, "namespace"),
            textAt(metadata, "name")};
    if (key.kind.empty()) return Error(ErrorKind::Invalid, "an object has no kind");
    if (key.ns.empty()) key.ns = ns;
    if (objects.byKey.emplace(key, std::move(document)).second) objects.order.push_back(key);
  }
  return objects;
}

/// Equal secrets stay equal, different ones differ, and neither can be read.
void maskPair(Value* before, Value* after) {
  bool differ = before && after && *before != *after;
  if (before) *before = mask;
  if (after) *after = differ ? std::string(mask) + " (changed)" : std::string(mask);
}

Value* member(Value* object, const std::string& key) {
  if (!object || !object->is_object()) return nullptr;
  auto found = object->find(key);
  return found == object->end() ? nullptr : &*found;
}

void maskSecretData(Value& before, Value& after) {
  for (const char* part : {"data", "stringData"}) {
    Value* old = member(&before, part);
    Value* now = member(&after, part);
    std::set<std::string> keys;
    for (Value* data : {old, now})
      if (data && data->is_object())
        for (const auto& [key, value] : data->items()) keys.insert(key);
    for (const std::string& key : keys) maskPair(member(old, key), member(now, key));
  }
}

bool isNamedList(const Value& list) {
  std::set<std::string> names;
  if (!list.is_array() || list.empty()) return false;
  return std::all_of(list.begin(), list.end(), [&](const Value& item) {
    std::string name = textAt(item, "name");
    return !name.empty() && names.insert(name).second;
  });
}

Value* named(Value* list, const std::string& name) {
  if (!list || !list->is_array()) return nullptr;
  for (Value& item : *list)
    if (textAt(item, "name") == name) return &item;
  return nullptr;
}

/// `value` of environment variables whose names say that they hold a secret, wherever they stand.
void maskEnvironment(Value* before, Value* after) {
  Value* either = after ? after : before;
  if (!either || !either->is_structured()) return;
  if (either->is_array()) {
    bool byName = isNamedList(*either);
    for (std::size_t i = 0; i < either->size(); ++i) {
      Value& item = (*either)[i];
      Value* old = either == before ? &item : byName ? named(before, textAt(item, "name")) : nullptr;
      maskEnvironment(old, either == after ? &item : nullptr);
    }
    return;
  }
  if (isSecretKey(textAt(*either, "name"))) maskPair(member(before, "value"), member(after, "value"));
  for (auto& [key, value] : either->items()) maskEnvironment(member(before, key), member(after, key));
}

void maskObject(const std::string& kind, Value& before, Value& after) {
  if (kind == "Secret") return maskSecretData(before, after);
  // What the other side does not have is masked by a pass of its own.
  maskEnvironment(&before, after.is_null() ? nullptr : &after);
  if (!after.is_null()) maskEnvironment(&before, nullptr);
}

class FieldDiff {
 public:
  std::vector<FieldChange> compare(const Value& before, const Value& after) {
    visit(before, after, std::string());
    return std::move(m_changes);
  }

 private:
  void visit(const Value& before, const Value& after, const std::string& path) {
    if (before == after) return;
    if (before.is_object() && after.is_object()) return visitMaps(before, after, path);
    if (isNamedList(before) && isNamedList(after)) return visitNamed(before, after, path);
    if (before.is_array() && after.is_array() && before.size() == after.size()) {
      for (std::size_t i = 0; i < before.size(); ++i) visit(before[i], after[i], path + "[" + std::to_string(i) + "]");
      return;
    }
    m_changes.push_back({path, yaml::toJson(before), yaml::toJson(after)});
  }

  void visitMaps(const Value& before, const Value& after, const std::string& path) {
    Value keys = before;
    keys.update(after);
    for (const auto& entry : keys.items()) {
      std::string child = (path.empty() ? "" : path + ".") + yaml::toString({entry.key()});
      auto old = before.find(entry.key());
      auto now = after.find(entry.key());
      if (old == before.end())
        m_changes.push_back({child, std::string(), yaml::toJson(*now)});
      else if (now == after.end())
        m_changes.push_back({child, yaml::toJson(*old), std::string()});
      else
        visit(*old, *now, child);
    }
  }

  /// Containers, variables, ports and volumes are known by name, not by place.
  void visitNamed(const Value& before, const Value& after, const std::string& path) {
    auto find = [](const Value& list, const std::string& name) {
      return std::find_if(list.begin(), list.end(), [&](const Value& item) { return textAt(item, "name") == name; });
    };
    for (const Value& old : before) {
      std::string child = path + "[" + textAt(old, "name") + "]";
      auto now = find(after, textAt(old, "name"));
      if (now == after.end())
        m_changes.push_back({child, yaml::toJson(old), std::string()});
      else
        visit(old, *now, child);
    }
    for (const Value& now : after)
      if (find(before, textAt(now, "name")) == before.end())
        m_changes.push_back({path + "[" + textAt(now, "name") + "]", std::string(), yaml::toJson(now)});
  }

  std::vector<FieldChange> m_changes;
};

bool hasPodTemplate(const std::string& kind) {
  return kind == "Deployment" || kind == "StatefulSet" || kind == "DaemonSet";
}

ObjectChange changeOf(const Key& key, ChangeKind kind, Value before, Value after) {
  ObjectChange change;
  change.kind = kind;
  change.apiVersion = key.apiVersion;
  change.objectKind = key.kind;
  change.ns = key.ns;
  change.name = key.name;
  maskObject(key.kind, before, after);
  if (kind == ChangeKind::Changed) change.fields = FieldDiff().compare(before, after);
  auto text = [](const Value& object) { return object.is_null() ? std::string() : yaml::toYaml(object); };
  change.lines = diffLines(text(before), text(after));
  change.restartsPods =
      hasPodTemplate(key.kind) && std::any_of(change.fields.begin(), change.fields.end(), [](const FieldChange& field) {
        return field.path.rfind("spec.template.", 0) == 0;
      });
  return change;
}
}  // namespace

Result<ManifestDiff> diffManifests(const std::string& before, const std::string& after, const std::string& ns) {
  auto old = objectsOf(before, ns);
  if (!old) return std::move(old.error()).during("the deployed manifest");
  auto now = objectsOf(after, ns);
  if (!now) return std::move(now.error()).during("the new manifest");
  ManifestDiff diff;
  diff.manifest = after;
  for (const Key& key : now->order) {
    auto known = old->byKey.find(key);
    if (known == old->byKey.end())
      diff.objects.push_back(changeOf(key, ChangeKind::Added, Value(), now->byKey[key]));
    else if (known->second != now->byKey[key])
      diff.objects.push_back(changeOf(key, ChangeKind::Changed, known->second, now->byKey[key]));
  }
  for (const Key& key : old->order)
    if (!now->byKey.count(key)) diff.objects.push_back(changeOf(key, ChangeKind::Removed, old->byKey[key], Value()));
  for (const ObjectChange& object : diff.objects)
    if (object.restartsPods) diff.restarts.push_back(object.title());
  return diff;
}

std::string ManifestDiff::text() const {
  std::string text;
  for (const ObjectChange& object : objects) {
    std::string title = object.ns + "/" + object.objectKind + "/" + object.name;
    text += "--- " + (object.kind == ChangeKind::Added ? "(none)" : title) + "\n";
    text += "+++ " + (object.kind == ChangeKind::Removed ? "(none)" : title) + "\n";
    text += unifiedText(object.lines);
  }
  return text;
}

}  // namespace cleardeck::helm
