// The functions have the names and the order of Helm's own, so that both can be read side by side. `merge` keeps a null
// for a chart further down; without it a null deletes.
#include "helm/values_coalesce.h"

#include "base/text.h"

#include <algorithm>
#include <set>

namespace cleardeck::helm {

namespace {
using yaml::Value;

Cell toCell(const Value& value, int source) {
  Cell cell;
  cell.source = source;
  if (!value.is_object()) {
    cell.leaf = value;
    return cell;
  }
  cell.table = std::make_shared<Table>();
  for (const auto& [key, item] : value.items()) (*cell.table)[key] = toCell(item, source);
  return cell;
}

std::shared_ptr<Table> deepCopy(const Table& table) {
  auto copy = std::make_shared<Table>(table);
  for (auto& [key, cell] : *copy)
    if (cell.table) cell.table = deepCopy(*cell.table);
  return copy;
}

void cleanNilValues(Table& table) {
  for (auto at = table.begin(); at != table.end();) {
    if (at->second.table) cleanNilValues(*at->second.table);
    at = at->second.isNull() ? table.erase(at) : std::next(at);
  }
}

/// `to` wins. `from` changes too, as in Helm.
void coalesceTables(Table& to, Table& from, bool merge) {
  std::set<std::string> hadValue;
  for (auto& [key, cell] : from)
    if (!cell.isNull()) hadValue.insert(key);
  for (auto& [key, cell] : to)
    if (cell.isNull()) from[key] = cell;
  for (auto& [key, cell] : from) {
    auto found = to.find(key);
    if (found == to.end())
      to[key] = cell;
    else if (!merge && found->second.isNull() && hadValue.count(key))
      to.erase(found);
    else if (cell.table && found->second.table && cell.table != found->second.table)
      coalesceTables(*found->second.table, *cell.table, merge);
  }
}

class Combiner {
 public:
  explicit Combiner(NullRules rules) : m_rules(rules) {}

  Result<Done> coalesce(const ChartInstance& chart, Table& to, bool merge) const {
    coalesceValues(chart, to, merge);
    return coalesceDependencies(chart, to, merge);
  }

  /// Takes the disabled sub-charts away. `values` are those of the root, also for a sub-chart.
  Result<Done> processEnabled(ChartInstance& chart, const Table& values, const std::string& prefix) const;
  Result<Done> processImports(ChartInstance& chart) const;

