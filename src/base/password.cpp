#include "base/password.h"

#include "base/text.h"

#include <crypt.h>

#include <cstring>
#include <memory>
#include <random>

namespace cleardeck {
namespace {

// 2^12 rounds, as Python's bcrypt does it by default; the server verifies at every login.
constexpr unsigned long rounds = 12;

std::string hashed(const std::string& password, const char* setting) {
  auto memory = std::make_unique<crypt_data>();
  const char* hash = crypt_r(password.c_str(), setting, memory.get());
  std::string result = hash && *hash != '*' ? hash : "";
  explicit_bzero(memory.get(), sizeof(crypt_data));
  return result;
}

}  // namespace

Result<std::string> hashPassword(const std::string& password) {
  if (password.empty()) return Error(ErrorKind::Invalid, "the password is empty");
  if (password.size() > 72)
    return Error(ErrorKind::Invalid, "the password has more than 72 bytes, and bcrypt ignores the rest");
  if (password.find('\0') != password.npos) return Error(ErrorKind::Invalid, "the password has a zero byte");
  char setting[CRYPT_GENSALT_OUTPUT_SIZE];
  if (!crypt_gensalt_rn("$2b$", rounds, nullptr, 0, setting, sizeof setting))
    return Error(ErrorKind::Internal, "this system's libcrypt has no bcrypt");
  const auto hash = hashed(password, setting);
  if (hash.empty()) return Error(ErrorKind::Internal, "this system's libcrypt could not hash the password");
  return text::toBase64(hash);
}

std::string generatePassword() {
  constexpr std::string_view letters = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
  std::random_device source;
  std::uniform_int_distribution<std::size_t> any(0, letters.size() - 1);
  std::string password(20, ' ');
  for (char& letter : password) letter = letters[any(source)];
  return password;
}

bool passwordFits(const std::string& password, const std::string& hash) {
  auto setting = text::fromBase64(hash);
  return setting && !setting->empty() && password.find('\0') == password.npos &&
         hashed(password, setting->c_str()) == *setting;
}

}  // namespace cleardeck
