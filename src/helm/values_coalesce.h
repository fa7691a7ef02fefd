/// Helm's own way of combining values, step by step, with the chart that each value comes from. Internal to this room.
/// Source: helm 3.22 pkg/chartutil and 4.3 pkg/chart/common/util: coalesce.go, dependencies.go.
#pragma once
#include "helm/values.h"

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace cleardeck::helm {

inline constexpr int userSource = -1;

struct Cell;
using Table = std::map<std::string, Cell>;

/// A value, or a table that several places may share, as maps do in Go: Helm's results depend on it.
struct Cell {
  yaml::Value leaf;
  std::shared_ptr<Table> table;
  int source = userSource;  ///< of a leaf or an empty table: userSource, or ChartInstance::source
  bool isNull() const { return !table && leaf.is_null(); }
};

/// One chart of the tree, with the dependencies that are enabled.
struct ChartInstance {
  const Chart* chart = nullptr;
  int source = 0;
  std::string key;  ///< of its values in the parent: the chart's name, its alias once Helm has looked at it
  yaml::Path path;  ///< of its values: {} for the root
  std::shared_ptr<Table> values;
  std::vector<ChartInstance> subcharts;
  std::vector<const ChartDependency*> listed;  ///< those of Chart.yaml that are enabled, in its order
  /// Helm looks at conditions, tags and aliases of a sub-chart only when its parent has dependencies in its Chart.yaml.
  bool processed = false;
};

struct Combined {
  Cell values;
  ChartInstance root;
};

/// Errors: Invalid, a sub-chart's key is no map.
Result<Combined> combine(const Chart& chart, const yaml::Value& user, NullRules rules);
yaml::Value toValue(const Cell& cell);

}  // namespace cleardeck::helm
