/// Fleet: the installations of one context, live. It watches release Secrets and workloads of the whole context (or of
/// the namespaces that may be listed), and everything else only in namespaces where an installation was found.
#pragma once
#include "installation/facts.h"
#include "kube/hub.h"

#include <functional>
#include <memory>

namespace cleardeck::installation {

/// Reads a release Secret and tells its chart. Given by the caller, so that this room does no I/O of its own.
using ReadSummary = std::function<Task<ReleaseSummary>(kube::Session, kube::ReleaseSecret)>;

/// All rules applied: what the facts say at `now`. Also what a table test calls.
std::vector<Installation> installationsOf(const Facts& facts, std::chrono::system_clock::time_point now);

/// Ends its watches when it goes away. I/O thread only.
class Fleet {
 public:
  struct State;
  /// `sink` gets rows with uid "context/namespace/name"; a change in the cluster arrives within 100 ms.
  Fleet(kube::Hub hub, ReadSummary read, ChangesSink<Installation> sink);
  Fleet(Fleet&&) = default;
  ~Fleet();

 private:
  std::shared_ptr<State> m_state;
};

/// Runs a Fleet until it is cancelled; for those who subscribe with a task.
Task<Done> watchInstallations(kube::Hub hub, ReadSummary read, ChangesSink<Installation> sink);

}  // namespace cleardeck::installation
