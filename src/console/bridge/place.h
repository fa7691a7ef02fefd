/// Where a change of an installation happens: what a page hands to the bridge, and what the engine needs of it.
#pragma once
#include "console/bridge/cluster.h"
#include "installation/upgrade_change.h"

namespace cleardeck::bridge {

/// Cheap to copy; any thread.
struct InstallationPlace {
  InstallationPlace() = default;
  ClusterPtr cluster;
  std::vector<std::filesystem::path> kubeconfigs;
  std::filesystem::path charts;  ///< the folder of our own charts
  installation::Installation installation;
};

/// I/O thread only. Errors: as Cluster::hub().
Result<installation::ValuesTools> valuesToolsOf(const InstallationPlace& place);
Result<installation::UpgradeTools> upgradeToolsOf(const InstallationPlace& place);

}  // namespace cleardeck::bridge
