/// values.schema.json of a chart and of its sub-charts, drafts 4 to 2020-12, as advice: Helm is the judge. What
/// valijson (draft 7) does not know is translated where draft 7 has the same thing under another name; the rest is
/// named once and ignored.
#pragma once
#include "helm/chart.h"
#include "helm/values.h"

#include <memory>
#include <string>
#include <vector>

namespace cleardeck::helm {

struct SchemaFault {
  yaml::Path path;
  std::string message;
};

class SchemaSet {
 public:
  /// Reads the schemas of all charts once. What cannot be used goes into notes().
  explicit SchemaSet(const Chart& chart);
  /// `values` are the combined ones; a sub-chart's schema judges its block, as in Helm. A block that is not there is
  /// not judged.
  std::vector<SchemaFault> check(const yaml::Value& values) const;
  /// Keywords and schemas that are not understood, one line each.
  const std::vector<std::string>& notes() const { return m_notes; }

 private:
  struct Compiled;
  void add(const Chart& chart, const yaml::Path& path);
  std::vector<std::shared_ptr<const Compiled>> m_schemas;
  std::vector<std::string> m_notes;
};

}  // namespace cleardeck::helm
