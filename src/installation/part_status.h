/// How one part does, read from its workload, pods, Service and volumes.
#pragma once
#include "installation/topology.h"

#include <chrono>

namespace cleardeck::installation {

/// `now` decides what "just started" and "restarted lately" mean.
PartStatus statusOf(Part part, const Found& found, const Topology& topology, const Facts& facts,
                    std::chrono::system_clock::time_point now);

}  // namespace cleardeck::installation
