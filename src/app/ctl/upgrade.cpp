// cleardeckctl upgrade NAME --versions | --to VERSION [--plan] [--apply].
#include "app/ctl/plan.h"
#include "base/files.h"
#include "base/text.h"

#include <spdlog/fmt/fmt.h>

#include <nlohmann/json.hpp>

namespace cleardeck::app::ctl {
namespace {

using installation::OpenedUpgrade;
using installation::StepProposal;
using installation::UpgradePlan;
using installation::UpgradeTools;

struct Wanted {
  std::string name, to, chart, fcv, backup, overridesTo, file, planFile;
  std::vector<std::string> keep, drop, sets;
  bool versions = false, planOnly = false, apply = false, walk = false, withoutBackup = false, rollBack = false;
  bool json = false;
  int timeoutSeconds = 900, patienceSeconds = 300;

  installation::StepWishes wishes(std::string text) const {
    installation::StepWishes wishes;
    for (const auto& path : keep) {
      wishes.decisions.keepAll = wishes.decisions.keepAll || path == "all";
      if (path != "all") wishes.decisions.keep.push_back(path);
    }
    wishes.decisions.drop = drop;
    wishes.sets = sets;
    wishes.wholeText = std::move(text);
    wishes.note = withoutBackup ? "without backup" : backup.empty() ? "" : "backup " + backup;
    wishes.timeout = std::chrono::seconds(timeoutSeconds);
    return wishes;
  }
};

// Versions

nlohmann::json asJson(const helm::ChartOffer& offer, const std::string& installed) {
  return {{"version", offer.version},
          {"appVersion", offer.appVersion},
          {"created", offer.created},
          {"deprecated", offer.deprecated},
          {"kubeVersion", offer.kubeVersion},
          {"changes", offer.changes},
          {"installed", offer.version == installed}};
}

int showVersions(const OpenedUpgrade& opened, bool json) {
  const auto& installed = opened.start.chart;
  auto all = nlohmann::json::array();
  if (opened.catalog.problem && !json) print("As of the last answer, for now: " + opened.catalog.problem->text());
  for (const auto& offer : opened.catalog.offers) {
    all.push_back(asJson(offer, installed));
    if (json) continue;
    print(fmt::format("{:<12} ClearML {:<8} {:<10} {}{}", offer.version,
                      offer.appVersion.empty() ? "?" : offer.appVersion, offer.created.substr(0, 10),
                      offer.version == installed ? "installed" : "", offer.deprecated ? "deprecated" : ""));
    for (const auto& change : offer.changes) print("             - " + change);
  }
  if (json) {
    nlohmann::json report = {{"installed", installed}, {"source", opened.source.location}, {"versions", all}};
    if (opened.catalog.problem) report["problem"] = opened.catalog.problem->text();
    print(report);
  }
  return Good;
}

// What is shown before

nlohmann::json asJson(const helm::RebaseFinding& finding) {
  return {{"kind", helm::name(finding.kind)}, {"path", finding.path},     {"to", finding.to},
          {"oldDefault", finding.oldDefault}, {"ours", finding.ours},     {"newDefault", finding.newDefault},
          {"conflict", finding.conflict},     {"edited", finding.edited}, {"message", finding.message}};
}

nlohmann::json reportOf(const Wanted& wanted, const OpenedUpgrade& opened, const UpgradePlan& plan,
                        const StepProposal& proposal) {
  auto steps = nlohmann::json::array(), findings = nlohmann::json::array(), vanished = nlohmann::json::array();
  for (const auto& step : plan.steps) steps.push_back(stepJson(step));
  for (const auto& finding : proposal.overrides.findings) findings.push_back(asJson(finding));
  for (const auto& image : proposal.vanished)
    vanished.push_back({{"value", image.value}, {"image", image.image}, {"instead", image.instead}});
  nlohmann::json report = {{"name", wanted.name},
                           {"from", opened.start.chart},
                           {"to", wanted.to},
                           {"steps", steps},
                           {"whyNotDirect", plan.whyNotDirect},
                           {"overrides", findings},
                           {"vanishedImages", vanished},
                           {"diff", diffJson(proposal.diff)}};
  if (proposal.diffProblem) report["diffProblem"] = proposal.diffProblem->text();
  return report;
}

void show(const UpgradePlan& plan, const StepProposal& proposal) {
  if (!plan.whyNotDirect.empty()) {
    print(std::string("Not in one step:"));
    for (const auto& why : plan.whyNotDirect) print("- " + why);
  }
  for (const auto& step : plan.steps) showStep(step);
  if (!proposal.overrides.findings.empty()) print("Your overrides on " + proposal.step.to + ":");
  for (const auto& finding : proposal.overrides.findings)
    print(std::string(finding.conflict ? "! " : "- ") + finding.message);
  for (const auto& image : proposal.vanished)
    print("! the image " + image.image + " is no longer there: --set " + image.value + "=" + image.instead);
  if (proposal.diffProblem)
    print("No diff: " + proposal.diffProblem->text());
  else
    print(proposal.diff.empty() ? std::string("Nothing changes in the cluster.") : proposal.diff.text());
}

// Doing it

Result<Done> mayApply(const Wanted& wanted, const OpenedUpgrade& opened, const UpgradePlan& plan) {
  if (!opened.owner.empty())
    return Error(ErrorKind::Conflict, opened.owner + " owns " + wanted.name + " and would take the upgrade back")
        .withHint("Change the version where " + opened.owner + " reads it");
  if (plan.steps.size() > 1 && !wanted.walk) {
    std::string path;
    for (const auto& step : plan.steps) path += (path.empty() ? "" : ", then ") + step.to;
    return Error(ErrorKind::Conflict, "from " + plan.steps.front().from + " to " + wanted.to +
                                          " in one step is refused: " + text::join(plan.whyNotDirect, "; "))
        .withHint("Legal path: " + path + ". Walk it with --walk, or go --to " + plan.steps.front().to);
  }
  if (wanted.backup.empty() && !wanted.withoutBackup)
    return Error(ErrorKind::Invalid, "an upgrade needs a backup to go back to")
        .withHint("Make one and name it with --backup NAME, or give --without-backup");
  return Done();
}

Result<Done> saveStep(const Wanted& wanted, const UpgradeTools& tools, const installation::Installation& row,
                      const OpenedUpgrade& opened, const StepProposal& proposal) {
  if (proposal.diffProblem) return *proposal.diffProblem;
  if (const auto open = proposal.overrides.conflicts(); !open.empty())
    return Error(ErrorKind::Conflict, "undecided: " + open.front().message).withHint("Give --keep or --drop for it");
  auto plan =
      installation::planOfRun(tools.values, row, proposal.run, proposal.base, proposal.diff, opened.source.location);
  if (!plan) return plan.error();
  plan->kind = "upgrade";
  plan->fromVersion = proposal.step.from;
  plan->noWayBack = proposal.step.noWayBack;
  return savePlan(wanted.planFile, *plan, wanted.json);
}

Task<installation::StepOutcome> doStep(Wanted wanted, UpgradeTools tools, installation::Installation row,
                                       OpenedUpgrade opened, StepProposal proposal) {
  installation::StepRun how;
  how.patience = std::chrono::seconds(wanted.patienceSeconds);
  if (!wanted.json) how.tell = [](const std::string& line) { print(line); };
  auto running = installation::runStep(tools, row, opened.program, opened.source, proposal, how);
  auto outcome = co_await std::move(running);
  if (outcome || !wanted.rollBack || outcome.error().kind == ErrorKind::Conflict ||
      outcome.error().kind == ErrorKind::Cancelled || !proposal.step.noWayBack.empty())
    co_return outcome;
  auto back = co_await installation::rollbackTo(tools.values, row, proposal.base);
  const std::string revision = std::to_string(proposal.base);
  if (!back) co_return std::move(back.error()).during(outcome.error().message + "; then roll back to " + revision);
  co_return Error(outcome.error().kind, outcome.error().message + ". Rolled back to revision " + revision)
      .withHint("Look at what failed before you try again");
}

struct Looked {
  OpenedUpgrade opened;
  UpgradePlan plan;
  StepProposal proposal;
};

Task<OpenedUpgrade> openWanted(Wanted wanted, UpgradeTools tools, installation::Installation row) {
  auto source = wanted.chart.empty() ? Result<helm::ChartSource>(installation::usualSource(tools.values, row))
                                     : typedSource(wanted.chart, row.release.chart);
  if (!source) co_return source.error();
  auto opened = co_await installation::openUpgrade(tools, row, *source);
  if (opened) opened->start.fcv = wanted.fcv;
  co_return opened;
}

Task<Looked> look(Wanted wanted, UpgradeTools tools, installation::Installation row, std::string text) {
  Looked looked;
  auto opened = co_await openWanted(wanted, tools, row);
  if (!opened) co_return opened.error();
  looked.opened = std::move(*opened);
  auto plan = co_await installation::planUpgradeTo(looked.opened, wanted.to, tools.values.workers);
  if (!plan) co_return plan.error();
  looked.plan = std::move(*plan);
  if (looked.plan.steps.empty())
    co_return Error(ErrorKind::Conflict, "the upgrade of " + row.name + " from " + looked.opened.start.chart + " to " +
                                             wanted.to + " is refused: " + looked.plan.refusal)
        .withHint(looked.plan.hint);
  auto proposing =
      installation::proposeStep(tools, row, looked.opened, looked.plan.steps.front(), wanted.wishes(std::move(text)));
  auto proposal = co_await std::move(proposing);
  if (!proposal) co_return proposal.error();
  looked.proposal = std::move(*proposal);
  co_return looked;
}

Task<int> listVersions(Wanted wanted, UpgradeTools tools, installation::Installation row) {
  auto opened = co_await openWanted(wanted, tools, row);
  if (!opened) co_return opened.error();
  co_return showVersions(*opened, wanted.json);
}

// Everything short of doing it: shown, written where it was asked for, and proven that it may be done.
Result<Done> prepare(const Wanted& wanted, const UpgradeTools& tools, const installation::Installation& row,
                     const Looked& looked) {
  if (!wanted.json) show(looked.plan, looked.proposal);
  if (!wanted.overridesTo.empty())
    if (auto written = files::writeAtomically(wanted.overridesTo, looked.proposal.overrides.text, 0600); !written)
      return written;
  if (wanted.apply || !wanted.planFile.empty())
    if (auto may = mayApply(wanted, looked.opened, looked.plan); !may) return may;
  if (wanted.planFile.empty()) return Done();
  return saveStep(wanted, tools, row, looked.opened, looked.proposal);
}

Task<int> upgrade(Task<Target> finding, Wanted wanted, std::string text, asio::any_io_executor workers) {
  auto target = co_await std::move(finding);
  if (!target) co_return target.error();
  const auto tools = upgradeTools(*target, workers);
  auto row = target->chosen.row;
  if (wanted.versions) co_return co_await listVersions(wanted, tools, row);
  auto done = nlohmann::json::array();
  for (;;) {
    auto looked = co_await look(wanted, tools, row, text);
    if (!looked) co_return looked.error();
    auto report = reportOf(wanted, looked->opened, looked->plan, looked->proposal);
    if (auto ready = prepare(wanted, tools, row, *looked); !ready) co_return ready.error();
    bool last = !wanted.apply, well = true;
    if (wanted.apply) {
      auto outcome = co_await doStep(wanted, tools, row, looked->opened, looked->proposal);
      if (!outcome) co_return outcome.error();
      done.push_back(outcomeJson(*outcome));
      report["done"] = done;
      if (!wanted.json) showOutcome(*outcome, false);
      well = outcome->after.health.word == installation::HealthWord::Healthy;
      last = looked->plan.steps.size() == 1 || !well;
      row = outcome->after;
    }
    if (last && wanted.json) print(report);
    if (last) co_return well ? Good : Unhealthy;
    text.clear();  // the next step begins with what this one has left
    wanted.sets.clear();
    wanted.drop.clear();
  }
}

void addOptions(CLI::App& command, Wanted& wanted) {
  command.add_option("NAME", wanted.name, "of the installation")->required();
  auto* to = command.add_option("--to", wanted.to, "version of the chart");
  command.add_flag("--versions", wanted.versions, "list the versions that could be had")->excludes(to);
  command.add_option("--chart", wanted.chart,
                     "where the chart is: https:// of a repository, oci:// of a registry, a folder, a .tgz\n"
                     "(default: where it came from)");
  command.add_option("--mongodb-fcv", wanted.fcv, "MongoDB's feature compatibility version, if you have looked");
  command.add_option("--keep", wanted.keep, "conflict: keep the override at PATH, or at `all`")
      ->allow_extra_args(false);
  command.add_option("--drop", wanted.drop, "conflict: drop the override at PATH, the new default comes")
      ->allow_extra_args(false);
  command.add_option("--set", wanted.sets, "PATH=VALUE in the new overrides")->allow_extra_args(false);
  command.add_option("-f,--file", wanted.file, "your overrides for the new version, instead of the carried ones")
      ->check(CLI::ExistingFile);
  command.add_option("--overrides-to", wanted.overridesTo, "write the carried overrides into this file, mode 0600");
  command.add_flag("--plan", wanted.planOnly, "only show (the default without --apply)");
  command.add_flag("--apply", wanted.apply, "do it")->excludes("--plan");
  command.add_flag("--walk", wanted.walk, "walk a path of several steps, each verified before the next");
  auto* backup = command.add_option("--backup", wanted.backup, "the backup to go back to, for the history");
  command.add_flag("--without-backup", wanted.withoutBackup, "there is none, and that is accepted")->excludes(backup);
  command.add_flag("--rollback-on-failure", wanted.rollBack, "roll back when a step fails and its data can go back");
  command.add_option("--timeout", wanted.timeoutSeconds, "seconds that helm waits for the workloads of a step")
      ->check(CLI::Range(1, 86400))
      ->capture_default_str();
  command.add_option("--patience", wanted.patienceSeconds, "seconds to wait for the health after that")
      ->check(CLI::Range(0, 86400))
      ->capture_default_str();
  command.footer(
      "The login of a private repository or registry: CLEARDECK_CHART_USER and CLEARDECK_CHART_PASSWORD.\n"
      "Exit codes: 1 refused or failed (nothing half-done goes unsaid), 3 done but not healthy.");
}

}  // namespace

void addUpgrade(CLI::App& app, Env& env) {
  auto* command = app.add_subcommand("upgrade", "move to another version of the chart, by a legal path");
  auto wanted = std::make_shared<Wanted>();
  addOptions(*command, *wanted);
  command->callback([&env, wanted] {
    if (wanted->to.empty() && !wanted->versions) throw CLI::RequiredError("--to VERSION or --versions");
    wanted->planFile = env.planFile;
    wanted->json = env.json();
    if (!wanted->planFile.empty()) wanted->apply = false;
    auto text = wanted->file.empty() ? Result<std::string>(std::string()) : files::read(wanted->file);
    if (!text) {
      complain(text.error());
      env.exitCode = Failed;
      return;
    }
    if (wanted->apply) env.changing = Changing(wanted->name, "", "");
    env.exitCode = runToEnd(env, upgrade(targetOf(env, wanted->name), *wanted, *text, env.workers()));
  });
}

}  // namespace cleardeck::app::ctl
