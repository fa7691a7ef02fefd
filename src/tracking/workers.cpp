// Workers: who executes queues, and what they report.
#include "tracking/workers.h"

#include "tracking/endpoint_lists.h"
#include "tracking/entity.h"
#include "tracking/task_document.h"

#include "base/text.h"

namespace cleardeck::tracking {
namespace {

std::string workerKey(const Call& call, const std::string& worker) {
  return "worker_" + std::string(kCompany) + "_" + call.caller.user + "_" + worker;
}

void save(Call& call, const std::string& key, const Json& worker) {
  call.db().run("INSERT OR IGNORE INTO workers(key, doc, seen, timeout) VALUES(?, '', 0, 0)", key);
  call.db().run("UPDATE workers SET doc=?, seen=?, timeout=? WHERE key=?", dump(worker), nowMs(),
                numberOr(worker, "register_timeout", 600), key);
}

Json newWorker(Call& call, const std::string& id) {
  auto timeout = numberOr(call.args, "timeout", 600);
  if (timeout < 0)
    throw withFacts(1002, "Worker registration failed (invalid timeout)", {{"timeout", timeout}, {"worker", id}});
  return {{"id", id},
          {"key", workerKey(call, id)},
          {"ip", call.peer},
          {"user", {{"id", call.caller.user}, {"name", nameOf(call.db(), users(), call.caller.user)}}},
          {"company", {{"id", kCompany}, {"name", "clearml"}}},
          {"register_time", call.now},
          {"register_timeout", timeout ? timeout : 600},
          {"last_activity_time", call.now},
          {"tags", Json::array()},
          {"system_tags", Json::array()},
          {"queues", Json::array()}};
}

Json registerWorker(Call& call) {
  auto worker = newWorker(call, textOr(call.args, "worker"));
  for (auto field : {"tags", "system_tags", "queues"})
    if (has(call.args, field)) worker[field] = call.args[field];
  for (const auto& id : texts(worker["queues"])) {
    auto queue = findDocument(call.db(), queues(), id);
    if (!queue) throw ApiError(400, 701, "Invalid queue id: ids={'" + id + "'}");
    if (!has(call.args, "resources")) continue;
    (*queue)["resources"] = call.args["resources"];
    saveDocument(call.db(), queues(), *queue);
  }
  save(call, worker["key"], worker);
  return Json::object();
}

Json unregisterWorker(Call& call) {  // an unknown one has unregistered already
  call.db().run("DELETE FROM workers WHERE key=?", workerKey(call, textOr(call.args, "worker")));
  return Json::object();
}

void storeStats(Call& call, const std::string& worker) {
  if (!has(call.args, "machine_stats")) return;
  auto time = numberOr(call.args, "timestamp", nowMs());
  auto add = [&](const std::string& metric, const std::string& variant, const Json& value) {
    if (value.is_number())
      call.db().run("INSERT INTO worker_stats(worker, time, active, metric, variant, value) VALUES(?,?,?,?,?,?)",
                    worker, time, has(call.args, "task"), metric, variant, value.get<double>());
  };
  for (const auto& stat : call.args["machine_stats"].items()) {
    if (!stat.value().is_array())
      add(stat.key(), "total", stat.value());
    else
      for (std::size_t i = 0; i < stat.value().size(); ++i) add(stat.key(), std::to_string(i), stat.value()[i]);
  }
  call.db().run("DELETE FROM worker_stats WHERE time<?", nowMs() - kStatsKeptMs);
}

// The task that the worker says it runs has given a sign of life.
void reportTask(Call& call, Json& worker) {
  worker.erase("task");
  worker.erase("project");
  auto id = textOr(call.args, "task");
  if (id.empty()) return;
  auto task = findDocument(call.db(), tasks(), id);
  if (!task) throw withFacts(101, "Invalid task id", {{"id", id}, {"company", kCompany}});
  call.db().run("UPDATE tasks SET last_worker=?, last_worker_report=?, last_update=?, last_change=? WHERE id=?",
                textOr(worker, "id"), call.now, call.now, call.now, id);
  worker["task"] = {{"id", id}, {"name", (*task)["name"]}};
  auto project = textOr(*task, "project");
  if (!project.empty()) worker["project"] = {{"id", project}, {"name", nameOf(call.db(), projects(), project)}};
}

Json reportWorker(Call& call) {
  auto id = textOr(call.args, "worker");
  auto key = workerKey(call, id);
  std::optional<Json> known;
  {
    auto rows = call.db().rows("SELECT doc FROM workers WHERE key=? AND seen+timeout*1000>=?", key, nowMs());
    if (rows.next()) known = Json::parse(rows.view(0));
  }
  auto worker = known ? std::move(*known) : newWorker(call, id);
  worker["ip"] = call.peer;
  for (auto field : {"tags", "system_tags"})
    if (has(call.args, field)) worker[field] = call.args[field];
  if (has(call.args, "queues") && !call.args["queues"].empty()) worker["queues"] = call.args["queues"];
  worker["queue"] = call.args.value("queue", Json());
  worker["last_report_time"] = worker["last_activity_time"] = call.now;
  storeStats(call, id);
  reportTask(call, worker);
  save(call, key, worker);
  return Json::object();
}

// "host*" of workers.get_all: * and ? stand for anything, over the whole id.
bool fits(std::string_view pattern, std::string_view text) {
  if (pattern.empty()) return text.empty();
  if (pattern.front() == '*') return fits(pattern.substr(1), text) || (!text.empty() && fits(pattern, text.substr(1)));
  return !text.empty() && (pattern.front() == '?' || pattern.front() == text.front()) &&
         fits(pattern.substr(1), text.substr(1));
}

bool hasTags(const Json& worker, const Json& args, const char* field) {
  bool wanted = false, found = false;
  for (const auto& tag : texts(args.value(field, Json::array()))) {
    if (tag.starts_with('-') && contains(worker[field], tag.substr(1))) return false;
    if (tag.starts_with('-')) continue;
    wanted = true;
    found = found || contains(worker[field], tag);
  }
  return !wanted || found;
}

Json queueEntry(Call& call, const std::string& id) {
  auto queue = findDocument(call.db(), queues(), id);
  if (!queue) return Json{{"id", id}};
  Json entry = {{"id", id}, {"name", (*queue)["name"]}, {"num_tasks", (*queue)["entries"].size()}};
  if (has(*queue, "display_name")) entry["display_name"] = (*queue)["display_name"];
  if (!(*queue)["entries"].empty()) {
    auto next = textOr((*queue)["entries"][0], "task");
    entry["next_task"] = {{"id", next}, {"name", nameOf(call.db(), tasks(), next)}};
  }
  return entry;
}

// A worker as it is answered: what its queues and its task look like now.
Json shown(Call& call, Json worker) {
  auto ids = texts(worker["queues"]);
  auto current = textOr(worker, "queue");
  worker["queues"] = Json::array();
  worker.erase("queue");
  for (const auto& id : ids) {
    worker["queues"].push_back(queueEntry(call, id));
    if (id == current) worker["queue"] = worker["queues"].back();
  }
  if (!has(worker, "task")) return worker;
  if (auto task = findDocument(call.db(), tasks(), textOr(worker["task"], "id"))) {
    worker["task"]["running_time"] = numberOr(*task, "active_duration", 0) * 1000;
    worker["task"]["last_iteration"] = numberOr(*task, "last_iteration", 0);
  }
  return worker;
}

Json listWorkers(Call& call) {
  auto list = Json::array();
  for (auto& worker : activeWorkers(call, numberOr(call.args, "last_seen", 3600)))
    list.push_back(shown(call, std::move(worker)));
  return Json{{"workers", list}};
}

Json countWorkers(Call& call) {
  return Json{{"count", activeWorkers(call, numberOr(call.args, "last_seen", 0)).size()}};
}

}  // namespace

std::vector<Json> activeWorkers(Call& call, std::int64_t lastSeenSeconds) {
  std::vector<Json> list;
  auto since = lastSeenSeconds ? nowMs() - std::max<std::int64_t>(1, lastSeenSeconds) * 1000 : 0;
  auto pattern = textOr(call.args, "worker_pattern", "*");
  bool asks = call.name.starts_with("workers.");
  auto rows =
      call.db().rows("SELECT doc FROM workers WHERE seen>=? AND seen+timeout*1000>=? ORDER BY rowid", since, nowMs());
  while (rows.next()) {
    auto worker = Json::parse(rows.view(0));
    bool meant = !asks || (hasTags(worker, call.args, "tags") && hasTags(worker, call.args, "system_tags") &&
                           fits(pattern, textOr(worker, "id")));
    if (meant) list.push_back(std::move(worker));
  }
  return list;
}

bool isWatched(Call& call, const std::string& queue) {
  for (const auto& worker : activeWorkers(call, 0))
    if (contains(worker["queues"], queue)) return true;
  return false;
}

std::vector<Endpoint> workerEndpoints() {
  return {{"workers.register", Access::Write, registerWorker},
          {"workers.unregister", Access::Write, unregisterWorker},
          {"workers.status_report", Access::Write, reportWorker},
          {"workers.get_all", Access::Read, listWorkers},
          {"workers.get_count", Access::Read, countWorkers}};
}

}  // namespace cleardeck::tracking
