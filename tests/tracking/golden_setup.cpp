// The states of tasks and queues, workers and credentials of a situation.
#include "tracking/golden_situation.h"

#include "tracking/entity.h"
#include "tracking/store.h"

#include <regex>
#include <set>

namespace cleardeck::test {
namespace {

namespace tr = cleardeck::tracking;

std::string textOf(const Json& object, const char* key) {
  auto found = object.find(key);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

Json emptyTask(const std::string& id, const std::string& type) {
  auto none = Json::object(), list = Json::array();
  return {
      {"id", id},
      {"name", "a task"},
      {"type", type},
      {"status", "created"},
      {"status_reason", ""},
      {"status_message", ""},
      {"report_assets", list},
      {"output", none},
      {"tags", list},
      {"system_tags", list},
      {"execution",
       {{"test_split", 0}, {"parameters", none}, {"model_desc", none}, {"model_labels", none}, {"artifacts", list}}},
      {"script", {{"binary", "python"}, {"repository", ""}, {"entry_point", ""}, {"requirements", none}}},
      {"last_iteration", 0},
      {"hyperparams", none},
      {"configuration", none},
      {"runtime", none},
      {"container", none},
      {"models", {{"input", list}, {"output", list}}},
      {"created", "2026-11-22T18:00:00.000000+00:00"},
      {"last_update", "2026-11-22T18:00:00.000000+00:00"},
      {"user", Situation::kCaller}};
}

// Where a successful call of this name starts from.
std::string statusBefore(const Exchange& e) {
  static const std::map<std::string, std::string> before = {{"started", "created"},
                                                            {"completed", "in_progress"},
                                                            {"failed", "in_progress"},
                                                            {"stopped", "in_progress"},
                                                            {"stop", "in_progress"},
                                                            {"stop_many", "in_progress"},
                                                            {"publish", "completed"},
                                                            {"publish_many", "completed"},
                                                            {"reset", "completed"},
                                                            {"reset_many", "completed"},
                                                            {"enqueue", "created"},
                                                            {"enqueue_many", "created"},
                                                            {"dequeue", "queued"},
                                                            {"dequeue_many", "queued"},
                                                            {"close", "stopped"},
                                                            {"edit", "created"},
                                                            {"delete", "created"},
                                                            {"delete_many", "created"},
                                                            {"get_next_task", "queued"},
                                                            {"add_task", "created"},
                                                            {"remove_task", "queued"},
                                                            {"clear_queue", "queued"},
                                                            {"edit_hyper_params", "created"},
                                                            {"edit_configuration", "created"}};
  static const std::map<std::string, std::string> words = {{"running", "in_progress"},
                                                           {"already-running", "in_progress"},
                                                           {"running-not-queued-becomes-created", "in_progress"},
                                                           {"again", "in_progress"},
                                                           {"pulled-by-agent", "queued"},
                                                           {"published", "published"},
                                                           {"from-completed", "completed"}};
  if (auto word = words.find(e.title); word != words.end()) return word->second;
  auto found = before.find(e.endpoint.substr(e.endpoint.find('.') + 1));
  return found == before.end() ? std::string() : found->second;
}

// The status that an error message names.
std::string statusIn(const std::string& message) {
  std::smatch found;
  for (auto form : {"current_status=(\\w+)", "current=(\\w+)", "status=(\\w+)"})
    if (std::regex_search(message, found, std::regex(form))) return found[1];
  if (message.find("already queued") != message.npos) return "queued";
  return {};
}

bool isMissing(const std::string& message) {
  return message.find("Invalid") == 0 && message.find(" id") != message.npos;
}

std::vector<std::string> taskIds(const Exchange& e) {
  std::vector<std::string> all;
  if (auto one = textOf(e.args(), "task"); isId(one)) all.push_back(one);
  for (auto key : {"tasks", "ids", "id"})
    if (e.args().contains(key) && e.args()[key].is_array())
      for (const auto& id : e.args()[key])
        if (id.is_string() && isId(id.get<std::string>())) all.push_back(id);
  return all;
}

}  // namespace

namespace {

// What workers have reported, so that a chart shows it.
template <class CallFunction>
void reportStats(const Exchange& e, CallFunction call) {
  auto report = [&](const Json& worker, std::int64_t time, const std::string& metric, const Json& value) {
    call("workers.status_report",
         Json{{"worker", worker}, {"timestamp", time}, {"machine_stats", {{metric, Json::array({value})}}}});
  };
  auto data = e.data();
  for (const auto& category : data.value("categories", Json::array()))
    for (const auto& metric : category["metric_keys"]) report(e.args()["worker_ids"][0], 1795372938000, metric, 1);
  for (const auto& worker : data.value("workers", Json::array()))
    for (const auto& metric : worker["metrics"])
      for (const auto& stat : metric["stats"]) {
        auto last = e.args()["to_date"].get<std::int64_t>() * 1000 - 1;
        report(worker["worker"], last, metric["metric"], 0);
        for (std::size_t i = 0; i < stat["dates"].size(); ++i)
          if (stat["values"][i] != 0.0)
            report(worker["worker"], stat["dates"][i].get<std::int64_t>() + 1, metric["metric"], stat["values"][i]);
      }
}

}  // namespace

void Situation::addMissingTasks(const Exchange& e) {
  if (e.message().find("already exists") != std::string::npos &&
      (e.endpoint == "projects.create" || e.endpoint == "queues.create"))
    addDocument(e.endpoint.substr(0, e.endpoint.find('.')), "0123456789abcdef0123456789abcdef",
                {{"name", textOf(e.args(), "name")},
                 {"entries", Json::array()},
                 {"tags", Json::array()},
                 {"system_tags", Json::array()}});
  if (e.endpoint.ends_with(".create") && e.status() == 200)  // it is not there yet
    for (auto kind : {"projects", "queues"})
      std::erase_if(m_here[kind],
                    [&](const auto& one) { return textOf(one.second, "name") == textOf(e.args(), "name"); });
  bool unknown = e.status() == 400 && isMissing(e.message());
  if (e.endpoint.starts_with("tasks.") || e.endpoint.starts_with("events.") || e.endpoint.starts_with("queues.") ||
      e.endpoint.starts_with("reports.") || e.endpoint.starts_with("pipelines.")) {
    bool other = e.args().value("model_events", false) || e.endpoint == "queues.get_all";
    for (const auto& id : taskIds(e))
      if (!other && !unknown && e.endpoint.find(".get_") == e.endpoint.npos)
        addDocument("tasks", id, emptyTask(id, e.endpoint.starts_with("reports.") ? "report" : "training"));
      else if (!other && !unknown && e.endpoint.starts_with("events."))
        addDocument("tasks", id, emptyTask(id, "training"));
  }
  if (unknown)
    for (const auto& id : taskIds(e))
      if (e.message().find(id) != e.message().npos) m_here["tasks"].erase(id);
  auto modelIds = e.endpoint.starts_with("models.") ? taskIds(e) : std::vector<std::string>();
  if (auto model = textOf(e.args(), "model"); isId(model)) modelIds.push_back(model);
  for (const auto& model : unknown ? std::vector<std::string>() : modelIds)
    addDocument("models", model,
                {{"name", "a model"},
                 {"uri", "file:///m"},
                 {"tags", Json::array()},
                 {"system_tags", Json::array()},
                 {"labels", Json::object()},
                 {"design", Json::object()},
                 {"ready", false},
                 {"user", kCaller},
                 {"metadata", Json::object()},
                 {"created", "2026-11-22T18:00:00.000000+00:00"}});
  for (auto& failed : e.data().contains("failed") ? e.data()["failed"] : Json::array())
    if (isMissing(textOf(failed["error"], "msg")))
      for (auto kind : {"tasks", "models"}) m_here[kind].erase(textOf(failed, "id"));
}

void Situation::setStatuses(const Exchange& e) {
  auto set = [this](const std::string& id, const std::string& status) {
    auto found = m_here["tasks"].find(id);
    if (found != m_here["tasks"].end() && !status.empty()) found->second["status"] = status;
  };
  bool reads = e.endpoint.find(".get_all") != e.endpoint.npos || e.endpoint.find(".get_by") != e.endpoint.npos;
  if (reads) return;
  for (const auto& id : taskIds(e))
    if (auto found = m_here["tasks"].find(id); found != m_here["tasks"].end()) {
      if (e.endpoint.starts_with("reports.") && e.title.find("not-a-report") == e.title.npos)
        found->second["type"] = "report";
      if (e.title.find("already-running") != e.title.npos)
        found->second["started"] = "2026-11-22T18:42:21.080000+00:00";
      if (e.title.find("with-worker") == e.title.npos) continue;
      found->second["last_worker"] = "host-1:gpu0";
      found->second["last_update"] = tr::nowText();
      found->second["system_tags"] = Json::array();
    }
  auto said = e.status() == 200 ? std::string() : statusIn(e.message());
  for (const auto& id : taskIds(e)) set(id, said.empty() ? statusBefore(e) : said);
  auto data = e.data();
  for (const auto& one : data.value("succeeded", Json::array()))
    if (e.endpoint == "tasks.dequeue_many" && one.value("updated", 1) == 0) set(textOf(one, "id"), "completed");
  if (!data.contains("failed")) return;
  bool models = e.endpoint.starts_with("models.");
  for (const auto& one : data["failed"]) set(textOf(one, "id"), statusIn(textOf(one["error"], "msg")));
  if (models)
    for (const auto& one : data["failed"])
      if (auto found = m_here["models"].find(textOf(one, "id")); found != m_here["models"].end())
        found->second["ready"] = true;
}

// The entries that the request and its answer tell of.
void Situation::fillQueue(const Exchange& e) {
  auto task = textOf(e.args(), "task");
  auto action = e.endpoint.substr(e.endpoint.find('.') + 1);
  auto data = e.data();
  std::vector<std::string> entries;
  auto filler = [](int i) { return "f" + std::to_string(i); };
  bool listed = action.starts_with("get_all") || action.starts_with("get_by_id");
  auto id = textOf(e.args(), "queue");
  if (e.endpoint.starts_with("tasks.deq") && e.title.find("not-queued") == e.title.npos)
    for (const auto& one : taskIds(e)) {
      auto queue = std::string("6d90f08edd3143fa9d710c647218ba7c");
      addDocument(
          "queues", queue,
          {{"name", "default"}, {"entries", Json::array()}, {"tags", Json::array()}, {"system_tags", {"default"}}});
      m_here["queues"][queue]["entries"].push_back({{"task", one}, {"added", "2026-11-22T18:42:21.080000+00:00"}});
      if (m_here["tasks"].contains(one)) m_here["tasks"][one]["execution"]["queue"] = queue;
    }
  if (!e.endpoint.starts_with("queues.") || listed || !m_here["queues"].contains(id)) {
    if (e.endpoint.starts_with("tasks.enqueue") && e.message().find("already queued") != std::string::npos &&
        m_here["queues"].contains(id))
      m_here["queues"][id]["entries"] = Json::array({{{"task", task}, {"added", "2026-11-22T18:42:21.080000+00:00"}}});
    return;
  }
  if (action.starts_with("move_task")) {
    auto position = data.value("position", 0), count = e.args().value("count", 1);
    auto start = action.ends_with("forward")    ? (e.title.starts_with("beyond") ? 1 : position + count)
                 : action.ends_with("backward") ? position - count
                 : action.ends_with("front")    ? 2
                                                : 0;
    for (int i = 0; i < std::max(3, std::max(start, position) + 1); ++i)
      entries.push_back(i == start ? task : filler(i));
    if (action.ends_with("back")) entries.resize(std::size_t(position) + 1, filler(9));
  }
  if (action == "get_next_task" && data.contains("entry")) entries = {textOf(data["entry"], "task")};
  if (action == "peek_task") entries = {textOf(data, "task")};
  if (action == "get_num_entries")
    for (int i = 0; i < data.value("num", 0); ++i) entries.push_back(filler(i));
  auto removed = data.value("removed_tasks", Json::array());
  if (action == "clear_queue")
    for (const auto& one : removed) entries.push_back(one);
  if ((action == "remove_task" && e.status() == 200) || e.message().find("already queued") != std::string::npos)
    entries = {task};
  if (e.message().find("not empty") != std::string::npos) entries = {filler(1)};
  auto& list = m_here["queues"][id]["entries"] = Json::array();
  for (const auto& one : entries) {
    list.push_back({{"task", one}, {"added", "2026-11-22T18:42:21.080000+00:00"}});
    if (isId(one)) addDocument("tasks", one, emptyTask(one, "training"));
    if (isId(one)) m_here["tasks"][one]["status"] = "queued";
    if (isId(one)) m_here["tasks"][one]["execution"]["queue"] = id;
  }
}

void Situation::addWorkers(const Exchange& e) {
  auto data = e.data();
  HeaderLines headers{"Authorization: Bearer " + m_token, "Content-Type: application/json"};
  auto call = [&](const char* endpoint, const Json& args) {
    http("POST", m_server.server().apiUrl() + "/v2.34/" + endpoint, args.dump(), headers);
  };
  auto add = [&](const Json& worker) {
    Json queues = Json::array();
    for (const auto& queue : worker.value("queues", Json::array())) queues.push_back(queue["id"]);
    call("workers.register", {{"worker", worker["id"]},
                              {"queues", queues},
                              {"tags", worker.value("tags", Json::array())},
                              {"system_tags", worker.value("system_tags", Json::array())},
                              {"timeout", worker.value("register_timeout", 600)}});
    if (!worker.contains("last_report_time")) return;
    Json report = {{"worker", worker["id"]}, {"timestamp", 1795372938000}};
    if (worker.contains("task")) report["task"] = worker["task"]["id"];
    if (worker.contains("queue")) report["queue"] = worker["queue"]["id"];
    call("workers.status_report", report);
  };
  if (data.contains("workers") && e.endpoint == "workers.get_all")
    for (const auto& worker : data["workers"]) add(worker);
  for (int i = 0; e.endpoint == "workers.get_count" && i < data.value("count", 0); ++i)
    add({{"id", "w" + std::to_string(i)}});
  if (e.endpoint == "workers.get_stats" || e.endpoint == "workers.get_metric_keys") reportStats(e, call);
  if (e.endpoint == "workers.unregister" && e.title == "ok") add({{"id", e.args()["worker"]}});
  if (data.contains("queue_watched") && data["queue_watched"] == true)
    for (const auto& [id, queue] : m_here["queues"]) add({{"id", "watcher"}, {"queues", Json::array({{{"id", id}}})}});
}

void Situation::addAccess(const Exchange& e) {
  auto done = m_server.server().store().writeNow([&](tr::Database& database) {
    database.run("DELETE FROM credentials WHERE user=?", kCaller);
    for (const auto& one : e.data().value("credentials", Json()).is_array() ? e.data()["credentials"] : Json::array())
      database.run(
          "INSERT INTO credentials(access_key, secret_key, user, label, created, last_used, last_used_from) "
          "VALUES('<ACCESS_KEY>','s',?,?,'',?,?)",
          kCaller, textOf(one, "label"), textOf(one, "last_used"), textOf(one, "last_used_from"));
    if (e.endpoint.starts_with("auth.") && e.status() == 200 && e.endpoint != "auth.get_credentials")
      database.run(
          "INSERT OR REPLACE INTO credentials(access_key, secret_key, user, label, created) "
          "VALUES('<ACCESS_KEY>','secret',?,'','')",
          kCaller);
    database.run(
        "INSERT OR REPLACE INTO credentials(access_key, secret_key, user, label, created) "
        "VALUES('caller-key','caller-secret',?,'','')",
        e.endpoint == "auth.get_credentials" ? "nobody" : kCaller);
    if (e.endpoint == "users.get_preferences")
      database.run(
          "UPDATE users_docs SET doc=json_set(doc,'$.preferences',json(?)) WHERE n=(SELECT n FROM users WHERE id=?)",
          e.data().value("preferences", Json::object()).dump(), kCaller);
    return tr::Outcome();
  });
  if (!done) throw std::runtime_error(done.error().text());
}

}  // namespace cleardeck::test
