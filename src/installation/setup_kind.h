/// A local server: a kind cluster whose node ports and volumes are reached from this machine, and the chart with its
/// defaults. Source: kind.sigs.k8s.io/docs/user/configuration (v1alpha4).
#pragma once
#include "installation/setup_plan.h"

#include <cstdint>
#include <filesystem>
#include <map>

namespace cleardeck::installation {

struct KindChoices {
  std::string cluster = "clearml";  ///< of kind; the context becomes "kind-clearml"
  std::string release = "clearml", ns = "clearml";
  std::filesystem::path dataFolder;  ///< on this machine, absolute; holds the data of every volume
  std::uint16_t apiPort = 30008, webPort = 30080, filesPort = 30081;  ///< of 127.0.0.1
};

/// The files kind.yaml, values.yaml, install.sh, README.md and the two commands. Errors: Invalid, a choice that cannot
/// be, named with its option.
Result<SetupPlan> planKind(const KindChoices& choices, const PlanChart& chart);

/// Ports of the node where the chart's services answer, each with the port of this machine that leads there.
std::map<std::uint16_t, std::uint16_t> mappedPorts(const KindChoices& choices);

/// The name kind gives to the context of a cluster.
std::string kindContext(const std::string& cluster);

}  // namespace cleardeck::installation
