/// A release that an interrupted operation left pending: what happened, and the way out. Pure. Source: helm's
/// `upgrade` refuses a pending release, `rollback` does not look (pkg/action/rollback.go), and an uninstall ends any.
#pragma once
#include "base/time.h"
#include "helm/releases.h"

#include <string>
#include <vector>

namespace cleardeck::helm {

enum class RepairAction {
  None,       ///< nothing is wrong
  Rollback,   ///< to the revision that was deployed last
  Uninstall,  ///< it was never deployed; data that the chart keeps stays
};
const char* name(RepairAction action);  ///< "none", "rollback", "uninstall"

struct RepairAdvice {
  RepairAction action = RepairAction::None;
  int revision = 0;    ///< the newest
  int backTo = 0;      ///< for a rollback
  std::string status;  ///< Helm's: "pending-upgrade"
  std::chrono::seconds age{0};
  /// Helm's own limit is 5 minutes unless somebody gave more, ours 15: a helm somewhere may still be at work.
  bool mayStillRun = false;
  std::string sentence;  ///< what is so, and what the action does
};

/// `revisions` newest first, as revisionsOf() gives them.
RepairAdvice adviseRepair(const std::vector<kube::ReleaseSecret>& revisions, time::Moment now);

}  // namespace cleardeck::helm
