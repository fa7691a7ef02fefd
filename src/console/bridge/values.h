/// The change of values (installation/values_change.h) for the window: each step finds the context's Session by itself.
/// Hand the tasks to bridge::run().
#pragma once
#include "console/bridge/place.h"
#include "installation/values_review.h"

namespace cleardeck::bridge {

Task<installation::OpenedValues> openValues(InstallationPlace place);
Task<helm::ManifestDiff> previewValues(InstallationPlace place, helm::Program program, helm::ChartRun run,
                                       std::string deployedManifest);
Task<int> applyValues(InstallationPlace place, helm::Program program, helm::ChartRun run, int base);
Task<installation::ValuesReview> reviewValues(InstallationPlace place, installation::ReviewOrder order);
Task<installation::ClusterNames> namesFor(InstallationPlace place);

}  // namespace cleardeck::bridge
