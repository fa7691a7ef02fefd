/// The history of an installation (installation/history_watch.h, rollback.h) for the window. Hand the tasks to
/// bridge::run().
#pragma once
#include "console/bridge/place.h"
#include "installation/history_watch.h"
#include "installation/rollback.h"
#include "installation/uninstall_plan.h"

namespace cleardeck::bridge {

/// The revisions of the release, live.
Handle history(InstallationPlace place, std::function<void(Changes<installation::RevisionRow>)> apply);
Task<installation::RevisionDiff> compareRevisions(InstallationPlace place, int before, int after);
Task<installation::RollbackReview> reviewRollback(InstallationPlace place, int revision);
/// Errors: Conflict, `newest` is no longer the newest revision.
Task<Done> rollBack(InstallationPlace place, int revision, int newest);
Task<installation::RepairReview> reviewRepair(InstallationPlace place);
Task<Done> repairRelease(InstallationPlace place, installation::RepairReview review,
                         installation::RepairConsent consent);
Task<installation::UninstallPlan> planUninstall(InstallationPlace place);
/// Errors: Conflict, `newest` is no longer the newest revision.
Task<Done> uninstall(InstallationPlace place, int newest);

}  // namespace cleardeck::bridge
