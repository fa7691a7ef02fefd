#include "installation/fixed_users.h"

#include "base/text.h"

#include <crypt.h>

#include <cstring>
#include <memory>
#include <nlohmann/json.hpp>

namespace cleardeck::installation {
namespace {

using nlohmann::json;

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

bool passwordFits(const std::string& password, const std::string& hash) {
  auto setting = text::fromBase64(hash);
  return setting && !setting->empty() && password.find('\0') == password.npos &&
         hashed(password, setting->c_str()) == *setting;
}

Result<FixedUser> fixedUserFromText(const std::string& text) {
  const auto equals = text.find('=');
  FixedUser user;
  user.username = text.substr(0, equals);
  user.name = equals == text.npos ? user.username : text.substr(equals + 1);
  const Error refused =
      Error(ErrorKind::Invalid, "--fixed-user: that cannot be a user")
          .withHint("Write USERNAME or USERNAME=Full Name; the user name has letters, digits and @._-");
  constexpr const char* allowed = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789@._-";
  if (user.username.empty() || user.username.size() > 64 || user.name.empty() || user.name.size() > 128) return refused;
  if (user.username.find_first_not_of(allowed) != user.username.npos) return refused;
  for (const unsigned char c : user.name)
    if (c < ' ' || c == 0x7f) return refused;
  return user;
}

std::string fixedUsersSecretName(const std::string& release) { return release + "-fixed-users"; }

std::string fixedUsersSecret(const std::string& release, const std::string& ns, const std::vector<FixedUser>& users) {
  json entries = json::array();
  for (const auto& user : users)
    entries.push_back({{"username", user.username}, {"password", user.passwordHash}, {"name", user.name}});
  const json config = {{"auth", {{"fixed_users", {{"enabled", true}, {"pass_hashed", true}, {"users", entries}}}}}};
  const json labels = {{"app.kubernetes.io/instance", release}, {"app.kubernetes.io/managed-by", "cleardeck"}};
  const json secret = {
      {"apiVersion", "v1"},
      {"kind", "Secret"},
      {"type", "Opaque"},
      {"metadata", {{"name", fixedUsersSecretName(release)}, {"namespace", ns}, {"labels", labels}}},
      // JSON is HOCON, which is what the server reads.
      {"data", {{"apiserver.conf", text::toBase64(config.dump(-1, ' ', false, json::error_handler_t::replace))}}}};
  return secret.dump(-1, ' ', false, json::error_handler_t::replace);
}

}  // namespace cleardeck::installation
