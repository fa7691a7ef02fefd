/// The fixed users of an installation: where they are kept, who they are, changing them, restarting what reads them.
/// A change is: the Secret is written while it is still the one that was read, and the API server's pods, which read it
/// when they start, are replaced. That it works is proven by logging in: api_access.h.
#pragma once
#include "installation/users_file.h"
#include "installation/values_change.h"

#include <functional>

namespace cleardeck::installation {

/// Where the users of an installation live.
enum class UsersPlace {
  Off,        ///< fixed users are not switched on
  Secret,     ///< in a Secret that no chart writes: they can be changed here
  Values,     ///< in the values, and so in the release
  ConfigMap,  ///< in a ConfigMap, which more people may read than a Secret
};

struct UsersHome {
  UsersPlace place = UsersPlace::Off;
  std::string object;      ///< name of the Secret or ConfigMap
  std::string valuesPath;  ///< the value that says so: "fixedUsers.existingSecret"
  std::string text;        ///< UsersPlace::Values: the file as the server reads it
};

/// Where fixed users may be, what the server prefers first; the first that speaks of them is the one. `values`: what
/// the chart sees. Pure.
std::vector<UsersHome> usersHomes(const yaml::Value& values, Flavour flavour);

/// What a page shows and a change starts from.
struct UsersState {
  UsersHome home;
  UsersFile file;
  std::string resourceVersion;  ///< of the Secret when it was read
  std::string workload;         ///< what is restarted: "Deployment/clearml-apiserver"
  int pods = 0;                 ///< how many of it
  bool deletesRemoved = true;   ///< a removed user is deleted with all API keys, else only locked out
  std::string company;          ///< whose users they are
  /// Why they cannot be changed here, with the way out; nothing: they can.
  std::optional<Error> whyReadOnly;
  bool isOff() const { return home.place == UsersPlace::Off; }
};

/// Errors: Forbidden (get on secrets), NotFound (the Secret is gone), Invalid (its file is broken: it is not touched).
Task<UsersState> readUsers(ValuesTools tools, Installation installation);

struct UsersOrder {
  UsersOrder(ValuesTools t, Installation i) : tools(std::move(t)), installation(std::move(i)) {}
  ValuesTools tools;
  Installation installation;
  bool mayRewrite = false;                ///< a file in HOCON becomes JSON
  std::function<void(std::string)> tell;  ///< each step, a sentence
  std::chrono::milliseconds patience{300'000};
};

/// Refused when the Secret is not the one of `seen` any more. The answer is the state after it. Errors: Conflict (then
/// nothing is changed); an Error after the Secret was written says so.
Task<UsersState> changeUsers(UsersOrder order, UsersState seen, UserChange change);

/// Switches fixed users on with the first one: makes the Secret, then a change of values with the chart pinned. When
/// helm refuses it, the Secret goes again. Errors: Conflict, there is such a Secret already.
Task<UsersState> switchUsersOn(UsersOrder order, FixedUser first);
/// The values that this sets, path and new value.
std::vector<std::pair<std::string, std::string>> switchOnValues(const Installation& installation);

/// Restarts as `kubectl rollout restart` does. Errors: Forbidden (patch on deployments).
Task<Done> restartDeployment(kube::Session session, std::string ns, std::string name);
/// Until every pod is of the newest template and ready. Errors: Timeout, or why it does not get on.
Task<Done> awaitRollout(kube::Session session, std::string ns, std::string name, std::chrono::milliseconds patience,
                        std::function<void(std::string)> tell);

}  // namespace cleardeck::installation
