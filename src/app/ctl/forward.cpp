// cleardeckctl forward NAME: the three doors on local ports, until interrupted.
#include "app/ctl/command.h"
#include "installation/connection.h"

#include <nlohmann/json.hpp>

namespace cleardeck::app::ctl {
namespace {

struct Wanted {
  std::string name;
  bool conf = false;
  std::uint16_t api = 0, files = 0, web = 0;
};

installation::ConnectionOptions optionsOf(const Wanted& wanted) {
  using installation::Door;
  installation::ConnectionOptions options;
  options.localPorts = {{Door::Api, wanted.api}, {Door::Files, wanted.files}, {Door::Web, wanted.web}};
  return options;
}

void show(const clearml::ServerUrls& urls, bool json) {
  if (json)
    print(nlohmann::json{{"api", urls.api}, {"web", urls.web}, {"files", urls.files}});
  else
    print("api    " + urls.api + "\nfiles  " + urls.files + "\nweb    " + urls.web);
}

Task<int> run(Task<Target> finding, Wanted wanted, bool json) {
  auto target = co_await std::move(finding);
  if (!target) co_return target.error();
  const auto options = optionsOf(wanted);
  auto connection = installation::Connection::start(*target->chosen.hub, target->chosen.row, options, nullptr);
  if (!connection) co_return connection.error();
  auto answering = co_await installation::waitUntilAnswering(*connection, std::chrono::seconds(30));
  if (!answering) co_return answering.error();
  show(connection->urls(), json);
  if (wanted.conf) {
    auto credentials = co_await installation::credentialsOf(target->chosen.hub->session(), target->chosen.row);
    if (!credentials) co_return credentials.error();
    print(clearml::clearmlConf(connection->urls(), *credentials));
  }
  co_return co_await untilInterrupted();
}

}  // namespace

void addForward(CLI::App& app, Env& env) {
  auto* command = app.add_subcommand("forward", "forward API, files and web of an installation until interrupted");
  auto wanted = std::make_shared<Wanted>();
  command->add_option("NAME", wanted->name, "of the installation")->required();
  command->add_flag("--print-conf", wanted->conf, "also print a clearml.conf (it holds an access key)");
  command->add_option("--api-port", wanted->api, "local port (default: any)");
  command->add_option("--files-port", wanted->files, "local port (default: any)");
  command->add_option("--web-port", wanted->web, "local port (default: any)");
  command->callback(
      [&env, wanted] { env.exitCode = runToEnd(env, run(targetOf(env, wanted->name), *wanted, env.json())); });
}

}  // namespace cleardeck::app::ctl
