// cleardeckctl serve: the ClearML-compatible tracking server alone.
#include "app/ctl/command.h"
#include "base/files.h"
#include "clearml/config_snippet.h"
#include "tracking/server.h"

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

int run(const Env& env, tracking::Settings settings) {
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
  const int code = runToEnd(env, untilInterrupted());
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
  command->add_flag("--endpoints", *endpoints, "list the endpoints that it answers, and end");
  command->footer(
      "$CLEARDECK_ACCESS_KEY and $CLEARDECK_SECRET_KEY preset the credentials; otherwise they are made once.");
  command->callback([&env, settings, data, endpoints] {
    if (*endpoints) {
      for (const auto& name : tracking::Server::endpoints()) print(name);
      return;
    }
    settings->dataDir = *data;
    env.exitCode = run(env, *settings);
  });
}

}  // namespace cleardeck::app::ctl
