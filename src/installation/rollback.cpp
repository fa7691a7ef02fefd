#include "installation/rollback.h"

#include "base/text.h"
#include "installation/uninstall_plan.h"
#include "net/runtime.h"

namespace cleardeck::installation {
namespace {

std::string destroys(int revision, const std::vector<std::string>& warnings) {
  return "a rollback to revision " + std::to_string(revision) + " may destroy data: " + text::join(warnings, "; ");
}

// What runs is the newest that was deployed; an attempt after it that failed or hangs changed what it got to.
const kube::ReleaseSecret& running(const std::vector<kube::ReleaseSecret>& revisions) {
  for (const auto& revision : revisions)
    if (revision.status == "deployed") return revision;
  return revisions.front();
}

}  // namespace

Task<RollbackReview> reviewRollback(ValuesTools tools, Installation installation, int revision) {
  auto rows = co_await revisionRows(tools.session, installation.ns, installation.name);
  if (!rows) co_return rows.error();
  auto now = co_await openRevision(tools, installation, static_cast<int>(running(*rows).revision));
  if (!now) co_return now.error();
  auto then = co_await openRevision(tools, installation, revision);
  if (!then) co_return then.error();
  auto warnings = co_await rollbackWarnings(tools, installation, revision);
  if (!warnings) co_return warnings.error();
  auto work = [before = std::move(*now), after = std::move(*then)] { return compareRevisions(before, after); };
  auto comparing = onWorkers(tools.workers, std::move(work));
  auto diff = co_await std::move(comparing);
  if (!diff) co_return diff.error();
  RollbackReview review;
  review.to = revision;
  review.newest = static_cast<int>(rows->front().revision);
  review.diff = std::move(*diff);
  review.warnings = std::move(*warnings);
  co_return review;
}

Task<Done> rollBackOver(ValuesTools tools, Installation installation, int revision, int newest) {
  auto still = co_await stillNewest(tools, installation, newest);
  if (!still) co_return still.error();
  auto done = co_await rollbackTo(tools, installation, revision);
  co_return done;
}

Task<RepairReview> reviewRepair(ValuesTools tools, Installation installation) {
  auto rows = co_await revisionRows(tools.session, installation.ns, installation.name);
  if (!rows) co_return rows.error();
  RepairReview review;
  review.advice = helm::adviseRepair(*rows, std::chrono::system_clock::now());
  if (review.advice.action != helm::RepairAction::Rollback) co_return review;
  auto warnings = co_await rollbackWarnings(tools, installation, review.advice.backTo);
  if (!warnings) co_return warnings.error();
  review.warnings = std::move(*warnings);
  co_return review;
}

Task<Done> repairRelease(ValuesTools tools, Installation installation, RepairReview review, RepairConsent consent) {
  const auto& advice = review.advice;
  if (advice.action == helm::RepairAction::None) co_return Done();
  if (advice.mayStillRun && !consent.nothingRuns)
    co_return Error(ErrorKind::Conflict, installation.name + ": a helm may still be at work since " +
                                             std::to_string(advice.age.count()) + " s, here or on another machine")
        .withHint("Wait, or make sure that none runs and give --nothing-runs");
  if (!review.warnings.empty() && !consent.anyway)
    co_return Error(ErrorKind::Conflict, destroys(advice.backTo, review.warnings))
        .withHint("Look at what runs first. If the new databases never started, give --anyway");
  auto still = co_await stillNewest(tools, installation, advice.revision);
  if (!still) co_return still.error();
  Result<Done> done;
  if (advice.action == helm::RepairAction::Rollback)
    done = co_await rollbackTo(tools, installation, advice.backTo);
  else
    done = co_await uninstall(tools, installation);
  co_return done;
}

}  // namespace cleardeck::installation
