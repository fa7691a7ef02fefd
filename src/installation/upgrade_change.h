/// A version upgrade from end to end: what is installed and what could be had, the plan, one step proposed and looked
/// at, one step done and verified. The window and the command line share it.
#pragma once
#include "helm/chart_catalog.h"
#include "helm/rebase.h"
#include "helm/remembered_source.h"
#include "installation/release_history.h"
#include "installation/upgrade_plan.h"

namespace cleardeck::installation {

struct UpgradeTools {
  UpgradeTools(ValuesTools v, kube::Hub h, ReadSummary r)
      : values(std::move(v)), hub(std::move(h)), read(std::move(r)) {}
  ValuesTools values;
  kube::Hub hub;  ///< for the health after a step
  ReadSummary read;
};

struct OpenedUpgrade {
  std::shared_ptr<helm::ValuesSession> session;  ///< the deployed release, its chart, the overrides with comments
  helm::Program program;
  std::optional<Error> missing;  ///< there is no helm: what could be had can be seen, and no step be looked at
  helm::ChartSource source{helm::ChartSource::Kind::Embedded, std::string()};
  helm::ChartCatalog catalog;
  UpgradeStart start;
  std::string owner;  ///< who else keeps the release (releaseOwner()); "" nobody
};

/// Where new versions of its chart come from when nobody says otherwise.
helm::ChartSource usualSource(const ValuesTools& tools, const Installation& installation);

/// Errors: Conflict, an operation is pending or the newest revision has failed; the source has no such chart.
Task<OpenedUpgrade> openUpgrade(UpgradeTools tools, Installation installation, helm::ChartSource source);

/// Fetches the wanted version, so that its own values count, and plans. Set OpenedUpgrade::start.fcv before when
/// somebody has looked. Errors: the chart cannot be had. A refusal is in the plan.
Task<UpgradePlan> planUpgradeTo(OpenedUpgrade opened, std::string version, asio::any_io_executor workers);

/// The first step of a plan, with everything that a person must see before.
struct StepProposal {
  UpgradeStep step;
  std::shared_ptr<const helm::Chart> chart;
  std::string chartDigest;
  helm::Rebase overrides;
  std::vector<VanishedImage> vanished;  ///< images of the effective values that no longer exist
  helm::ChartRun run;
  int base = 0;                      ///< revision that it stands on
  helm::ManifestDiff diff;           ///< by the server's dry run
  std::optional<Error> diffProblem;  ///< why there is none
};
struct StepWishes {
  helm::RebaseDecisions decisions;
  std::vector<std::string> sets;  ///< PATH=VALUE on top of the rebased overrides
  std::string wholeText;          ///< instead of the rebased overrides; "" is none
  std::string note;               ///< for the history
  std::chrono::seconds timeout{900};
};
/// Errors: Conflict, the chart that was fetched does not make a legal step after all; the overrides do not parse; no
/// helm.
Task<StepProposal> proposeStep(UpgradeTools tools, Installation installation, OpenedUpgrade opened, UpgradeStep step,
                               StepWishes wishes);

/// What the history will say of a step; `note` as "backup nightly-17". Also for a note that came after the proposal.
std::string stepDescription(const UpgradeStep& step, const std::string& note);

struct StepOutcome {
  int revision = 0;
  Installation after;                ///< look at its health
  std::string answers;               ///< version that the web server names; "" when it was not reached
  std::vector<std::string> notices;  ///< what could not be verified or kept
};
struct StepRun {
  std::chrono::milliseconds patience{300'000};  ///< for the health, after helm has waited for the workloads
  std::function<void(std::string)> tell;
};
/// Errors: Conflict, the release has moved since the proposal, or it has undecided conflicts; what helm said, with the
/// way back as the hint.
Task<StepOutcome> runStep(UpgradeTools tools, Installation installation, helm::Program program,
                          helm::ChartSource source, StepProposal proposal, StepRun how);

/// What stands against a rollback to `revision`: data that the versions of then do not open. Empty when it is safe.
Task<std::vector<std::string>> rollbackWarnings(ValuesTools tools, Installation installation, int revision);

/// "Roll back: …", and what speaks against it.
std::string wayBack(const Installation& installation, int revision, const std::vector<std::string>& noWayBack);

}  // namespace cleardeck::installation
