/// The last look before a change of values is applied: what speaks against it, and what to do about it.
#pragma once
#include "installation/cluster_names.h"
#include "installation/immutable_fields.h"
#include "installation/manifest_drift.h"
#include "installation/node_room.h"
#include "installation/values_change.h"

namespace cleardeck::installation {

enum class GuardState {
  Passes,
  Warns,   ///< may be applied, read it first
  Blocks,  ///< cannot be applied like this
};

struct Guard {
  GuardState state = GuardState::Passes;
  std::string title, detail;
  std::string remedy;  ///< of a button: "Keep 30008"; "" when there is none
  yaml::Path path;     ///< the changed value that the remedy takes back
};

/// The change that is to be reviewed: a copy of what a session says, so that it can be judged on another thread.
struct ReviewOrder {
  std::string values;  ///< the overrides text
  helm::ManifestDiff diff;
  std::vector<helm::ValueChange> changes;  ///< of the overrides
  std::vector<std::string> published;      ///< paths of credentials that anyone can read
  std::string deployedManifest;
  int revision = 0;         ///< that one would go back to
  bool serverSide = false;  ///< how helm applies this release
};
ReviewOrder reviewOrder(const helm::ValuesSession& session, helm::ManifestDiff diff);

/// What the guards judge.
struct ReviewFacts {
  ReviewOrder order;
  Result<ManifestDrift> drift;
  Result<std::vector<NodeRoom>> nodes;
  Result<std::map<int, std::string>> nodePorts;
  Result<std::vector<std::string>> noWayBack;  ///< rollbackWarnings()
};

/// What stops the change first, then what is to be read, then what passes.
std::vector<Guard> guardsOf(const ReviewFacts& facts);
bool blocks(const std::vector<Guard>& guards);

struct ValuesReview {
  std::string values;  ///< the overrides text that it is of
  std::vector<Guard> guards;
  ManifestDrift drift;
};

/// Reads what the guards need from the cluster and judges. What may not be read is said by a guard, not an Error.
/// Errors: the cluster does not answer; Cancelled.
Task<ValuesReview> reviewValues(ValuesTools tools, Installation installation, ReviewOrder order);

}  // namespace cleardeck::installation
