// Queues: create, read, change, delete.
#include "tracking/queues.h"

#include "tracking/endpoint_lists.h"
#include "tracking/listing.h"
#include "tracking/task_document.h"
#include "tracking/workers.h"

#include <set>

namespace cleardeck::tracking {
namespace {

void requireFreeName(Call& call, const std::string& name, const std::string& except) {
  if (call.db().rows("SELECT 1 FROM queues WHERE name=? AND id!=?", name, except).next())
    throw withFacts(801, "Value combination already exists (unique field already contains this value)",
                    {{"name", name}, {"company", kCompany}});
}

Json create(Call& call) {
  auto name = textOr(call.args, "name");
  requireFreeName(call, name, "");
  auto queue = newQueue(call, name);
  for (auto field : {"tags", "system_tags", "metadata", "display_name"})
    if (has(call.args, field)) queue[field] = sortedTexts(call.args[field]);
  insertDocument(call.db(), queues(), queue);
  return Json{{"id", queue["id"]}};
}

void cut(Call& call, Json& queue) {
  auto most = numberOr(call.args, "max_task_entries", 0);
  if (most > 0 && queue.contains("entries") && queue["entries"].size() > std::size_t(most))
    queue["entries"].erase(queue["entries"].begin() + most, queue["entries"].end());
}

Json getById(Call& call) {
  auto queue = loadQueue(call, textOr(call.args, "queue"));
  cut(call, queue);
  return Json{{"queue", queue}};
}

// Those of the k8s glue are shown only when they are asked for.
void hideGlue(Call& call) {
  if (flag(call.args, "search_hidden") || has(call.args, "id") || has(call.args, "name")) return;
  auto& tags = call.args["system_tags"];
  if (!tags.is_array()) tags = Json::array();
  tags.push_back("-k8s-glue");
}

Json getAll(Call& call) {
  hideGlue(call);
  auto answer = answerListing(call, queues(), false);
  for (auto& queue : answer["queues"]) cut(call, queue);
  return answer;
}

Json getAllEx(Call& call) {
  hideGlue(call);
  auto answer = answerListing(call, queues(), true);
  auto workers = activeWorkers(call, 0);
  for (auto& queue : answer["queues"]) {
    cut(call, queue);
    if (queue.contains("entries"))
      for (auto& entry : queue["entries"]) {
        auto id = textOr(entry, "task");
        if (!id.empty()) entry["task"] = {{"id", id}, {"name", nameOf(call.db(), tasks(), id)}};
      }
    queue["workers"] = Json::array();
    for (const auto& worker : workers)
      if (contains(worker["queues"], textOr(queue, "id")))
        queue["workers"].push_back({{"name", worker["id"]},
                                    {"ip", worker["ip"]},
                                    {"key", worker["key"]},
                                    {"task", worker.value("task", Json())}});
  }
  return answer;
}

Json getDefault(Call& call) {
  auto rows = call.db().rows(
      "SELECT id, name FROM queues t WHERE EXISTS(SELECT 1 FROM json_each(t.system_tags) WHERE value='default')");
  if (!rows.next()) throw ApiError(400, 707, "No queue is tagged as the default queue for this company");
  Json found = {{"id", rows.text(0)}, {"name", rows.text(1)}};
  if (rows.next()) throw ApiError(400, 708, "More than one queue is tagged as the default queue for this company");
  return found;
}

Json update(Call& call) {
  auto queue = loadQueue(call, textOr(call.args, "queue"));
  Json fields = Json::object();
  if (has(call.args, "name")) requireFreeName(call, textOr(call.args, "name"), textOr(queue, "id"));
  for (auto field : {"name", "tags", "system_tags", "metadata", "display_name"})
    if (has(call.args, field)) queue[field] = fields[field] = sortedTexts(call.args[field]);
  queue["last_update"] = call.now;
  saveDocument(call.db(), queues(), queue);
  return Json{{"updated", 1}, {"fields", fields}};
}

// Tasks that leave a queue without being run go back to what they were.
Json returnTasks(Call& call, const Json& queue, const std::string& reason) {
  auto list = Json::array();
  std::set<std::string> ids;
  for (const auto& entry : queue["entries"]) ids.insert(textOr(entry, "task"));
  for (const auto& id : ids) {
    auto task = findDocument(call.db(), tasks(), id);
    if (!task || find(*task, {"execution", "queue"}) == nullptr || (*task)["execution"]["queue"] != queue["id"])
      continue;
    auto fields = moveTask(call, *task, textOr(*task, "enqueue_status", "created"), true, reason, "");
    task->erase("enqueue_status");
    (*task)["execution"].erase("queue");
    saveTask(call, *task, fields);
    list.push_back(id);
  }
  return list;
}

Json remove(Call& call) {
  auto queue = loadQueue(call, textOr(call.args, "queue"));
  auto id = textOr(queue, "id");
  if (!queue["entries"].empty() && !flag(call.args, "force"))
    throw withFacts(702, "Queue is not empty (use force=true to delete)", {{"id", id}});
  returnTasks(call, queue, "Queue " + id + " was deleted");
  deleteDocument(call.db(), queues(), id);
  call.db().run("DELETE FROM queue_metrics WHERE queue=?", id);
  return Json{{"deleted", 1}};
}

Json clear(Call& call) {
  auto queue = loadQueue(call, textOr(call.args, "queue"));
  auto removed = returnTasks(call, queue, "Queue " + textOr(queue, "id") + " was cleared");
  queue["entries"] = Json::array();
  saveQueue(call, queue);
  return Json{{"removed_tasks", removed}};
}

Json removeTask(Call& call) {
  auto id = textOr(call.args, "queue"), task = textOr(call.args, "task");
  auto queue = findDocument(call.db(), queues(), id);
  auto same = [&](const Json& entry) { return textOr(entry, "task") == task; };
  auto there = queue ? std::find_if((*queue)["entries"].begin(), (*queue)["entries"].end(), same) : Json::iterator();
  if (!queue || there == (*queue)["entries"].end())
    throw withFacts(703, "Invalid queue id or task not in queue", {{"task", task}, {"id", id}, {"company", kCompany}});
  Json only = {{"id", id}, {"entries", {{{"task", task}}}}};
  (*queue)["entries"].erase(there);
  saveQueue(call, *queue);
  if (flag(call.args, "update_task_status")) returnTasks(call, only, "Task was removed from the queue " + id);
  return Json{{"removed", 1}};
}

Json addMetadata(Call& call) {
  auto queue = loadQueue(call, textOr(call.args, "queue"));
  if (flag(call.args, "replace_metadata")) queue["metadata"] = Json::object();
  for (const auto& item : call.args["metadata"]) queue["metadata"][textOr(item, "key")] = item;
  queue["last_update"] = call.now;
  saveDocument(call.db(), queues(), queue);
  return Json{{"updated", 1}};
}

Json deleteMetadata(Call& call) {
  auto queue = loadQueue(call, textOr(call.args, "queue"));
  for (const auto& key : texts(call.args["keys"])) queue["metadata"].erase(key);
  queue["last_update"] = call.now;
  saveDocument(call.db(), queues(), queue);
  return Json{{"updated", 1}};
}

}  // namespace

Json loadQueue(Call& call, const std::string& id) {
  auto queue = loadDocument(call.db(), queues(), id);
  if (!queue["entries"].is_array()) queue["entries"] = Json::array();
  if (!queue["metadata"].is_object()) queue["metadata"] = Json::object();
  return queue;
}

void noteQueue(Call& call, const Json& queue) {
  double waiting = 0;
  for (const auto& entry : queue["entries"])
    waiting += double(nowMs() - msOf(textOr(entry, "added")).value_or(nowMs())) / 1000;
  auto length = queue["entries"].size();
  call.db().run("INSERT INTO queue_metrics(queue, time, waiting, length) VALUES(?,?,?,?)", textOr(queue, "id"), nowMs(),
                length ? waiting / double(length) : 0.0, length);
  call.db().run("DELETE FROM queue_metrics WHERE time<?", nowMs() - kStatsKeptMs);
}

void saveQueue(Call& call, Json& queue) {
  queue["last_update"] = call.now;
  saveDocument(call.db(), queues(), queue);
  noteQueue(call, queue);
}

void addEntry(Call& call, Json& queue, const std::string& task) {
  for (const auto& entry : queue["entries"])
    if (textOr(entry, "task") == task)
      throw withFacts(706, "Failed adding task to queue since task is already queued", {{"task", task}});
  queue["entries"].push_back({{"task", task}, {"added", call.now}});
  saveQueue(call, queue);
}

Json newQueue(Call& call, const std::string& name) {
  return {{"id", newId()},
          {"company", kCompany},
          {"name", name},
          {"created", call.now},
          {"last_update", call.now},
          {"tags", Json::array()},
          {"system_tags", Json::array()},
          {"entries", Json::array()},
          {"metadata", Json::object()}};
}

std::string queueByName(Call& call, const std::string& name) {
  {
    auto rows = call.db().rows("SELECT id FROM queues WHERE name=?", name);
    if (rows.next()) return rows.text(0);
  }
  auto queue = newQueue(call, name);
  if (name == "default") queue["system_tags"] = {"default"};
  insertDocument(call.db(), queues(), queue);
  return queue["id"];
}

std::vector<Endpoint> queueEndpoints() {
  return {{"queues.create", Access::Write, create},
          {"queues.get_by_id", Access::Read, getById},
          {"queues.get_all", Access::Read, getAll},
          {"queues.get_all_ex", Access::Read, getAllEx},
          {"queues.get_default", Access::Read, getDefault},
          {"queues.update", Access::Write, update},
          {"queues.delete", Access::Write, remove},
          {"queues.clear_queue", Access::Write, clear},
          {"queues.remove_task", Access::Write, removeTask},
          {"queues.add_or_update_metadata", Access::Write, addMetadata},
          {"queues.delete_metadata", Access::Write, deleteMetadata}};
}

}  // namespace cleardeck::tracking
