/// The history of a release without a cluster: jobs that answer as the engine would, from the event loop.
#pragma once
#include "console/history/historycontroller.h"
#include "console/workspace/workspace.h"
#include "net/runtime.h"

#include <QTimer>

namespace test {

inline cleardeck::installation::ReadSummary noSummary() {
  return [](cleardeck::kube::Session,
            cleardeck::kube::ReleaseSecret) -> cleardeck::Task<cleardeck::installation::ReleaseSummary> {
    co_return cleardeck::installation::ReleaseSummary();
  };
}

/// Four revisions of "clearml": installed, changed twice by ada, the third failed unless a test says otherwise.
class FakeHistory : public QObject {
 public:
  FakeHistory() : workspace(runtime, noSummary()) {
    cleardeck::installation::Installation row;
    row.uid = "kind/ml/clearml";
    row.context = "kind";
    row.ns = "ml";
    row.name = "clearml";
    row.revision = 4;
    row.status = "deployed";
    row.release.chart = "clearml";
    row.health.word = cleardeck::installation::HealthWord::Healthy;
    row.health.sentence = "8 of 8 parts work.";
    row.state.freshness = cleardeck::Freshness::Live;
    info = std::make_unique<InstallationInfo>(row);
    add(1, "superseded", "Install complete", "");
    add(2, "superseded", "Values changed", "ada@desk");
    add(3, "failed", "Upgrade \"clearml\" failed: timed out waiting for the condition", "");
    add(4, "deployed", "Upgrade 7.13.0 to 7.14.5", "ada@desk");
  }
  PageContext context() { return PageContext{runtime, workspace, *workspace.notices(), info.get(), nullptr}; }

  /// As the watch would tell it.
  void add(int revision, const std::string& status, const std::string& what, const std::string& who) {
    cleardeck::installation::RevisionRow row;
    row.uid = std::to_string(revision);
    row.revision = revision;
    row.status = status;
    row.modifiedAt = QDateTime::currentSecsSinceEpoch() - (10 - revision) * 86'400;
    row.opened = true;
    row.entry.revision = revision;
    row.entry.status = status;
    row.entry.what = what;
    row.entry.who = who;
    row.entry.chart = revision < 4 ? "clearml-7.13.0" : "clearml-7.14.5";
    row.entry.appVersion = revision < 4 ? "2.0.0" : "2.1.0";
    row.entry.notes = "Open http://localhost:30080\n";
    rows[revision] = row;
    tell();
  }
  void tell() {
    if (!sink) return;
    HistoryJobs::Rows changes;
    for (const auto& [revision, row] : rows) changes.upserts.push_back(row);
    changes.state = state;
    sink(std::move(changes));
  }
  int newest() const { return rows.empty() ? 0 : rows.rbegin()->first; }

  HistoryJobs jobs() {
    HistoryJobs jobs;
    jobs.watch = [this](auto apply) {
      sink = apply;
      auto told = later([this] { tell(); });
      auto shared = std::make_shared<HistoryJobs::Handle>(std::move(told));
      return HistoryJobs::Handle([this, shared] {
        shared->reset();
        sink = nullptr;
      });
    };
    jobs.compare = [this](int before, int after, auto answer) {
      asked.append(QStringLiteral("%1-%2").arg(before).arg(after));
      return later([this, answer] { compareError ? answer(*compareError) : answer(difference()); });
    };
    jobs.reviewRollback = [this](int revision, auto answer) {
      return later([this, revision, answer] { review(revision, answer); });
    };
    jobs.rollBack = [this](int revision, int seen, auto answer) {
      return later([this, revision, seen, answer] { change(seen, "Rollback to " + std::to_string(revision), answer); });
    };
    jobs.reviewRepair = [this](auto answer) { return later([this, answer] { answer(repairReview()); }); };
    jobs.repair = [this](auto review, auto given, auto answer) {
      consent = given;
      return later([this, review, answer] { change(review.advice.revision, "Rollback to 2", answer); });
    };
    jobs.planUninstall = [this](auto answer) { return later([this, answer] { planRemoval(answer); }); };
    jobs.uninstall = [this](int seen, auto answer) {
      return later([this, seen, answer] {
        if (seen != newest()) return answer(moved());
        uninstalled = true;
        answer(cleardeck::Result<cleardeck::Done>(cleardeck::Done()));
      });
    };
    jobs.progress = [this](auto target, auto apply) {
      progressTarget = target;
      progressSink = apply;
      return HistoryJobs::Handle();
    };
    return jobs;
  }

