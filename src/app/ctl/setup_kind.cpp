// cleardeckctl setup kind: a server on this machine.
#include "installation/kind_cluster.h"

#include "app/ctl/setup.h"
#include "base/files.h"

#include <nlohmann/json.hpp>

namespace cleardeck::app::ctl {
namespace {

struct Wanted {
  installation::KindChoices choices;
  std::string data;
  PlanOutput output;
};

Task<int> create(InstallOrder order, installation::KindChoices choices, std::filesystem::path config,
                 asio::any_io_executor workers) {
  std::function<void(std::string)> tell;
  if (!order.json) tell = [](const std::string& line) { print(line); };
  auto providing = installation::provideKindCluster(std::move(choices), std::move(config), order.kubeconfig, tell);
  auto provided = co_await std::move(providing);
  if (!provided) co_return provided.error();
  auto installing = installOrder(std::move(order), workers);
  auto code = co_await std::move(installing);
  co_return code;
}

int run(Env& env, const Wanted& wanted) {
  auto chart = setupChart(wanted.output.chart);
  auto choices = wanted.choices;
  choices.dataFolder = wanted.data.empty() ? files::dataDir() / "kind" / choices.cluster
                                           : std::filesystem::absolute(wanted.data).lexically_normal();
  if (!env.ns.empty()) choices.ns = env.ns;
  auto plan =
      chart ? installation::planKind(choices, planChart(*chart)) : Result<installation::SetupPlan>(chart.error());
  auto written = plan ? writePlan(*plan, wanted.output) : Result<Done>(plan.error());
  if (!written) {
    complain(written.error());
    return Failed;
  }
  if (!wanted.output.apply || !env.json()) showPlan(*plan, wanted.output, env.json());
  if (!wanted.output.apply) return Good;
  InstallOrder order(env.kubeconfig, installation::kindContext(choices.cluster), choices.ns);
  order.release = choices.release;
  order.chart = std::move(*chart);
  order.values = plan->values;
  order.patience = std::chrono::seconds(wanted.output.patienceSeconds);
  order.skipCheck = wanted.output.skipCheck;
  order.json = env.json();
  env.changing = Changing(order.release, order.context, order.ns);
  const auto config = std::filesystem::absolute(wanted.output.folder) / "kind.yaml";
  return runToEnd(env, create(std::move(order), choices, config, env.workers()));
}

}  // namespace

void addSetupKind(CLI::App& setup, Env& env) {
  auto* command = setup.add_subcommand("kind", "a server on this machine, in a kind cluster");
  auto wanted = std::make_shared<Wanted>();
  command->add_option("--name", wanted->choices.cluster, "of the kind cluster")->capture_default_str();
  command->add_option("--release", wanted->choices.release, "name of the installation")->capture_default_str();
  command->add_option("--data", wanted->data, "folder of this machine for the data of every volume");
  command->add_option("--api-port", wanted->choices.apiPort, "on 127.0.0.1")->capture_default_str();
  command->add_option("--web-port", wanted->choices.webPort, "on 127.0.0.1")->capture_default_str();
  command->add_option("--files-port", wanted->choices.filesPort, "on 127.0.0.1")->capture_default_str();
  addOutputOptions(*command, wanted->output, "clearml-kind");
  command->callback([&env, wanted] { env.exitCode = run(env, *wanted); });
}

}  // namespace cleardeck::app::ctl
