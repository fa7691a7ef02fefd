/// Version upgrades (installation/upgrade_change.h) for the window. Tasks go to bridge::run(); a step that runs tells
/// its sentences.
#pragma once
#include "console/bridge/place.h"
#include "installation/upgrade_change.h"

namespace cleardeck::bridge {

/// The plan to a version, and its first step as it would be done. Without a proposal `problem` says why.
struct UpgradeLook {
  installation::UpgradePlan plan;
  std::optional<installation::StepProposal> proposal;
  std::optional<Error> problem;
};

/// `source` as a person writes it; "" is where the chart came from, "embedded" the charts in the program.
Task<installation::OpenedUpgrade> openUpgrade(InstallationPlace place, std::string source);
/// Errors: the wanted version cannot be had. What stands against its first step is in the answer.
Task<UpgradeLook> lookAtUpgrade(InstallationPlace place, installation::OpenedUpgrade opened, std::string version,
                                installation::StepWishes wishes);
/// Errors: Conflict, the file exists and is not to be replaced; the proposal has undecided conflicts or no diff.
Task<Done> saveUpgradePlan(InstallationPlace place, installation::OpenedUpgrade opened,
                           installation::StepProposal proposal, std::filesystem::path file, bool replace);

/// A sentence of progress, or at the end what came of it.
using StepPiece = std::variant<std::string, installation::StepOutcome>;
using StepBatch = Basket<StepPiece>::Batch;
/// The last batch says how it ended.
Handle runUpgradeStep(InstallationPlace place, installation::OpenedUpgrade opened, installation::StepProposal proposal,
                      std::function<void(StepBatch)> apply);

}  // namespace cleardeck::bridge
