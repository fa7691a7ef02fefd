#include "helm/remembered_source.h"

#include "base/files.h"
#include "base/text.h"

namespace cleardeck::helm {

namespace {
std::filesystem::path pathOf(const ReleaseKey& key) { return overridesPath(key).replace_extension(".source"); }
}  // namespace

std::optional<ChartSource> rememberedSource(const ReleaseKey& key, const std::string& chart) {
  auto text = files::read(pathOf(key));
  if (!text) return std::nullopt;  // most releases have none
  auto source = chartSource(std::string(text::trim(*text)), chart);
  if (!source) return std::nullopt;  // a file that has gone since: other sources may have the chart
  return *source;
}

Result<Done> rememberSource(const ReleaseKey& key, const ChartSource& source) {
  std::error_code failure;
  std::filesystem::create_directories(pathOf(key).parent_path(), failure);
  return files::writeAtomically(pathOf(key), source.location + "\n", 0600);
}

}  // namespace cleardeck::helm
