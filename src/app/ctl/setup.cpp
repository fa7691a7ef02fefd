// cleardeckctl setup …: what its commands share.
#include "app/ctl/setup.h"

#include "helm/values.h"
#include "installation/fixed_users.h"
#include "installation/preflight_facts.h"

#include <spdlog/fmt/fmt.h>

#include <nlohmann/json.hpp>

namespace cleardeck::app::ctl {
namespace {

namespace fs = std::filesystem;
using installation::CheckState;

nlohmann::json planJson(const installation::SetupPlan& plan, const PlanOutput& output) {
  auto files = nlohmann::json::array(), commands = nlohmann::json::array(), records = nlohmann::json::array();
  for (const auto& file : plan.files) files.push_back((fs::path(output.folder) / file.name).string());
  for (const auto& command : plan.commands)
    commands.push_back({{"about", command.about}, {"arguments", command.arguments}});
  for (const auto& record : plan.dnsRecords) records.push_back({{"host", record.host}, {"target", record.target}});
  return {{"files", files},
          {"commands", commands},
          {"dnsRecords", records},
          {"notes", plan.notes},
          {"urls", {{"web", plan.webUrl}, {"api", plan.apiUrl}, {"files", plan.filesUrl}}}};
}

Task<bool> passes(kube::Session session, installation::SetupNeeds needs, bool json) {
  auto facts = co_await installation::gatherFacts(session, needs);
  if (!facts) co_return facts.error();
  auto findings = installation::check(needs, *facts);
  std::erase_if(findings, [](const auto& finding) { return finding.state != CheckState::Failed; });
  if (findings.empty()) co_return true;
  if (json)
    print(nlohmann::json{{"state", "Failed"}, {"findings", asJson(findings)}});
  else
    show(findings);
  co_return false;
}

int shown(const installation::Installation& row, bool json) {
  const bool well = row.health.word == installation::HealthWord::Healthy;
  const std::string word(name(row.health.word));
  if (json)
    print(nlohmann::json{{"name", row.name},
                         {"namespace", row.ns},
                         {"context", row.context},
                         {"health", word},
                         {"reason", row.health.sentence}});
  else
    print(row.name + ": " + word + ". " + row.health.sentence);
  if (!well && !json)
    for (const auto& finding : row.health.findings)
      print(fmt::format("- {}: {}\n  {}", finding.title, finding.evidence, finding.nextStep));
  return well ? Good : Unhealthy;
}

}  // namespace

void addOutputOptions(CLI::App& command, PlanOutput& output, const std::string& folder) {
  output.folder = folder;
  command.add_option("-d,--directory", output.folder, "where the files are written")->capture_default_str();
  command.add_option("--chart", output.chart, "chart folder or .tgz (default: ClearDeck's own)");
  command.add_flag("--replace", output.replace, "replace files that are there with another content");
  command.add_flag("--apply", output.apply, "run the commands, too, and wait until it is healthy");
  command.add_flag("--skip-check", output.skipCheck, "install although the preflight found something");
  command.add_option("--timeout", output.patienceSeconds, "seconds to wait until it is healthy")
      ->check(CLI::Range(1, 86400))
      ->capture_default_str();
}

Result<helm::Chart> setupChart(const std::string& chosen) {
  auto chart = helm::readChart(chosen.empty() ? embeddedCharts() : fs::path(chosen));
  if (!chart) return std::move(chart.error()).during("the chart");
  return chart;
}

installation::PlanChart planChart(const helm::Chart& chart) {
  return installation::PlanChart{chart.path.string(), chart.meta.version, chart.valuesText};
}

Result<Done> writePlan(const installation::SetupPlan& plan, const PlanOutput& output) {
  auto written = installation::writePlan(plan, fs::absolute(output.folder), output.replace);
  if (!written && written.error().kind == ErrorKind::Conflict)
    return std::move(written.error()).withHint("Choose another folder with -d, or give --replace");
  return written;
}

void showPlan(const installation::SetupPlan& plan, const PlanOutput& output, bool json) {
  if (json) return print(planJson(plan, output));
  std::string text = "Written to " + output.folder + ":\n";
  for (const auto& file : plan.files) text += "  " + file.name + "\n";
  if (!plan.dnsRecords.empty()) text += "\nMake these DNS records:\n";
  for (const auto& record : plan.dnsRecords) text += "  " + record.host + "  →  " + record.target + "\n";
  text += "\nCommands, to be run in that folder:\n";
  for (const auto& command : plan.commands) text += "  # " + command.about + "\n  " + command.line() + "\n";
  text += "\n";
  for (const auto& note : plan.notes) text += "- " + note + "\n";
  if (!plan.webUrl.empty()) text += "\nThe web application will be at " + plan.webUrl + "\n";
  text.pop_back();
  print(text);
}

nlohmann::json asJson(const std::vector<installation::CheckFinding>& findings) {
  auto all = nlohmann::json::array();
  for (const auto& finding : findings)
    all.push_back({{"what", finding.what},
                   {"state", std::string(name(finding.state))},
                   {"evidence", finding.evidence},
                   {"nextStep", finding.nextStep}});
  return all;
}

void show(const std::vector<installation::CheckFinding>& findings) {
  for (const auto& finding : findings) {
    print(fmt::format("{:<8} {:<44} {}", name(finding.state), finding.what, finding.evidence));
    if (!finding.nextStep.empty()) print(fmt::format("{:<8} {:<44} → {}", "", "", finding.nextStep));
  }
}

Task<int> installOrder(InstallOrder order, asio::any_io_executor workers) {
  auto program = co_await helm::findProgram();
  if (!program) co_return program.error();
  auto executor = co_await asio::this_coro::executor;
  auto clusters = openClusters(executor, order.kubeconfig, order.context, order.ns);
  if (!clusters) co_return clusters.error();
  const auto& cluster = clusters->clusters.front();
  if (!cluster.hub) co_return *cluster.problem;
  auto user = yaml::parse(order.values);
  if (!user) co_return user.error();
  auto effective = helm::coalesce(order.chart, user->is_null() ? yaml::Value::object() : *user);
  if (!effective) co_return effective.error();
  auto needs = installation::needsNow(installation::needsOf(*effective, order.release, order.ns), order.secretName);
  if (!order.skipCheck) {
    auto pass = co_await passes(cluster.hub->session(), needs, order.json);
    if (!pass) co_return pass.error();
    if (!*pass) co_return Unhealthy;
  }
  installation::InstallJob job(
      *cluster.hub, helm::Target(clusters->config.files, cluster.name, order.ns),
      installation::installRun(order.release, order.chart.path, order.chart.meta.version, order.values));
  job.secretName = order.secretName;
  job.secret = order.secret;
  job.read = installation::summaryReader(workers);
  job.patience = order.patience;
  if (!order.json) job.tell = [](const std::string& line) { print(line); };
  auto installing = installation::installServer(*program, std::move(job));
  auto installed = co_await std::move(installing);
  if (!installed) co_return installed.error();
  co_return shown(*installed, order.json);
}

void addSetup(CLI::App& app, Env& env) {
  auto* setup =
      app.add_subcommand("setup", "set up a ClearML server: a local one, a production one, and the checks before");
  setup->require_subcommand(1);
  addSetupKind(*setup, env);
  addSetupProduction(*setup, env);
  addSetupCheck(*setup, env);
}

}  // namespace cleardeck::app::ctl
