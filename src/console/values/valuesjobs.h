/// What the Values page asks of the engine. Answers come on the GUI thread, unless the returned Handle is gone by then.
/// A test gives its own functions.
#pragma once
#include "console/bridge/handle.h"
#include "console/workspace/pagemodel.h"
#include "installation/rollout_progress.h"
#include "installation/values_review.h"

struct ValuesJobs {
  template <class T>
  using Answer = std::function<void(cleardeck::Result<T>)>;
  using Handle = cleardeck::bridge::Handle;

  std::function<Handle(Answer<cleardeck::installation::OpenedValues>)> open;
  std::function<Handle(cleardeck::helm::Program, cleardeck::helm::ChartRun, std::string deployedManifest,
                       Answer<cleardeck::helm::ManifestDiff>)>
      preview;
  std::function<Handle(cleardeck::helm::Program, cleardeck::helm::ChartRun, int base, Answer<int>)> apply;
  std::function<Handle(int revision, int newest, Answer<cleardeck::Done>)> rollback;
  std::function<Handle(cleardeck::installation::ReviewOrder, Answer<cleardeck::installation::ValuesReview>)> review;
  std::function<Handle(Answer<cleardeck::installation::ClusterNames>)> names;  ///< what values may refer to
  using Progress = cleardeck::Changes<cleardeck::installation::ObjectProgress>;
  std::function<Handle(cleardeck::installation::RolloutTarget, std::function<void(Progress)>)> progress;
};

/// The real ones, on the context's cluster. `owner` must live while an answer is awaited.
ValuesJobs realJobs(const PageContext& context, QObject* owner);
