#include "console/bridge/values.h"

namespace cleardeck::bridge {

Task<installation::OpenedValues> openValues(InstallationPlace place) {
  auto tools = valuesToolsOf(place);
  if (!tools) co_return tools.error();
  co_return co_await installation::openValues(*tools, place.installation, std::string());
}

Task<helm::ManifestDiff> previewValues(InstallationPlace place, helm::Program program, helm::ChartRun run,
                                       std::string deployedManifest) {
  auto tools = valuesToolsOf(place);
  if (!tools) co_return tools.error();
  co_return co_await installation::previewValues(*tools, place.installation, program, run, deployedManifest);
}

Task<int> applyValues(InstallationPlace place, helm::Program program, helm::ChartRun run, int base) {
  auto tools = valuesToolsOf(place);
  if (!tools) co_return tools.error();
  co_return co_await installation::applyValues(*tools, place.installation, program, run, base);
}

Task<installation::ValuesReview> reviewValues(InstallationPlace place, installation::ReviewOrder order) {
  auto tools = valuesToolsOf(place);
  if (!tools) co_return tools.error();
  auto review = installation::reviewValues(*tools, place.installation, std::move(order));
  co_return co_await std::move(review);
}

Task<installation::ClusterNames> namesFor(InstallationPlace place) {
  auto tools = valuesToolsOf(place);
  if (!tools) co_return tools.error();
  co_return co_await installation::clusterNames(tools->session, place.installation.ns);
}

}  // namespace cleardeck::bridge
