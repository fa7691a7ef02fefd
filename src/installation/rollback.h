/// Back to an earlier revision, and out of a pending or failed one: looked at first, and never over somebody else's
/// change. The window and the command line share it.
#pragma once
#include "helm/repair.h"
#include "installation/upgrade_change.h"

namespace cleardeck::installation {

struct RollbackReview {
  int to = 0;
  int newest = 0;                     ///< that the review is of; rollBackOver() insists on it
  RevisionDiff diff;                  ///< from what runs now to `to`
  std::vector<std::string> warnings;  ///< data that the versions of then do not open
};
/// Errors: NotFound, no such release or revision.
Task<RollbackReview> reviewRollback(ValuesTools tools, Installation installation, int revision);

/// Errors: Conflict, `newest` is no longer the newest revision.
Task<Done> rollBackOver(ValuesTools tools, Installation installation, int revision, int newest);

struct RepairReview {
  helm::RepairAdvice advice;
  std::vector<std::string> warnings;  ///< of the rollback that is advised
};
Task<RepairReview> reviewRepair(ValuesTools tools, Installation installation);

/// What a person has answered for.
struct RepairConsent {
  bool nothingRuns = false;  ///< no helm is at work anywhere
  bool anyway = false;       ///< although data of newer databases may not open
};
/// Does what the review advises. Errors: Conflict, the release moved since the review, or consent is missing.
Task<Done> repairRelease(ValuesTools tools, Installation installation, RepairReview review, RepairConsent consent);

}  // namespace cleardeck::installation
