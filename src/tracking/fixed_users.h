/// Fixed users: who may sign in with a user name and a password, as ClearML's apiserver.conf lists them
/// (auth.fixed_users; clearml-server: apiserver/service_repo/auth/fixed_user.py).
#pragma once
#include "base/result.h"

#include <filesystem>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cleardeck::tracking {

class Database;

struct FixedUser {
  std::string username;
  std::string password;  ///< plain, or base64 of a bcrypt hash when FixedUsers::hashed
  std::string name;
};

struct FixedUsers {
  bool enabled = false;
  bool hashed = false;  ///< pass_hashed
  std::vector<FixedUser> users;
  std::optional<FixedUser> guest;  ///< may only read; the login page shows its password, so that is always plain
};

/// apiserver.conf (HOCON), the same as JSON, or only what is inside `fixed_users`. Errors: Invalid, not readable, two
/// users of one name, a user without a name or password.
Result<FixedUsers> fixedUsersFromText(std::string_view text);
/// Of a file. Errors: those of the text, NotFound.
Result<FixedUsers> fixedUsersFromFile(const std::filesystem::path& file);
/// The id that ClearML gives to a user name; it stays the same when the user comes back.
std::string fixedUserId(const std::string& username);

/// Brings the store's users to that list: new ones are added, renamed ones renamed; those no longer listed lose their
/// API credentials and can no longer sign in, and what they made stays theirs. Throws SQLite::Exception.
void storeFixedUsers(Database& database, const FixedUsers& users);

/// The list that is in force, and the passwords that were right before (bcrypt takes 0.2 s). Any thread.
class SignInTable {
 public:
  enum class Match { Unknown, Wrong, Right };
  void set(FixedUsers users);
  FixedUsers users() const;
  Match check(const std::string& username, const std::string& password);
  bool isGuest(const std::string& username) const;

 private:
  mutable std::mutex m_mutex;
  FixedUsers m_users;
  std::map<std::string, std::string> m_right;  // digest of user name and password by user name
};

}  // namespace cleardeck::tracking
