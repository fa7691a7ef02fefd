/// What the Upgrade page asks of the engine. Answers come on the GUI thread, unless the returned Handle is gone by
/// then. A test gives its own functions.
#pragma once
#include "console/bridge/history.h"
#include "console/bridge/rollout.h"
#include "console/bridge/upgrade.h"
#include "console/workspace/pagemodel.h"

struct UpgradeJobs {
  template <class T>
  using Answer = std::function<void(cleardeck::Result<T>)>;
  using Handle = cleardeck::bridge::Handle;
  using Opened = cleardeck::installation::OpenedUpgrade;
  using Proposal = cleardeck::installation::StepProposal;
  using Rows = cleardeck::Changes<cleardeck::installation::ObjectProgress>;

  std::function<Handle(std::string source, Answer<Opened>)> open;
  std::function<Handle(Opened, std::string version, cleardeck::installation::StepWishes,
                       Answer<cleardeck::bridge::UpgradeLook>)>
      look;
  std::function<Handle(cleardeck::installation::RolloutTarget, std::function<void(Rows)>)> progress;
  /// `told` gets each sentence; then the answer comes once.
  std::function<Handle(Opened, Proposal, std::function<void(std::string)> told,
                       Answer<cleardeck::installation::StepOutcome>)>
      run;
  std::function<Handle(int revision, Answer<cleardeck::installation::RollbackReview>)> reviewRollback;
  std::function<Handle(int revision, int newest, Answer<cleardeck::Done>)> rollBack;
  std::function<Handle(Opened, Proposal, std::filesystem::path file, bool replace, Answer<cleardeck::Done>)> save;
};

/// The real ones, on the context's cluster. `owner` must live while an answer is awaited.
UpgradeJobs realUpgradeJobs(const PageContext& context, QObject* owner);
