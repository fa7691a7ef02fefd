#include "tracking/tokens.h"

#include "tracking/values.h"

#include <jwt.h>
#include <algorithm>
#include <cstdlib>
#include <memory>

namespace cleardeck::tracking {
namespace {

using Token = std::unique_ptr<jwt_t, void (*)(jwt_t*)>;

ApiError invalidToken(const std::string& reason) {
  return ApiError(401, 30, "Invalid token (invalid jwt token): reason=" + reason);
}

}  // namespace

std::string TokenSigner::sign(const Caller& caller, std::int64_t lifeSeconds) const {
  auto now = nowMs() / 1000;
  Json identity = {{"user", caller.user},
                   {"company", kCompany},
                   {"role", caller.role},
                   {"user_name", caller.name},
                   {"company_name", "clearml"}};
  Json payload = {{"iat", now},
                  {"exp", now + lifeSeconds},
                  {"auth_type", "Bearer"},
                  {"identity", identity},
                  {"session_id", caller.session},
                  {"env", "<unknown>"},
                  {"api_version", kApiVersion},
                  {"server_version", kServerVersion},
                  {"server_build", ""},
                  {"feature_set", "basic"}};
  jwt_t* raw = nullptr;
  if (jwt_new(&raw) != 0) throw ApiError(500, 1, "Internal error: no memory for a token");
  Token token(raw, jwt_free);
  auto key = reinterpret_cast<const unsigned char*>(m_secret.data());
  jwt_add_grants_json(raw, payload.dump().c_str());
  jwt_set_alg(raw, JWT_ALG_HS256, key, int(m_secret.size()));
  std::unique_ptr<char, void (*)(void*)> text(jwt_encode_str(raw), std::free);
  if (!text) throw ApiError(500, 1, "Internal error: a token could not be signed");
  return text.get();
}

Caller TokenSigner::verify(const std::string& token) const {
  if (std::count(token.begin(), token.end(), '.') != 2) throw invalidToken("Not enough segments");
  jwt_t* raw = nullptr;
  auto key = reinterpret_cast<const unsigned char*>(m_secret.data());
  if (jwt_decode(&raw, token.c_str(), key, int(m_secret.size())) != 0)
    throw invalidToken("Signature verification failed");
  Token decoded(raw, jwt_free);
  if (jwt_get_alg(raw) != JWT_ALG_HS256) throw invalidToken("Signature verification failed");  // "alg": "none"
  if (jwt_get_grant_int(raw, "exp") <= nowMs() / 1000) throw invalidToken("Signature has expired");
  std::unique_ptr<char, void (*)(void*)> text(jwt_get_grants_json(raw, "identity"), std::free);
  auto identity = Json::parse(text ? text.get() : "{}", nullptr, false);
  Caller caller;
  caller.user = textOr(identity, "user");
  caller.name = textOr(identity, "user_name");
  caller.role = textOr(identity, "role", "user");
  auto session = jwt_get_grant(raw, "session_id");
  caller.session = session ? session : "";
  return caller;
}

}  // namespace cleardeck::tracking
