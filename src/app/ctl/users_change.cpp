// cleardeckctl users add|rename|reset|remove NAME LOGIN: what would be done; with --yes it is done and proven.
#include "app/ctl/password.h"
#include "app/ctl/users.h"
#include "base/files.h"
#include "base/text.h"
#include "installation/fixed_users.h"

#include <nlohmann/json.hpp>

namespace cleardeck::app::ctl {
namespace {

using installation::UserChange;

constexpr std::size_t generatedLength = 20;

// Before anything is asked of a cluster, so that a terminal can be asked.
Result<std::string> passwordOf(const UserOptions& options) {
  if (options.generate) return text::randomToken(generatedLength);
  if (options.passwordFile.empty()) return askPassword(options.change.username);
  auto content = files::read(options.passwordFile);
  if (!content) return content.error();
  auto end = content->find_first_of("\r\n");
  return content->substr(0, end);
}

// What is about to happen, sentence by sentence.
std::vector<std::string> planOf(const OpenedUsers& opened, const UserOptions& options,
                                const installation::KeyCounts& counts) {
  const auto& state = opened.state;
  const auto& row = opened.target.chosen.row;
  std::vector<std::string> lines = {sentence(options.change)};
  if (state.isOff()) {
    lines.push_back("Fixed users are off and are switched on: from then on only fixed users log in");
    lines.push_back("make the Secret " + installation::fixedUsersSecretName(row.name));
    for (const auto& [path, value] : installation::switchOnValues(row))
      lines.push_back("set the value " + path + " = " + value);
  } else {
    lines.push_back("write the Secret " + state.home.object);
    if (!state.file.json) lines.push_back("its file is HOCON and is written as JSON: comments are lost (--rewrite)");
    if (!state.file.hashed) lines.push_back("the passwords that are plain text in it are hashed, and stay the same");
  }
  lines.push_back("restart " + state.workload + " (" + std::to_string(state.pods) +
                  (state.pods == 1 ? " pod)" : " pods)"));
  if (options.change.kind == UserChange::Remove)
    lines.push_back(state.deletesRemoved ? keysWord(counts, options.change.username)
                                         : "the user is only locked out: fixedUsers.deleteRemoved is false");
  if (options.change.kind == UserChange::Rename)
    lines.push_back("the login name stays: it is who the user is, with all experiments and keys");
  return lines;
}

Task<installation::KeyCounts> countsFor(OpenedUsers opened, UserChange change, asio::any_io_executor workers) {
  installation::KeyCounts none;
  if (change.kind != UserChange::Remove || !opened.state.deletesRemoved) co_return none;
  const auto& chosen = opened.target.chosen;
  const std::vector<std::string> usernames(1, change.username);
  co_return co_await installation::countKeysThrough(*chosen.hub, chosen.row, opened.state.company, usernames, workers);
}

Task<installation::UsersState> perform(OpenedUsers opened, UserOptions options, bool json) {
  installation::UsersOrder order(opened.tools, opened.target.chosen.row);
  order.mayRewrite = options.rewrite;
  if (!json) order.tell = [](const std::string& line) { print(line + "."); };
  if (!opened.state.isOff()) co_return co_await installation::changeUsers(order, opened.state, options.change);
  installation::FixedUser first;
  first.username = options.change.username;
  first.name = options.change.name;
  first.passwordHash = options.change.passwordHash;
  co_return co_await installation::switchUsersOn(order, first);
}

const char* verdictWord(const installation::LoginProof& proof) {
  using Proof = installation::LoginProof;
  return proof.verdict == Proof::Accepted ? "accepted" : proof.verdict == Proof::Refused ? "refused" : "not asked";
}

int report(const UserOptions& options, const installation::UsersState& state, const installation::LoginProof& proof,
           const std::string& password, bool json) {
  const auto& login = options.change.username;
  if (json) {
    nlohmann::json done = {{"done", sentence(options.change)},
                           {"secret", state.home.object},
                           {"restarted", state.workload},
                           {"login", verdictWord(proof)},
                           {"why", proof.why}};
    if (options.generate) done["password"] = password;
    print(done);
  } else {
    if (options.generate) print("Password of " + login + ", shown this once: " + password);
    if (proof.verdict == installation::LoginProof::Accepted)
      print("Proven: " + login + " logs in.");
    else
      print("Login " + std::string(verdictWord(proof)) + ": " + proof.why + ".");
  }
  return proof.verdict == installation::LoginProof::Refused ? Unhealthy : Good;
}

Task<installation::LoginProof> prove(OpenedUsers opened, UserOptions options, std::string password,
                                     asio::any_io_executor workers) {
  using installation::LoginProof;
  if (!options.needsPassword()) co_return LoginProof(LoginProof::NotAsked, "the password is not known here");
  const clearml::Credentials credentials(options.change.username, password);
  const auto& chosen = opened.target.chosen;
  co_return co_await installation::proveLoginThrough(*chosen.hub, chosen.row, credentials, workers);
}

Task<int> change(Task<Target> finding, UserOptions options, std::string password, bool json,
                 asio::any_io_executor workers) {
  auto opened = co_await openUsers(std::move(finding), workers);
  if (!opened) co_return opened.error();
  const auto& state = opened->state;
  const bool switchesOn = state.isOff() && options.change.kind == UserChange::Add;
  if (state.whyReadOnly && !switchesOn) co_return *state.whyReadOnly;
  auto counts = co_await countsFor(*opened, options.change, workers);
  if (!counts) co_return counts.error();
  const auto lines = planOf(*opened, options, *counts);
  if (!json)
    for (const auto& line : lines) print("- " + line);
  if (!options.yes) {
    if (json) print(nlohmann::json{{"plan", lines}});
    if (!json) print(std::string("Nothing was changed. Do it: give --yes."));
    co_return Good;
  }
  if (options.needsPassword()) {
    auto hashing = [password] { return hashPassword(password); };
    auto hash = co_await onWorkers(workers, std::move(hashing));
    if (!hash) co_return hash.error();
    options.change.passwordHash = *hash;
  }
  auto after = co_await perform(*opened, options, json);
  if (!after) co_return after.error();
  auto proof = co_await prove(*opened, options, password, workers);
  if (!proof) co_return proof.error();
  co_return report(options, *after, *proof, password, json);
}

int run(Env& env, UserOptions options) {
  std::string password;
  if (options.yes && options.needsPassword()) {
    auto given = passwordOf(options);
    if (!given) {
      complain(given.error());
      return Failed;
    }
    password = std::move(*given);
  }
  if (options.change.name.empty()) options.change.name = options.change.username;
  if (options.yes) env.changing = Changing(options.name, "", "");
  return runToEnd(env, change(targetOf(env, options.name), options, password, env.json(), env.workers()));
}

void addChange(CLI::App& users, Env& env, const char* verb, const char* about, UserChange::Kind kind) {
  auto* command = users.add_subcommand(verb, about);
  auto options = std::make_shared<UserOptions>();
  options->change.kind = kind;
  command->add_option("NAME", options->name, "of the installation")->required();
  command->add_option("LOGIN", options->change.username, "login name of the user")->required();
  if (kind == UserChange::Add || kind == UserChange::Rename) {
    auto* name = command->add_option("--name", options->change.name, "the name that people see");
    if (kind == UserChange::Rename) name->required();
  }
  if (options->needsPassword()) {
    auto* file = command->add_option("--password-file", options->passwordFile, "its first line is the password")
                     ->check(CLI::ExistingFile);
    command->add_flag("--generate", options->generate, "make a password and show it once")->excludes(file);
    command->footer("Without these the password is asked for, or read from standard input.");
  }
  command->add_flag("--rewrite", options->rewrite,
                    "a file written by hand as HOCON may become JSON, without its comments");
  command->add_flag("--yes", options->yes, "do it; without it only what would be done is shown");
  command->callback([&env, options] { env.exitCode = run(env, *options); });
}

}  // namespace

void addUserChanges(CLI::App& users, Env& env) {
  addChange(users, env, "add", "a new user; the first one switches fixed users on", UserChange::Add);
  addChange(users, env, "rename", "another name to show; the login name stays", UserChange::Rename);
  addChange(users, env, "reset", "a new password", UserChange::Reset);
  addChange(users, env, "remove", "remove a user, with all API keys", UserChange::Remove);
}

}  // namespace cleardeck::app::ctl
