/// The kind cluster of this machine behind a local server: whether it is there, with which ports, and how it is made.
/// Runs `kind` and `docker`.
#pragma once
#include "installation/setup_kind.h"
#include "net/async.h"

#include <functional>
#include <map>

namespace cleardeck::installation {

struct KindCluster {
  bool exists = false;
  std::map<std::uint16_t, std::uint16_t> ports;  ///< of the node → of this machine
};

/// Ports as `docker port` prints them: "30008/tcp -> 127.0.0.1:30008", a line each. Other lines are left out.
std::map<std::uint16_t, std::uint16_t> publishedPorts(const std::string& output);
/// Whether the three services would answer where the choices want them.
bool hasPortsOf(const KindCluster& cluster, const KindChoices& choices);

/// Errors: kind is missing, or does not answer. Without docker the ports are not known.
Task<KindCluster> findKindCluster(std::string name);

/// Makes the data folder and the cluster, and puts its context into `kubeconfig` ("" is where kind always does). A
/// cluster of this name that has these ports already is taken as it is: an installation that failed after the cluster
/// was made can go on. Errors: Conflict, it is there with other ports; helm or kind is missing; what kind said last.
Task<Done> provideKindCluster(KindChoices choices, std::filesystem::path configFile, std::filesystem::path kubeconfig,
                              std::function<void(std::string)> tell);

}  // namespace cleardeck::installation
