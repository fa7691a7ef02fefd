/// How far a change has come in the cluster, object by object, while helm works: what the watches say, judged by rules.
#pragma once
#include "helm/diff.h"
#include "installation/facts.h"
#include "kube/hub.h"

namespace cleardeck::installation {

enum class ProgressState {
  Waiting,     ///< helm has not come to it yet
  Applied,     ///< it is as the change wants it; it has no pods
  RollingOut,  ///< applied, its pods are not all new and ready yet
  Ready,
  Failed,  ///< a pod cannot run as things are, or helm gave up before it; a pod may still come round by itself
};

struct ObjectProgress {
  std::string uid;        ///< "Deployment/clearml/clearml-apiserver"
  std::size_t place = 0;  ///< in the order in which helm applies
  std::string kind, name;
  helm::ChangeKind change = helm::ChangeKind::Changed;
  ProgressState state = ProgressState::Waiting;
  int ready = 0, desired = 0;  ///< pods; 0 of 0 for what has none
  std::string detail;          ///< "1 of 2 ready", or one sentence when it is Failed
  std::string nextStep;
  bool operator==(const ObjectProgress&) const = default;
};

/// The objects of a change that was looked at.
struct RolloutTarget {
  std::string release, ns;
  int base = 0;  ///< the newest revision before it
  std::vector<helm::ObjectChange> objects;
};
RolloutTarget rolloutTarget(const Installation& installation, const helm::ManifestDiff& diff);

/// Generations of what is there before helm begins, by "Kind/namespace/name".
using RolloutStart = std::map<std::string, std::string>;
RolloutStart rolloutStart(const Facts& facts);

/// Rules: nothing is applied before the release has a newer revision. What the watches saw change is applied, and with
/// it all that stands before it in the manifest, for helm applies in that order; when the newer revision is deployed,
/// everything is. Pods are judged as in part_status.
std::vector<ObjectProgress> rolloutProgress(const RolloutTarget& target, const RolloutStart& start, const Facts& facts);

/// Rows of the target, live, until it is cancelled. Begin before helm does: what is there once the watches are live
/// counts as the state before. I/O thread.
Task<Done> watchRollout(kube::Hub hub, RolloutTarget target, ChangesSink<ObjectProgress> sink);

}  // namespace cleardeck::installation
