/// What every command of cleardeckctl shares: global options, output, errors, exit codes, interruption.
#pragma once
#include "app/clusters.h"
#include "net/runtime.h"

#include <CLI/CLI.hpp>
#include <nlohmann/json_fwd.hpp>

#include <optional>

namespace cleardeck::app::ctl {

/// Documented in README.md.
enum ExitCode { Good = 0, Failed = 1, Usage = 2, Unhealthy = 3 };

/// A release that a command changes. "" for context and namespace: as the options say.
struct Changing {
  Changing(std::string r, std::string c, std::string n)
      : release(std::move(r)), context(std::move(c)), ns(std::move(n)) {}
  std::string release, context, ns;
};

struct Env {
  explicit Env(Runtime& r) : runtime(r) {}
  Runtime& runtime;
  std::string kubeconfig, context, ns;
  std::string output;                ///< "json" or ""
  std::string planFile;              ///< of `plan -o FILE …`: the change is written there, not done
  std::optional<Changing> changing;  ///< set by commands that an interruption leaves half done
  int exitCode = Good;
  bool json() const { return output == "json"; }
  asio::any_io_executor workers() const { return runtime.workers(); }
};

/// Runs the task until it ends or the user interrupts; its errors go to standard error. The task's value is the exit
/// code. An interruption is Good; with Env::changing it is Failed, and once helm has ended, the state in which the
/// release is left is said.
int runToEnd(const Env& env, Task<int> task);

/// What a command that only serves waits for; ends by cancellation.
Task<int> untilInterrupted();

/// Opens the clusters that the options name.
Task<Clusters> clustersOf(const Env& env);
/// The installation of that name in them.
struct Target {
  Clusters clusters;
  Chosen chosen;
};
Task<Target> targetOf(const Env& env, std::string name);

void print(const nlohmann::json& json);
void print(const std::string& line);
void complain(const Error& error);  ///< on standard error, with the next step

/// One each: adds the subcommand to `app`. `env` outlives `app`.
void addInstallations(CLI::App& app, Env& env);
void addHealth(CLI::App& app, Env& env);
void addForward(CLI::App& app, Env& env);
void addValues(CLI::App& app, Env& env);
void addValuesConvert(CLI::App& values, Env& env);  ///< below `values`
void addRollback(CLI::App& app, Env& env);
void addExperiments(CLI::App& app, Env& env);
void addServe(CLI::App& app, Env& env);
void addSandbox(CLI::App& app, Env& env);
void addSetup(CLI::App& app, Env& env);
void addUpgrade(CLI::App& app, Env& env);
void addHistory(CLI::App& app, Env& env);
void addRepair(CLI::App& app, Env& env);
void addUninstall(CLI::App& app, Env& env);
void addUsers(CLI::App& app, Env& env);
void addWatchdog(CLI::App& app, Env& env);
void addPlan(CLI::App& app, Env& env);
void addApply(CLI::App& app, Env& env);

}  // namespace cleardeck::app::ctl
