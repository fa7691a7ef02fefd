#include "tracking/access.h"

#include "base/text.h"
#include "tracking/endpoint_lists.h"
#include "tracking/entity.h"

#include <openssl/crypto.h>

namespace cleardeck::tracking {
namespace {

constexpr std::int64_t kDefaultLife = 2'592'000, kLongestLife = 31'536'000;
constexpr std::string_view kCookie = "clearml_token_basic=";

ApiError unauthorized(int subcode, const std::string& text) { return ApiError(401, subcode, text); }

std::optional<std::string> cookieToken(std::string_view header) {
  for (const auto& part : text::split(header, ';')) {
    auto pair = text::trim(part);
    if (pair.starts_with(kCookie)) return std::string(pair.substr(kCookie.size()));
  }
  return std::nullopt;
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

Caller byKey(Database& database, const std::string& encoded) {
  auto failure = unauthorized(22, "Unauthorized (invalid credentials) (failed to locate provided credentials)");
  auto plain = text::fromBase64(encoded);
  if (!plain) throw failure;
  auto colon = plain->find(':');
  if (colon == std::string::npos) throw failure;
  auto rows = database.rows("SELECT secret_key, user FROM credentials WHERE access_key=?", plain->substr(0, colon));
  if (!rows.next()) throw failure;
  auto given = plain->substr(colon + 1);
  auto secret = rows.text(0);
  if (given.size() != secret.size() || CRYPTO_memcmp(given.data(), secret.data(), secret.size()) != 0) throw failure;
  return callerOf(database, rows.text(1));
}

Caller byToken(const Call& call, const std::string& token) {
  auto caller = call.shared->signer.verify(token);
  if (call.db().rows("SELECT 1 FROM revoked_sessions WHERE id=?", caller.session).next())
    throw unauthorized(31, "Invalid token (blocked jwt token)");
  return caller;
}

std::string cookieHeader(const std::string& token, bool forget) {
  return std::string(kCookie) + token +
         (forget ? "; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=0" : "; Max-Age=31536000") +
         "; HttpOnly; Path=/; SameSite=Lax";
}

Json login(Call& call) {
  auto life = numberOr(call.args, "expiration_sec", kDefaultLife);
  auto caller = call.caller;
  caller.session = newId();
  auto token =
      call.shared->signer.sign(caller, std::clamp<std::int64_t>(life > 0 ? life : kDefaultLife, 1, kLongestLife));
  call.headers.emplace_back("Set-Cookie", cookieHeader(token, false));
  return Json{{"token", token}};
}

Json logout(Call& call) {
  if (!call.caller.session.empty())
    call.db().run("INSERT OR REPLACE INTO revoked_sessions(id, until) VALUES(?, ?)", call.caller.session,
                  nowMs() / 1000 + kLongestLife);
  call.headers.emplace_back("Set-Cookie", cookieHeader("", true));
  return Json::object();
}

Json supportedModes(Call& call) {
  Json basic = {{"enabled", false}, {"guest", {{"enabled", false}}}};
  Json errors = {{"missed_es_upgrade", false}, {"es_connection_error", false}};
  return Json{{"basic", basic},
              {"sso", Json::object()},
              {"sso_providers", Json::array()},
              {"server_errors", errors},
              {"authenticated", !call.caller.user.empty()}};
}

Json createCredentials(Call& call) {
  auto key = text::randomToken(30), secret = text::randomToken(50);
  auto label = textOr(call.args, "label");
  call.db().run("INSERT INTO credentials(access_key, secret_key, user, label, created) VALUES(?,?,?,?,?)", key, secret,
                call.caller.user, label, call.now);
  Json credentials = {{"access_key", key}, {"secret_key", secret}};
  if (!label.empty()) credentials["label"] = label;
  return Json{{"credentials", credentials}};
}

Json listCredentials(Call& call) {
  auto list = Json::array();
  auto rows =
      call.db().rows("SELECT access_key, label FROM credentials WHERE user=? ORDER BY created", call.caller.user);
  while (rows.next()) {
    Json one = {{"access_key", rows.text(0)}};
    if (!rows.text(1).empty()) one["label"] = rows.text(1);
    list.push_back(one);
  }
  return Json{{"credentials", list}};
}

ApiError unknownKey(const Call& call) {
  return withFacts(300, "Invalid user (invalid user or invalid access key)",
                   {{"id", call.caller.user}, {"company", kCompany}, {"credentials__key", call.args["access_key"]}});
}

Json editCredentials(Call& call) {
  auto changed = call.db().run("UPDATE credentials SET label=? WHERE access_key=? AND user=?",
                               textOr(call.args, "label"), textOr(call.args, "access_key"), call.caller.user);
  if (!changed) throw unknownKey(call);
  return Json{{"updated", 1}};
}

Json revokeCredentials(Call& call) {
  if (!call.db().run("DELETE FROM credentials WHERE access_key=? AND user=?", textOr(call.args, "access_key"),
                     call.caller.user))
    throw unknownKey(call);
  return Json{{"revoked", 1}};
}

Json fixedUsersMode(Call&) {
  Json errors = {{"missed_es_upgrade", false}, {"es_connection_error", false}};
  return Json{{"enabled", false}, {"guest", {{"enabled", false}}}, {"server_errors", errors}};
}

}  // namespace

std::vector<Endpoint> accessEndpoints() {
  return {{"auth.login", Access::Read, login},
          {"auth.logout", Access::Write, logout},
          {"auth.create_credentials", Access::Write, createCredentials},
          {"auth.get_credentials", Access::Read, listCredentials},
          {"auth.edit_credentials", Access::Write, editCredentials},
          {"auth.revoke_credentials", Access::Write, revokeCredentials},
          {"auth.fixed_users_mode", Access::Read, fixedUsersMode, "1.0", Needs::Nothing},
          {"login.supported_modes", Access::Read, supportedModes, "1.0", Needs::Nothing},
          {"login.logout", Access::Write, logout, "2.13"}};
}

Caller identify(const Call& call) {
  std::string_view header;
  if (call.authorization) header = *call.authorization;
  if (call.authorization && header.empty()) throw unauthorized(20, "Unauthorized (missing credentials)");
  if (!call.authorization) {
    auto token = cookieToken(call.cookie);
    if (!token || token->empty()) throw unauthorized(20, "Unauthorized (missing credentials)");
    return byToken(call, *token);
  }
  auto blank = header.find(' ');
  auto kind = header.substr(0, blank);
  auto rest = std::string(text::trim(blank == std::string_view::npos ? std::string_view() : header.substr(blank + 1)));
  if (kind == "Bearer") return byToken(call, rest);
  if (kind == "Basic") return byKey(call.db(), rest);
  throw unauthorized(10, "Unauthorized (bad authentication header type)");
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

}  // namespace cleardeck::tracking
