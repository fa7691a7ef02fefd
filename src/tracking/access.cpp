#include "tracking/access.h"

#include "base/text.h"
#include "tracking/entity.h"

#include <openssl/crypto.h>

namespace cleardeck::tracking {
namespace {

ApiError unauthorized(int subcode, const std::string& text) { return ApiError(401, subcode, text); }

std::optional<std::string> cookieToken(std::string_view header) {
  for (const auto& part : text::split(header, ';')) {
    auto pair = text::trim(part);
    if (pair.starts_with(kTokenCookie) && pair.substr(kTokenCookie.size()).starts_with('='))
      return std::string(pair.substr(kTokenCookie.size() + 1));
  }
  return std::nullopt;
}

ApiError invalidCredentials(const std::string& why) {
  return unauthorized(22, "Unauthorized (invalid credentials) (" + why + ")");
}

// A user name and password, or an access key and its secret.
Caller byBasic(const Call& call, const std::string& encoded) {
  auto failure = invalidCredentials("failed to locate provided credentials");
  auto plain = text::fromBase64(encoded);
  if (!plain) throw failure;
  auto colon = plain->find(':');
  auto key = plain->substr(0, colon);
  auto given = colon == std::string::npos ? std::string() : plain->substr(colon + 1);
  auto match = call.shared->signIns.check(key, given);
  if (match == SignInTable::Match::Wrong) throw invalidCredentials("bad username or password");
  if (match == SignInTable::Match::Right) {
    if (call.shared->signIns.isGuest(key) && call.name != "auth.login")
      throw invalidCredentials("endpoint not allowed for guest");
    return callerOf(call.db(), fixedUserId(key));
  }
  auto rows = call.db().rows("SELECT secret_key, user FROM credentials WHERE access_key=?", key);
  if (!rows.next()) throw failure;
  auto secret = rows.text(0);
  if (given.size() != secret.size() || CRYPTO_memcmp(given.data(), secret.data(), secret.size()) != 0) throw failure;
  call.shared->keyUses.note(key, {call.now.substr(0, 26), call.worker});
  return callerOf(call.db(), rows.text(1));
}

Caller byToken(const Call& call, const std::string& token) {
  auto caller = call.shared->signer.verify(token);
  if (isRevoked(call.db(), caller)) throw unauthorized(30, "Invalid token (revoked token)");
  return caller;
}

Caller byHeader(const Call& call, std::string_view header) {
  auto blank = header.find(' ');
  auto kind = header.substr(0, blank);
  auto rest = std::string(text::trim(blank == std::string_view::npos ? std::string_view() : header.substr(blank + 1)));
  if (kind == "Bearer") return byToken(call, rest);
  if (kind == "Basic") return byBasic(call, rest);
  throw unauthorized(10, "Unauthorized (bad authentication header type)");
}

const char* rolesOf(Needs needs) {
  if (needs == Needs::System) return "system, root";
  if (needs == Needs::Root) return "root, system";
  return needs == Needs::Admin ? "system, root, admin" : "";
}

// clearml-server: service_repo/validators.py. "Impersonate as" takes over the other's role, "act as" does not.
Caller impersonated(const Call& call, const Caller& caller) {
  if (!call.impersonateAs.empty() && !call.actAs.empty())
    throw ApiError(400, 5,
                   "Invalid headers (only one allowed): headers=('X-Clearml-Impersonate-As', 'X-Clearml-Act-As')");
  if (caller.role != "root" && caller.role != "system" && caller.role != "admin")
    throw ApiError(400, 6, "Impersonation error (impersonation not allowed): role=" + caller.role);
  auto id = call.actAs.empty() ? call.impersonateAs : call.actAs;
  auto other = callerOf(call.db(), id);
  if (other.user.empty()) throw ApiError(400, 6, "Impersonation error (unknown user): id=" + id);
  if (!call.actAs.empty()) other.role = caller.role;
  return other;
}

}  // namespace

Caller identify(const Call& call) {
  std::string_view header;
  if (call.authorization) header = *call.authorization;
  if (call.authorization && header.empty()) throw unauthorized(20, "Unauthorized (missing credentials)");
  if (!call.authorization) {
    auto token = cookieToken(call.cookie);
    if (!token || token->empty()) throw unauthorized(20, "Unauthorized (missing credentials)");
    auto caller = byToken(call, *token);
    return call.impersonateAs.empty() && call.actAs.empty() ? caller : impersonated(call, caller);
  }
  auto caller = byHeader(call, header);
  return call.impersonateAs.empty() && call.actAs.empty() ? caller : impersonated(call, caller);
}

std::optional<Caller> identifyByToken(const Shared& shared, std::string_view authorization, std::string_view cookie) {
  std::string token;
  if (authorization.starts_with("Bearer "))
    token = text::trim(authorization.substr(7));
  else if (auto found = cookieToken(cookie); authorization.empty() && found)
    token = *found;
  try {
    return shared.signer.verify(token);
  } catch (const ApiError&) {  // the caller answers 401 whatever the reason
    return std::nullopt;
  }
}

Caller callerOf(Database& database, const std::string& user) {
  auto document = findDocument(database, users(), user);
  Caller caller;
  if (!document) return caller;
  caller.user = user;
  caller.name = textOr(*document, "name");
  caller.role = textOr(*document, "role", "user");
  return caller;
}

bool isRevoked(Database& database, const Caller& caller) {
  return database.rows("SELECT 1 FROM revoked_sessions WHERE id=?", caller.session).next();
}

void requireRole(const Call& call) {
  const auto& role = call.caller.role;
  auto refused = [&](const std::string& allowed) {
    return ApiError(403, 20, "Forbidden (not allowed for role): role=" + role + ", allowed=(" + allowed + ")");
  };
  if (role == "guest" && call.endpoint->access == Access::Write && !call.name.ends_with(".logout"))
    throw refused("system, root, admin, superuser, user, annotator");
  std::string allowed = rolesOf(call.endpoint->needs);
  if (allowed.empty()) return;
  for (const auto& one : text::split(allowed, ','))
    if (text::trim(one) == role) return;
  throw refused(allowed);
}

void KeyUses::note(const std::string& key, Use use) {
  std::lock_guard guard(m_mutex);
  m_uses[key] = std::move(use);
}

std::optional<KeyUses::Use> KeyUses::of(const std::string& key) const {
  std::lock_guard guard(m_mutex);
  auto found = m_uses.find(key);
  return found == m_uses.end() ? std::nullopt : std::optional(found->second);
}

std::map<std::string, KeyUses::Use> KeyUses::take() {
  std::lock_guard guard(m_mutex);
  return std::exchange(m_uses, {});
}

void storeKeyUses(Database& database, Shared& shared) {
  for (const auto& [key, use] : shared.keyUses.take())
    database.run("UPDATE credentials SET last_used=?, last_used_from=? WHERE access_key=?", use.time, use.from, key);
}

std::string setting(Database& database, const std::string& name) {
  auto rows = database.rows("SELECT value FROM settings WHERE name=?", name);
  return rows.next() ? rows.text(0) : std::string();
}

void setSetting(Database& database, const std::string& name, const std::string& value) {
  database.run("INSERT OR REPLACE INTO settings(name, value) VALUES(?, ?)", name, value);
}

FirstCredentials prepareAccess(Database& database, Shared& shared, std::string accessKey, std::string secretKey,
                               const std::string& role) {
  auto secret = setting(database, "token_secret");
  if (secret.empty()) setSetting(database, "token_secret", secret = text::randomToken(48));
  shared.signer = TokenSigner(secret);
  auto user = setting(database, "default_user");
  if (user.empty()) {
    setSetting(database, "default_user", user = newId());
    insertDocument(database, users(),
                   {{"id", user},
                    {"company", kCompany},
                    {"name", "Default User"},
                    {"given_name", "Default"},
                    {"family_name", "User"},
                    {"created", nowText()},
                    {"created_in_version", kServerVersion}});
  }
  auto document = loadDocument(database, users(), user);
  document["role"] = role;
  saveDocument(database, users(), document);
  FirstCredentials first{accessKey, secretKey, false};
  if (first.accessKey.empty()) {
    first.accessKey = setting(database, "access_key");
    first.secretKey = setting(database, "secret_key");
    first.generated = first.accessKey.empty();
    if (first.generated) {
      setSetting(database, "access_key", first.accessKey = text::randomToken(30));
      setSetting(database, "secret_key", first.secretKey = text::randomToken(50));
    }
  }
  database.run(
      "INSERT OR IGNORE INTO credentials(access_key, secret_key, user, label, created) VALUES(?,?,?,'first',?)",
      first.accessKey, first.secretKey, user, nowText());
  database.run("UPDATE credentials SET secret_key=?, user=? WHERE access_key=?", first.secretKey, user,
               first.accessKey);
  return first;
}

void prepareSystemKey(Database& database, const std::string& key, const std::string& secret) {
  const std::string id = "__apiserver__";
  if (!findDocument(database, users(), id))
    insertDocument(database, users(),
                   {{"id", id},
                    {"company", kCompany},
                    {"name", "apiserver"},
                    {"role", "system"},
                    {"created", nowText()},
                    {"created_in_version", kServerVersion}});
  database.run("DELETE FROM credentials WHERE user=?", id);
  database.run("INSERT OR REPLACE INTO credentials(access_key, secret_key, user, label, created) VALUES(?,?,?,'own',?)",
               key, secret, id, nowText());
}

}  // namespace cleardeck::tracking
