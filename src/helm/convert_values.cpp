#include "helm/convert_values.h"

#include "helm/json.h"
#include "yaml/document.h"

#include <algorithm>
#include <deque>

namespace cleardeck::helm {

namespace {
using yaml::Path;
using yaml::Value;

/// Adds a scheme to each host of a JSON list that has none; the same text when it is no such list.
std::string withSchemes(const std::string& json) {
  auto hosts = yaml::fromJson(json);
  if (!hosts || !hosts->is_array()) return json;
  bool changed = false;
  for (Value& host : *hosts)
    if (host.is_object() && textAt(host, "scheme").empty()) host["scheme"] = "http", changed = true;
  return changed ? yaml::toJson(*hosts) : json;
}

class Converter {
 public:
  Converter(yaml::Document before, yaml::Document document, const ConversionTable& table)
      : m_before(std::move(before)), m_document(std::move(document)), m_original(m_before.value()), m_table(table) {}

  Conversion run() {
    Path root;
    collect(m_original, root);
    for (std::size_t i = 0; i < m_units.size(); ++i) convert(i);
    // Last, for lines that became comments would move along with the key below them.
    for (const Drop& drop : m_drops) {
      auto edit = m_document.commentOut(drop.path, "Not taken over: " + drop.key->why);
      if (!edit) refuse(*drop.key, edit.error());
    }
    m_keys.insert(m_keys.end(), m_itemKeys.begin(), m_itemKeys.end());
    std::stable_sort(m_keys.begin(), m_keys.end(),
                     [](const ConvertedKey& a, const ConvertedKey& b) { return a.line < b.line; });
    return Conversion{m_document.text(), std::move(m_keys)};
  }

 private:
  struct Unit {
    Path path;
    const KeyRule* rule = nullptr;  ///< null: no chart is known to have it
  };
  struct Drop {
    ConvertedKey* key;
    Path path;
  };

  void collect(const Value& map, Path& at) {
    for (const auto& [key, value] : map.items()) {
      at.emplace_back(key);
      if (value.is_object() && !value.empty() && m_table.hasRulesBelow(at)) {
        collect(value, at);
      } else {
        m_units.push_back({at, m_table.ruleFor(at)});
        m_keys.push_back({yaml::toString(at), {}, KeyOutcome::Same, {}, lineOf(at)});
      }
      at.pop_back();
    }
  }

  std::size_t lineOf(const Path& path) const {
    auto place = m_before.find(path);
    return place ? place->line : 0;
  }

  void convert(std::size_t i) {
    const Unit& unit = m_units[i];
    ConvertedKey& key = m_keys[i];
    if (key.outcome != KeyOutcome::Same) return;  // it went along with its map
    const Value& value = *yaml::find(m_original, unit.path);
    if (!unit.rule) return drop(key, unit.path, KeyOutcome::Unknown, "neither chart is known to have this value");
    if (!unit.rule->dropped.empty()) return drop(key, unit.path, KeyOutcome::Dropped, unit.rule->dropped);
    if (value.is_null()) return drop(key, unit.path, KeyOutcome::Dropped, "null only said that there is no value");
    if (unit.rule->unless && *unit.rule->unless == value)
      return drop(key, unit.path, KeyOutcome::Dropped, unit.rule->because);
    key.why = unit.rule->why;
    if (!unit.rule->items.empty() && value.is_array()) convertItems(key, unit, value);
    if (key.outcome == KeyOutcome::Same && !fix(key, unit, value)) return;
    if (unit.rule->moves()) move(i);
    if (key.to.empty() && isKept(key.outcome)) key.to = yaml::toString(targetOf(unit));
  }

  static bool isKept(KeyOutcome outcome) {
    return outcome == KeyOutcome::Same || outcome == KeyOutcome::Changed || outcome == KeyOutcome::Renamed;
  }

  Path targetOf(const Unit& unit) const {
    Path to = unit.rule->to;
    to.insert(to.end(), unit.path.begin() + static_cast<std::ptrdiff_t>(unit.rule->path.size()), unit.path.end());
    return to;
  }

  void drop(ConvertedKey& key, const Path& path, KeyOutcome outcome, const std::string& why) {
    key.outcome = outcome;
    key.why = why;
    m_drops.push_back({&key, path});
  }

