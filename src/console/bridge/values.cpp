#include "console/bridge/values.h"

namespace cleardeck::bridge {
namespace {

constexpr std::size_t historyLimit = 20;

Result<installation::ValuesTools> toolsOf(const ValuesPlace& place) {
  auto hub = place.cluster->hub();
  if (!hub) return hub.error();
  return installation::ValuesTools(hub->session(), place.kubeconfigs, installation::chartSources(place.charts),
                                   place.cluster->runtime().workers());
}

}  // namespace

Task<installation::OpenedValues> openValues(ValuesPlace place) {
  auto tools = toolsOf(place);
  if (!tools) co_return tools.error();
  co_return co_await installation::openValues(*tools, place.installation, std::string());
}

Task<helm::ManifestDiff> previewValues(ValuesPlace place, helm::Program program, helm::ChartRun run,
                                       std::string deployedManifest) {
  auto tools = toolsOf(place);
  if (!tools) co_return tools.error();
  co_return co_await installation::previewValues(*tools, place.installation, program, run, deployedManifest);
}

Task<int> applyValues(ValuesPlace place, helm::Program program, helm::ChartRun run, int base) {
  auto tools = toolsOf(place);
  if (!tools) co_return tools.error();
  co_return co_await installation::applyValues(*tools, place.installation, program, run, base);
}

Task<helm::History> valuesHistory(ValuesPlace place) {
  auto tools = toolsOf(place);
  if (!tools) co_return tools.error();
  const auto& installation = place.installation;
  co_return co_await helm::openHistory(tools->session, installation.ns, installation.name, historyLimit,
                                       tools->workers);
}

Task<Done> rollbackTo(ValuesPlace place, int revision) {
  auto tools = toolsOf(place);
  if (!tools) co_return tools.error();
  co_return co_await installation::rollbackTo(*tools, place.installation, revision);
}

}  // namespace cleardeck::bridge
