/// What the History page asks of the engine. Answers come on the GUI thread, unless the returned Handle is gone by
/// then. A test gives its own functions.
#pragma once
#include "console/bridge/history.h"
#include "console/bridge/rollout.h"
#include "console/workspace/pagemodel.h"

struct HistoryJobs {
  template <class T>
  using Answer = std::function<void(cleardeck::Result<T>)>;
  using Handle = cleardeck::bridge::Handle;
  using Progress = cleardeck::Changes<cleardeck::installation::ObjectProgress>;
  using Rows = cleardeck::Changes<cleardeck::installation::RevisionRow>;

  std::function<Handle(std::function<void(Rows)>)> watch;
  std::function<Handle(int before, int after, Answer<cleardeck::installation::RevisionDiff>)> compare;
  std::function<Handle(int revision, Answer<cleardeck::installation::RollbackReview>)> reviewRollback;
  std::function<Handle(int revision, int newest, Answer<cleardeck::Done>)> rollBack;
  std::function<Handle(Answer<cleardeck::installation::RepairReview>)> reviewRepair;
  std::function<Handle(cleardeck::installation::RepairReview, cleardeck::installation::RepairConsent,
                       Answer<cleardeck::Done>)>
      repair;
  std::function<Handle(Answer<cleardeck::installation::UninstallPlan>)> planUninstall;
  std::function<Handle(int newest, Answer<cleardeck::Done>)> uninstall;
  std::function<Handle(cleardeck::installation::RolloutTarget, std::function<void(Progress)>)> progress;
};

/// The real ones, on the context's cluster. `owner` must live while an answer is awaited.
HistoryJobs realHistoryJobs(const PageContext& context, QObject* owner);
