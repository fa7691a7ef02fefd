#include "installation/fixed_users.h"

#include "base/text.h"

#include <nlohmann/json.hpp>

namespace cleardeck::installation {
namespace {
using nlohmann::json;
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