  static cleardeck::installation::RevisionDiff difference() {
    cleardeck::installation::RevisionDiff diff;
    diff.values = {{"apiserver.replicaCount", "1", "2"},
                   {"clearml.apiserverSecret", "********", "********"},
                   {"webserver.service.nodePort", "", "30080"}};
    const auto manifest = [](const char* replicas, const char* image) {
      return std::string("apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: clearml-apiserver\nspec:\n") +
             "  replicas: " + replicas + "\n  template:\n    spec:\n      containers:\n        - image: " + image +
             "\n";
    };
    diff.manifest =
        *cleardeck::helm::diffManifests(manifest("1", "clearml:2.0.0"), manifest("2", "clearml:2.1.0"), "ml");
    diff.notes = cleardeck::helm::diffLines("Open http://localhost:8080\n", "Open http://localhost:30080\n");
    return diff;
  }

  cleardeck::Runtime runtime;
  Workspace workspace;
  std::unique_ptr<InstallationInfo> info;
  std::map<int, cleardeck::installation::RevisionRow> rows;
  cleardeck::LiveState state{cleardeck::Freshness::Live};
  std::vector<std::string> warnings;
  std::optional<cleardeck::Error> compareError, reviewError, removalError;
  QStringList asked;
  cleardeck::installation::RepairConsent consent;
  cleardeck::installation::RolloutTarget progressTarget;
  std::function<void(HistoryJobs::Progress)> progressSink;
  std::function<void(HistoryJobs::Rows)> sink;
  bool uninstalled = false, slowChange = false, mayStillRun = false;

 private:
  static cleardeck::Error moved() {
    return cleardeck::Error(cleardeck::ErrorKind::Conflict, "clearml is at another revision now");
  }
  template <class Function>
  cleardeck::bridge::Handle later(Function function) {
    auto alive = std::make_shared<bool>(true);
    QTimer::singleShot(0, this, [alive, function] {
      if (*alive) function();
    });
    return cleardeck::bridge::Handle([alive] { *alive = false; });
  }
  void review(int revision, HistoryJobs::Answer<cleardeck::installation::RollbackReview> answer) {
    if (reviewError) return answer(*reviewError);
    cleardeck::installation::RollbackReview review;
    review.to = revision;
    review.newest = newest();
    review.diff = difference();
    review.warnings = warnings;
    answer(std::move(review));
  }
  void change(int seen, const std::string& what, HistoryJobs::Answer<cleardeck::Done> answer) {
    if (seen != newest()) return answer(moved());
    if (slowChange) return;
    for (auto& [revision, row] : rows)
      if (row.status == "deployed") row.status = "superseded";
    add(newest() + 1, "deployed", what, "");
    answer(cleardeck::Result<cleardeck::Done>(cleardeck::Done()));
  }
  cleardeck::Result<cleardeck::installation::RepairReview> repairReview() {
    cleardeck::installation::RepairReview review;
    review.advice.action = cleardeck::helm::RepairAction::Rollback;
    review.advice.revision = newest();
    review.advice.backTo = 4;
    review.advice.status = rows.rbegin()->second.status;
    review.advice.mayStillRun = mayStillRun;
    review.advice.sentence =
        "Revision 5 is pending-upgrade since 40 min: an operation runs, or was interrupted. A "
        "rollback to revision 4, which was deployed last, puts it right";
    review.warnings = warnings;
    return review;
  }
  void planRemoval(HistoryJobs::Answer<cleardeck::installation::UninstallPlan> answer) {
    if (removalError) return answer(*removalError);
    cleardeck::installation::UninstallPlan plan;
    plan.revision = newest();
    plan.dies = {"Deployment clearml-apiserver", "Deployment clearml-webserver", "Service clearml-apiserver",
                 "PersistentVolumeClaim clearml-redis"};
    plan.kept = {"PersistentVolumeClaim clearml-fileserver", "Secret clearml-credentials"};
    plan.claims = {"data-clearml-mongodb-0", "data-clearml-elastic-0"};
    plan.dataDies.push_back({"clearml-redis", "1Gi", "pvc-0a1b", "Delete"});
    plan.backup = "kubectl create job -n ml --from=cronjob/clearml-backup clearml-backup-last";
    answer(std::move(plan));
  }
};

}  // namespace test
