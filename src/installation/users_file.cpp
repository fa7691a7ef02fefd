#include "installation/users_file.h"

#include "installation/fixed_users.h"
#include "base/hocon.h"

#include <algorithm>
#include <set>

namespace cleardeck::installation {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t longestLogin = 64, longestName = 128;

Error wrongFile(const std::string& what) {
  return Error(ErrorKind::Invalid, what).withHint("Mend the file first; it is not touched as it is");
}

const Json* find(const Json& tree, std::initializer_list<const char*> path) {
  const Json* at = &tree;
  for (const char* key : path) {
    if (!at->is_object() || !at->contains(key)) return nullptr;
    at = &(*at)[key];
  }
  return at;
}

// HOCON's booleans are also words.
Result<bool> flagAt(const Json& users, const char* key) {
  const Json* value = find(users, {key});
  if (!value) return false;
  if (value->is_boolean()) return value->get<bool>();
  if (*value == "true" || *value == "yes" || *value == "on") return true;
  if (*value == "false" || *value == "no" || *value == "off") return false;
  return wrongFile("auth.fixed_users." + std::string(key) + " is neither true nor false");
}

// An unquoted 1234 is a password, too.
std::optional<std::string> wordIn(const Json& entry, const char* key) {
  const Json* value = find(entry, {key});
  if (!value || value->is_object() || value->is_array() || value->is_null()) return std::nullopt;
  return value->is_string() ? value->get<std::string>() : value->dump();
}

Result<FixedUser> userIn(const Json& entry, std::size_t index) {
  const auto username = wordIn(entry, "username"), password = wordIn(entry, "password"), name = wordIn(entry, "name");
  if (!username || !password || username->empty())
    return wrongFile("auth.fixed_users.users[" + std::to_string(index) + "] has no user name or no password");
  FixedUser user;
  user.username = *username;
  user.name = name.value_or(*username);
  user.passwordHash = *password;
  return user;
}

Result<Json> treeOf(const std::string& text) {
  auto tree = readHocon(text);
  if (!tree) return std::move(tree.error()).withHint("Mend the file first; it is not touched as it is");
  return tree;
}

Result<UsersFile> usersIn(const Json& tree) {
  UsersFile file;
  const Json* fixed = find(tree, {"auth", "fixed_users"});
  if (!fixed) return file;
  if (!fixed->is_object()) return wrongFile("auth.fixed_users is no map");
  file.present = true;
  auto enabled = flagAt(*fixed, "enabled"), hashed = flagAt(*fixed, "pass_hashed");
  if (!enabled) return enabled.error();
  if (!hashed) return hashed.error();
  file.enabled = *enabled;
  file.hashed = *hashed;
  const Json* users = find(*fixed, {"users"});
  if (!users) return file;
  if (!users->is_array()) return wrongFile("auth.fixed_users.users is no list");
  std::set<std::string> names;
  for (std::size_t i = 0; i < users->size(); ++i) {
    auto user = userIn((*users)[i], i);
    if (!user) return user.error();
    if (!names.insert(user->username).second)
      return wrongFile("the user " + user->username + " is in it twice, with which the server does not start");
    file.users.push_back(std::move(*user));
  }
  return file;
}

// All but the one of `done`, whose password is a hash already.
Result<Done> hashPlain(Json& fixed, const std::string& done) {
  for (auto& entry : fixed["users"]) {
    const auto username = wordIn(entry, "username").value_or(std::string());
    if (username == done) continue;
    auto hash = hashPassword(wordIn(entry, "password").value_or(std::string()));
    if (!hash)
      return std::move(hash.error())
          .during("the password of " + username + " is kept as plain text")
          .withHint("Reset this password first");
    entry["password"] = std::move(*hash);
  }
  fixed["pass_hashed"] = true;
  return Done();
}

Result<Done> judge(const UserChange& change, const UsersFile& file) {
  const bool known = std::any_of(file.users.begin(), file.users.end(),
                                 [&](const FixedUser& user) { return user.username == change.username; });
  if (change.kind == UserChange::Add || change.kind == UserChange::Rename)
    if (auto good = judgeDisplayName(change.name); !good) return good;
  if (change.kind == UserChange::Add) {
    if (auto good = judgeLogin(change.username); !good) return good;
    if (known)
      return Error(ErrorKind::Conflict, "there is a user " + change.username + " already")
          .withHint("Reset the password instead, or choose another login name");
  } else if (!known) {
    return Error(ErrorKind::NotFound, "there is no user " + change.username);
  }
  if (change.kind == UserChange::Remove && file.users.size() == 1)
    return Error(ErrorKind::Conflict, change.username + " is the last user: nobody could log in any more")
        .withHint("Add another user first, or switch fixed users off in the values (fixedUsers.enabled)");
  const bool sets = change.kind == UserChange::Add || change.kind == UserChange::Reset;
  if (sets && change.passwordHash.empty()) return Error(ErrorKind::Invalid, "no password for " + change.username);
  return Done();
}

void apply(const UserChange& change, Json& users) {
  if (change.kind == UserChange::Add) {
    users.push_back({{"username", change.username}, {"password", change.passwordHash}, {"name", change.name}});
    return;
  }
  for (std::size_t i = 0; i < users.size(); ++i) {
    if (wordIn(users[i], "username") != change.username) continue;
    if (change.kind == UserChange::Rename) users[i]["name"] = change.name;
    if (change.kind == UserChange::Reset) users[i]["password"] = change.passwordHash;
    if (change.kind == UserChange::Remove) users.erase(i);
    return;
  }
}

std::string dumped(const Json& tree) { return tree.dump(-1, ' ', false, Json::error_handler_t::replace); }

}  // namespace

