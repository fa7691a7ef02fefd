// cleardeckctl experiments NAME: tasks through a forward of its own.
#include "app/ctl/command.h"
#include "clearml/task_query.h"
#include "installation/connection.h"

#include <spdlog/fmt/fmt.h>
#include <cstdlib>
#include <nlohmann/json.hpp>

namespace cleardeck::app::ctl {
namespace {

// Secrets never stand in an argument list: the SDK's own variables are read, else the installation's Secret.
Task<clearml::Credentials> credentials(kube::Session session, installation::Installation row) {
  const char* key = std::getenv("CLEARML_API_ACCESS_KEY");
  const char* secret = std::getenv("CLEARML_API_SECRET_KEY");
  if (key && secret && *key && *secret) co_return clearml::Credentials(key, secret);
  co_return co_await installation::credentialsOf(session, row);
}

Task<std::string> projectId(clearml::Session session, std::string name) {
  if (name.empty()) co_return std::string();
  auto projects = co_await clearml::projects(session);
  if (!projects) co_return projects.error();
  for (const auto& project : *projects)
    if (project.name == name) co_return project.uid;
  co_return Error(ErrorKind::NotFound, "no project is named " + name)
      .withHint("Give the whole path, as vision/resnet50");
}

Task<std::vector<clearml::TaskRow>> allTasks(clearml::Session session, clearml::TaskQuery query) {
  std::vector<clearml::TaskRow> rows;
  for (;; ++query.page) {
    auto page = co_await clearml::tasks(session, query);
    if (!page) co_return page.error();
    rows.insert(rows.end(), page->rows.begin(), page->rows.end());
    if (page->last) co_return rows;
  }
}

void show(const std::vector<clearml::TaskRow>& rows, bool json) {
  auto all = nlohmann::json::array();
  for (const auto& row : rows) {
    if (json)
      all.push_back({{"id", row.uid},
                     {"name", row.name},
                     {"project", row.projectName},
                     {"status", clearml::word(row.status)},
                     {"type", row.type},
                     {"tags", row.tags},
                     {"lastIteration", row.lastIteration},
                     {"lastUpdate", time::toRfc3339(row.lastUpdate)}});
    else
      print(fmt::format("{:<34} {:<12} {:<28} {}", row.uid, clearml::word(row.status), row.projectName, row.name));
  }
  if (json) print(all);
}

Task<int> run(Task<Target> finding, std::string project, bool json, asio::any_io_executor workers) {
  auto target = co_await std::move(finding);
  if (!target) co_return target.error();
  installation::ConnectionOptions options;
  auto tunnel = installation::Connection::start(*target->chosen.hub, target->chosen.row, options, nullptr);
  if (!tunnel) co_return tunnel.error();
  auto answering = co_await installation::waitUntilAnswering(*tunnel, std::chrono::seconds(30));
  if (!answering) co_return answering.error();
  auto key = co_await credentials(target->chosen.hub->session(), target->chosen.row);
  if (!key) co_return key.error();
  clearml::Connection connection;
  connection.apiUrl = tunnel->urls().api;
  connection.filesUrl = tunnel->urls().files;
  connection.credentials = *key;
  auto executor = co_await asio::this_coro::executor;
  auto session = clearml::Session::create(executor, workers, std::move(connection));
  if (!session) co_return session.error();
  clearml::TaskQuery query;
  auto id = co_await projectId(*session, project);
  if (!id) co_return id.error();
  query.project = *id;
  auto rows = co_await allTasks(*session, query);
  if (!rows) co_return rows.error();
  show(*rows, json);
  co_return Good;
}

}  // namespace

void addExperiments(CLI::App& app, Env& env) {
  auto* command = app.add_subcommand("experiments", "tasks of an installation, through a forward");
  auto name = std::make_shared<std::string>();
  auto project = std::make_shared<std::string>();
  command->add_option("NAME", *name, "of the installation")->required();
  command->add_option("--project", *project, "only this project and what is below it");
  command->footer(
      "The access key is $CLEARML_API_ACCESS_KEY with $CLEARML_API_SECRET_KEY, else the installation's own.");
  command->callback([&env, name, project] {
    env.exitCode = runToEnd(env, run(targetOf(env, *name), *project, env.json(), env.workers()));
  });
}

}  // namespace cleardeck::app::ctl
