/// What `cleardeckctl users list` and its changes share.
#pragma once
#include "app/ctl/command.h"
#include "installation/api_access.h"
#include "installation/users.h"

namespace cleardeck::app::ctl {

struct UserOptions {
  std::string name;  ///< of the installation
  installation::UserChange change;
  std::string passwordFile;
  bool generate = false, yes = false, rewrite = false;
  bool needsPassword() const {
    return change.kind == installation::UserChange::Add || change.kind == installation::UserChange::Reset;
  }
};

/// The installation and its users, as they are now.
struct OpenedUsers {
  Target target;
  installation::ValuesTools tools;
  installation::UsersState state;
};
Task<OpenedUsers> openUsers(Task<Target> finding, asio::any_io_executor workers);

/// "deletes 2 API keys", or what is not known about it.
std::string keysWord(const installation::KeyCounts& counts, const std::string& username);

/// add, rename, reset, remove: below `users`.
void addUserChanges(CLI::App& users, Env& env);

}  // namespace cleardeck::app::ctl