  void refuse(ConvertedKey& key, const Error& error) {
    key.outcome = KeyOutcome::Refused;
    key.to.clear();
    key.why = (key.why.empty() ? std::string() : key.why + "; ") + error.message;
  }

  /// False when the value had to be changed and could not be.
  bool fix(ConvertedKey& key, const Unit& unit, const Value& value) {
    Value fixed = value;
    if (unit.rule->fix == KeyRule::Fix::List && value.is_object() && value.empty()) fixed = Value::array();
    if (unit.rule->fix == KeyRule::Fix::Scheme && value.is_string()) fixed = withSchemes(value.get<std::string>());
    if (fixed == value) return true;
    auto edit = m_document.set(unit.path, fixed);
    key.outcome = KeyOutcome::Changed;
    if (!edit) refuse(key, edit.error());
    return bool(edit);
  }

  /// From the last item to the first, so that the places of the others stay. Without any item left the list goes.
  void convertItems(ConvertedKey& key, const Unit& unit, const Value& list) {
    std::size_t handled = 0, drops = m_drops.size();
    for (std::size_t i = list.size(); i-- > 0;) {
      auto rule = unit.rule->items.find(textAt(list[i], "name"));
      if (rule == unit.rule->items.end()) continue;
      Path item = unit.path;
      item.emplace_back(i);
      m_itemKeys.push_back({key.key + "[" + rule->first + "]", {}, KeyOutcome::Same, {}, lineOf(item)});
      convertItem(m_itemKeys.back(), rule->second, item, at(list[i], "value"));
      key.outcome = KeyOutcome::Changed;
      ++handled;
    }
    if (handled == 0 || handled < list.size()) return;
    m_drops.resize(drops);
    drop(key, unit.path, KeyOutcome::Dropped, "the chart sets all of it itself, or has values for it");
  }

  void convertItem(ConvertedKey& report, const KeyRule& rule, const Path& item, const Value& value) {
    bool dropped = !rule.dropped.empty() || (rule.unless && *rule.unless == value);
    if (dropped) return drop(report, item, KeyOutcome::Dropped, rule.dropped.empty() ? rule.because : rule.dropped);
    if (value.is_null() || yaml::find(m_document.value(), rule.to))
      return drop(report, item, KeyOutcome::Conflict, yaml::toString(rule.to) + " is set already, or it has no value");
    auto edit = m_document.set(rule.to, value);
    if (!edit) return refuse(report, edit.error());
    drop(report, item, KeyOutcome::Renamed, "it is " + yaml::toString(rule.to) + " now");
    if (report.outcome == KeyOutcome::Renamed) report.to = yaml::toString(rule.to);
  }

  void move(std::size_t i) {
    if (moveTogether(i)) return;
    moveTo(m_keys[i], m_units[i].path, targetOf(m_units[i]));
  }

  void moveTo(ConvertedKey& key, const Path& from, const Path& to) {
    const Value* taken = yaml::find(m_document.value(), to);
    Value value = *yaml::find(m_document.value(), from);
    if (taken && taken->is_object() && value.is_object() && !value.empty()) {
      for (const auto& [child, item] : value.items()) {
        Path deeper = from, target = to;
        deeper.emplace_back(child);
        target.emplace_back(child);
        moveTo(key, deeper, target);
      }
      return;
    }
    if (taken && *taken == value)
      return drop(key, from, KeyOutcome::Dropped, yaml::toString(to) + " has that value already");
    if (taken) return drop(key, from, KeyOutcome::Conflict, yaml::toString(to) + " has another value already");
    auto edit = m_document.move(from, to);
    if (!edit) return refuse(key, edit.error());
    if (key.outcome == KeyOutcome::Same) key.outcome = KeyOutcome::Renamed;
  }

