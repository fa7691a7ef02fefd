// Users and their preferences.
#include "tracking/endpoint_lists.h"
#include "tracking/endpoint_versions.h"
#include "tracking/listing.h"

#include "base/text.h"

#include <set>

namespace cleardeck::tracking {
namespace {

Json loadUser(Call& call, const std::string& id) {
  auto user = findDocument(call.db(), users(), id);
  if (!user) throw withFacts(301, "Invalid user id", {{"id", id}, {"company", kCompany}});
  user->erase("email");
  return std::move(*user);
}

Json currentUser(Call& call) {
  auto user = loadUser(call, call.caller.user);
  user.erase("preferences");
  user["company"] = {{"id", kCompany}, {"name", "clearml"}};
  user["role"] = call.caller.role;
  Json start = {{"agentName", "clearml"},
                {"configure", "clearml-init"},
                {"install", "pip install clearml"},
                {"packageName", "clearml"}};
  return Json{{"user", user}, {"getting_started", start}, {"settings", {{"max_download_items", 50000}}}};
}

// The preferences are a text in this one.
Json userById(Call& call) {
  auto user = loadUser(call, textOr(call.args, "user"));
  user.erase("role");
  if (has(user, "preferences")) user["preferences"] = dump(user["preferences"]);
  return Json{{"user", user}};
}

Json createUser(Call& call) {
  auto id = textOr(call.args, "id");
  if (rowNumber(call.db(), users(), id)) throw withFacts(302, "User id exists", {{"id", id}});
  Json user = {{"id", id}, {"company", kCompany}, {"created", call.now}, {"created_in_version", kServerVersion}};
  for (auto field : {"name", "given_name", "family_name", "avatar"})
    if (has(call.args, field)) user[field] = call.args[field];
  insertDocument(call.db(), users(), user);
  return Json::object();
}

Json deleteUser(Call& call) {
  auto id = textOr(call.args, "user");
  loadUser(call, id);
  call.db().run("DELETE FROM credentials WHERE user=?", id);
  deleteDocument(call.db(), users(), id);
  return Json::object();
}

// Those who made a task or model in these projects (all of them: in any).
void onlyActive(Call& call) {
  std::set<std::string> ids;
  auto wanted = withSubprojects(call.db(), call.args["active_in_projects"]);
  for (auto table : {"tasks", "models"}) {
    auto rows = call.db().rows("SELECT DISTINCT user, ifnull(project,'') FROM " + std::string(table) +
                               " WHERE user IS NOT NULL");
    while (rows.next())
      if (wanted.empty() || contains(wanted, rows.text(1))) ids.insert(rows.text(0));
  }
  auto named = texts(call.args.value("id", Json::array()));
  auto unnamed = [&](const std::string& id) {
    return !named.empty() && std::find(named.begin(), named.end(), id) == named.end();
  };
  std::erase_if(ids, unnamed);
  if (ids.empty()) ids.insert("none");
  call.args["id"] = ids;
  call.args.erase("active_in_projects");
}

Json listUsers(Call& call, bool extended) {
  if (extended && call.args.contains("active_in_projects")) onlyActive(call);
  auto answer = answerListing(call, users(), extended);
  for (auto& user : answer["users"]) {
    for (auto secret : {"preferences", "role", "email"}) user.erase(secret);
  }
  return answer;
}

Json getAll(Call& call) { return listUsers(call, false); }
Json getAllEx(Call& call) { return listUsers(call, true); }

Json updateUser(Call& call) {
  auto id = textOr(call.args, "user");
  auto user = loadDocument(call.db(), users(), id);
  Json fields = Json::object();
  for (auto field : {"name", "given_name", "family_name", "avatar"})
    if (has(call.args, field)) user[field] = fields[field] = call.args[field];
  saveDocument(call.db(), users(), user);
  return Json{{"updated", 1}, {"fields", fields}};
}

Json preferences(Call& call) {
  auto user = loadDocument(call.db(), users(), call.caller.user);
  return Json{{"preferences", user.value("preferences", Json::object())}};
}

// "a.b": value reaches into what is there.
Json setPreferences(Call& call) {
  auto user = loadDocument(call.db(), users(), call.caller.user);
  auto& all = user["preferences"];
  if (!all.is_object()) all = Json::object();
  for (const auto& item : call.args["preferences"].items()) {
    auto at = &all;
    for (const auto& part : text::split(item.key(), '.')) {
      if (!at->is_object()) *at = Json::object();
      at = &(*at)[part];
    }
    *at = item.value();
  }
  saveDocument(call.db(), users(), user);
  bool whole = isNewer("2.33", call.requestedVersion) || flag(call.args, "return_updated", true);
  return Json{{"updated", 1}, {"fields", whole ? Json{{"preferences", all}} : Json::object()}};
}

}  // namespace

std::vector<Endpoint> userEndpoints() {
  return {{"users.get_current_user", Access::Read, currentUser},
          {"users.get_by_id", Access::Read, userById},
          {"users.get_all", Access::Read, getAll},
          {"users.get_all_ex", Access::Read, getAllEx},
          {"users.create", Access::Write, createUser, Needs::System},
          {"users.delete", Access::Write, deleteUser, Needs::System},
          {"users.update", Access::Write, updateUser},
          {"users.get_preferences", Access::Read, preferences},
          {"users.set_preferences", Access::Write, setPreferences}};
}

}  // namespace cleardeck::tracking
