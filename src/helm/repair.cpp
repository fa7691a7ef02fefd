#include "helm/repair.h"

namespace cleardeck::helm {

namespace {
constexpr std::chrono::minutes longestRun{16};

std::string ageText(std::chrono::seconds age) {
  const auto count = age.count();
  if (count < 120) return std::to_string(count) + " s";
  if (count < 2 * 3600) return std::to_string(count / 60) + " min";
  return count < 48 * 3600 ? std::to_string(count / 3600) + " h" : std::to_string(count / 86400) + " days";
}
}  // namespace

const char* name(RepairAction action) {
  switch (action) {
    case RepairAction::None: return "none";
    case RepairAction::Rollback: return "rollback";
    case RepairAction::Uninstall: return "uninstall";
  }
  return "none";
}

RepairAdvice adviseRepair(const std::vector<kube::ReleaseSecret>& revisions, time::Moment now) {
  RepairAdvice advice;
  if (revisions.empty()) {
    advice.sentence = "There is no such release";
    return advice;
  }
  const auto& newest = revisions.front();
  const auto status = releaseStatus(newest.status);
  advice.revision = static_cast<int>(newest.revision);
  advice.status = newest.status;
  const auto since = std::chrono::duration_cast<std::chrono::seconds>(now - time::fromSeconds(newest.modifiedAt));
  advice.age = std::max(since, std::chrono::seconds(0));
  const std::string begins =
      "Revision " + std::to_string(advice.revision) + " is " + newest.status + " since " + ageText(advice.age);
  if (!isPending(status) && status != ReleaseStatus::Uninstalling && status != ReleaseStatus::Failed) {
    advice.sentence = begins + ": there is nothing to repair";
    return advice;
  }
  advice.mayStillRun = status != ReleaseStatus::Failed && advice.age < longestRun;
  advice.backTo = status == ReleaseStatus::Uninstalling ? 0 : lastGoodRevision(revisions, advice.revision);
  advice.action = advice.backTo > 0 ? RepairAction::Rollback : RepairAction::Uninstall;
  const std::string why =
      status == ReleaseStatus::Failed ? ", and helm keeps it so" : ": an operation runs, or was interrupted";
  advice.sentence = begins + why + ". " +
                    (advice.backTo > 0 ? "A rollback to revision " + std::to_string(advice.backTo) +
                                             ", which was deployed last, puts it right"
                                       : "It was never deployed: an uninstall clears it away, then install it again");
  return advice;
}

}  // namespace cleardeck::helm
