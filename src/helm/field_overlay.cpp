#include "helm/field_overlay.h"

#include "base/text.h"
#include "helm/data.h"
#include "helm/json.h"

#include <algorithm>
#include <functional>
#include <map>

namespace cleardeck::helm {

namespace {
using yaml::Value;

Error bad(const std::string& why) { return Error(ErrorKind::Invalid, why); }

bool matches(const yaml::Path& pattern, std::size_t p, const yaml::Path& path, std::size_t at) {
  if (p == pattern.size()) return at == path.size();
  auto* key = std::get_if<std::string>(&pattern[p]);
  if (key && *key == "**") {
    for (std::size_t next = at; next <= path.size(); ++next)
      if (matches(pattern, p + 1, path, next)) return true;
    return false;
  }
  if (at == path.size() || !((key && *key == "*") || pattern[p] == path[at])) return false;
  return matches(pattern, p + 1, path, at + 1);
}

Result<Done> readText(const Value& value, std::optional<std::string>& text) {
  if (!value.is_string()) return bad("it must be a text");
  text = value.get<std::string>();
  return Done();
}

Result<Done> readTexts(const Value& value, bool asJson, std::optional<std::vector<std::string>>& texts) {
  if (!value.is_array()) return bad("it must be a list");
  texts.emplace();
  for (const Value& item : value) texts->push_back(asJson ? yaml::toJson(item) : textOf(item));
  return Done();
}

Result<Done> readWidget(const Value& value, std::optional<Widget>& widget) {
  widget = widgetNamed(textOf(value));
  return widget ? Result<Done>(Done()) : bad("there is no widget " + textOf(value));
}

Result<Done> readType(const Value& value, std::optional<FieldType>& type) {
  for (FieldType one :
       {FieldType::Bool, FieldType::Int, FieldType::Number, FieldType::String, FieldType::List, FieldType::Map})
    if (textOf(value) == name(one)) type = one;
  return type ? Result<Done>(Done()) : bad("there is no type " + textOf(value));
}

Result<Done> readLevel(const Value& value, std::optional<FieldLevel>& level) {
  if (textOf(value) == "basic") level = FieldLevel::Basic;
  if (textOf(value) == "advanced") level = FieldLevel::Advanced;
  return level ? Result<Done>(Done()) : bad("a level is basic or advanced");
}

Result<Done> readSecret(const Value& value, std::optional<bool>& secret) {
  if (!value.is_boolean()) return bad("it must be true or false");
  secret = value.get<bool>();
  return Done();
}

Result<Done> readPattern(const Value& value, FieldRule& rule) {
  rule.pattern = textOf(value);
  auto patterns = expandBraces(rule.pattern);
  if (!patterns) return patterns.error();
  for (const std::string& pattern : *patterns) {
    auto path = yaml::parsePath(pattern);
    if (!path || path->empty()) return bad("\"" + pattern + "\" is no path");
    rule.paths.push_back(std::move(*path));
  }
  return Done();
}

using Reader = std::function<Result<Done>(const Value&, FieldRule&)>;
const std::map<std::string, Reader>& readers() {
  static const std::map<std::string, Reader> all{
      {"path", readPattern},
      {"section", [](const Value& value, FieldRule& rule) { return readText(value, rule.section); }},
      {"title", [](const Value& value, FieldRule& rule) { return readText(value, rule.title); }},
      {"description", [](const Value& value, FieldRule& rule) { return readText(value, rule.description); }},
      {"unit", [](const Value& value, FieldRule& rule) { return readText(value, rule.unit); }},
      {"danger", [](const Value& value, FieldRule& rule) { return readText(value, rule.danger); }},
      {"reference", [](const Value& value, FieldRule& rule) { return readText(value, rule.reference); }},
      {"type", [](const Value& value, FieldRule& rule) { return readType(value, rule.type); }},
      {"widget", [](const Value& value, FieldRule& rule) { return readWidget(value, rule.widget); }},
      {"level", [](const Value& value, FieldRule& rule) { return readLevel(value, rule.level); }},
      {"secret", [](const Value& value, FieldRule& rule) { return readSecret(value, rule.secret); }},
      {"restarts", [](const Value& value, FieldRule& rule) { return readTexts(value, false, rule.restarts); }},
      {"suggested", [](const Value& value, FieldRule& rule) { return readTexts(value, true, rule.suggested); }}};
  return all;
}

Result<FieldRule> readRule(const Value& entry) {
  FieldRule rule;
  std::string what = "the rule for " + textAt(entry, "path");
  if (!entry.is_object() || textAt(entry, "path").empty()) return bad("a rule has no path");
  for (const auto& [key, value] : entry.items()) {
    auto reader = readers().find(key);
    if (reader == readers().end()) return bad(what + ": there is no attribute " + key);
    auto done = reader->second(value, rule);
    if (!done) return std::move(done.error()).during(what + ": " + key);
  }
  return rule;
}

template <typename T>
void take(const std::optional<T>& from, T& to) {
  if (from) to = *from;
}

/// The built-in ones. A file that does not parse is left out; the tests parse each.
std::vector<FieldOverlay> builtIn() {
  std::vector<FieldOverlay> overlays;
  for (std::string_view text : {clearmlFieldsText(), upstreamFieldsText()})
    if (auto overlay = FieldOverlay::parse(text)) overlays.push_back(std::move(*overlay));
  return overlays;
}
}  // namespace

Result<std::vector<std::string>> expandBraces(const std::string& pattern) {
  std::size_t open = pattern.find('{');
  if (open == std::string::npos) return std::vector<std::string>{pattern};
  std::size_t close = pattern.find('}', open);
  if (close == std::string::npos) return bad("\"" + pattern + "\": a { has no }");
  std::vector<std::string> all;
  for (const std::string& choice : text::split(pattern.substr(open + 1, close - open - 1), ',')) {
    auto rest = expandBraces(pattern.substr(0, open) + choice + pattern.substr(close + 1));
    if (!rest) return rest;
    all.insert(all.end(), rest->begin(), rest->end());
  }
  return all;
}

bool FieldRule::fits(const yaml::Path& path) const {
  return std::any_of(paths.begin(), paths.end(), [&](const yaml::Path& one) { return matches(one, 0, path, 0); });
}

Result<FieldOverlay> FieldOverlay::parse(std::string_view text) {
  auto value = yaml::parse(text);
  if (!value) return value.error();
  FieldOverlay overlay;
  overlay.chart = textAt(*value, "chart");
  overlay.from = textAt(*value, "from");
  overlay.notFrom = textAt(*value, "notFrom");
  if (overlay.chart.empty()) return bad("it names no chart");
  auto versions = VersionRange::parse(textAt(*value, "versions"));
  if (!versions) return versions.error();
  overlay.versions = std::move(*versions);
  const Value& rules = at(*value, "rules");
  if (!rules.is_array()) return bad("it has no rules");
  for (const Value& entry : rules) {
    auto rule = readRule(entry);
    if (!rule) return rule.error();
    overlay.rules.push_back(std::move(*rule));
  }
  return overlay;
}

bool FieldOverlay::isFor(const ChartMeta& meta) const {
  if (meta.name != chart) return false;
  auto version = SemVer::parse(meta.version);
  if (!version || !versions.contains(*version)) return false;
  std::vector<std::string> places = meta.sources;
  places.push_back(meta.home);
  auto comesFrom = [&](const std::string& part) {
    return std::any_of(places.begin(), places.end(),
                       [&](const std::string& place) { return place.find(part) != std::string::npos; });
  };
  return (from.empty() || comesFrom(from)) && (notFrom.empty() || !comesFrom(notFrom));
}

void FieldOverlay::apply(Field& field) const {
  for (const FieldRule& rule : rules) {
    if (!rule.fits(field.path)) continue;
    take(rule.section, field.section);
    take(rule.title, field.title);
    take(rule.description, field.description);
    take(rule.unit, field.unit);
    take(rule.danger, field.danger);
    take(rule.reference, field.reference);
    take(rule.type, field.type);
    take(rule.widget, field.widget);
    take(rule.level, field.level);
    take(rule.secret, field.secret);
    take(rule.restarts, field.restarts);
    take(rule.suggested, field.suggested);
  }
  if (field.secret && field.type == FieldType::String) field.widget = Widget::Secret;
}

const FieldOverlay* overlayFor(const ChartMeta& chart) {
  static const std::vector<FieldOverlay> overlays = builtIn();
  for (const FieldOverlay& overlay : overlays)
    if (overlay.isFor(chart)) return &overlay;
  return nullptr;
}

}  // namespace cleardeck::helm
