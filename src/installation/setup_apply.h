/// Runs a plan: the Secret of fixed users, helm install, and then the health until it is good or the time is over.
#pragma once
#include "helm/commands.h"
#include "installation/fleet.h"
#include "installation/setup_production.h"

namespace cleardeck::installation {

struct InstallJob {
  InstallJob(kube::Hub h, helm::Target t, helm::ChartRun r)
      : hub(std::move(h)), target(std::move(t)), run(std::move(r)) {}
  kube::Hub hub;
  helm::Target target;
  helm::ChartRun run;
  std::string secretName, secret;         ///< a Secret to make or replace before, as JSON; "" is none
  ReadSummary read;                       ///< summaryReader()
  std::chrono::milliseconds patience{0};  ///< how long health is waited for; 0: not
  std::function<void(std::string)> tell;  ///< progress, a sentence each
};

/// The installation as it stood at the end; look at its health. Errors: Conflict, the release exists already; what helm
/// or the API server said.
Task<Installation> installServer(helm::Program program, InstallJob job);

/// Creates the kind cluster of the file. Errors: NotFound, kind is not on PATH, with what to do; kind's last line.
Task<Done> createKindCluster(std::string cluster, std::filesystem::path configFile, std::filesystem::path kubeconfig,
                             std::function<void(std::string)> tell);

}  // namespace cleardeck::installation
