#include "helm/chart.h"

#include "base/files.h"
#include "base/text.h"
#include "helm/archive.h"
#include "helm/json.h"

#include <algorithm>

namespace cleardeck::helm {

namespace {
constexpr int maxNesting = 8;

std::string take(const ChartFiles& files, const std::string& name) {
  auto found = files.find(name);
  return found == files.end() ? std::string() : found->second;
}

Result<yaml::Value> parseFile(const ChartFiles& files, const std::string& name) {
  auto value = yaml::parse(take(files, name));
  if (!value) return std::move(value.error()).during(name);
  if (value->is_null()) return yaml::Value(yaml::Value::object());
  if (!value->is_object()) return Error(ErrorKind::Invalid, name + ": it must be a map");
  return value;
}

/// charts/NAME/… of a chart, each as the files of a chart of its own; archives in charts/ are opened.
Result<std::vector<ChartFiles>> nestedCharts(const ChartFiles& files) {
  std::map<std::string, ChartFiles> folders;
  std::vector<ChartFiles> charts;
  for (const auto& [path, content] : files) {
    if (path.rfind("charts/", 0) != 0) continue;
    std::string rest = path.substr(7);
    std::size_t slash = rest.find('/');
    if (slash != std::string::npos) {
      folders[rest.substr(0, slash)][rest.substr(slash + 1)] = content;
      continue;
    }
    auto inner = readArchive(content);
    if (!inner) return std::move(inner.error()).during(path);
    charts.push_back(std::move(*inner));
  }
  for (auto& [name, inner] : folders)
    if (inner.count("Chart.yaml")) charts.push_back(std::move(inner));
  return charts;
}

/// A sub-chart stands once for each dependency that names it, under its alias; one that none names stands under its
/// name.
void addSubcharts(Chart& parent, const Chart& chart) {
  bool named = false;
  for (const ChartDependency& dependency : parent.meta.dependencies) {
    if (dependency.name != chart.meta.name) continue;
    named = true;
    parent.subcharts.push_back({dependency.key(), dependency.condition, dependency.tags, chart});
  }
  if (!named) parent.subcharts.push_back({chart.meta.name, std::string(), {}, chart});
}

Result<Chart> chartOf(const ChartFiles& files, int depth) {
  if (!files.count("Chart.yaml"))
    return Error(ErrorKind::Invalid, "there is no Chart.yaml in it")
        .withHint("Choose the folder or .tgz of a Helm chart");
  if (depth > maxNesting) return Error(ErrorKind::Invalid, "its sub-charts are nested too deeply");
  auto metadata = parseFile(files, "Chart.yaml");
  if (!metadata) return metadata.error();
  // Charts of Helm 2's time keep their dependencies in a file of their own.
  auto requirements = parseFile(files, "requirements.yaml");
  if (requirements && requirements->contains("dependencies"))
    (*metadata)["dependencies"] = (*requirements)["dependencies"];
  Chart chart;
  chart.meta = chartMeta(*metadata);
  chart.metadata = *metadata;
  if (chart.meta.name.empty() || chart.meta.version.empty())
    return Error(ErrorKind::Invalid, "Chart.yaml: name or version is missing");
  auto values = parseFile(files, "values.yaml");
  if (!values) return values.error();
  chart.values = std::move(*values);
  chart.valuesText = take(files, "values.yaml");
  chart.schema = take(files, "values.schema.json");
  for (const auto& [path, content] : files)
    if (text::toLower(path) == "readme.md") chart.readme = content;
  auto nested = nestedCharts(files);
  if (!nested) return nested.error();
  for (const ChartFiles& inner : *nested) {
    auto subchart = chartOf(inner, depth + 1);
    if (!subchart) return std::move(subchart.error()).during("sub-chart");
    addSubcharts(chart, *subchart);
  }
  std::sort(chart.subcharts.begin(), chart.subcharts.end(), [](const auto& a, const auto& b) { return a.key < b.key; });
  return chart;
}
}  // namespace

Result<Chart> readChart(const std::filesystem::path& path) {
  std::error_code failure;
  bool folder = std::filesystem::is_directory(path, failure);
  auto during = "chart " + path.string();
  Result<ChartFiles> files;
  if (folder) {
    files = readFolder(path);
  } else {
    auto bytes = files::read(path);
    if (!bytes) return std::move(bytes.error()).during(during);
    files = readArchive(*bytes);
  }
  if (!files) return std::move(files.error()).during(during);
  auto chart = chartOf(*files, 0);
  if (!chart) return std::move(chart.error()).during(during);
  chart->path = path;
  return chart;
}

}  // namespace cleardeck::helm
