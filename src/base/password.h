/// Passwords as ClearML's configuration keeps them: base64 of a bcrypt hash (`pass_hashed: true`).
#pragma once
#include "base/result.h"

#include <string>

namespace cleardeck {

/// base64 of the bcrypt hash. Takes about 0.2 s: call it on workers.
/// Errors: Invalid, an empty password, one of more than 72 bytes (bcrypt would ignore the rest), one with a NUL.
Result<std::string> hashPassword(const std::string& password);
/// Whether the password belongs to such a hash. As slow as hashing.
bool passwordFits(const std::string& password, const std::string& hash);

/// 20 letters and digits of the system's random source; none that are easily taken for another.
std::string generatePassword();

}  // namespace cleardeck
