/// Fixed users and the watchdog (installation/users.h, watchdog.h) for the window. Tasks go to bridge::run(); a change
/// of users tells its steps.
#pragma once
#include "clearml/task.h"
#include "console/bridge/values.h"
#include "installation/api_access.h"
#include "installation/users.h"

namespace cleardeck::bridge {

/// What is to be done. The password is hashed on the way and kept nowhere.
struct UsersWish {
  installation::UsersState seen;
  installation::UserChange change;  ///< without a hash
  std::string password;             ///< of Add and Reset
  bool mayRewrite = false;
};
struct UsersOutcome {
  installation::UsersState state;
  installation::LoginProof proof;
};
/// A sentence of progress, or at the end how it turned out.
using UsersPiece = std::variant<std::string, UsersOutcome>;
using UsersBatch = Basket<UsersPiece>::Batch;

Task<installation::UsersState> readUsers(InstallationPlace place);
Task<installation::KeyCounts> countKeys(InstallationPlace place, std::string company,
                                        std::vector<std::string> usernames);
/// Switches fixed users on when they are off. The last batch says how it ended.
Handle changeUsers(InstallationPlace place, UsersWish wish, std::function<void(UsersBatch)> apply);

/// Every experiment in progress, asked through a connection that is open.
Task<std::vector<clearml::TaskRow>> runningTasks(std::string apiUrl, clearml::Credentials credentials,
                                                 asio::any_io_executor workers);

}  // namespace cleardeck::bridge
