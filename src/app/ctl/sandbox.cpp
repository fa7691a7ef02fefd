// cleardeckctl sandbox: the small Kubernetes API with a sample installation.
#include "app/ctl/command.h"
#include "app/sandbox_host.h"

#include <nlohmann/json.hpp>

namespace cleardeck::app::ctl {
namespace {

struct Wanted {
  std::string out;
  SandboxHost::Options options;
  std::string data;
};

int run(const Env& env, const Wanted& wanted) {
  auto options = wanted.options;
  if (!wanted.data.empty()) options.dataDir = wanted.data;
  auto host = SandboxHost::start(env.runtime, options);
  if (!host) {
    complain(host.error());
    return Failed;
  }
  std::string file = (*host)->kubeconfig().string();
  if (!wanted.out.empty()) {
    if (auto written = files::writeAtomically(wanted.out, (*host)->kubeconfigText(), 0600); !written) {
      complain(written.error());
      return Failed;
    }
    file = wanted.out;
  }
  if (env.json())
    print(nlohmann::json{{"kubeconfig", file}, {"context", "sandbox"}});
  else
    print("The sandbox runs until it is interrupted. In another terminal:\n  export KUBECONFIG=" + file);
  return runToEnd(env, untilInterrupted());
}

}  // namespace

void addSandbox(CLI::App& app, Env& env) {
  auto* command =
      app.add_subcommand("sandbox", "run a small Kubernetes API with a sample installation until interrupted");
  auto wanted = std::make_shared<Wanted>();
  command->add_option("--kubeconfig-out", wanted->out, "write its kubeconfig to this file (0600)");
  command->add_option("--port", wanted->options.kubePort, "of the Kubernetes API (default: any)");
  command->add_option("--data", wanted->data, "data folder of its tracking server");
  command->callback([&env, wanted] { env.exitCode = run(env, *wanted); });
}

}  // namespace cleardeck::app::ctl
