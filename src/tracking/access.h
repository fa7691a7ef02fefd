/// Who is calling: credentials, passwords, tokens, impersonation. The endpoints that hand them out are in auth.cpp.
#pragma once
#include "tracking/call.h"

namespace cleardeck::tracking {

/// Who is behind the call's Authorization header or cookie. Throws ApiError 401 and, for impersonation, 400/6.
Caller identify(const Call& call);
/// The same for the file server, which takes tokens only; nullopt when there is no valid one.
std::optional<Caller> identifyByToken(const Shared& shared, std::string_view authorization, std::string_view cookie);

/// Throws ApiError 403 when the endpoint is not for the caller's role.
void requireRole(const Call& call);

constexpr std::string_view kTokenCookie = "clearml_token_basic";
/// A user by id, without a session; `user` is empty when there is none.
Caller callerOf(Database& database, const std::string& user);
bool isRevoked(Database& database, const Caller& caller);
/// Brings what KeyUses collected into the store.
void storeKeyUses(Database& database, Shared& shared);

struct FirstCredentials {
  std::string accessKey, secretKey;
  bool generated = false;
};
/// Makes the data folder's user, secret and credentials at the first start; presets replace what was there.
FirstCredentials prepareAccess(Database& database, Shared& shared, std::string accessKey, std::string secretKey,
                               const std::string& role);
/// A user of the role system with these credentials, as the API server has one.
void prepareSystemKey(Database& database, const std::string& key, const std::string& secret);

std::string setting(Database& database, const std::string& name);
void setSetting(Database& database, const std::string& name, const std::string& value);

}  // namespace cleardeck::tracking
