// By the rules of Helm's coalesce.go (3.20 and 4): user values over chart values, level by level, with sub-charts.
#include "helm/values.h"

#include "base/text.h"

#include <algorithm>

namespace cleardeck::helm {

namespace {
using yaml::Value;

/// Defaults under values. A null deletes a default that is something; `merge` keeps it, because it still has to delete
/// a default of a chart further down.
void coalesceTables(Value& values, const Value& defaults, bool merge) {
  for (const auto& [key, fallback] : defaults.items()) {
    auto found = values.find(key);
    if (found == values.end())
      values[key] = fallback;
    else if (found->is_null() && !fallback.is_null() && !merge)
      values.erase(key);
    else if (found->is_object() && fallback.is_object())
      coalesceTables(*found, fallback, merge);
  }
}

void dropNulls(Value& value) {
  for (auto at = value.begin(); at != value.end();) {
    if (at->is_object()) dropNulls(*at);
    if (at->is_null())
      at = value.erase(at);
    else
      ++at;
  }
}

/// The parent's globals over the sub-chart's own.
void passGlobals(Value& sub, const Value& parent) {
  if (!parent.contains("global")) return;
  const Value& globals = parent["global"];
  if (!globals.is_object()) return;
  Value& own = sub["global"];
  if (!own.is_object()) own = Value::object();
  Value merged = globals;
  coalesceTables(merged, own, true);
  own = std::move(merged);
}

/// Source: helm pkg/chart/v2/util/dependencies.go: the first condition that is a boolean, else the tags.
bool isEnabled(const Subchart& sub, const Value& values) {
  for (const std::string& condition : text::split(sub.condition, ',')) {
    auto path = yaml::parsePath(text::trim(condition));
    const Value* value = path && !path->empty() ? yaml::find(values, *path) : nullptr;
    if (value && value->is_boolean()) return value->get<bool>();
  }
  bool off = false;
  for (const std::string& tag : sub.tags) {
    const Value* value = yaml::find(values, {std::string("tags"), tag});
    if (!value || !value->is_boolean()) continue;
    if (value->get<bool>()) return true;
    off = true;
  }
  return !off;
}

using Enabled = std::vector<const Subchart*>;

/// A chart's own values under `values`.
void coalesceOwn(const Chart& chart, const Enabled& enabled, Value& values, NullRules rules) {
  for (const auto& [key, fallback] : chart.values.items()) {
    const std::string& name = key;
    bool below = std::any_of(enabled.begin(), enabled.end(), [&](const Subchart* sub) { return sub->key == name; });
    auto found = values.find(key);
    Value own = fallback;
    if (rules == NullRules::Helm4 && own.is_object() && !(below && found != values.end())) dropNulls(own);
    if (found == values.end()) {
      if (!own.is_null() || rules == NullRules::Helm3) values[key] = std::move(own);
    } else if (found->is_null()) {
      values.erase(key);
    } else if (found->is_object() && own.is_object()) {
      coalesceTables(*found, own, below);
    }
  }
}

Result<Value> coalesceChart(const Chart& chart, Value values, NullRules rules) {
  // Conditions look at the combined values; what they turn off is no sub-chart any more.
  Value all = values;
  coalesceTables(all, chart.values, false);
  Enabled enabled;
  for (const Subchart& sub : chart.subcharts)
    if (isEnabled(sub, all)) enabled.push_back(&sub);
  coalesceOwn(chart, enabled, values, rules);
  for (const Subchart* sub : enabled) {
    Value& block = values[sub->key];
    if (block.is_null()) block = Value::object();
    if (!block.is_object())
      return Error(ErrorKind::Invalid, "values: " + sub->key + " is a sub-chart and must be a map")
          .withHint("Remove it from the overrides, or write a map there");
    passGlobals(block, values);
    auto inner = coalesceChart(sub->chart, block, rules);
    if (!inner) return inner;
    values[sub->key] = std::move(*inner);
  }
  return values;
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
  return coalesceChart(chart, user.is_object() ? user : Value::object(), rules);
}

Value coalesce(const Value& defaults, const Value& user) {
  Value values = user.is_object() ? user : Value::object();
  if (defaults.is_object()) coalesceTables(values, defaults, false);
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
  const Value* value = yaml::find(overrides, path);
  if (!value) return OverrideState::Inherited;
  const Value* fallback = yaml::find(defaults, path);
  if (fallback && *fallback == *value) return OverrideState::Redundant;
  return value->is_null() ? OverrideState::Deleted : OverrideState::Overridden;
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

}  // namespace cleardeck::helm
