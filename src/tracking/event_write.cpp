// events.add, events.add_batch and the deletions.
#include "tracking/endpoint_lists.h"
#include "tracking/event_batch.h"
#include "tracking/task_document.h"

namespace cleardeck::tracking {
namespace {

// JSON lines; also a client's single object.
void prepareBatch(Call& call) {
  EventBatch batch;
  auto now = nowMs();
  auto rest = call.body;
  while (!rest.empty()) {
    auto end = rest.find('\n');
    auto line = rest.substr(0, end);
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    if (line.find_first_not_of(" \t\r") == std::string_view::npos) continue;
    auto event = Json::parse(line, nullptr, false);
    if (event.is_discarded())
      throw ApiError(400, 0, "The browser (or proxy) sent a request that this server could not understand.");
    readEvent(event, call.worker, now, batch);
  }
  if (!batch.read) throw ApiError(400, 17, "Batch request contains no items");
  call.prepared = std::move(batch);
}

void prepareOne(Call& call) {
  EventBatch batch;
  readEvent(call.args, call.worker, nowMs(), batch);
  call.prepared = std::move(batch);
}

Json store(Call& call) {
  auto& batch = std::any_cast<EventBatch&>(call.prepared);
  auto added = storeEvents(call.db(), batch, call.now);
  Json info = Json::object();
  std::size_t errors = 0;
  for (const auto& [message, count] : batch.errors) {
    info[message] = count;
    errors += count;
  }
  if (!added) throw withFacts(131, "Events not added", info);
  return Json{{"added", added}, {"errors", errors}, {"errors_info", info}};
}

std::int64_t ownerOf(Call& call, const Entity& entity, const char* field) {
  auto id = textOr(call.args, field);
  auto number = rowNumber(call.db(), entity, id);
  if (!number) throw ApiError(400, entity.invalidId, "Invalid " + std::string(entity.noun) + " id: ids=(" + id + ")");
  return *number;
}

Json deleteForTask(Call& call) {
  deleteEvents(call.db(), ownerOf(call, tasks(), "task"));
  return Json{{"deleted", true}};
}

Json deleteForModel(Call& call) {
  deleteEvents(call.db(), -ownerOf(call, models(), "model"));
  return Json{{"deleted", true}};
}

Json clearLog(Call& call) {
  auto owner = ownerOf(call, tasks(), "task");
  auto until = has(call.args, "threshold_sec") ? nowMs() - numberOr(call.args, "threshold_sec", 0) * 1000 : INT64_MAX;
  auto named = [&](const char* field) { return dump(call.args.value(field, Json::array())); };
  std::string condition = " AND time<=?";
  for (auto [field, word] : {std::pair("include_metrics", " IN "), std::pair("exclude_metrics", " NOT IN ")})
    if (has(call.args, field) && !call.args[field].empty())
      condition +=
          " AND ifnull(json_extract(extra,'$.metric'),'')" + std::string(word) + "(SELECT value FROM json_each(?))";
  auto rows = call.db().rows("DELETE FROM logs WHERE owner=?" + condition, owner, until);
  for (auto field : {"include_metrics", "exclude_metrics"})
    if (has(call.args, field) && !call.args[field].empty()) rows.bind(named(field));
  auto deleted = rows.run();
  call.db().run("UPDATE log_counts SET lines=max(0, lines-?) WHERE owner=?", deleted, owner);
  return Json{{"deleted", deleted}};
}

}  // namespace

std::vector<Endpoint> eventWriteEndpoints() {
  return {{"events.add_batch", Access::Write, store, Needs::SignedIn, prepareBatch},
          {"events.add", Access::Write, store, Needs::SignedIn, prepareOne},
          {"events.delete_for_task", Access::Write, deleteForTask},
          {"events.delete_for_model", Access::Write, deleteForModel},
          {"events.clear_task_log", Access::Write, clearLog}};
}

}  // namespace cleardeck::tracking