Result<UsersFile> readUsersFile(const std::string& text) {
  auto tree = treeOf(text);
  if (!tree) return tree.error();
  auto file = usersIn(*tree);
  if (!file) return file.error();
  file->json = Json::accept(text);
  return file;
}

std::string sentence(const UserChange& change) {
  switch (change.kind) {
    case UserChange::Add: return "Add " + change.username + " (" + change.name + ")";
    case UserChange::Rename: return "Show " + change.username + " as " + change.name;
    case UserChange::Reset: return "Give " + change.username + " a new password";
    case UserChange::Remove: break;
  }
  return "Remove " + change.username + " with all API keys";
}

Result<Done> judgeLogin(const std::string& username) {
  constexpr const char* allowed = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789@._-";
  const std::string hint = "A login name has letters, digits and @._-";
  if (username.empty()) return Error(ErrorKind::Invalid, "no login name").withHint(hint);
  if (username.size() > longestLogin)
    return Error(ErrorKind::Invalid, "the login name has more than 64 characters").withHint(hint);
  if (username.find_first_not_of(allowed) != username.npos)
    return Error(ErrorKind::Invalid, "the login name has other characters").withHint(hint);
  return Done();
}

Result<Done> judgeDisplayName(const std::string& name) {
  if (name.empty()) return Error(ErrorKind::Invalid, "no name to show");
  if (name.size() > longestName) return Error(ErrorKind::Invalid, "the name has more than 128 bytes");
  if (std::any_of(name.begin(), name.end(), [](unsigned char c) { return c < ' ' || c == 0x7f; }))
    return Error(ErrorKind::Invalid, "the name has control characters");
  return Done();
}

Result<std::string> changedUsersFile(const std::string& text, const UserChange& change, bool mayRewrite) {
  auto tree = treeOf(text);
  if (!tree) return tree.error();
  auto file = usersIn(*tree);
  if (!file) return file.error();
  if (!file->enabled)
    return Error(ErrorKind::Conflict, "fixed users are off in this file (auth.fixed_users.enabled)")
        .withHint("Nobody could log in by password; switch them on in the file first");
  if (!mayRewrite && !Json::accept(text))
    return Error(ErrorKind::Conflict, "the file is HOCON written by a person, and would be written as JSON")
        .withHint("The settings stay the same, comments are lost: allow that, or edit the Secret yourself");
  if (auto good = judge(change, *file); !good) return good.error();
  Json& fixed = (*tree)["auth"]["fixed_users"];
  if (!fixed.contains("users")) fixed["users"] = Json::array();
  apply(change, fixed["users"]);
  const bool sets = change.kind == UserChange::Add || change.kind == UserChange::Reset;
  if (!file->hashed)
    if (auto done = hashPlain(fixed, sets ? change.username : std::string()); !done) return done.error();
  return dumped(*tree);
}

std::string firstUsersFile(const FixedUser& user) {
  Json users = Json::array();
  users.push_back({{"username", user.username}, {"password", user.passwordHash}, {"name", user.name}});
  return dumped({{"auth", {{"fixed_users", {{"enabled", true}, {"pass_hashed", true}, {"users", users}}}}}});
}

}  // namespace cleardeck::installation
