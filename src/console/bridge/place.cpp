#include "console/bridge/place.h"

namespace cleardeck::bridge {

Result<installation::ValuesTools> valuesToolsOf(const InstallationPlace& place) {
  auto hub = place.cluster->hub();
  if (!hub) return hub.error();
  return installation::ValuesTools(hub->session(), place.kubeconfigs, installation::chartSources(place.charts),
                                   place.cluster->runtime().workers());
}

Result<installation::UpgradeTools> upgradeToolsOf(const InstallationPlace& place) {
  auto values = valuesToolsOf(place);
  if (!values) return values.error();
  auto hub = place.cluster->hub();
  if (!hub) return hub.error();
  return installation::UpgradeTools(*values, *hub, installation::summaryReader(values->workers));
}

}  // namespace cleardeck::bridge