  /// When everything in a map goes to one other map, the map itself is moved, and its comments stay where they were.
  bool moveTogether(std::size_t i) {
    const Path& path = m_units[i].path;
    Path map(path.begin(), path.end() - 1);
    Path to = targetOf(m_units[i]);
    to.pop_back();
    if (map.empty() || to.empty() || map == to || yaml::find(m_document.value(), to)) return false;
    std::vector<std::size_t> all;
    for (std::size_t k = 0; k < m_units.size(); ++k) {
      if (!yaml::startsWith(m_units[k].path, map)) continue;
      if (!goesTo(k, map, to)) return false;
      all.push_back(k);
    }
    const Value* now = yaml::find(m_document.value(), map);
    if (!now || now->size() != all.size() || !m_document.move(map, to)) return false;
    for (std::size_t k : all) {
      m_keys[k].outcome = KeyOutcome::Renamed;
      m_keys[k].to = yaml::toString(targetOf(m_units[k]));
      m_keys[k].why = m_units[k].rule->why;
    }
    return true;
  }

  bool goesTo(std::size_t k, const Path& map, const Path& to) const {
    const Unit& unit = m_units[k];
    bool plain = unit.rule && unit.rule->moves() && unit.rule->dropped.empty() && unit.rule->items.empty() &&
                 unit.rule->fix == KeyRule::Fix::None && m_keys[k].outcome == KeyOutcome::Same;
    const Value& value = *yaml::find(m_original, unit.path);
    if (!plain || value.is_null() || (unit.rule->unless && *unit.rule->unless == value)) return false;
    Path target = to;
    target.insert(target.end(), unit.path.begin() + static_cast<std::ptrdiff_t>(map.size()), unit.path.end());
    return unit.path.size() == map.size() + 1 && targetOf(unit) == target;
  }

  yaml::Document m_before;
  yaml::Document m_document;
  const Value& m_original;
  const ConversionTable& m_table;
  std::vector<Unit> m_units;
  std::vector<ConvertedKey> m_keys;     ///< one for each unit
  std::deque<ConvertedKey> m_itemKeys;  ///< the drops point to them
  std::vector<Drop> m_drops;
};

std::string lineOf(const ConvertedKey& key) {
  std::string text = "  " + key.key;
  if (!key.to.empty() && key.to != key.key) text += " -> " + key.to;
  return text + (key.why.empty() ? std::string() : ": " + key.why) + "\n";
}
}  // namespace

const char* name(KeyOutcome outcome) {
  switch (outcome) {
    case KeyOutcome::Same: return "same";
    case KeyOutcome::Renamed: return "renamed";
    case KeyOutcome::Changed: return "changed";
    case KeyOutcome::Dropped: return "dropped";
    case KeyOutcome::Unknown: return "unknown";
    case KeyOutcome::Conflict: return "conflict";
    case KeyOutcome::Refused: return "refused";
  }
  return "same";
}

Result<Conversion> convertValues(const std::string& text, const ConversionTable& table) {
  auto document = yaml::Document::parse(text);
  auto before = yaml::Document::parse(text);
  if (!document) return document.error();
  if (!before) return before.error();
  if (!document->value().is_object())
    return Error(ErrorKind::Invalid, "the values must be a map")
        .withHint("Give the file that you pass to helm with -f");
  return Converter(std::move(*before), std::move(*document), table).run();
}

std::string reportText(const Conversion& conversion) {
  static const std::vector<std::pair<KeyOutcome, const char*>> groups{
      {KeyOutcome::Refused, "Edit by hand; these keys are still in the text"},
      {KeyOutcome::Conflict, "Two keys for one place; the second is a comment now"},
      {KeyOutcome::Unknown, "Known to neither chart; comments now"},
      {KeyOutcome::Dropped, "Not taken over; comments now"},
      {KeyOutcome::Changed, "Changed"},
      {KeyOutcome::Renamed, "Renamed"},
      {KeyOutcome::Same, "Same, with something to know"}};
  std::string text;
  for (const auto& [outcome, title] : groups) {
    std::string lines;
    std::size_t count = 0;
    for (const ConvertedKey& key : conversion.keys) {
      if (key.outcome != outcome || (outcome == KeyOutcome::Same && key.why.empty())) continue;
      lines += lineOf(key);
      ++count;
    }
    if (count) text += std::string(title) + " (" + std::to_string(count) + "):\n" + lines;
  }
  return text + std::to_string(conversion.keys.size()) + " keys read.\n";
}

}  // namespace cleardeck::helm
