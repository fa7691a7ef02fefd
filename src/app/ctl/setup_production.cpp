// cleardeckctl setup production: a server for a team.
#include "app/ctl/password.h"
#include "app/ctl/setup.h"
#include "installation/fixed_users.h"

#include <nlohmann/json.hpp>

namespace cleardeck::app::ctl {
namespace {

using installation::ProductionChoices;

struct Wanted {
  ProductionOptions options;
  PlanOutput output;
};

Result<Done> askPasswords(ProductionChoices& choices) {
  for (auto& user : choices.fixedUsers) {
    auto password = askPassword(user.username);
    if (!password)
      return std::move(password.error())
          .withHint("Give one line of standard input for each --fixed-user, in their order");
    auto hash = installation::hashPassword(*password);
    if (!hash) return std::move(hash.error()).during("--fixed-user " + user.username);
    user.passwordHash = std::move(*hash);
  }
  return Done();
}

// An open server in production must be somebody's decision.
Result<Done> judgeTls(const ProductionOptions& options, const ProductionChoices& choices) {
  using installation::Exposure;
  if (choices.exposure != Exposure::Ingress && choices.exposure != Exposure::Gateway) return Done();
  if (choices.tls != installation::Tls::None || options.noTls) return Done();
  return Error(ErrorKind::Invalid, "nothing says where the TLS certificate comes from")
      .withHint("Give --tls-secret, --cluster-issuer, --tls-elsewhere or --no-tls");
}

// The context that the commands name, so that they cannot run against another one.
std::string contextName(const Env& env) {
  const auto config = kube::loadKubeconfig(kube::kubeconfigFiles(env.kubeconfig));
  if (!env.context.empty()) return env.context;
  auto context = kube::findContext(config, std::string());
  return context ? context->name : std::string();
}

Result<installation::SetupPlan> planOf(const Env& env, const Wanted& wanted, const helm::Chart& chart,
                                       ProductionChoices& choices) {
  auto chosen = choicesOf(wanted.options);
  if (!chosen) return chosen.error();
  choices = std::move(*chosen);
  choices.context = contextName(env);
  if (!env.ns.empty()) choices.ns = env.ns;
  if (auto good = judgeTls(wanted.options, choices); !good) return good.error();
  if (auto asked = askPasswords(choices); !asked) return asked.error();
  return installation::planProduction(choices, planChart(chart));
}

int run(Env& env, const Wanted& wanted) {
  ProductionChoices choices;
  auto chart = setupChart(wanted.output.chart);
  auto plan = chart ? planOf(env, wanted, *chart, choices) : Result<installation::SetupPlan>(chart.error());
  auto written = plan ? writePlan(*plan, wanted.output) : Result<Done>(plan.error());
  if (!written) {
    complain(written.error());
    return Failed;
  }
  if (!wanted.output.apply || !env.json()) showPlan(*plan, wanted.output, env.json());
  if (!wanted.output.apply) return Good;
  InstallOrder order(env.kubeconfig, choices.context, choices.ns);
  order.release = choices.release;
  order.chart = std::move(*chart);
  order.values = plan->values;
  if (!choices.fixedUsers.empty()) {
    order.secretName = installation::fixedUsersSecretName(choices.release);
    order.secret = installation::fixedUsersSecret(choices.release, choices.ns, choices.fixedUsers);
  }
  order.patience = std::chrono::seconds(wanted.output.patienceSeconds);
  order.skipCheck = wanted.output.skipCheck;
  order.json = env.json();
  env.changing = Changing(order.release, order.context, order.ns);
  return runToEnd(env, installOrder(std::move(order), env.workers()));
}

}  // namespace

void addSetupProduction(CLI::App& setup, Env& env) {
  auto* command = setup.add_subcommand("production", "a server for a team: values, commands, DNS records");
  auto wanted = std::make_shared<Wanted>();
  addProductionOptions(*command, wanted->options);
  addOutputOptions(*command, wanted->output, "clearml-production");
  command->footer("Passwords of fixed users are read from standard input, a line each, and are kept as bcrypt hashes.");
  command->callback([&env, wanted] { env.exitCode = run(env, *wanted); });
}

}  // namespace cleardeck::app::ctl
