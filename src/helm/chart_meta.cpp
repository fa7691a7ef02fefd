#include "helm/chart_meta.h"

#include "helm/json.h"

namespace cleardeck::helm {

namespace {
ChartDependency dependencyOf(const yaml::Value& value) {
  ChartDependency dependency;
  dependency.name = textAt(value, "name");
  dependency.version = textAt(value, "version");
  dependency.repository = textAt(value, "repository");
  dependency.alias = textAt(value, "alias");
  dependency.condition = textAt(value, "condition");
  dependency.tags = textsAt(value, "tags");
  const yaml::Value& imports = at(value, "import-values");
  if (imports.is_array())
    for (const yaml::Value& import : imports)
      dependency.imports.push_back(import.is_string()
                                       ? ValuesImport{"exports." + textOf(import), "."}
                                       : ValuesImport{textAt(import, "child"), textAt(import, "parent")});
  return dependency;
}
}  // namespace

ChartMeta chartMeta(const yaml::Value& metadata) {
  ChartMeta meta;
  meta.name = textAt(metadata, "name");
  meta.version = textAt(metadata, "version");
  meta.appVersion = textAt(metadata, "appVersion");
  meta.description = textAt(metadata, "description");
  meta.home = textAt(metadata, "home");
  meta.icon = textAt(metadata, "icon");
  meta.kubeVersion = textAt(metadata, "kubeVersion");
  const yaml::Value& deprecated = at(metadata, "deprecated");
  meta.deprecated = deprecated.is_boolean() && deprecated.get<bool>();
  meta.sources = textsAt(metadata, "sources");
  const yaml::Value& dependencies = at(metadata, "dependencies");
  if (dependencies.is_array())
    for (const yaml::Value& dependency : dependencies) meta.dependencies.push_back(dependencyOf(dependency));
  return meta;
}

}  // namespace cleardeck::helm
