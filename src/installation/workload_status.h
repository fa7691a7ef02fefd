/// What keeps a workload from being ready, judged once for the parts of an installation and for a rollout.
#pragma once
#include "installation/topology.h"

namespace cleardeck::installation {

struct Trouble {
  bool failing = false;  ///< a pod cannot run as things are: crash loop, image, no node; waiting alone does not help
  std::string reason;    ///< one sentence: what is seen, on which object
  std::string nextStep;
};

/// Of a workload that has fewer ready pods than it wants: its volume, its worst pod, or that there is none.
Trouble troubleOf(const PartObjects& objects);

/// The controller has not brought every pod to the newest template yet.
bool rollingOut(const kube::Workload& workload);

/// Serves: ready, and not on its way out.
bool works(const kube::Pod& pod);

/// "OOMKilled (exit 137)": how the container's earlier instance ended.
std::string exitText(const kube::Container& container);

}  // namespace cleardeck::installation
