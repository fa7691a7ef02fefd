/// What Chart.yaml says, and what a release keeps of it.
#pragma once
#include "yaml/value.h"

#include <string>
#include <vector>

namespace cleardeck::helm {

/// import-values: `child` of the sub-chart's values becomes a default at `parent` ("." is the top).
struct ValuesImport {
  std::string child, parent;
};

struct ChartDependency {
  std::string name, version, repository, alias, condition;
  std::vector<std::string> tags;
  std::vector<ValuesImport> imports;
  /// The key of its values in the parent: the alias, else the name.
  const std::string& key() const { return alias.empty() ? name : alias; }
};

struct ChartMeta {
  std::string name, version, appVersion, description, home, icon, kubeVersion;
  bool deprecated = false;
  std::vector<std::string> sources;
  std::vector<ChartDependency> dependencies;
  std::string text() const { return name + "-" + version; }  ///< "clearml-7.14.4"
};

/// From Chart.yaml's content or `chart.metadata` of a release. What is missing stays empty.
ChartMeta chartMeta(const yaml::Value& metadata);

}  // namespace cleardeck::helm
