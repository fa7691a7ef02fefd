/// What must be so before a step of a version upgrade is run: each check passes, warns or blocks, with what was seen
/// and what to do. Pure; the window shows them, and starts nothing while one blocks.
#pragma once
#include "installation/preflight.h"
#include "installation/upgrade_change.h"

namespace cleardeck::installation {

enum class UpgradeGuard { Path, Backup, Overrides, DryRun, Owner, Images, WayBack, Kubernetes, Health, Source };

struct GuardFinding {
  UpgradeGuard guard = UpgradeGuard::Path;
  CheckFinding finding;  ///< Good passes, Warning and Unknown warn, Failed blocks
  bool operator==(const GuardFinding&) const = default;
};

/// What is known when somebody wants to start.
struct GuardFacts {
  std::string wanted;  ///< version of the chart
  UpgradeStart start;
  std::string kubeVersion;  ///< that the chart of the step asks for; "" nothing
  std::string owner;        ///< who else runs this release (releaseOwner()); "" nobody
  UpgradePlan plan;
  const StepProposal* proposal = nullptr;  ///< of the first step; null when there is none
  std::optional<Error> problem;            ///< why there is none
  std::optional<Error> sourceProblem;      ///< ChartCatalog::problem
  Health health;                           ///< before
  std::string backup;                      ///< its name, as told
  bool withoutBackup = false;              ///< there is none, and that is accepted
};

/// Those that block first, then those that warn; otherwise in the order of UpgradeGuard.
std::vector<GuardFinding> upgradeGuards(const GuardFacts& facts);

}  // namespace cleardeck::installation
