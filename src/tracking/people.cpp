// Users and their preferences, workers, the organization's tags, and the server itself.
#include "tracking/endpoint_lists.h"
#include "tracking/listing.h"

namespace cleardeck::tracking {
namespace {

Json loadUser(Call& call, const std::string& id) {
  auto user = findDocument(call.db(), users(), id);
  if (!user) throw withFacts(301, "Invalid user id", {{"id", id}});
  for (auto secret : {"preferences", "email"}) user->erase(secret);
  return std::move(*user);
}

Json currentUser(Call& call) {
  auto user = loadUser(call, call.caller.user);
  user["company"] = {{"id", kCompany}, {"name", "clearml"}};
  user["role"] = call.caller.role;
  Json start = {{"agentName", "clearml"},
                {"configure", "clearml-init"},
                {"install", "pip install clearml"},
                {"packageName", "clearml"}};
  return Json{{"user", user}, {"getting_started", start}, {"settings", {{"max_download_items", 50000}}}};
}

Json userById(Call& call) { return Json{{"user", loadUser(call, textOr(call.args, "user"))}}; }

Json listUsers(Call& call) {
  auto answer = answerListing(call, users(), false);
  for (auto& user : answer["users"]) {
    for (auto secret : {"preferences", "role", "email"}) user.erase(secret);
  }
  return answer;
}

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
    for (const auto& part : pathParts(item.key())) {
      if (!at->is_object()) *at = Json::object();
      at = &(*at)[part];
    }
    *at = item.value();
  }
  saveDocument(call.db(), users(), user);
  Json answer = {{"updated", 1}};
  if (flag(call.args, "return_updated", true)) answer["fields"] = {{"preferences", all}};
  return answer;
}

std::string workerKey(Call& call, const std::string& worker) {
  return "worker_" + std::string(kCompany) + "_" + call.caller.user + "_" + worker;
}

Json registerWorker(Call& call) {
  auto id = textOr(call.args, "worker");
  auto timeout = numberOr(call.args, "timeout", 600);
  Json worker = {{"id", id},
                 {"key", workerKey(call, id)},
                 {"user", {{"id", call.caller.user}, {"name", call.caller.name}}},
                 {"company", {{"id", kCompany}, {"name", "clearml"}}},
                 {"register_time", call.now},
                 {"register_timeout", timeout},
                 {"last_activity_time", call.now},
                 {"tags", call.args.value("tags", Json::array())},
                 {"system_tags", call.args.value("system_tags", Json::array())},
                 {"queues", Json::array()}};
  for (const auto& queue : texts(call.args.value("queues", Json::array())))
    worker["queues"].push_back({{"id", queue}, {"name", nameOf(call.db(), queues(), queue)}});
  call.db().run("INSERT OR REPLACE INTO workers(key, doc, seen, timeout) VALUES(?,?,?,?)", workerKey(call, id),
                dump(worker), nowMs(), timeout);
  return Json::object();
}

Json unregisterWorker(Call& call) {
  auto id = textOr(call.args, "worker");
  if (!call.db().run("DELETE FROM workers WHERE key=?", workerKey(call, id)))
    throw withFacts(1004, "Worker is not registered", {{"worker", id}});
  return Json::object();
}

Json reportWorker(Call& call) {
  auto key = workerKey(call, textOr(call.args, "worker"));
  std::optional<Json> worker;
  {
    auto rows = call.db().rows("SELECT doc FROM workers WHERE key=?", key);
    if (rows.next()) worker = Json::parse(rows.view(0));
  }
  if (!worker) {
    registerWorker(call);
    return Json::object();
  }
  (*worker)["last_report_time"] = (*worker)["last_activity_time"] = call.now;
  auto task = textOr(call.args, "task");
  if (task.empty())
    worker->erase("task");
  else
    (*worker)["task"] = {{"id", task}, {"name", nameOf(call.db(), tasks(), task)}};
  call.db().run("UPDATE workers SET doc=?, seen=? WHERE key=?", dump(*worker), nowMs(), key);
  return Json::object();
}

Json listWorkers(Call& call) {
  auto list = Json::array();
  auto since = numberOr(call.args, "last_seen", 3600) * 1000;
  auto rows = call.db().rows("SELECT doc FROM workers WHERE seen>=? AND seen+timeout*1000>=? ORDER BY key",
                             nowMs() - since, nowMs());
  while (rows.next()) list.push_back(Json::parse(rows.view(0)));
  return Json{{"workers", list}};
}

