// cleardeckctl plan -o FILE values|upgrade …, and cleardeckctl apply FILE.
#include "app/ctl/plan.h"

#include <nlohmann/json.hpp>

#include <cstdlib>

namespace cleardeck::app::ctl {
namespace {

using installation::PlanFile;

Task<int> applyValuesPlan(Target target, PlanFile plan, bool json, asio::any_io_executor workers) {
  const auto tools = valuesTools(target.clusters, target.chosen, workers);
  auto checked = co_await installation::checkPlan(tools, target.chosen.row, plan);
  if (!checked) co_return checked.error();
  auto revision =
      co_await installation::applyValues(tools, target.chosen.row, checked->program, checked->run, plan.base);
  if (!revision) co_return revision.error();
  if (json)
    print(nlohmann::json{{"name", plan.release}, {"revision", *revision}});
  else
    print(plan.release + ": revision " + std::to_string(*revision) + ", chart " + plan.version + " as planned.");
  co_return Good;
}

Task<int> applyUpgradePlan(Target target, PlanFile plan, bool json, asio::any_io_executor workers) {
  const auto tools = upgradeTools(target, workers);
  auto checked = co_await installation::checkPlan(tools.values, target.chosen.row, plan);
  if (!checked) co_return checked.error();
  auto source = typedSource(plan.source, plan.chart);
  if (!source) co_return source.error();
  installation::StepProposal proposal;
  proposal.step.from = plan.fromVersion;
  proposal.step.to = plan.version;
  proposal.step.noWayBack = plan.noWayBack;
  proposal.run = checked->run;
  proposal.base = plan.base;
  installation::StepRun how;
  if (!json) how.tell = [](const std::string& line) { print(line); };
  auto running = installation::runStep(tools, target.chosen.row, checked->program, *source, proposal, how);
  auto outcome = co_await std::move(running);
  if (!outcome) co_return outcome.error();
  co_return showOutcome(*outcome, json);
}

Task<int> apply(Task<Target> finding, PlanFile plan, bool json, asio::any_io_executor workers) {
  auto target = co_await std::move(finding);
  if (!target) co_return target.error();
  Result<int> code;
  if (plan.kind == "upgrade")
    code = co_await applyUpgradePlan(*target, plan, json, workers);
  else
    code = co_await applyValuesPlan(*target, plan, json, workers);
  co_return code;
}

int runApply(Env& env, const std::string& file) {
  auto plan = installation::readPlan(file);
  if (!plan) {
    complain(plan.error());
    return Failed;
  }
  if ((!env.context.empty() && env.context != plan->context) || (!env.ns.empty() && env.ns != plan->ns)) {
    complain(Error(ErrorKind::Invalid, "the plan is for context " + plan->context + ", namespace " + plan->ns)
                 .withHint("Leave --context and -n out: the plan knows where it belongs"));
    return Failed;
  }
  env.context = plan->context;
  env.ns = plan->ns;
  if (!env.json()) {
    print("The plan of " + plan->made + " by " + plan->by + ":");
    for (const auto& line : plan->summary) print("- " + line);
  }
  env.changing = Changing(plan->release, "", "");
  return runToEnd(env, apply(targetOf(env, plan->release), *plan, env.json(), env.workers()));
}

}  // namespace

nlohmann::json diffJson(const helm::ManifestDiff& diff) {
  auto objects = nlohmann::json::array();
  for (const auto& object : diff.objects) {
    auto fields = nlohmann::json::array();
    for (const auto& field : object.fields)
      fields.push_back({{"path", field.path}, {"before", field.before}, {"after", field.after}});
    const char* kind = object.kind == helm::ChangeKind::Added     ? "added"
                       : object.kind == helm::ChangeKind::Removed ? "removed"
                                                                  : "changed";
    objects.push_back({{"change", kind},
                       {"kind", object.objectKind},
                       {"name", object.name},
                       {"restartsPods", object.restartsPods},
                       {"fields", fields}});
  }
  return {{"objects", objects}, {"restarts", diff.restarts}};
}

Result<Done> savePlan(const std::string& file, const PlanFile& plan, bool json) {
  if (auto written = installation::writePlan(file, plan); !written) return written;
  if (!json)
    print("The plan is in " + file +
          ". It holds your overrides with the secrets that are in them. Run it: cleardeckctl apply " + file);
  return Done();
}

installation::UpgradeTools upgradeTools(const Target& target, asio::any_io_executor workers) {
  return installation::UpgradeTools(valuesTools(target.clusters, target.chosen, workers), *target.chosen.hub,
                                    installation::summaryReader(workers));
}

Result<helm::ChartSource> typedSource(const std::string& text, const std::string& chart) {
  auto source = helm::chartSource(text, chart);
  if (!source) return source;
  if (const char* user = std::getenv("CLEARDECK_CHART_USER")) source->user = user;
  if (const char* password = std::getenv("CLEARDECK_CHART_PASSWORD")) source->password = password;
  return source;
}

void addPlan(CLI::App& app, Env& env) {
  auto* plan = app.add_subcommand("plan", "write a change into a file instead of doing it; `apply` does it later");
  plan->require_subcommand(1);
  plan->add_option("-o,--out", env.planFile, "the plan file, with mode 0600")->required();
  plan->footer(
      "The file holds the base revision, the digests of the chart and of the manifest diff, and the overrides, with\n"
      "every secret that is in them and no other: keep it as you keep your overrides file. `apply FILE` refuses to "
      "run\n"
      "when the revision, the chart or the diff has moved. A plan of an upgrade is one step of its path.");
  addValues(*plan, env);
  addUpgrade(*plan, env);
}

void addApply(CLI::App& app, Env& env) {
  auto* command = app.add_subcommand("apply", "do what a plan file says, if nothing has moved in between");
  auto file = std::make_shared<std::string>();
  command->add_option("FILE", *file, "written by `plan -o FILE`")->required()->check(CLI::ExistingFile);
  command->callback([&env, file] { env.exitCode = runApply(env, *file); });
}

}  // namespace cleardeck::app::ctl
