#include "installation/manifest_drift.h"

#include "base/text.h"
#include "base/time.h"
#include "helm/json.h"
#include "helm/values.h"
#include "helm/values_check.h"

#include <algorithm>
#include <map>
#include <set>

namespace cleardeck::installation {
namespace {

using yaml::Value;

constexpr const char* hiddenData = "********";

using ManifestObjects = std::map<std::string, Value>;  // by kind, namespace and name

std::string objectKey(const std::string& kind, const std::string& ns, const std::string& name) {
  return kind + "/" + ns + "/" + name;
}

// stringData is data that the server encodes; the server keeps no null and knows no stringData.
Value asStored(Value object) {
  if (object.value("kind", "") != "Secret" || !helm::at(object, "stringData").is_object()) return object;
  for (const auto& [key, plain] : object["stringData"].items())
    if (plain.is_string()) object["data"][key] = text::toBase64(plain.get<std::string>());
  object.erase("stringData");
  return object;
}

Result<ManifestObjects> manifestObjects(const std::string& manifest, const std::string& ns) {
  auto documents = yaml::parseAll(manifest);
  if (!documents) return documents.error();
  ManifestObjects objects;
  for (Value& document : *documents) {
    const Value& metadata = helm::at(document, "metadata");
    std::string where = helm::textAt(metadata, "namespace");
    if (where.empty()) where = ns;
    const std::string key = objectKey(helm::textAt(document, "kind"), where, helm::textAt(metadata, "name"));
    objects.emplace(key, asStored(std::move(document)));
  }
  return objects;
}

// Nothing, as the server sees it: it drops these where they are the zero value.
bool isNothing(const Value* value) {
  return !value || value->is_null() || (value->is_structured() && value->empty()) || *value == "" || *value == false ||
         *value == 0;
}

bool sameAmount(const Value& a, const Value& b) {
  const auto amount = [](const Value& value) -> std::optional<double> {
    if (value.is_number()) return value.get<double>();
    return value.is_string() ? helm::parseQuantity(value.get<std::string>()) : std::nullopt;
  };
  const auto one = amount(a), other = amount(b);
  return one && other && *one == *other;
}

// The key that makes the items of a list known: containers by name, ports by number.
std::string idOf(const Value& item) {
  for (const char* key : {"name", "containerPort", "port", "mountPath", "ip", "key", "uid"})
    if (std::string id = helm::textAt(item, key); !id.empty()) return id;
  return {};
}

const Value* itemById(const Value& list, const std::string& id) {
  if (!list.is_array()) return nullptr;
  for (const Value& item : list)
    if (idOf(item) == id) return &item;
  return nullptr;
}

bool isBuiltIn(const std::string& apiVersion) {
  const std::string group = apiVersion.substr(0, apiVersion.find('/') == std::string::npos ? 0 : apiVersion.find('/'));
  return group.find('.') == std::string::npos || group.ends_with(".k8s.io");
}

/// Who wrote a field last, by metadata.managedFields. Source: fieldsV1 of the API's server-side apply.
struct Writer {
  std::string manager;
  std::int64_t since = 0;
};

bool ownsPath(const Value& fields, const std::vector<std::string>& path, std::size_t at) {
  if (at == path.size()) return true;
  if (!fields.is_object()) return false;
  for (const auto& [key, below] : fields.items()) {
    const bool byName = key == "f:" + path[at];
    const bool byItem = key.starts_with("k:{") && key.find(path[at]) != std::string::npos;
    if ((byName || byItem) && ownsPath(below, path, at + 1)) return true;
  }
  return false;
}

Writer writerOf(const Value& live, const std::vector<std::string>& path) {
  Writer newest;
  const Value& entries = helm::at(helm::at(live, "metadata"), "managedFields");
  if (!entries.is_array()) return newest;
  for (const Value& entry : entries) {
    if (!ownsPath(helm::at(entry, "fieldsV1"), path, 0)) continue;
    const auto moment = time::parseRfc3339(helm::textAt(entry, "time"));
    const std::int64_t since = moment ? time::secondsSinceEpoch(*moment) : 0;
    if (since >= newest.since) newest = {helm::textAt(entry, "manager"), since};
  }
  return newest;
}

/// Walks one object in its three forms.
class DriftWalk {
 public:
  DriftWalk(const Value& deployed, const Value& live, bool serverSide)
      : m_live(live),
        m_title(helm::textAt(deployed, "kind") + " " + helm::textAt(helm::at(deployed, "metadata"), "name")),
        m_secret(helm::textAt(deployed, "kind") == "Secret"),
        m_threeWay(isBuiltIn(helm::textAt(deployed, "apiVersion"))),
        m_serverSide(serverSide) {}

  std::vector<DriftField> compare(const Value& deployed, const Value* next) {
    for (const auto& [key, value] : deployed.items()) {
      if (key == "apiVersion" || key == "kind" || key == "status") continue;
      step(key, value, member(m_live, key), next ? member(*next, key) : nullptr);
    }
    return std::move(m_fields);
  }

 private:
  static const Value* member(const Value& object, const std::string& key) {
    if (!object.is_object()) return nullptr;
    auto found = object.find(key);
    return found == object.end() ? nullptr : &*found;
  }

  void step(const std::string& key, const Value& deployed, const Value* live, const Value* next) {
    if (m_path.size() == 1 && m_path[0] == "metadata" && key != "labels" && key != "annotations") return;
    m_path.push_back(key);
    visit(deployed, live, next);
    m_path.pop_back();
  }

