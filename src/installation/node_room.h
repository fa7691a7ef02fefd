/// Is there room on the nodes for the pods that a change makes?
#pragma once
#include "helm/diff.h"
#include "kube/session.h"

#include <cstdint>

namespace cleardeck::installation {

struct PodSize {
  std::string name;  ///< of its workload
  std::int64_t milliCores = 0, bytes = 0;
};

/// What a node that takes pods has left of what it can give, by the requests of its pods.
struct NodeRoom {
  std::string name;
  std::int64_t milliCores = 0, bytes = 0;
};

/// The pods that the change adds, and those that stand beside the old ones while a Deployment rolls over.
std::vector<PodSize> newPods(const helm::ManifestDiff& diff);

struct RoomVerdict {
  bool fits = true;
  std::string sentence;  ///< "node-2 has 3.1 CPU and 9.8 GiB free", or what does not fit
};
/// First fit, largest first. Rules of where a pod may go (selectors, affinity) are the scheduler's.
RoomVerdict roomFor(const std::vector<PodSize>& pods, std::vector<NodeRoom> nodes);

/// Errors: Forbidden, nodes or the pods of all namespaces may not be listed.
Task<std::vector<NodeRoom>> nodeRoom(kube::Session session);

}  // namespace cleardeck::installation
