// Queues: the part that the SDK and a listing need.
#include "tracking/endpoint_lists.h"
#include "tracking/listing.h"
#include "tracking/task_document.h"

namespace cleardeck::tracking {
namespace {

Json loadQueue(Call& call) { return loadDocument(call.db(), queues(), textOr(call.args, "queue")); }

void save(Call& call, Json& queue) {
  queue["last_update"] = call.now;
  saveDocument(call.db(), queues(), queue);
}

Json create(Call& call) {
  auto name = textOr(call.args, "name");
  if (call.db().rows("SELECT 1 FROM queues WHERE name=?", name).next())
    throw withFacts(801, "Value combination already exists (unique field already contains this value)",
                    {{"name", name}, {"company", kCompany}});
  Json queue = {{"id", newId()},
                {"company", kCompany},
                {"name", name},
                {"created", call.now},
                {"last_update", call.now},
                {"tags", Json::array()},
                {"system_tags", Json::array()},
                {"entries", Json::array()},
                {"metadata", Json::object()}};
  for (auto field : {"tags", "system_tags", "metadata", "display_name"})
    if (has(call.args, field)) queue[field] = call.args[field];
  insertDocument(call.db(), queues(), queue);
  return Json{{"id", queue["id"]}};
}

Json getById(Call& call) { return Json{{"queue", loadQueue(call)}}; }
Json getAll(Call& call) { return answerListing(call, queues(), false); }

Json getAllEx(Call& call) {
  auto answer = answerListing(call, queues(), true);
  for (auto& queue : answer["queues"])
    for (auto& entry : queue["entries"]) {
      auto id = textOr(entry, "task");
      if (!id.empty()) entry["task"] = {{"id", id}, {"name", nameOf(call.db(), tasks(), id)}};
    }
  return answer;
}

Json getDefault(Call& call) {
  auto rows = call.db().rows(
      "SELECT id, name FROM queues t WHERE EXISTS(SELECT 1 FROM json_each(t.system_tags) WHERE value='default')");
  if (!rows.next()) throw ApiError(400, 707, "No queue is tagged as the default queue for this company");
  return Json{{"id", rows.text(0)}, {"name", rows.text(1)}};
}

Json update(Call& call) {
  auto queue = loadQueue(call);
  Json fields = Json::object();
  for (auto field : {"name", "tags", "system_tags", "metadata", "display_name"})
    if (has(call.args, field)) queue[field] = fields[field] = call.args[field];
  save(call, queue);
  return Json{{"updated", 1}, {"fields", fields}};
}

Json remove(Call& call) {
  auto queue = loadQueue(call);
  if (!queue["entries"].empty() && !flag(call.args, "force"))
    throw withFacts(702, "Queue is not empty", {{"id", queue["id"]}});
  deleteDocument(call.db(), queues(), textOr(queue, "id"));
  return Json{{"deleted", 1}};
}

Json nextTask(Call& call) {
  auto queue = loadQueue(call);
  if (queue["entries"].empty()) return Json::object();
  auto entry = queue["entries"].front();
  queue["entries"].erase(queue["entries"].begin());
  save(call, queue);
  return Json{{"entry", entry}};
}

Json removeTask(Call& call) {
  auto queue = loadQueue(call);
  auto task = textOr(call.args, "task");
  auto& entries = queue["entries"];
  auto same = [&](const Json& entry) { return textOr(entry, "task") == task; };
  auto found = std::find_if(entries.begin(), entries.end(), same);
  if (found == entries.end())
    throw withFacts(703, "Invalid queue id or task not queued", {{"queue", queue["id"]}, {"task", task}});
  entries.erase(found);
  save(call, queue);
  return Json{{"removed", 1}};
}

Json countEntries(Call& call) { return Json{{"num", loadQueue(call)["entries"].size()}}; }

}  // namespace

std::vector<Endpoint> queueEndpoints() {
  return {{"queues.create", Access::Write, create, "2.4"},
          {"queues.get_by_id", Access::Read, getById, "2.4"},
          {"queues.get_all", Access::Read, getAll, "2.4"},
          {"queues.get_all_ex", Access::Read, getAllEx, "2.4"},
          {"queues.get_default", Access::Read, getDefault, "2.4"},
          {"queues.update", Access::Write, update, "2.4"},
          {"queues.delete", Access::Write, remove, "2.4"},
          {"queues.get_next_task", Access::Write, nextTask, "2.4"},
          {"queues.remove_task", Access::Write, removeTask, "2.4"},
          {"queues.get_num_entries", Access::Read, countEntries, "2.15"}};
}

}  // namespace cleardeck::tracking
