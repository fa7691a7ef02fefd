// cleardeckctl setup kind: a server on this machine.
#include "installation/setup_kind.h"

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

Task<int> create(InstallOrder order, std::string cluster, std::filesystem::path config, std::filesystem::path data,
                 asio::any_io_executor workers) {
  // Without helm a cluster would be made for nothing.
  auto program = co_await helm::findProgram();
  if (!program) co_return program.error();
  std::error_code ec;
  std::filesystem::create_directories(data, ec);
  if (ec) co_return Error(ErrorKind::Forbidden, "make " + data.string() + ": " + ec.message());
  std::function<void(std::string)> tell;
  if (!order.json) tell = [](const std::string& line) { print(line); };
  auto creating = installation::createKindCluster(cluster, config, order.kubeconfig, tell);
  auto created = co_await std::move(creating);
  if (!created) co_return created.error();
  auto installing = installOrder(std::move(order), workers);
  auto code = co_await std::move(installing);
  co_return code;
}

int run(const Env& env, const Wanted& wanted) {
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
  const auto config = std::filesystem::absolute(wanted.output.folder) / "kind.yaml";
  return runToEnd(env, create(std::move(order), choices.cluster, config, choices.dataFolder, env.workers()));
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
