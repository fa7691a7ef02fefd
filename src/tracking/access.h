/// Who may call: credentials, sessions, roles; and the endpoints auth.*, login.*.
#pragma once
#include "tracking/call.h"

namespace cleardeck::tracking {

/// Who is behind the call's Authorization header or cookie. Throws ApiError 401 and, for impersonation, 400/6.
Caller identify(const Call& call);
/// The same for the file server, which takes tokens only; nullopt when there is no valid one.
std::optional<Caller> identifyByToken(const Shared& shared, std::string_view authorization, std::string_view cookie);

struct FirstCredentials {
  std::string accessKey, secretKey;
  bool generated = false;
};
/// Makes the data folder's user, secret and credentials at the first start; presets replace what was there.
FirstCredentials prepareAccess(Database& database, Shared& shared, std::string accessKey, std::string secretKey,
                               const std::string& role);

std::string setting(Database& database, const std::string& name);
void setSetting(Database& database, const std::string& name, const std::string& value);

}  // namespace cleardeck::tracking
