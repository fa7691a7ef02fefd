#include "console/bridge/upgrade.h"

#include "installation/plan_file.h"

namespace cleardeck::bridge {
namespace {

using installation::OpenedUpgrade;
using installation::StepProposal;
using StepSink = std::function<void(std::vector<StepPiece>)>;

Result<helm::ChartSource> sourceNamed(const installation::UpgradeTools& tools, const InstallationPlace& place,
                                      const std::string& text) {
  if (text.empty()) return installation::usualSource(tools.values, place.installation);
  if (text == "embedded") return helm::ChartSource(helm::ChartSource::Kind::Embedded, place.charts.string());
  return helm::chartSource(text, place.installation.release.chart);
}

Result<Done> mayBeSaved(const StepProposal& proposal, const std::filesystem::path& file, bool replace) {
  if (proposal.diffProblem) return *proposal.diffProblem;
  if (const auto open = proposal.overrides.conflicts(); !open.empty())
    return Error(ErrorKind::Conflict, "undecided: " + open.front().message).withHint("Decide every conflict first");
  if (!file.is_absolute()) return Error(ErrorKind::Invalid, file.string() + " is no full path");
  std::error_code ec;
  if (!replace && std::filesystem::exists(file, ec))
    return Error(ErrorKind::Conflict, file.string() + " exists already").withHint("Take another name, or replace it");
  return Done();
}

Result<Done> writeStepPlan(const installation::UpgradeTools& tools, const InstallationPlace& place,
                           const OpenedUpgrade& opened, const StepProposal& proposal,
                           const std::filesystem::path& file) {
  auto plan = installation::planOfRun(tools.values, place.installation, proposal.run, proposal.base, proposal.diff,
                                      opened.source.location);
  if (!plan) return plan.error();
  plan->kind = "upgrade";
  plan->fromVersion = proposal.step.from;
  plan->noWayBack = proposal.step.noWayBack;
  return installation::writePlan(file, *plan);
}

Task<Done> runStepThere(InstallationPlace place, OpenedUpgrade opened, StepProposal proposal, StepSink sink) {
  auto tools = upgradeToolsOf(place);
  if (!tools) co_return tools.error();
  installation::StepRun how;
  how.tell = [sink](const std::string& line) { sink(std::vector<StepPiece>(1, StepPiece(line))); };
  auto running = installation::runStep(*tools, place.installation, opened.program, opened.source, proposal, how);
  auto outcome = co_await std::move(running);
  if (!outcome) co_return outcome.error();
  sink(std::vector<StepPiece>(1, StepPiece(std::move(*outcome))));
  co_return Done();
}

}  // namespace

Task<OpenedUpgrade> openUpgrade(InstallationPlace place, std::string source) {
  auto tools = upgradeToolsOf(place);
  if (!tools) co_return tools.error();
  auto chosen = sourceNamed(*tools, place, source);
  if (!chosen) co_return chosen.error();
  co_return co_await installation::openUpgrade(*tools, place.installation, *chosen);
}

Task<UpgradeLook> lookAtUpgrade(InstallationPlace place, OpenedUpgrade opened, std::string version,
                                installation::StepWishes wishes) {
  auto tools = upgradeToolsOf(place);
  if (!tools) co_return tools.error();
  auto plan = co_await installation::planUpgradeTo(opened, version, tools->values.workers);
  if (!plan) co_return plan.error();
  UpgradeLook look;
  look.plan = std::move(*plan);
  if (look.plan.steps.empty()) co_return look;
  auto proposing = installation::proposeStep(*tools, place.installation, opened, look.plan.steps.front(), wishes);
  auto proposal = co_await std::move(proposing);
  if (!proposal && proposal.error().kind == ErrorKind::Cancelled) co_return proposal.error();
  if (proposal)
    look.proposal = std::move(*proposal);
  else
    look.problem = proposal.error();
  co_return look;
}

Task<Done> saveUpgradePlan(InstallationPlace place, OpenedUpgrade opened, StepProposal proposal,
                           std::filesystem::path file, bool replace) {
  auto tools = upgradeToolsOf(place);
  if (!tools) co_return tools.error();
  if (auto may = mayBeSaved(proposal, file, replace); !may) co_return may.error();
  auto writing = [tools = *tools, place, opened, proposal, file] {
    return writeStepPlan(tools, place, opened, proposal, file);
  };
  auto work = onWorkers(tools->values.workers, std::move(writing));
  co_return co_await std::move(work);
}

Handle runUpgradeStep(InstallationPlace place, OpenedUpgrade opened, StepProposal proposal,
                      std::function<void(StepBatch)> apply) {
  auto& runtime = place.cluster->runtime();
  auto operation = [place = std::move(place), opened = std::move(opened), proposal = std::move(proposal)](
                       StepSink sink) { return runStepThere(place, opened, proposal, std::move(sink)); };
  return collect<StepPiece>(runtime, std::move(operation), std::move(apply));
}

}  // namespace cleardeck::bridge