  void visit(const Value& deployed, const Value* live, const Value* next) {
    if (isNothing(&deployed) && isNothing(live)) return;
    if (live && (deployed == *live || isSameAmount(deployed, *live))) return;
    if (next && live && (*next == *live || isSameAmount(*next, *live))) return;  // the apply would write it anyway
    if (deployed.is_object() && live && live->is_object()) return visitMap(deployed, *live, next);
    if (deployed.is_array() && live && live->is_array()) return visitList(deployed, *live, next);
    say(&deployed, live, next);
  }

  void visitMap(const Value& deployed, const Value& live, const Value* next) {
    for (const auto& [key, value] : deployed.items())
      step(key, value, member(live, key), next ? member(*next, key) : nullptr);
    if (m_path.back() != "data" || m_path.size() != 1) return;
    for (const auto& [key, value] : live.items())
      if (!deployed.contains(key) && !(next && next->contains(key))) added(key, value);
  }

  void visitList(const Value& deployed, const Value& live, const Value* next) {
    const auto known = [](const Value& item) { return !idOf(item).empty(); };
    const bool named = std::all_of(deployed.begin(), deployed.end(), known) &&
                       std::all_of(live.begin(), live.end(), known) && !deployed.empty();
    if (!named) {
      const bool wide = deployed.size() == live.size();
      for (std::size_t i = 0; wide && i < deployed.size(); ++i)
        step(std::to_string(i), deployed[i], &live[i],
             next && next->is_array() && i < next->size() ? &(*next)[i] : nullptr);
      if (!wide) say(&deployed, &live, next);
      return;
    }
    for (const Value& item : deployed)
      step(idOf(item), item, itemById(live, idOf(item)), next ? itemById(*next, idOf(item)) : nullptr);
    for (const Value& item : live)
      if (!itemById(deployed, idOf(item)) && !(next && itemById(*next, idOf(item)))) added(idOf(item), item);
  }

  // Beside what the manifest lists: a merge keeps it.
  void added(const std::string& key, const Value& live) {
    m_path.push_back(key);
    say(nullptr, &live, nullptr);
    m_path.pop_back();
  }

  bool isSameAmount(const Value& a, const Value& b) const {
    const bool amounts = std::any_of(m_path.begin(), m_path.end(), [](const std::string& key) {
      return key == "resources" || key == "hard" || key == "capacity" || key == "sizeLimit" || key == "maxUnavailable";
    });
    return amounts && sameAmount(a, b);
  }

  bool isHidden() const {
    if (m_secret && !m_path.empty() && m_path.front() == "data") return true;
    return std::any_of(m_path.begin(), m_path.end(), [](const std::string& key) { return helm::isSecretKey(key); });
  }

  std::string shownLine(const Value* value) const {
    if (!value) return {};
    if (isHidden()) return hiddenData;
    // A variable as a whole: its value may be a secret by its name.
    if (value->is_object() && helm::isSecretKey(helm::textAt(*value, "name"))) return hiddenData;
    constexpr std::size_t longest = 200;
    std::string line = yaml::toJson(*value);
    return line.size() > longest ? line.substr(0, longest) + "…" : line;
  }

  void say(const Value* deployed, const Value* live, const Value* next) {
    DriftField field;
    field.object = m_title;
    field.path = text::join(m_path, ".");
    field.deployed = shownLine(deployed);
    field.live = shownLine(live);
    field.next = shownLine(next);
    const Writer writer = writerOf(m_live, m_path);
    field.manager = writer.manager;
    field.since = writer.since;
    const bool touched = deployed && next ? *deployed != *next : deployed != nullptr && !next;
    if (!deployed || (!m_threeWay && !m_serverSide && !touched))
      field.fate = DriftFate::Kept;
    else if (m_serverSide && live)
      field.fate = DriftFate::Refused;
    m_fields.push_back(std::move(field));
  }

  const Value& m_live;
  std::string m_title;
  bool m_secret, m_threeWay, m_serverSide;
  std::vector<std::string> m_path;
  std::vector<DriftField> m_fields;
};

}  // namespace

Result<ManifestDrift> manifestDrift(const std::string& deployed, const std::string& next,
                                    const std::vector<LiveObject>& live, const std::string& ns, bool serverSide) {
  auto before = manifestObjects(deployed, ns);
  if (!before) return std::move(before.error()).during("the deployed manifest");
  auto after = manifestObjects(next, ns);
  if (!after) return std::move(after.error()).during("the new manifest");
  ManifestDrift drift;
  for (const LiveObject& object : live) {
    const std::string key = objectKey(object.kind, object.ns, object.name), title = object.kind + " " + object.name;
    const auto was = before->find(key), will = after->find(key);
    if (was == before->end()) continue;
    const bool gone = !object.live && object.live.error().kind == ErrorKind::NotFound;
    if (!object.live && !gone) drift.unread.push_back(title);
    if (object.live) ++drift.read;
    // What is gone and not wanted any more is as it should be.
    if (gone && will != after->end())
      drift.fields.push_back(
          {title, std::string(), "there", std::string(), "made anew", DriftFate::Overwritten, {}, 0});
    if (!object.live) continue;
    auto fields = DriftWalk(was->second, *object.live, serverSide)
                      .compare(was->second, will == after->end() ? nullptr : &will->second);
    if (will == after->end()) continue;  // it is deleted, whatever it says
    std::move(fields.begin(), fields.end(), std::back_inserter(drift.fields));
  }
  return drift;
}

}  // namespace cleardeck::installation
