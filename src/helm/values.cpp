#include "helm/values.h"

#include "base/text.h"
#include "helm/values_coalesce.h"

#include <algorithm>

namespace cleardeck::helm {

namespace {
using yaml::Value;

/// Defaults under values; a null deletes a default that is something.
void coalesceTables(Value& values, const Value& defaults) {
  for (const auto& [key, fallback] : defaults.items()) {
    auto found = values.find(key);
    if (found == values.end())
      values[key] = fallback;
    else if (found->is_null() && !fallback.is_null())
      values.erase(key);
    else if (found->is_object() && fallback.is_object())
      coalesceTables(*found, fallback);
  }
}

void collectChanges(const Value& before, const Value& after, yaml::Path& at, std::vector<ValueChange>& changes) {
  auto visit = [&](const std::string& key, const Value* old, const Value* now) {
    if (old && now && *old == *now) return;
    at.emplace_back(key);
    if (old && now && old->is_object() && now->is_object() && !old->empty() && !now->empty()) {
      collectChanges(*old, *now, at, changes);
    } else {
      ValueChange change;
      change.path = at;
      if (old) change.before = *old;
      if (now) change.after = *now;
      changes.push_back(std::move(change));
    }
    at.pop_back();
  };
  Value keys = before;
  keys.update(after);
  for (const auto& entry : keys.items()) {
    auto old = before.find(entry.key());
    auto now = after.find(entry.key());
    visit(entry.key(), old == before.end() ? nullptr : &*old, now == after.end() ? nullptr : &*now);
  }
}

void collectUnknown(const Value& defaults, const Value& overrides, yaml::Path& at, std::vector<yaml::Path>& unknown) {
  for (const auto& [key, value] : overrides.items()) {
    at.emplace_back(key);
    auto known = defaults.find(key);
    if (known == defaults.end()) unknown.push_back(at);
    // An empty map or null in the defaults is free: annotations, labels, selectors.
    else if (known->is_object() && !known->empty() && value.is_object())
      collectUnknown(*known, value, at, unknown);
    at.pop_back();
  }
}

bool endsWithAny(const std::string& text, std::initializer_list<const char*> ends) {
  return std::any_of(ends.begin(), ends.end(), [&](const char* end) { return text.ends_with(end); });
}
}  // namespace

NullRules nullRules(int major, int minor) {
  return major > 4 || (major == 4 && minor >= 2) ? NullRules::Helm4 : NullRules::Helm3;
}

Result<Value> coalesce(const Chart& chart, const Value& user, NullRules rules) {
  auto combined = combine(chart, user, rules);
  if (!combined) return combined.error();
  return toValue(combined->values);
}

Value coalesce(const Value& defaults, const Value& user) {
  Value values = user.is_object() ? user : Value::object();
  if (defaults.is_object()) coalesceTables(values, defaults);
  return values;
}

Value mergeOverrides(const Value& base, const Value& over) {
  if (!base.is_object() || !over.is_object()) return over;
  Value merged = base;
  for (const auto& [key, value] : over.items()) {
    auto found = merged.find(key);
    merged[key] = found == merged.end() ? value : mergeOverrides(*found, value);
  }
  return merged;
}

std::vector<ValueChange> diffValues(const Value& before, const Value& after) {
  std::vector<ValueChange> changes;
  yaml::Path at;
  if (before.is_object() && after.is_object()) collectChanges(before, after, at, changes);
  return changes;
}

OverrideState overrideState(const Value& defaults, const Value& overrides, const yaml::Path& path) {
  const Value* value = &overrides;
  const Value* fallback = &defaults;
  bool dangling = false;
  for (const yaml::Step& step : path) {
    // A map that is empty or null in the defaults is free, a list is one value.
    bool open = !fallback || !fallback->is_object() || fallback->empty();
    value = yaml::find(*value, {step});
    if (!value) return OverrideState::Inherited;
    const Value* next = fallback ? yaml::find(*fallback, {step}) : nullptr;
    if (!next && !open) dangling = true;
    fallback = next;
    if (value->is_null()) break;
  }
  if (dangling) return OverrideState::Dangling;
  if (value->is_null()) {
    fallback = yaml::find(defaults, path);
    if (!fallback) return OverrideState::Inherited;
    return fallback->is_null() ? OverrideState::Redundant : OverrideState::Deleted;
  }
  return fallback && *fallback == *value ? OverrideState::Redundant : OverrideState::Overridden;
}

std::vector<yaml::Path> unknownOverrides(const Value& defaults, const Value& overrides) {
  std::vector<yaml::Path> unknown;
  yaml::Path at;
  if (defaults.is_object() && overrides.is_object()) collectUnknown(defaults, overrides, at, unknown);
  return unknown;
}

bool isSecretKey(std::string_view key) {
  std::string name = text::toLower(key);
  // Names of Secrets are no secrets.
  if (name.rfind("existing", 0) == 0 || endsWithAny(name, {"name", "ref", "secrets", "enabled"})) return false;
  for (const char* word : {"password", "passwd", "secret", "token", "credential", "apikey", "privatekey"})
    if (name.find(word) != std::string::npos) return true;
  return name == "pwd" || name == "pass" || name == "key" ||
         endsWithAny(std::string(key), {"Key", "_key", "-key", "_KEY"});
}

namespace {
/// The nearest key above the last step, items of lists left out; in lower case.
std::string parentKey(const yaml::Path& path, std::size_t skip = 0) {
  for (std::size_t i = path.size() - 1; i-- > 0;)
    if (auto* key = std::get_if<std::string>(&path[i]); key && skip-- == 0) return text::toLower(*key);
  return {};
}

/// Structures of Kubernetes in which `key` names something and holds nothing.
bool isNameOfKey(const yaml::Path& path) {
  std::string parent = parentKey(path);
  for (const char* list : {"tolerations", "taints", "matchexpressions", "matchfields", "nodeselector", "matchlabels"})
    if (parent == list) return true;
  if (endsWithAny(parent, {"keyref", "fieldref", "keyselector"}) || parent.rfind("existing", 0) == 0) return true;
  std::string above = parentKey(path, 1);
  return parent == "items" && (above == "secret" || above == "configmap" || above == "downwardapi");
}
}  // namespace

bool isSecretAt(const yaml::Path& path) {
  auto* last = path.empty() ? nullptr : std::get_if<std::string>(&path.back());
  if (!last || !isSecretKey(*last)) return false;
  std::string name = text::toLower(*last);
  if (name == "key") return !isNameOfKey(path);
  return !endsWithAny(name, {"topologykey", "publickey"});
}

}  // namespace cleardeck::helm
