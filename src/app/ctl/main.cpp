// cleardeckctl: ClearDeck's engine without a window.
#include "app/ctl/command.h"

#include "base/log.h"

#include <csignal>

using namespace cleardeck;
using namespace cleardeck::app;

namespace {

void addGlobalOptions(CLI::App& app, ctl::Env& env, bool& verbose) {
  app.require_subcommand(1);
  app.fallthrough();
  app.set_version_flag("--version", CLEARDECK_VERSION);
  app.add_option("--kubeconfig", env.kubeconfig, "kubeconfig file (default: $KUBECONFIG, then ~/.kube/config)");
  app.add_option("--context", env.context, "use only this context (default: all of them)");
  app.add_option("-n,--namespace", env.ns, "look only in this namespace");
  app.add_option("-o,--output", env.output, "json prints JSON")->check(CLI::IsMember({"json"}));
  app.add_flag("-v,--verbose", verbose, "write the engine's log to standard error");
  app.footer("Exit codes: 0 good, 1 failed (the reason is on standard error), 2 usage, 3 unhealthy.");
}

}  // namespace

int main(int argc, char** argv) {
  std::signal(SIGPIPE, SIG_IGN);  // libcurl and helm's pipes report it as an error instead
  log::setLevel(spdlog::level::off);
  Runtime runtime;
  ctl::Env env(runtime);
  bool verbose = false;
  CLI::App app("ClearDeck's engine without a window: ClearML on Kubernetes", "cleardeckctl");
  addGlobalOptions(app, env, verbose);
  app.parse_complete_callback([&verbose] { log::setLevel(verbose ? spdlog::level::info : spdlog::level::off); });
  for (auto add : {ctl::addInstallations, ctl::addHealth, ctl::addForward, ctl::addValues, ctl::addRollback,
                   ctl::addExperiments, ctl::addServe, ctl::addSandbox, ctl::addSetup, ctl::addUpgrade, ctl::addHistory,
                   ctl::addRepair, ctl::addUninstall, ctl::addUsers, ctl::addWatchdog, ctl::addPlan, ctl::addApply})
    add(app, env);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? ctl::Good : ctl::Usage;
  }
  return env.exitCode;
}
