#include "sandbox/patch.h"

#include "sandbox/status.h"

#include <algorithm>
#include <map>

namespace cleardeck::sandbox {
namespace {

/// The keys by which items of a list are the same item; none: the list is replaced as a whole.
std::vector<std::string> mergeKeys(const std::string& field, const Json& sample) {
  static const std::map<std::string, std::vector<std::string>> table = {{"containers", {"name"}},
                                                                        {"initContainers", {"name"}},
                                                                        {"ephemeralContainers", {"name"}},
                                                                        {"env", {"name"}},
                                                                        {"volumes", {"name"}},
                                                                        {"volumeMounts", {"mountPath"}},
                                                                        {"volumeDevices", {"devicePath"}},
                                                                        {"imagePullSecrets", {"name"}},
                                                                        {"secrets", {"name"}},
                                                                        {"hostAliases", {"ip"}},
                                                                        {"conditions", {"type"}},
                                                                        {"ownerReferences", {"uid"}},
                                                                        {"topologySpreadConstraints", {"topologyKey"}},
                                                                        {"taints", {"key"}},
                                                                        {"addresses", {"type"}},
                                                                        {"podIPs", {"ip"}}};
  if (field == "ports" && sample.contains("containerPort")) return {"containerPort", "protocol"};
  if (field == "ports" && sample.contains("port")) return {"port", "protocol"};
  auto found = table.find(field);
  return found == table.end() ? std::vector<std::string>() : found->second;
}

std::vector<std::string> keysOf(const std::string& field, const Json& a, const Json& b) {
  for (const Json* list : {&a, &b})
    if (list->is_array() && !list->empty() && list->front().is_object()) {
      auto keys = mergeKeys(field, list->front());
      if (!keys.empty()) return keys;
    }
  return {};
}

Json keyValue(const Json& item, const std::string& key) {
  if (item.is_object() && item.contains(key)) return item[key];
  return key == "protocol" ? Json("TCP") : Json();
}

bool sameItem(const Json& a, const Json& b, const std::vector<std::string>& keys) {
  return std::all_of(keys.begin(), keys.end(), [&](const auto& key) { return keyValue(a, key) == keyValue(b, key); });
}

Json* findItem(Json& list, const Json& item, const std::vector<std::string>& keys) {
  if (!list.is_array()) return nullptr;
  for (Json& candidate : list)
    if (sameItem(candidate, item, keys)) return &candidate;
  return nullptr;
}

/// Strategic merge's "$setElementOrder": the named items in that order, what it does not name after them.
void orderBy(Json& list, const Json& order, const std::vector<std::string>& keys) {
  Json sorted = Json::array();
  for (const auto& wanted : order)
    for (const auto& item : list)
      if (keys.empty() ? item == wanted : sameItem(item, wanted, {keys.front()})) sorted.push_back(item);
  for (const auto& item : list)
    if (std::find(sorted.begin(), sorted.end(), item) == sorted.end()) sorted.push_back(item);
  list = std::move(sorted);
}

Json withoutDirectives(Json value) {
  if (value.is_array()) {
    Json clean = Json::array();
    for (auto& item : value)
      if (!(item.is_object() && item.contains("$patch"))) clean.push_back(withoutDirectives(std::move(item)));
    return clean;
  }
  if (!value.is_object()) return value;
  Json clean = Json::object();
  for (auto& [key, inner] : value.items())
    if (!key.starts_with('$') && !inner.is_null()) clean[key] = withoutDirectives(inner);
  return clean;
}

Json mergeObjects(Json object, const Json& patch);

Json mergeList(const std::string& field, Json list, const Json& patch) {
  for (const auto& item : patch)
    if (item.is_object() && item.value("$patch", std::string()) == "replace") return withoutDirectives(patch);
  if (field == "finalizers") {
    for (const auto& item : patch)
      if (std::find(list.begin(), list.end(), item) == list.end()) list.push_back(item);
    return list;
  }
  auto keys = keysOf(field, list, patch);
  if (keys.empty()) return withoutDirectives(patch);
  for (const auto& item : patch) {
    Json* known = findItem(list, item, keys);
    bool removes = item.value("$patch", std::string()) == "delete";
    if (removes && known)
      list.erase(list.begin() + (known - &list[0]));
    else if (known)
      *known = mergeObjects(*known, item);
    else if (!removes)
      list.push_back(withoutDirectives(item));
  }
  return list;
}

void applyDirective(Json& object, const std::string& key, const Json& value) {
  auto slash = key.find('/');
  auto field = slash == std::string::npos ? std::string() : key.substr(slash + 1);
  if (key.starts_with("$deleteFromPrimitiveList/") && object.contains(field)) {
    Json kept = Json::array();
    for (const auto& item : object[field])
      if (std::find(value.begin(), value.end(), item) == value.end()) kept.push_back(item);
    object[field] = std::move(kept);
  } else if (key.starts_with("$setElementOrder/") && object.contains(field) && object[field].is_array()) {
    orderBy(object[field], value, keysOf(field, object[field], Json()));
  } else if (key == "$retainKeys") {
    Json kept = Json::object();
    for (const auto& [name, inner] : object.items())
      if (std::find(value.begin(), value.end(), Json(name)) != value.end()) kept[name] = inner;
    object = std::move(kept);
  }
}

Json mergeObjects(Json object, const Json& patch) {
  if (!patch.is_object()) return patch;
  auto directive = patch.contains("$patch") ? textAt(patch, {"$patch"}) : std::string();
  if (directive == "replace") return withoutDirectives(patch);
  if (directive == "delete") return Json();
  if (!object.is_object()) object = Json::object();
  if (patch.contains("$retainKeys")) applyDirective(object, "$retainKeys", patch["$retainKeys"]);
  for (const auto& [key, value] : patch.items()) {
    if (key.starts_with('$')) continue;
    if (value.is_null())
      object.erase(key);
    else if (value.is_array() && object.contains(key) && object[key].is_array())
      object[key] = mergeList(key, object[key], value);
    else if (value.is_object() && object.contains(key))
      object[key] = mergeObjects(object[key], value);
    else
      object[key] = withoutDirectives(value);
    if (object.contains(key) && object[key].is_null()) object.erase(key);
  }
  for (const auto& [key, value] : patch.items())
    if (key.starts_with('$') && key != "$retainKeys") applyDirective(object, key, value);
  return object;
}

Json applyList(const std::string& field, const Json& live, Json last, const Json& desired) {
  auto keys = keysOf(field, desired, live);
  if (keys.empty()) return desired;
  Json rest = live.is_array() ? live : Json::array();
  Json result = Json::array();
  for (const auto& item : desired) {
    Json* known = findItem(rest, item, keys);
    Json* before = findItem(last, item, keys);
    result.push_back(known ? applyMerge(*known, before ? *before : Json(), item) : item);
  }
  for (const auto& item : rest)  // other managers' items stay, ours that are not desired any more go
    if (!findItem(result, item, keys) && !findItem(last, item, keys)) result.push_back(item);
  return result;
}

void findConflicts(const Json& other, const Json& desired, const std::string& path, std::vector<std::string>& found) {
  if (desired.is_object() && other.is_object()) {
    for (const auto& [key, value] : desired.items())
      if (other.contains(key)) findConflicts(other[key], value, path + "." + key, found);
    return;
  }
  auto field = path.substr(path.rfind('.') + 1);
  auto keys = desired.is_array() ? keysOf(field, desired, other) : std::vector<std::string>();
  if (keys.empty()) {
    if (other != desired) found.push_back(path);
    return;
  }
  Json theirs = other;
  for (const auto& item : desired)
    if (Json* known = findItem(theirs, item, keys))
      findConflicts(*known, item, path + "[" + keys.front() + "=" + keyValue(item, keys.front()).dump() + "]", found);
}

}  // namespace

Result<Json> jsonPatch(const Json& object, const Json& patch) {
  if (!patch.is_array()) return badRequest("json: cannot unmarshal object into Go value of type jsonpatch.Patch");
  try {
    return object.patch(patch);
  } catch (const Json::exception& e) {
    return refusal(422, "Invalid",
                   std::string("the server rejected our request due to an error in our request: ") + e.what());
  }
}

Json mergePatch(Json object, const Json& patch) {
  object.merge_patch(patch);
  return object;
}

Json strategicMerge(Json object, const Json& patch) { return mergeObjects(std::move(object), patch); }

Json applyMerge(Json live, const Json& last, const Json& desired) {
  if (!desired.is_object()) return desired;
  if (!live.is_object()) live = Json::object();
  if (last.is_object())
    for (const auto& [key, value] : last.items())
      if (!desired.contains(key) && live.contains(key)) {
        // Only what was ours goes: fields of others below it stay.
        Json rest = value.is_object() ? applyMerge(live[key], value, Json::object()) : Json();
        if (rest.is_null() || rest.empty())
          live.erase(key);
        else
          live[key] = std::move(rest);
      }
  for (const auto& [key, value] : desired.items()) {
    const Json before = last.is_object() && last.contains(key) ? last[key] : Json();
    const Json known = live.contains(key) ? live[key] : Json();
    live[key] = value.is_array() ? applyList(key, known, before, value) : applyMerge(known, before, value);
  }
  return live;
}

Json fieldsOf(const Json& desired) {
  Json fields = Json::object();
  for (const auto& [key, value] : desired.items()) {
    Json inner = Json::object();
    auto keys = value.is_array() ? keysOf(key, value, Json()) : std::vector<std::string>();
    if (value.is_object()) inner = fieldsOf(value);
    for (const auto& item : keys.empty() ? Json::array() : value) {
      Json name = Json::object();
      for (const auto& k : keys) name[k] = keyValue(item, k);
      inner["k:" + name.dump()] = fieldsOf(item);
      inner["k:" + name.dump()]["."] = Json::object();
    }
    fields["f:" + key] = std::move(inner);
  }
  return fields;
}

std::vector<std::string> conflictsBetween(const Json& other, const Json& desired) {
  std::vector<std::string> found;
  findConflicts(other, desired, std::string(), found);
  return found;
}

}  // namespace cleardeck::sandbox
