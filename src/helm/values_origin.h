/// What Helm would use, and where each value comes from.
#pragma once
#include "helm/values.h"
#include "yaml/document.h"

#include <string>
#include <vector>

namespace cleardeck::helm {

enum class Origin {
  Override,         ///< the user's file
  ChartDefault,     ///< values.yaml of the chart
  ParentBlock,      ///< values.yaml of a chart above, in its block for the sub-chart
  SubchartDefault,  ///< values.yaml of the sub-chart
  Global,           ///< `global` of a chart above, or of the user's file
  Imported,         ///< import-values of a chart below
  Deleted,          ///< a null deletes this default; `value` is what it was
};
const char* name(Origin origin);  ///< "override", "chart default", "parent", "sub-chart default", "global", …

struct EffectiveValue {
  yaml::Path path;
  yaml::Value value;  ///< a scalar, a list, or an empty map
  Origin origin = Origin::ChartDefault;
  std::string chart;     ///< whose values.yaml says so, "redis-17.8.3"; "" for the user's file
  std::size_t line = 0;  ///< in that file, from 1; 0 when it cannot be told
};

/// Every value that templates see, and those that a null deletes; sorted by path.
/// Errors: Invalid, a sub-chart's key is no map.
Result<std::vector<EffectiveValue>> effectiveValues(const Chart& chart, const yaml::Document& overrides,
                                                    NullRules rules = NullRules::Helm4);

}  // namespace cleardeck::helm
