/// What the page asks of the engine. Answers come on the GUI thread, unless the returned Handle is gone by then. A test
/// gives its own functions.
#pragma once
#include "console/bridge/setup.h"
#include "console/workspace/pagemodel.h"

struct SetupJobs {
  template <class T>
  using Answer = std::function<void(cleardeck::Result<T>)>;
  using Handle = cleardeck::bridge::Handle;
  using Findings = std::vector<cleardeck::installation::CheckFinding>;
  using Progress = std::function<void(cleardeck::bridge::InstallBatch)>;

  std::function<Handle(Answer<cleardeck::helm::Chart>)> chart;
  std::function<Handle(const QString& context, Answer<cleardeck::bridge::ClusterOffer>)> offer;
  std::function<Handle(cleardeck::installation::LocalNeeds, Answer<Findings>)> checkLocal;
  std::function<Handle(const QString& context, cleardeck::installation::SetupNeeds, std::string secretName,
                       Answer<cleardeck::bridge::ServerCheck>)>
      check;
  std::function<Handle(std::string password, Answer<std::string>)> hash;
  std::function<Handle(cleardeck::bridge::KindOrder, cleardeck::bridge::ServerOrder, Progress)> installLocal;
  std::function<Handle(const QString& context, cleardeck::bridge::ServerOrder, Progress)> install;
};

/// The real ones. `owner` must live while an answer is awaited.
SetupJobs realSetupJobs(const PageContext& context, QObject* owner);