Json organizationTags(Call& call) {
  auto select = [&](const std::string& column) {
    auto list = Json::array();
    auto rows = call.db().rows("SELECT DISTINCT value FROM (SELECT e.value FROM tasks t, json_each(t." + column +
                               ") e UNION SELECT e.value FROM models m, "
                               "json_each(m." +
                               column + ") e) ORDER BY 1");
    while (rows.next()) list.push_back(rows.text(0));
    return list;
  };
  Json answer = {{"tags", select("tags")}};
  if (flag(call.args, "include_system")) answer["system_tags"] = select("system_tags");
  return answer;
}

Json entityCounts(Call& call) {
  Json answer = Json::object();
  for (const auto& [name, entity] :
       {std::pair("projects", &projects()), std::pair("tasks", &tasks()), std::pair("models", &models())}) {
    if (!call.args.contains(name)) continue;
    auto query = call.args[name].is_object() ? call.args[name] : Json::object();
    query["search_hidden"] = flag(call.args, "search_hidden");
    auto where = conditions(call.db(), *entity, query);
    auto rows = call.db().rows("SELECT count(*) FROM " + std::string(entity->table) + " t WHERE " +
                               (where.text.empty() ? "1" : where.text));
    bindValues(rows, where.values);
    answer[name] = rows.next() ? rows.number(0) : 0;
  }
  return answer;
}

Json userCompanies(Call&) {
  Json owners = Json::array();
  return Json{{"companies", {{{"id", kCompany}, {"name", "clearml"}, {"allocated", 1}, {"owners", owners}}}}};
}

Json serverInfo(Call& call) {
  Json info = {{"version", kServerVersion}, {"build", ""}, {"commit", ""}};
  if (call.version() >= 2.12) info["api_version"] = kApiVersion;
  return info;
}

Json serverConfig(Call&) {
  Json auth = {{"max_expiration_sec", 31536000},
               {"default_expiration_sec", 2592000},
               {"session_auth_cookie_name", "clearml_token_basic"}};
  return Json{{"apiserver", {{"auth", auth}}}};
}

Json listEndpoints(Call&) {
  Json all = Json::object();
  for (const auto& name : endpointNames()) all[name] = {{{"min_version", findEndpoint(name)->version}}};
  return Json{{"endpoints", all}};
}

Json reportStatsOption(Call&) {
  return Json{{"supported", false}, {"enabled", false}, {"current_version", kServerVersion}};
}
Json ping(Call&) { return Json{{"msg", "ClearML server"}}; }
Json storageSettings(Call&) { return Json::object(); }

}  // namespace

std::vector<Endpoint> userEndpoints() {
  return {{"users.get_current_user", Access::Read, currentUser},
          {"users.get_by_id", Access::Read, userById},
          {"users.get_all", Access::Read, listUsers},
          {"users.get_all_ex", Access::Read, listUsers, "2.8"},
          {"users.update", Access::Write, updateUser},
          {"users.get_preferences", Access::Read, preferences},
          {"users.set_preferences", Access::Write, setPreferences}};
}

std::vector<Endpoint> workerEndpoints() {
  return {{"workers.register", Access::Write, registerWorker, "2.4"},
          {"workers.unregister", Access::Write, unregisterWorker, "2.4"},
          {"workers.status_report", Access::Write, reportWorker, "2.4"},
          {"workers.get_all", Access::Read, listWorkers, "2.4"}};
}

std::vector<Endpoint> organizationEndpoints() {
  return {{"organization.get_tags", Access::Read, organizationTags, "2.8"},
          {"organization.get_entities_count", Access::Read, entityCounts, "2.20"},
          {"organization.get_user_companies", Access::Read, userCompanies, "2.12"}};
}

std::vector<Endpoint> serverEndpoints() {
  return {{"server.info", Access::Read, serverInfo},
          {"server.config", Access::Read, serverConfig, "1.0", Needs::Root},
          {"server.endpoints", Access::Read, listEndpoints, "1.0", Needs::Root},
          {"server.report_stats_option", Access::Read, reportStatsOption, "2.4"},
          {"debug.ping", Access::Read, ping, "1.0", Needs::Nothing},
          {"storage.get_settings", Access::Read, storageSettings, "2.22"}};
}

}  // namespace cleardeck::tracking
