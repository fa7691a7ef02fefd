/// The progress of a change (installation/rollout_progress.h) for the window.
#pragma once
#include "console/bridge/cluster.h"
#include "installation/rollout_progress.h"

namespace cleardeck::bridge {

/// Live rows of the target while the Handle lives. Begin when the diff is shown, before helm runs.
Handle rollout(ClusterPtr cluster, installation::RolloutTarget target,
               std::function<void(Changes<installation::ObjectProgress>)> apply);

}  // namespace cleardeck::bridge
