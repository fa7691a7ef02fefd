#include "helm/values_origin.h"

#include "helm/values_coalesce.h"

#include <algorithm>
#include <map>

namespace cleardeck::helm {

namespace {
using yaml::Path;
using yaml::startsWith;
using yaml::Value;

Path joined(Path path, const Path& rest) {
  path.insert(path.end(), rest.begin(), rest.end());
  return path;
}
Path below(const Path& path, const Path& prefix) {
  return Path(path.begin() + static_cast<std::ptrdiff_t>(prefix.size()), path.end());
}

void flatten(const ChartInstance& instance, std::vector<const ChartInstance*>& all) {
  all.push_back(&instance);
  for (const ChartInstance& sub : instance.subcharts) flatten(sub, all);
}

class Explainer {
 public:
  Explainer(const Combined& combined, const yaml::Document& overrides)
      : m_overrides(overrides), m_effective(toValue(combined.values)) {
    flatten(combined.root, m_charts);
    m_at.clear();
    collect(combined.values);
    for (const ChartInstance* chart : m_charts) collectDeleted(*chart);
    if (overrides.value().is_object())
      collectNulls(overrides.value(), [&](const Path& at) { addDeleted(at, nullptr); });
    std::sort(m_found.begin(), m_found.end(), [](const auto& a, const auto& b) { return a.path < b.path; });
  }
  std::vector<EffectiveValue> take() { return std::move(m_found); }

 private:
  void collect(const Cell& cell) {
    if (cell.table && !cell.table->empty()) {
      for (const auto& [key, child] : *cell.table) {
        m_at.emplace_back(key);
        collect(child);
        m_at.pop_back();
      }
      return;
    }
    EffectiveValue value;
    value.path = m_at;
    value.value = toValue(cell);
    if (cell.source == userSource)
      explainUser(value);
    else
      explainChart(value, cell.source);
    m_found.push_back(std::move(value));
  }

  /// The chart that reads a value: the innermost one above it.
  const ChartInstance& ownerOf(const Path& path) const {
    const ChartInstance* owner = m_charts[0];
    for (const ChartInstance* chart : m_charts)
      if (chart->path.size() > owner->path.size() && startsWith(path, chart->path)) owner = chart;
    return *owner;
  }

  void explainUser(EffectiveValue& value) {
    const ChartInstance& owner = ownerOf(value.path);
    if (yaml::find(m_overrides.value(), value.path)) {
      value.origin = Origin::Override;
      value.line = lineOf(m_overrides, value.path);
      return;
    }
    // Handed down, or an empty map that Helm makes itself.
    Path rest = below(value.path, owner.path);
    bool global = !rest.empty() && rest[0] == yaml::Step(std::string("global"));
    value.origin = global ? Origin::Global : owner.path.empty() ? Origin::ChartDefault : Origin::SubchartDefault;
    for (std::size_t length = owner.path.size(); global && length-- > 0 && value.line == 0;)
      value.line =
          lineOf(m_overrides,
                 joined(Path(owner.path.begin(), owner.path.begin() + static_cast<std::ptrdiff_t>(length)), rest));
    if (!global) value.chart = owner.chart->meta.text();
  }

  void explainChart(EffectiveValue& value, int source) {
    const ChartInstance& owner = ownerOf(value.path);
    const ChartInstance* from = nullptr;
    for (const ChartInstance* chart : m_charts)
      if (chart->source == source && (!from || startsWith(value.path, chart->path))) from = chart;
    if (!from) return;
    value.chart = from->chart->meta.text();
    if (!startsWith(value.path, from->path)) {
      value.origin = Origin::Imported;
      return;
    }
    Path own = below(value.path, from->path);
    if (from == &owner)
      value.origin = owner.path.empty() ? Origin::ChartDefault : Origin::SubchartDefault;
    else
      value.origin = Origin::ParentBlock;
    if (!yaml::find(from->chart->values, own)) {
      Path rest = below(value.path, owner.path);
      bool global = !rest.empty() && rest[0] == yaml::Step(std::string("global"));
      value.origin = global ? Origin::Global : Origin::Imported;
      own = rest;
    }
    value.line = lineOf(textOf(*from->chart), own);
  }

  template <typename See>
  void collectNulls(const Value& map, const See& see) {
    for (const auto& [key, item] : map.items()) {
      m_at.emplace_back(key);
      if (item.is_null()) see(m_at);
      if (item.is_object()) collectNulls(item, see);
      m_at.pop_back();
    }
  }

  void collectDeleted(const ChartInstance& chart) {
    m_at = chart.path;
    collectNulls(chart.chart->values, [&](const Path& at) { addDeleted(at, &chart); });
    m_at.clear();
  }

  /// When a chart below `by` (or any, for the user's file) has a default there that is not used.
  void addDeleted(const Path& path, const ChartInstance* by) {
    if (yaml::find(m_effective, path) || (by && yaml::find(m_overrides.value(), path))) return;
    for (const ChartInstance* chart : m_charts) {
      if (chart == by || (by && chart->path.size() <= by->path.size()) || !startsWith(path, chart->path)) continue;
      const Value* lost = yaml::find(chart->chart->values, below(path, chart->path));
      if (!lost || lost->is_null()) continue;
      EffectiveValue value;
      value.path = path;
      value.value = *lost;
      value.origin = Origin::Deleted;
      value.chart = by ? by->chart->meta.text() : std::string();
      value.line = by ? lineOf(textOf(*by->chart), below(path, by->path)) : lineOf(m_overrides, path);
      m_found.push_back(std::move(value));
      return;
    }
  }

  static std::size_t lineOf(const yaml::Document& document, const Path& path) {
    auto place = document.find(path);
    return place ? place->line : 0;
  }

  const yaml::Document& textOf(const Chart& chart) {
    auto found = m_texts.find(&chart);
    if (found != m_texts.end()) return found->second;
    auto document = yaml::Document::parse(chart.valuesText);
    if (!document) document = yaml::Document::parse("");
    return m_texts.emplace(&chart, std::move(*document)).first->second;
  }

  const yaml::Document& m_overrides;
  Value m_effective;
  std::vector<const ChartInstance*> m_charts;
  std::map<const Chart*, yaml::Document> m_texts;
  Path m_at;
  std::vector<EffectiveValue> m_found;
};
}  // namespace

const char* name(Origin origin) {
  switch (origin) {
    case Origin::Override: return "override";
    case Origin::ChartDefault: return "chart default";
    case Origin::ParentBlock: return "parent";
    case Origin::SubchartDefault: return "sub-chart default";
    case Origin::Global: return "global";
    case Origin::Imported: return "imported";
    case Origin::Deleted: return "deleted";
  }
  return "";
}

Result<std::vector<EffectiveValue>> effectiveValues(const Chart& chart, const yaml::Document& overrides,
                                                    NullRules rules) {
  auto combined = combine(chart, overrides.value(), rules);
  if (!combined) return combined.error();
  return Explainer(*combined, overrides).take();
}

}  // namespace cleardeck::helm
