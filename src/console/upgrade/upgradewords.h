/// What the engine knows of an upgrade, as rows and lines of the page.
#pragma once
#include "console/tables/factsmodel.h"
#include "installation/upgrade_guards.h"

namespace upgrade {

/// The versions of a source: title is the version, detail the app and the day, link the notes.
QList<FactRow> versionRows(const cleardeck::installation::OpenedUpgrade& opened);
/// The newest offer above the deployed version that is neither a prerelease nor deprecated; "" when there is none.
std::string newestAbove(const cleardeck::installation::OpenedUpgrade& opened);
/// Deployed, the steps, the target; without a path the two ends with the gap between.
QList<FactRow> pathRows(const cleardeck::installation::OpenedUpgrade& opened,
                        const cleardeck::installation::UpgradePlan& plan, const std::string& wanted);
/// A guard's key is its number; link is the word on its button: "Show diff", or empty.
QList<FactRow> guardRows(const std::vector<cleardeck::installation::GuardFinding>& guards);
/// What is to be done for one step, in order.
QList<FactRow> todoRows(const cleardeck::installation::UpgradeStep& step);

struct CommandPlace {
  std::string context, ns, release, source;  ///< source "" is the usual one
};
/// The same for a terminal, complete.
std::string ctlCommand(const CommandPlace& place, const std::string& wanted,
                       const cleardeck::installation::StepWishes& wishes, const std::string& backup, bool severalSteps);
/// A long command in lines that a shell takes as one.
QString inLines(const std::string& command);

}  // namespace upgrade
