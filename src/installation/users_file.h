/// The file apiserver.conf as far as it says who may log in with a password (auth.fixed_users), and changes of it.
/// Pure. Source: ClearML server, service_repo/auth/fixed_user.py: duplicate names raise; with pass_hashed a password
/// is base64 of a bcrypt hash; a user who is no longer in it is deleted at the next start.
#pragma once
#include "installation/setup_production.h"

#include <optional>
#include <string>
#include <vector>

namespace cleardeck::installation {

struct UsersFile {
  bool present = false;          ///< the file speaks of fixed users at all
  bool enabled = false;          ///< false: nobody of these can log in by password, and everybody by a name
  bool hashed = false;           ///< pass_hashed
  bool json = true;              ///< else HOCON: it can be written only as JSON, which loses its comments
  std::vector<FixedUser> users;  ///< passwordHash is what stands there: plain text unless `hashed`
};

/// Errors: Invalid, no HOCON, or fixed users that the server would refuse. No error holds a password.
Result<UsersFile> readUsersFile(const std::string& text);

struct UserChange {
  enum Kind { Add, Rename, Reset, Remove };
  UserChange() = default;
  UserChange(Kind k, std::string login, std::string n = {}, std::string hash = {})
      : kind(k), username(std::move(login)), name(std::move(n)), passwordHash(std::move(hash)) {}
  Kind kind = Add;
  std::string username;
  std::string name;          ///< of Add and Rename
  std::string passwordHash;  ///< of Add and Reset: from hashPassword()
};

/// What a change does, one sentence: "Add jane (Jane Doe)".
std::string sentence(const UserChange& change);

/// The login name is who somebody is: experiments, keys and settings belong to it. Errors: Invalid, as the server or a
/// form would not take it.
Result<Done> judgeLogin(const std::string& username);
Result<Done> judgeDisplayName(const std::string& name);

/// The text after the change, as JSON; everything else in the file keeps its value and its order. Plain passwords of
/// other users are hashed on the way, so that one file has one kind (0.2 s each: call it on workers).
/// `mayRewrite`: a file in HOCON is written as JSON. Errors: Invalid, as readUsersFile() or a name that cannot be;
/// Conflict: there is such a user already, or none; the last one would go; HOCON that may not be rewritten.
Result<std::string> changedUsersFile(const std::string& text, const UserChange& change, bool mayRewrite);
/// A file for the first user.
std::string firstUsersFile(const FixedUser& user);

}  // namespace cleardeck::installation
