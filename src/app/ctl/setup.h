/// What the three commands of `cleardeckctl setup` share: the chart, the plan on disk and on screen, the installation.
#pragma once
#include "app/ctl/command.h"
#include "installation/preflight.h"
#include "installation/setup_apply.h"
#include "installation/setup_production.h"

namespace cleardeck::app::ctl {

/// Where a plan goes and whether it is run.
struct PlanOutput {
  std::string folder;
  std::string chart;  ///< "" is the chart of this program
  bool apply = false;
  bool replace = false;    ///< files that are there with another content
  bool skipCheck = false;  ///< install although something failed
  int patienceSeconds = 900;
};
void addOutputOptions(CLI::App& command, PlanOutput& output, const std::string& folder);

/// Reads the chart: `chosen`, else the one that belongs to this program.
Result<helm::Chart> setupChart(const std::string& chosen);
installation::PlanChart planChart(const helm::Chart& chart);

/// Writes every file of the plan. Errors: Conflict, a file is there with another content.
Result<Done> writePlan(const installation::SetupPlan& plan, const PlanOutput& output);
void showPlan(const installation::SetupPlan& plan, const PlanOutput& output, bool json);

nlohmann::json asJson(const std::vector<installation::CheckFinding>& findings);
void show(const std::vector<installation::CheckFinding>& findings);

/// One cluster and what to install there.
struct InstallOrder {
  InstallOrder(std::string k, std::string c, std::string n)
      : kubeconfig(std::move(k)), context(std::move(c)), ns(std::move(n)) {}
  std::string kubeconfig, context, ns, release;
  helm::Chart chart;
  std::string values;
  std::string secretName, secret;
  std::chrono::seconds patience{900};
  bool skipCheck = false, json = false;
};
/// Preflight, helm install, health. Exit code 3 when preflight fails or the health is not good at the end.
Task<int> installOrder(InstallOrder order, asio::any_io_executor workers);

/// The options that describe a production installation, as typed.
struct ProductionOptions {
  installation::ProductionChoices choices;
  std::vector<std::string> storageClasses, storageSizes, fixedUsers;
  std::string gateway, watchdog;
  bool nodePort = false, portForward = false, noTls = false, tlsElsewhere = false;
};
void addProductionOptions(CLI::App& command, ProductionOptions& options);
/// Errors: Invalid. Fixed users have no password yet.
Result<installation::ProductionChoices> choicesOf(const ProductionOptions& options);

void addSetupKind(CLI::App& setup, Env& env);
void addSetupProduction(CLI::App& setup, Env& env);
void addSetupCheck(CLI::App& setup, Env& env);

}  // namespace cleardeck::app::ctl
