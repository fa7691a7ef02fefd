// cleardeckctl setup check: will it work on this cluster? Exit code 3 when something says no.
#include "app/ctl/setup.h"
#include "base/files.h"
#include "helm/values.h"
#include "installation/preflight_facts.h"

#include <nlohmann/json.hpp>

namespace cleardeck::app::ctl {
namespace {

struct Wanted {
  ProductionOptions options;
  std::string file, chart;
};

// The overrides: of the file, else of the options, else none at all.
Result<yaml::Value> overridesOf(const Wanted& wanted, const helm::Chart& chart, bool described) {
  if (!wanted.file.empty()) {
    auto text = files::read(wanted.file);
    if (!text) return text.error();
    auto values = yaml::parse(*text);
    if (!values) return std::move(values.error()).during(wanted.file);
    if (values->is_null()) return yaml::Value(yaml::Value::object());
    if (!values->is_object()) return Error(ErrorKind::Invalid, wanted.file + " is no map of values");
    return values;
  }
  if (!described) return yaml::Value(yaml::Value::object());
  auto choices = choicesOf(wanted.options);
  if (!choices) return choices.error();
  choices->fixedUsers.clear();  // their passwords do not matter here
  return installation::productionValues(*choices, planChart(chart));
}

Task<int> check(Task<Clusters> opening, installation::SetupNeeds needs, bool json) {
  auto clusters = co_await std::move(opening);
  if (!clusters) co_return clusters.error();
  const auto& cluster = clusters->clusters.front();
  if (!cluster.hub) co_return *cluster.problem;
  auto facts = co_await installation::gatherFacts(cluster.hub->session(), needs);
  if (!facts) co_return facts.error();
  const auto findings = installation::check(needs, *facts);
  const auto state = installation::worst(findings);
  if (json)
    print(nlohmann::json{{"context", cluster.name},
                         {"namespace", needs.ns},
                         {"state", std::string(name(state))},
                         {"findings", asJson(findings)}});
  else
    show(findings);
  co_return state == installation::CheckState::Failed ? Unhealthy : Good;
}

int run(Env& env, const Wanted& wanted, bool described) {
  auto chart = setupChart(wanted.chart);
  auto overrides = chart ? overridesOf(wanted, *chart, described) : Result<yaml::Value>(chart.error());
  auto effective = overrides ? helm::coalesce(*chart, *overrides) : Result<yaml::Value>(overrides.error());
  if (!effective) {
    complain(effective.error());
    return Failed;
  }
  const auto ns = env.ns.empty() ? wanted.options.choices.ns : env.ns;
  if (env.context.empty()) {  // one cluster: the current one
    auto current = kube::findContext(kube::loadKubeconfig(kube::kubeconfigFiles(env.kubeconfig)), std::string());
    if (!current) {
      complain(current.error());
      return Failed;
    }
    env.context = current->name;
  }
  auto needs = installation::needsOf(*effective, wanted.options.choices.release, ns);
  return runToEnd(env, check(clustersOf(env), std::move(needs), env.json()));
}

}  // namespace

void addSetupCheck(CLI::App& setup, Env& env) {
  auto* command = setup.add_subcommand("check", "look at the cluster, DNS and TLS before an installation");
  auto wanted = std::make_shared<Wanted>();
  addProductionOptions(*command, wanted->options);
  const auto described = command->get_options(
      [](const CLI::Option* option) { return option->get_name() != "--release" && option->get_name() != "--help"; });
  auto* file = command->add_option("-f,--file", wanted->file, "your values file, instead of the options")
                   ->check(CLI::ExistingFile);
  for (auto* option : described) file->excludes(option);
  command->add_option("--chart", wanted->chart, "chart folder or .tgz (default: ClearDeck's own)");
  command->footer("Without options the chart's defaults are checked. Exit code 3 when a finding is Failed.");
  command->callback([&env, described, wanted] {
    auto given = [](const CLI::Option* option) { return option->count() > 0; };
    env.exitCode = run(env, *wanted, std::any_of(described.begin(), described.end(), given));
  });
}

}  // namespace cleardeck::app::ctl
