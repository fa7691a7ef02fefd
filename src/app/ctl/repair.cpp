// cleardeckctl repair NAME: a release that an interrupted operation left pending, or that has failed.
#include "app/ctl/plan.h"
#include "installation/rollback.h"

#include <nlohmann/json.hpp>

namespace cleardeck::app::ctl {
namespace {

struct Wanted {
  std::string name;
  bool apply = false, nothingRuns = false, anyway = false;
};

nlohmann::json asJson(const installation::RepairReview& review) {
  const auto& advice = review.advice;
  return {{"revision", advice.revision},         {"status", advice.status},    {"ageSeconds", advice.age.count()},
          {"action", helm::name(advice.action)}, {"backTo", advice.backTo},    {"mayStillRun", advice.mayStillRun},
          {"sentence", advice.sentence},         {"warnings", review.warnings}};
}

void show(const installation::RepairReview& review) {
  print(review.advice.sentence + ".");
  for (const auto& warning : review.warnings) print("! " + warning);
}

Task<int> repair(Task<Target> finding, Wanted wanted, bool json, asio::any_io_executor workers) {
  auto target = co_await std::move(finding);
  if (!target) co_return target.error();
  const auto tools = valuesTools(target->clusters, target->chosen, workers);
  const auto& row = target->chosen.row;
  auto review = co_await installation::reviewRepair(tools, row);
  if (!review) co_return review.error();
  const auto advice = review->advice;
  auto report = asJson(*review);
  if (!json) show(*review);
  if (wanted.apply && advice.action != helm::RepairAction::None) {
    installation::RepairConsent consent;
    consent.nothingRuns = wanted.nothingRuns;
    consent.anyway = wanted.anyway;
    auto repairing = installation::repairRelease(tools, row, std::move(*review), consent);
    auto done = co_await std::move(repairing);
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
    if (wanted->apply) env.changing = Changing(wanted->name, "", "");
    env.exitCode = runToEnd(env, repair(targetOf(env, wanted->name), *wanted, env.json(), env.workers()));
  });
}

}  // namespace cleardeck::app::ctl
