/// Plan files on the command line: what `plan -o FILE values|upgrade …` writes and `apply FILE` runs.
#pragma once
#include "app/ctl/command.h"
#include "installation/plan_file.h"
#include "installation/upgrade_change.h"

namespace cleardeck::app::ctl {

nlohmann::json diffJson(const helm::ManifestDiff& diff);

/// Writes the plan and says so. `plan.kind`, `noWayBack` are set already.
Result<Done> savePlan(const std::string& file, const installation::PlanFile& plan, bool json);

installation::UpgradeTools upgradeTools(const Target& target, asio::any_io_executor workers);
/// A source as typed, with the login of $CLEARDECK_CHART_USER and $CLEARDECK_CHART_PASSWORD.
Result<helm::ChartSource> typedSource(const std::string& text, const std::string& chart);

nlohmann::json stepJson(const installation::UpgradeStep& step);
nlohmann::json outcomeJson(const installation::StepOutcome& outcome);
void showStep(const installation::UpgradeStep& step);
/// Words and exit code: Unhealthy when the installation is not well after the step.
int showOutcome(const installation::StepOutcome& outcome, bool json);

}  // namespace cleardeck::app::ctl
