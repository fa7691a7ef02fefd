#include "helm/conversion_table.h"

#include "base/text.h"
#include "helm/data.h"
#include "helm/field_overlay.h"
#include "helm/json.h"

#include <algorithm>
#include <set>

namespace cleardeck::helm {

namespace {
using yaml::Value;

Error bad(const std::string& why) { return Error(ErrorKind::Invalid, why); }

Result<Done> checkAttributes(const Value& entry, const std::string& key) {
  static const std::set<std::string> known{"key", "to",  "dropped", "unless", "because",
                                           "why", "fix", "items",   "beyond"};
  if (!entry.is_object()) return bad("the rule for " + key + " is no map");
  for (const auto& [name, value] : entry.items())
    if (!known.count(name)) return bad("the rule for " + key + ": there is no attribute " + name);
  if (entry.contains("to") && entry.contains("dropped"))
    return bad("the rule for " + key + ": it cannot move and be dropped");
  return Done();
}

/// What two keys share; key and to are set by the caller.
Result<KeyRule> readAttributes(const Value& entry, const std::string& key) {
  auto known = checkAttributes(entry, key);
  if (!known) return known.error();
  KeyRule rule;
  rule.dropped = textAt(entry, "dropped");
  if (entry.contains("unless")) rule.unless = entry["unless"];
  rule.because = textAt(entry, "because");
  rule.why = textAt(entry, "why");
  rule.beyond = textAt(entry, "beyond");
  std::string fix = textAt(entry, "fix");
  if (fix == "list") rule.fix = KeyRule::Fix::List;
  if (fix == "scheme") rule.fix = KeyRule::Fix::Scheme;
  if (!fix.empty() && rule.fix == KeyRule::Fix::None) return bad("the rule for " + key + ": there is no fix " + fix);
  return rule;
}

Result<Done> setPaths(KeyRule& rule, const std::string& key, const std::string& to) {
  auto path = yaml::parsePath(key);
  auto target = yaml::parsePath(to.empty() ? key : to);
  if (!path || path->empty() || !target || target->empty()) return bad("\"" + key + "\" or \"" + to + "\" is no path");
  rule.key = key;
  rule.path = std::move(*path);
  rule.to = std::move(*target);
  return Done();
}

Result<Done> readItems(const Value& items, KeyRule& rule) {
  for (const auto& [name, entry] : items.items()) {
    auto item = readAttributes(entry, rule.key + " " + name);
    if (!item) return item.error();
    auto done = setPaths(*item, rule.key, textAt(entry, "to"));
    if (!done) return done;
    rule.items.emplace(name, std::move(*item));
  }
  return Done();
}

Result<Done> readRule(const Value& entry, std::vector<KeyRule>& rules) {
  std::string pattern = textAt(entry, "key");
  auto shared = readAttributes(entry, pattern);
  if (!shared) return shared.error();
  auto keys = expandBraces(pattern);
  auto targets = expandBraces(textAt(entry, "to"));
  if (!keys) return keys.error();
  if (!targets) return targets.error();
  if (targets->size() != 1 && targets->size() != keys->size())
    return bad("the rule for " + pattern + ": as many keys as places are needed");
  for (std::size_t i = 0; i < keys->size(); ++i) {
    KeyRule rule = *shared;
    auto done = setPaths(rule, (*keys)[i], (*targets)[targets->size() == 1 ? 0 : i]);
    if (done) done = readItems(mapAt(entry, "items"), rule);
    if (!done) return done;
    rules.push_back(std::move(rule));
  }
  return Done();
}

/// A cell of a Markdown table: a `|` would end it.
std::string cell(const std::string& text) { return text::replaceAll(text, "|", "\\|"); }

std::string sentence(std::string text) {
  if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') text[0] = static_cast<char>(text[0] - 'a' + 'A');
  return text;
}

std::string fate(const KeyRule& rule) {
  if (!rule.dropped.empty()) return "dropped: " + rule.dropped;
  std::string text = rule.moves() ? "renamed" : "same";
  if (!rule.why.empty()) text += "; " + rule.why;
  if (rule.unless) text += "; `" + textOf(*rule.unless) + "` is dropped: " + rule.because;
  return text;
}

std::string row(const std::string& key, const KeyRule& rule) {
  std::string to = !rule.dropped.empty() ? "–" : rule.moves() ? "`" + yaml::toString(rule.to) + "`" : "same";
  std::string from = rule.beyond.empty() ? std::string() : " (" + rule.beyond + ")";
  return "| `" + key + "`" + from + " | " + to + " | " + cell(sentence(fate(rule))) + " |\n";
}
}  // namespace

Result<ConversionTable> ConversionTable::parse(std::string_view text) {
  auto value = yaml::parse(text);
  if (!value) return value.error();
  ConversionTable table;
  table.chart = textAt(*value, "chart");
  table.version = textAt(*value, "version");
  const Value& rules = at(*value, "rules");
  if (!rules.is_array()) return bad("it has no rules");
  for (const Value& entry : rules) {
    auto done = readRule(entry, table.rules);
    if (!done) return done.error();
  }
  std::set<std::string> keys;
  for (const KeyRule& rule : table.rules)
    if (!keys.insert(rule.key).second) return bad(rule.key + " has two rules");
  return table;
}

const KeyRule* ConversionTable::ruleFor(const yaml::Path& path) const {
  const KeyRule* best = nullptr;
  for (const KeyRule& rule : rules)
    if (yaml::startsWith(path, rule.path) && (!best || rule.path.size() > best->path.size())) best = &rule;
  return best;
}

bool ConversionTable::hasRulesBelow(const yaml::Path& path) const {
  return std::any_of(rules.begin(), rules.end(), [&](const KeyRule& rule) {
    return rule.path.size() > path.size() && yaml::startsWith(rule.path, path);
  });
}

Result<ConversionTable> upstreamConversion() {
  auto table = ConversionTable::parse(conversionText());
  if (!table) return std::move(table.error()).during("the built-in conversion of upstream's values");
  return table;
}

std::string markdown(const ConversionTable& table) {
  std::string text =
      "| Key of " + table.chart + " " + table.version + " | Our key | What happens |\n| --- | --- | --- |\n";
  for (const KeyRule& rule : table.rules) {
    text += row(rule.key, rule);
    for (const auto& [name, item] : rule.items) text += row(rule.key + "[" + name + "]", item);
  }
  return text;
}

}  // namespace cleardeck::helm
