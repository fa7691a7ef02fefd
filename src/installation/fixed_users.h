/// Fixed users: who may log in with a password. The server reads them from its configuration file apiserver.conf
/// (auth.fixed_users); they are kept in a Secret, and the passwords in it as bcrypt hashes.
#pragma once
#include "installation/setup_production.h"

namespace cleardeck::installation {

/// base64 of the bcrypt hash, as `pass_hashed: true` of the server means it. Takes about 0.2 s: call it on workers.
/// Errors: Invalid, an empty password, one of more than 72 bytes (bcrypt would ignore the rest), one with a NUL.
Result<std::string> hashPassword(const std::string& password);
/// Whether the password belongs to such a hash.
bool passwordFits(const std::string& password, const std::string& hash);

/// "jane" or "jane=Jane Doe". Errors: Invalid, no name, odd characters.
Result<FixedUser> fixedUserFromText(const std::string& text);

/// The name of the Secret of a release.
std::string fixedUsersSecretName(const std::string& release);
/// The Secret as a JSON object for the API.
std::string fixedUsersSecret(const std::string& release, const std::string& ns, const std::vector<FixedUser>& users);

}  // namespace cleardeck::installation
