/// Random charts with sub-charts, and overrides for them: globals, aliases, conditions, tags, imports, nulls and lists
/// at every level. Written as a folder that helm and we read.
#pragma once
#include "yaml/value.h"

#include <filesystem>
#include <random>
#include <string>

namespace cleardeck::test {

class ChartWriter {
 public:
  explicit ChartWriter(unsigned seed) : m_engine(seed) {}
  /// Writes the chart into `folder` and returns the overrides.
  yaml::Value write(const std::filesystem::path& folder);

 private:
  std::size_t below(std::size_t n) { return m_engine() % n; }
  bool oneIn(std::size_t n) { return below(n) == 0; }
  yaml::Value value(int depth);
  yaml::Value values(const std::vector<std::string>& subcharts, bool override);
  yaml::Value dependency(const std::string& name, const std::string& key);
  std::vector<std::string> chart(const std::filesystem::path& folder, const std::string& name, int depth);

  std::mt19937 m_engine;
  int m_charts = 0;
};

}  // namespace cleardeck::test
