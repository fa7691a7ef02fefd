// cleardeckctl repair NAME: a release that an interrupted operation left pending, or that has failed.
#include "helm/repair.h"
#include "app/ctl/plan.h"
#include "base/text.h"
#include "installation/uninstall_plan.h"

#include <nlohmann/json.hpp>

namespace cleardeck::app::ctl {
namespace {

struct Wanted {
  std::string name;
  bool apply = false, nothingRuns = false, anyway = false;
};

nlohmann::json asJson(const helm::RepairAdvice& advice) {
  return {{"revision", advice.revision},         {"status", advice.status}, {"ageSeconds", advice.age.count()},
          {"action", helm::name(advice.action)}, {"backTo", advice.backTo}, {"mayStillRun", advice.mayStillRun},
          {"sentence", advice.sentence}};
}

Task<Done> act(installation::ValuesTools tools, installation::Installation row, helm::RepairAdvice advice,
               bool anyway) {
  Result<Done> done;
  if (advice.action == helm::RepairAction::Rollback && !anyway) {
    auto warnings = co_await installation::rollbackWarnings(tools, row, advice.backTo);
    if (!warnings) co_return warnings.error();
    if (!warnings->empty())
      co_return Error(ErrorKind::Conflict, "a rollback to revision " + std::to_string(advice.backTo) +
                                               " may destroy data: " + text::join(*warnings, "; "))
          .withHint("Look at what runs first. If the new databases never started, give --anyway");
  }
  if (advice.action == helm::RepairAction::Rollback)
    done = co_await installation::rollbackTo(tools, row, advice.backTo);
  else
    done = co_await installation::uninstall(tools, row);
  co_return done;
}

Task<int> repair(Task<Target> finding, Wanted wanted, bool json, asio::any_io_executor workers) {
  auto target = co_await std::move(finding);
  if (!target) co_return target.error();
  const auto tools = valuesTools(target->clusters, target->chosen, workers);
  const auto& row = target->chosen.row;
  auto rows = co_await installation::revisionRows(tools.session, row.ns, row.name);
  if (!rows) co_return rows.error();
  const auto advice = helm::adviseRepair(*rows, std::chrono::system_clock::now());
  auto report = asJson(advice);
  if (!json) print(advice.sentence + ".");
  const bool acts = wanted.apply && advice.action != helm::RepairAction::None;
  if (acts && advice.mayStillRun && !wanted.nothingRuns)
    co_return Error(ErrorKind::Conflict, row.name + ": a helm may still be at work since " +
                                             std::to_string(advice.age.count()) + " s, here or on another machine")
        .withHint("Wait, or make sure that none runs and give --nothing-runs");
  if (acts) {
    auto done = co_await act(tools, row, advice, wanted.anyway);
    if (!done) co_return done.error();
    report["done"] = true;
    if (!json)
      print(advice.backTo > 0 ? "Rolled back to revision " + std::to_string(advice.backTo) + "." : "Uninstalled.");
  } else if (!json && advice.action != helm::RepairAction::None) {
    print("Do it: cleardeckctl repair " + row.name + " --apply");
  }
  if (json) print(report);
  co_return Good;
}

}  // namespace

void addRepair(CLI::App& app, Env& env) {
  auto* command = app.add_subcommand("repair", "a release that hangs in pending-…, or whose last change failed");
  auto wanted = std::make_shared<Wanted>();
  command->add_option("NAME", wanted->name, "of the installation")->required();
  command->add_flag("--apply", wanted->apply, "do it; without it only what is so, since when, and the way out");
  command->add_flag("--nothing-runs", wanted->nothingRuns, "you have made sure that no helm is at work");
  command->add_flag("--anyway", wanted->anyway, "although data of newer databases may not open");
  command->callback([&env, wanted] {
    if (wanted->apply) env.whenInterrupted = interruptedChange(wanted->name);
    env.exitCode = runToEnd(env, repair(targetOf(env, wanted->name), *wanted, env.json(), env.workers()));
  });
}

}  // namespace cleardeck::app::ctl
