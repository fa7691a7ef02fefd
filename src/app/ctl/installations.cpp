// cleardeckctl installations: every ClearML installation of every context.
#include "app/ctl/command.h"

#include <spdlog/fmt/fmt.h>

#include <nlohmann/json.hpp>

namespace cleardeck::app::ctl {
namespace {

nlohmann::json asJson(const installation::Installation& row) {
  return {{"name", row.name},
          {"namespace", row.ns},
          {"context", row.context},
          {"chart", row.release.chart},
          {"chartVersion", row.release.chartVersion},
          {"appVersion", row.release.appVersion},
          {"revision", row.revision},
          {"health", std::string(name(row.health.word))},
          {"reason", row.health.sentence}};
}

void show(const Survey& found) {
  print(fmt::format("{:<20} {:<20} {:<16} {:<10} {:<8} {:<4} {:<9} {}", "NAME", "CONTEXT", "NAMESPACE", "CHART", "APP",
                    "REV", "HEALTH", "REASON"));
  for (const auto& [row, hub] : found.installations)
    print(fmt::format("{:<20} {:<20} {:<16} {:<10} {:<8} {:<4} {:<9} {}", row.name, row.context, row.ns,
                      row.release.chartVersion, row.release.appVersion, row.revision, name(row.health.word),
                      row.health.sentence));
}

Task<int> run(Task<Clusters> opening, std::string ns, bool json, asio::any_io_executor workers) {
  auto clusters = co_await std::move(opening);
  if (!clusters) co_return clusters.error();
  for (const auto& notice : clusters->config.notices) complain(Error(ErrorKind::Invalid, notice));
  for (const auto& error : clusters->config.errors) complain(error);
  const std::size_t contexts = clusters->clusters.size();
  auto found = co_await survey(*clusters, ns, workers, std::chrono::seconds(30));
  if (!found) co_return found.error();
  for (const auto& problem : found->problems) complain(problem);
  if (json) {
    auto rows = nlohmann::json::array();
    for (const auto& chosen : found->installations) rows.push_back(asJson(chosen.row));
    print(rows);
  } else if (found->installations.empty()) {
    print(fmt::format("No ClearML installation in {} context{}.", contexts, contexts == 1 ? "" : "s"));
  } else {
    show(*found);
  }
  co_return found->problems.size() == contexts ? Failed : Good;
}

}  // namespace

void addInstallations(CLI::App& app, Env& env) {
  auto* command = app.add_subcommand("installations", "every ClearML installation of every context");
  command->callback([&env] { env.exitCode = runToEnd(env, run(clustersOf(env), env.ns, env.json(), env.workers())); });
}

}  // namespace cleardeck::app::ctl