 private:
  void coalesceValues(const ChartInstance& chart, Table& to, bool merge) const;
  Result<Done> coalesceDependencies(const ChartInstance& chart, Table& to, bool merge) const;
  static void coalesceGlobals(Table& to, Table& from);
  NullRules m_rules;
};

void Combiner::coalesceValues(const ChartInstance& chart, Table& to, bool merge) const {
  bool clean = m_rules == NullRules::Helm4;
  auto defaults = deepCopy(*chart.values);
  for (auto& [key, cell] : *defaults) {
    auto found = to.find(key);
    if (found == to.end()) {
      if (!merge && clean && cell.isNull()) continue;
      if (!merge && clean && cell.table) cleanNilValues(*cell.table);
      to[key] = cell;
    } else if (found->second.isNull() && !merge) {
      to.erase(found);
    } else if (found->second.table && cell.table) {
      bool below = std::any_of(chart.subcharts.begin(), chart.subcharts.end(),
                               [&name = key](const ChartInstance& sub) { return sub.key == name; });
      if (!merge && !below && clean) cleanNilValues(*cell.table);
      coalesceTables(*found->second.table, *cell.table, merge || below);
    }
  }
}

Result<Done> Combiner::coalesceDependencies(const ChartInstance& chart, Table& to, bool merge) const {
  for (const ChartInstance& sub : chart.subcharts) {
    auto block = to.find(sub.key);
    if (block == to.end()) block = to.emplace(sub.key, toCell(Value::object(), userSource)).first;
    if (!block->second.table)
      return Error(ErrorKind::Invalid, "values: " + sub.key + " is a sub-chart and must be a map")
          .withHint("Remove it from the overrides, or write a map there");
    auto table = block->second.table;
    coalesceGlobals(*table, to);
    if (auto done = coalesce(sub, *table, merge); !done) return done;
  }
  return Done();
}

void Combiner::coalesceGlobals(Table& to, Table& from) {
  auto own = to.find("global");
  auto above = from.find("global");
  if (own != to.end() && !own->second.table) return;
  if (above != from.end() && !above->second.table) return;
  if (own == to.end()) own = to.emplace("global", toCell(Value::object(), userSource)).first;
  if (above == from.end()) return;
  Table& globals = *own->second.table;
  for (auto& [key, cell] : *above->second.table) {
    auto found = globals.find(key);
    if (!cell.table) {
      if (found == globals.end() || !found->second.table) globals[key] = cell;
      continue;
    }
    Cell copy = cell;
    copy.table = std::make_shared<Table>(*cell.table);
    if (found != globals.end() && !found->second.table) continue;
    if (found != globals.end()) coalesceTables(*copy.table, *found->second.table, true);
    globals[key] = copy;
  }
}

/// A dotted path without escapes, as Helm splits it; null when it leads nowhere.
const Cell* lookUp(const Table& table, const std::string& path) {
  const Table* at = &table;
  const Cell* cell = nullptr;
  for (const std::string& key : text::split(path, '.')) {
    if (!at) return nullptr;
    auto found = at->find(key);
    if (found == at->end()) return nullptr;
    cell = &found->second;
    at = cell->table.get();
  }
  return cell;
}

/// The tags decide first, then the first condition that is a boolean.
bool isEnabled(const ChartDependency& dependency, const Table& values, const std::string& prefix) {
  bool on = false, off = false;
  auto tags = values.find("tags");
  for (const std::string& tag : dependency.tags) {
    if (tags == values.end() || !tags->second.table) break;
    auto found = tags->second.table->find(tag);
    if (found == tags->second.table->end() || !found->second.leaf.is_boolean()) continue;
    (found->second.leaf.get<bool>() ? on : off) = true;
  }
  bool enabled = on || !off;
  for (const std::string& condition : text::split(text::trim(dependency.condition), ',')) {
    const Cell* cell = condition.empty() ? nullptr : lookUp(values, prefix + condition);
    if (cell && cell->leaf.is_boolean()) return cell->leaf.get<bool>();
  }
  return enabled;
}

/// A sub-chart once for each dependency that names it, under its alias.
void expandAliases(ChartInstance& chart) {
  const auto& dependencies = chart.chart->meta.dependencies;
  std::vector<ChartInstance> expanded;
  for (const ChartInstance& sub : chart.subcharts)
    if (std::none_of(dependencies.begin(), dependencies.end(),
                     [&](const ChartDependency& dependency) { return dependency.name == sub.key; }))
      expanded.push_back(sub);
  for (const ChartDependency& dependency : dependencies)
    for (const ChartInstance& sub : chart.subcharts) {
      if (sub.key != dependency.name) continue;
      expanded.push_back(sub);
      expanded.back().key = dependency.key();
    }
  chart.subcharts = std::move(expanded);
  chart.processed = true;
}

Result<Done> Combiner::processEnabled(ChartInstance& chart, const Table& values, const std::string& prefix) const {
  const auto& dependencies = chart.chart->meta.dependencies;
  if (dependencies.empty()) return Done();
  expandAliases(chart);
  auto all = deepCopy(values);
  if (auto done = coalesce(chart, *all, false); !done) return done;
  std::set<std::string> disabled;
  chart.listed.clear();
  for (const ChartDependency& dependency : dependencies) {
    if (isEnabled(dependency, *all, prefix))
      chart.listed.push_back(&dependency);
    else
      disabled.insert(dependency.key());
  }
  std::erase_if(chart.subcharts, [&](const ChartInstance& sub) { return disabled.count(sub.key) > 0; });
  for (ChartInstance& sub : chart.subcharts)
    if (auto done = processEnabled(sub, *all, prefix + sub.key + "."); !done) return done;
  return Done();
}

/// {a: {b: data}} for "a.b"; "." is the data itself.
std::shared_ptr<Table> pathToMap(const std::string& path, std::shared_ptr<Table> data) {
  if (path == ".") return data;
  auto keys = text::split(path, '.');
  for (auto key = keys.rbegin(); key != keys.rend(); ++key) {
    auto outer = std::make_shared<Table>();
    (*outer)[*key].table = std::move(data);
    data = std::move(outer);
  }
  return data;
}

/// What a sub-chart exports lies below what the parent says itself.
Result<Done> Combiner::processImports(ChartInstance& chart) const {
  for (ChartInstance& sub : chart.subcharts)
    if (auto done = processImports(sub); !done) return done;
  if (chart.listed.empty()) return Done();
  auto values = std::make_shared<Table>();
  if (auto done = coalesce(chart, *values, true); !done) return done;
  auto imported = std::make_shared<Table>();
  for (const ChartDependency* dependency : chart.listed)
    for (const ValuesImport& import : dependency->imports) {
      const std::string& key = chart.processed ? dependency->key() : dependency->name;
      const Cell* child = lookUp(*values, key + "." + import.child);
      if (!child || !child->table) continue;
      auto data = child->table->empty() ? std::make_shared<Table>() : child->table;
      coalesceTables(*imported, *pathToMap(import.parent, data), true);
    }
  values = deepCopy(*values);
  coalesceTables(*values, *imported, true);
  chart.values = std::move(values);
  return Done();
}

/// Numbers the charts in the order in which they are met: `source` of their values.
ChartInstance instanceOf(const Chart& chart, int& next) {
  ChartInstance instance;
  instance.chart = &chart;
  instance.source = next++;
  instance.key = chart.meta.name;
  instance.values = toCell(chart.values, instance.source).table;
  if (!instance.values) instance.values = std::make_shared<Table>();
  for (const ChartDependency& dependency : chart.meta.dependencies) instance.listed.push_back(&dependency);
  std::set<std::string> seen;
  for (const Subchart& sub : chart.subcharts)
    if (seen.insert(sub.chart.meta.name).second) instance.subcharts.push_back(instanceOf(sub.chart, next));
  return instance;
}

void setPaths(ChartInstance& instance, yaml::Path path) {
  for (ChartInstance& sub : instance.subcharts) {
    yaml::Path below = path;
    below.emplace_back(sub.key);
    setPaths(sub, std::move(below));
  }
  instance.path = std::move(path);
}
}  // namespace

Value toValue(const Cell& cell) {
  if (!cell.table) return cell.leaf;
  Value map = Value::object();
  for (const auto& [key, item] : *cell.table) map[key] = toValue(item);
  return map;
}

Result<Combined> combine(const Chart& chart, const Value& user, NullRules rules) {
  int next = 0;
  Combined combined;
  combined.root = instanceOf(chart, next);
  combined.values = toCell(user.is_object() ? user : Value::object(), userSource);
  Combiner combiner(rules);
  auto enabled = combiner.processEnabled(combined.root, *combined.values.table, "");
  if (!enabled) return enabled.error();
  auto imported = combiner.processImports(combined.root);
  if (!imported) return imported.error();
  setPaths(combined.root, {});
  auto done = combiner.coalesce(combined.root, *combined.values.table, false);
  if (!done) return done.error();
  return combined;
}

}  // namespace cleardeck::helm
