// cleardeckctl serve: the ClearML-compatible tracking server alone.
#include "app/ctl/command.h"
#include "base/files.h"
#include "clearml/config_snippet.h"
#include "tracking/server.h"

#include <boost/asio/signal_set.hpp>
#include <csignal>
#include <cstdlib>
#include <nlohmann/json.hpp>

namespace cleardeck::app::ctl {
namespace {

std::string fromEnvironment(const char* name, const std::string& fallback) {
  const char* value = std::getenv(name);
  return value && *value ? value : fallback;
}

void show(const tracking::Server& server, bool json) {
  clearml::ServerUrls urls;
  urls.api = server.apiUrl();
  urls.files = server.filesUrl();
  urls.web = "http://127.0.0.1:" + std::to_string(server.webPort());
  if (json) {
    print(nlohmann::json{{"api", urls.api}, {"files", urls.files}, {"web", urls.web}});
    return;
  }
  print("# ClearDeck's tracking server. Put this into ~/clearml.conf:\n" +
        clearml::clearmlConf(urls, clearml::Credentials(server.accessKey(), server.secretKey())));
}

// The file is read again at SIGHUP; one that cannot be used leaves the users as they are.
Task<int> serveUntilInterrupted(tracking::Server* server, std::string fixedUsers) {
  auto executor = co_await asio::this_coro::executor;
  asio::signal_set reload(executor, SIGHUP);
  for (;;) {
    co_await reload.async_wait(asio::use_awaitable);
    if (fixedUsers.empty()) continue;
    auto users = tracking::fixedUsersFromFile(fixedUsers);
    if (!users) {
      complain(users.error());
      continue;
    }
    auto count = users->users.size();
    auto changed = server->setFixedUsers(std::move(*users));
    if (!changed)
      complain(changed.error());
    else
      print("# " + std::to_string(count) + " fixed users");
  }
}

// Ours beside ClearML's.
void showEndpoints(bool json) {
  auto table = tracking::Server::endpointTable();
  auto all = nlohmann::json::array();
  std::size_t ours = 0;
  for (const auto& row : table) {
    ours += row.ours;
    all.push_back({{"name", row.name}, {"since", row.since}, {"answered", row.ours}, {"why_not", row.reason}});
    if (!json) print(row.name + " since " + row.since + (row.ours ? "" : ": left out, " + row.reason));
  }
  if (json) return print(all);
  print(std::to_string(ours) + " of " + std::to_string(table.size()) + " endpoints of clearml-server 2.3 are answered");
}

int run(const Env& env, tracking::Settings settings, const std::string& fixedUsers) {
  if (!fixedUsers.empty()) {
    auto users = tracking::fixedUsersFromFile(fixedUsers);
    if (!users) {
      complain(users.error());
      return Usage;
    }
    settings.fixedUsers = std::move(*users);
  }
  settings.web = true;
  settings.accessKey = fromEnvironment("CLEARDECK_ACCESS_KEY", "");
  settings.secretKey = fromEnvironment("CLEARDECK_SECRET_KEY", "");
  settings.accessRole = fromEnvironment("CLEARDECK_ACCESS_ROLE", "user");
  auto server = tracking::Server::start(env.runtime, std::move(settings));
  if (!server) {
    complain(server.error());
    return Failed;
  }
  show(**server, env.json());
  const int code = runToEnd(env, serveUntilInterrupted(server->get(), fixedUsers));
  (*server)->stop();
  return code;
}

}  // namespace

void addServe(CLI::App& app, Env& env) {
  auto* command = app.add_subcommand("serve", "run the ClearML-compatible tracking server until interrupted");
  auto settings = std::make_shared<tracking::Settings>();
  auto data = std::make_shared<std::string>((files::dataDir() / "tracking").string());
  auto endpoints = std::make_shared<bool>(false);
  command->add_option("--data", *data, "data folder")->capture_default_str();
  command->add_option("--api-port", settings->apiPort, "0: any")->capture_default_str();
  command->add_option("--files-port", settings->filesPort, "0: any")->capture_default_str();
  command->add_option("--web-port", settings->webPort, "0: any")->capture_default_str();
  auto fixedUsers = std::make_shared<std::string>();
  auto silentSeconds = std::make_shared<std::int64_t>(settings->watchdog.threshold.count());
  command->add_option("--fixed-users", *fixedUsers,
                      "apiserver.conf with auth.fixed_users (HOCON or JSON); read again at SIGHUP");
  command->add_option("--silent-after", *silentSeconds, "stop running tasks silent for that many seconds; 0: never")
      ->capture_default_str();
  command->add_flag("--endpoints", *endpoints, "list ClearML's endpoints, which of them it answers, and end");
  command->footer(
      "$CLEARDECK_ACCESS_KEY and $CLEARDECK_SECRET_KEY preset the credentials; otherwise they are made once.");
  command->callback([&env, settings, data, endpoints, fixedUsers, silentSeconds] {
    if (*endpoints) {
      showEndpoints(env.json());
      return;
    }
    settings->dataDir = *data;
    settings->watchdog.enabled = *silentSeconds > 0;
    settings->watchdog.threshold = std::chrono::seconds(*silentSeconds);
    env.exitCode = run(env, *settings, *fixedUsers);
  });
}

}  // namespace cleardeck::app::ctl
