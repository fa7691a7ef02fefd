/// Runs a plan: the Secret of fixed users, helm install, and then the health until it is good or the time is over.
#pragma once
#include "helm/commands.h"
#include "installation/fleet.h"
#include "installation/preflight.h"
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

/// Writes every file of the plan into the folder, or none. Errors: Invalid, not a full path; Conflict, a file is there
/// with another content and `replace` is not given.
Result<Done> writePlan(const SetupPlan& plan, const std::filesystem::path& folder, bool replace);

/// What stands in the way of an installation now: names and certificates may come later, and the Secret of the users
/// is made on the way.
SetupNeeds needsNow(SetupNeeds needs, const std::string& usersSecret);
/// The helm install of a plan, which makes the namespace too.
helm::ChartRun installRun(std::string release, std::filesystem::path chart, std::string version, std::string values);

/// The installation as it stood at the end; look at its health. Errors: Conflict, the release exists already; what helm
/// or the API server said.
Task<Installation> installServer(helm::Program program, InstallJob job);

}  // namespace cleardeck::installation
