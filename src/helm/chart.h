/// A chart as it is published: a folder or a .tgz. The text of values.yaml is kept, for its comments.
#pragma once
#include "helm/chart_meta.h"

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace cleardeck::helm {

struct Subchart;

struct Chart {
  ChartMeta meta;
  yaml::Value metadata;    ///< Chart.yaml, all of it
  std::string valuesText;  ///< values.yaml
  yaml::Value values;      ///< its content, a map
  std::string schema;      ///< values.schema.json, or ""
  std::string readme;
  std::vector<Subchart> subcharts;
  std::filesystem::path path;  ///< the folder or archive; empty for a sub-chart
};

struct Subchart {
  std::string key;        ///< of its values in the parent: alias or name
  std::string condition;  ///< e.g. "redis.enabled"; the first of several that is a boolean decides
  std::vector<std::string> tags;
  Chart chart;
};

/// Reads a folder with Chart.yaml, or a .tgz. Blocking. Errors: NotFound; Invalid (no Chart.yaml, values.yaml that does
/// not parse, an entry that leads out of the archive); TooLarge (100 MB, 10,000 files).
Result<Chart> readChart(const std::filesystem::path& path);

}  // namespace cleardeck::helm
