/// Fixed users: who may log in with a password. The server reads them from its configuration file apiserver.conf
/// (auth.fixed_users); they are kept in a Secret, and the passwords in it as bcrypt hashes.
#pragma once
#include "base/password.h"
#include "installation/setup_production.h"

namespace cleardeck::installation {

using cleardeck::hashPassword;
using cleardeck::passwordFits;

/// "jane" or "jane=Jane Doe". Errors: Invalid, no name, odd characters.
Result<FixedUser> fixedUserFromText(const std::string& text);

/// The name of the Secret of a release.
std::string fixedUsersSecretName(const std::string& release);
/// The Secret as a JSON object for the API.
std::string fixedUsersSecret(const std::string& release, const std::string& ns, const std::vector<FixedUser>& users);

}  // namespace cleardeck::installation
