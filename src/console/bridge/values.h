/// The change of values (installation/values_change.h) for the window: each step finds the context's Session by itself.
/// Hand the tasks to bridge::run().
#pragma once
#include "console/bridge/cluster.h"
#include "installation/values_change.h"

namespace cleardeck::bridge {

/// Where a change of values happens.
struct ValuesPlace {
  ValuesPlace() = default;
  ClusterPtr cluster;
  std::vector<std::filesystem::path> kubeconfigs;
  std::filesystem::path charts;  ///< the folder of our own charts
  installation::Installation installation;
};

Task<installation::OpenedValues> openValues(ValuesPlace place);
Task<helm::ManifestDiff> previewValues(ValuesPlace place, helm::Program program, helm::ChartRun run,
                                       std::string deployedManifest);
Task<int> applyValues(ValuesPlace place, helm::Program program, helm::ChartRun run, int base);
Task<helm::History> valuesHistory(ValuesPlace place);
Task<Done> rollbackTo(ValuesPlace place, int revision);

}  // namespace cleardeck::bridge
