// cleardeckctl users list NAME; the changes are in users_change.cpp.
#include "app/ctl/users.h"

#include <nlohmann/json.hpp>

#include <spdlog/fmt/fmt.h>

namespace cleardeck::app::ctl {
namespace {

const char* placeWord(installation::UsersPlace place) {
  using installation::UsersPlace;
  switch (place) {
    case UsersPlace::Off: return "off";
    case UsersPlace::Secret: return "secret";
    case UsersPlace::Values: return "values";
    case UsersPlace::ConfigMap: break;
  }
  return "configmap";
}

void show(const OpenedUsers& opened, const installation::KeyCounts& counts) {
  const auto& state = opened.state;
  for (const auto& user : state.file.users) {
    const auto known = counts.keys.find(user.username);
    print(fmt::format("{:<24} {:<32} {}", user.username, user.name,
                      known == counts.keys.end() ? "API keys not known" : std::to_string(known->second) + " API keys"));
  }
  if (!counts.whyNot.empty()) print("Not every count of API keys is known: " + counts.whyNot + ".");
  if (state.home.place == installation::UsersPlace::Secret)
    print("Kept in the Secret " + state.home.object + "; a change restarts " + state.workload + ".");
  if (!state.file.hashed && !state.file.users.empty())
    print(std::string("The passwords are kept as plain text; the next change hashes them."));
  if (state.whyReadOnly) print(state.whyReadOnly->text() + ".");
}

nlohmann::json asJson(const OpenedUsers& opened, const installation::KeyCounts& counts) {
  const auto& state = opened.state;
  auto users = nlohmann::json::array();
  for (const auto& user : state.file.users) {
    nlohmann::json row = {{"login", user.username}, {"name", user.name}, {"apiKeys", nullptr}};
    if (const auto known = counts.keys.find(user.username); known != counts.keys.end()) row["apiKeys"] = known->second;
    users.push_back(row);
  }
  return {{"place", placeWord(state.home.place)},
          {"object", state.home.object},
          {"value", state.home.valuesPath},
          {"hashed", state.file.hashed},
          {"restarts", state.workload},
          {"readOnly", state.whyReadOnly ? state.whyReadOnly->text() : std::string()},
          {"whyKeysUnknown", counts.whyNot},
          {"users", users}};
}

Task<int> list(Task<Target> finding, bool json, asio::any_io_executor workers) {
  auto opened = co_await openUsers(std::move(finding), workers);
  if (!opened) co_return opened.error();
  std::vector<std::string> usernames;
  for (const auto& user : opened->state.file.users) usernames.push_back(user.username);
  installation::KeyCounts counts;
  if (!usernames.empty()) {
    const auto& chosen = opened->target.chosen;
    auto counted =
        co_await installation::countKeysThrough(*chosen.hub, chosen.row, opened->state.company, usernames, workers);
    if (!counted) co_return counted.error();
    counts = std::move(*counted);
  }
  if (json)
    print(asJson(*opened, counts));
  else
    show(*opened, counts);
  co_return Good;
}

}  // namespace

Task<OpenedUsers> openUsers(Task<Target> finding, asio::any_io_executor workers) {
  auto target = co_await std::move(finding);
  if (!target) co_return target.error();
  auto tools = valuesTools(target->clusters, target->chosen, workers);
  auto state = co_await installation::readUsers(tools, target->chosen.row);
  if (!state) co_return state.error();
  co_return OpenedUsers{std::move(*target), std::move(tools), std::move(*state)};
}

std::string keysWord(const installation::KeyCounts& counts, const std::string& username) {
  const auto known = counts.keys.find(username);
  if (known == counts.keys.end())
    return "deletes all API keys of this user; how many is not known" +
           (counts.whyNot.empty() ? std::string() : ": " + counts.whyNot);
  return "deletes " + std::to_string(known->second) + (known->second == 1 ? " API key" : " API keys");
}

void addUsers(CLI::App& app, Env& env) {
  auto* users = app.add_subcommand("users", "who logs in with a password (fixed users)");
  users->require_subcommand(1);
  auto* command = users->add_subcommand("list", "the users, their API keys, and where they are kept");
  auto name = std::make_shared<std::string>();
  command->add_option("NAME", *name, "of the installation")->required();
  command->callback(
      [&env, name] { env.exitCode = runToEnd(env, list(targetOf(env, *name), env.json(), env.workers())); });
  addUserChanges(*users, env);
}

}  // namespace cleardeck::app::ctl
