// auth.* and login.*: tokens, credentials, users who may sign in.
#include "tracking/access.h"
#include "tracking/endpoint_lists.h"
#include "tracking/entity.h"

#include "base/text.h"

namespace cleardeck::tracking {
namespace {

constexpr std::int64_t kDefaultLife = 2'592'000, kLongestLife = 31'536'000;

std::string cookieHeader(const std::string& token, bool forget) {
  return std::string(kTokenCookie) + "=" + token +
         (forget ? "; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=0" : "; Max-Age=99999999999") +
         "; HttpOnly; Path=/; SameSite=Lax";
}

std::string tokenFor(Call& call, Caller caller) {
  auto life = numberOr(call.args, "expiration_sec", kDefaultLife);
  caller.session = newId();
  return call.shared->signer.sign(caller, std::clamp<std::int64_t>(life > 0 ? life : kDefaultLife, 1, kLongestLife));
}

Json login(Call& call) {
  auto token = tokenFor(call, call.caller);
  call.headers.emplace_back("Set-Cookie", cookieHeader(token, false));
  return Json{{"token", token}};
}

Json logout(Call& call) {
  if (!call.caller.session.empty())
    call.db().run("INSERT OR REPLACE INTO revoked_sessions(id, until) VALUES(?, ?)", call.caller.session,
                  nowMs() / 1000 + kLongestLife);
  call.db().run("DELETE FROM revoked_sessions WHERE until<?", nowMs() / 1000);
  call.headers.emplace_back("Set-Cookie", cookieHeader("", true));
  return Json::object();
}

Json tokenForUser(Call& call) {
  auto caller = callerOf(call.db(), textOr(call.args, "user"));
  if (caller.user.empty()) throw withFacts(301, "Invalid user id", {{"id", call.args["user"]}});
  return Json{{"token", tokenFor(call, caller)}};
}

Json validateToken(Call& call) {
  try {
    auto caller = call.shared->signer.verify(textOr(call.args, "token"));
    bool valid = !isRevoked(call.db(), caller);
    return Json{{"valid", valid}, {"user", caller.user}, {"company", kCompany}};
  } catch (const ApiError& error) {
    return Json{{"valid", false}, {"msg", error.message}};
  }
}

Json guestMode(const FixedUsers& fixed) {
  if (!fixed.guest) return Json{{"enabled", false}};
  return Json{{"enabled", true},
              {"name", fixed.guest->name},
              {"username", fixed.guest->username},
              {"password", fixed.guest->password}};
}

Json supportedModes(Call& call) {
  auto fixed = call.shared->signIns.users();
  Json basic = {{"enabled", fixed.enabled}, {"guest", guestMode(fixed)}};
  Json errors = {{"missed_es_upgrade", false}, {"es_connection_error", false}};
  return Json{{"basic", basic},
              {"sso", Json::object()},
              {"sso_providers", Json::array()},
              {"server_errors", errors},
              {"authenticated", !call.caller.user.empty()}};
}

Json fixedUsersMode(Call& call) {
  auto fixed = call.shared->signIns.users();
  return Json{{"enabled", fixed.enabled}, {"guest", guestMode(fixed)}, {"server_errors", Json::object()}};
}

Json createUser(Call& call) {
  auto email = textOr(call.args, "email");
  if (email.find('@') == email.npos) throw withFacts(22, "Invalid email address", {{"email", email}});
  if (textOr(call.args, "name").empty()) throw validationError("User name cannot be blank");
  Json user = {{"id", newId()}, {"company", kCompany}, {"created", call.now}, {"created_in_version", kServerVersion}};
  for (auto field : {"name", "given_name", "family_name", "avatar"})
    if (has(call.args, field)) user[field] = call.args[field];
  user["role"] = textOr(call.args, "role", "user");
  if (call.db().rows("SELECT 1 FROM users_docs WHERE json_extract(doc,'$.email')=?", email).next())
    throw withFacts(801, "Value combination already exists (unique field already contains this value)",
                    {{"email", email}});
  user["email"] = email;
  insertDocument(call.db(), users(), user);
  return Json{{"id", user["id"]}};
}

Json editUser(Call& call) {
  auto user = loadDocument(call.db(), users(), textOr(call.args, "user"));
  Json fields = Json::object();
  if (has(call.args, "role")) fields["role"] = user["role"] = call.args["role"];
  saveDocument(call.db(), users(), user);
  return Json{{"updated", fields.empty() ? 0 : 1}, {"fields", fields}};
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
  auto rows = call.db().rows(
      "SELECT access_key, label, last_used, last_used_from FROM credentials WHERE user=? ORDER BY created",
      call.caller.user);
  while (rows.next()) {
    Json one = {{"access_key", rows.text(0)}};
    const char* const names[] = {"label", "last_used", "last_used_from"};
    for (int i = 0; i < 3; ++i)
      if (!rows.text(i + 1).empty()) one[names[i]] = rows.text(i + 1);
    if (auto use = call.shared->keyUses.of(rows.text(0))) {
      one["last_used"] = use->time;
      one["last_used_from"] = use->from;
    }
    list.push_back(one);
  }
  return Json{{"credentials", list}};
}

Json editCredentials(Call& call) {
  auto changed = call.db().run("UPDATE credentials SET label=? WHERE access_key=? AND user=?",
                               textOr(call.args, "label"), textOr(call.args, "access_key"), call.caller.user);
  if (!changed)
    throw withFacts(75, "Invalid access key (invalid user or invalid access key)",
                    {{"user", call.caller.user}, {"access_key", call.args["access_key"]}, {"company", kCompany}});
  return Json{{"updated", 1}};
}

Json revokeCredentials(Call& call) {
  if (!call.db().run("DELETE FROM credentials WHERE access_key=? AND user=?", textOr(call.args, "access_key"),
                     call.caller.user))
    throw withFacts(
        300, "Invalid user (invalid user or invalid access key)",
        {{"id", call.caller.user}, {"company", kCompany}, {"credentials__key", call.args.value("access_key", Json())}});
  return Json{{"revoked", 1}};
}

}  // namespace

std::vector<Endpoint> accessEndpoints() {
  return {{"auth.login", Access::Read, login},
          {"auth.logout", Access::Write, logout},
          {"auth.get_token_for_user", Access::Read, tokenForUser, Needs::System},
          {"auth.validate_token", Access::Read, validateToken, Needs::System},
          {"auth.create_user", Access::Write, createUser, Needs::System},
          {"auth.edit_user", Access::Write, editUser, Needs::Admin},
          {"auth.create_credentials", Access::Write, createCredentials},
          {"auth.get_credentials", Access::Read, listCredentials},
          {"auth.edit_credentials", Access::Write, editCredentials},
          {"auth.revoke_credentials", Access::Write, revokeCredentials},
          {"auth.fixed_users_mode", Access::Read, fixedUsersMode, Needs::Nothing},
          {"login.supported_modes", Access::Read, supportedModes, Needs::Nothing},
          {"login.logout", Access::Write, logout}};
}

}  // namespace cleardeck::tracking
