// Tasks: their way through the statuses, and the queue.
#include "tracking/batch.h"
#include "tracking/endpoint_lists.h"
#include "tracking/queues.h"
#include "tracking/task_document.h"
#include "tracking/workers.h"

namespace cleardeck::tracking {
namespace {

std::string reasonOf(const Call& call) { return textOr(call.args, "status_reason"); }
std::string messageOf(const Call& call) { return textOr(call.args, "status_message"); }

Json started(Call& call) {
  auto task = loadTask(call, call.args["task"]);
  bool again = textOr(task, "status") == "in_progress" && has(task, "started");
  auto fields = moveTask(call, task, "in_progress", flag(call.args, "force"), reasonOf(call), messageOf(call));
  if (!again) {
    task["started"] = fields["started"] = call.now;
    task.erase("completed");
    task["active_duration"] = 0;
  }
  auto answer = saveTask(call, task, fields);
  answer["started"] = 1;
  return answer;
}

// A move that also ends the run.
Json finish(Call& call, const std::string& status) {
  auto task = loadTask(call, call.args["task"]);
  auto fields = moveTask(call, task, status, flag(call.args, "force"), reasonOf(call), messageOf(call));
  task["completed"] = fields["completed"] = call.now;
  if (auto started = msOf(textOr(task, "started"))) task["active_duration"] = (*msOf(call.now) - *started) / 1000;
  return saveTask(call, task, fields);
}

Json completed(Call& call) {
  auto answer = finish(call, "completed");
  answer["published"] = 0;
  if (!flag(call.args, "publish")) return answer;
  auto task = loadTask(call, call.args["task"]);
  publishTask(call, task, flag(call.args, "force"), true);
  answer["published"] = 1;
  answer["fields"]["status"] = "published";
  return answer;
}

Json stopped(Call& call) { return finish(call, "stopped"); }
Json failed(Call& call) { return finish(call, "failed"); }
Json closed(Call& call) {
  auto task = loadTask(call, call.args["task"]);
  auto fields = moveTask(call, task, "closed", flag(call.args, "force"), reasonOf(call), messageOf(call));
  return saveTask(call, task, fields);
}

Json publishOne(Call& call, Json& task) {
  return publishTask(call, task, flag(call.args, "force"), flag(call.args, "publish_model", true));
}
Json publish(Call& call) {
  auto task = loadTask(call, call.args["task"]);
  return publishOne(call, task);
}

// A task whose process still reports is asked to stop: its status message is the signal (the SDK polls it).
bool isReporting(const Json& task) {
  auto update = msOf(textOr(task, "last_update"));
  return !textOr(task, "last_worker").empty() && update && nowMs() - *update < 600'000;
}

Json stopTask(Call& call, Json& task) {
  auto stopOne = [&call](Json& one, bool force) {
    auto status = textOr(one, "status");
    bool atOnce = status == "queued" || contains(one["system_tags"], "development") || !isReporting(one);
    if (status == "queued") removeFromQueues(call, textOr(one, "id"));
    auto fields = atOnce ? moveTask(call, one, "stopped", force, reasonOf(call), "Stopped by " + call.caller.name)
                         : moveTask(call, one, status, force, reasonOf(call), "stopping");
    return saveTask(call, one, fields);
  };
  for (auto& step : pipelineSteps(call, task)) stopOne(step, true);
  return stopOne(task, flag(call.args, "force"));
}

Json stop(Call& call) {
  auto task = loadTask(call, call.args["task"]);
  return stopTask(call, task);
}

std::string queueFor(Call& call) {
  auto id = textOr(call.args, "queue"), name = textOr(call.args, "queue_name");
  if (!id.empty() && !name.empty()) throw validationError("Either queue id or queue name should be provided");
  if (!name.empty()) return queueByName(call, name);
  return id.empty() ? queueByName(call, "default") : id;
}

void requireReady(Call& call, const Json& task) {
  auto listed = find(task, {"models", "input"});
  auto inputs = listed && listed->is_array() ? *listed : Json::array();
  for (const auto& input : inputs)
    if (!rowNumber(call.db(), models(), textOr(input, "model")))
      throw withFacts(201, "Invalid model id", {{"models", "{'" + textOr(input, "model") + "'}"}});
}

Json enqueueOne(Call& call, Json& task) {
  if (flag(call.args, "validate_tasks")) requireReady(call, task);
  auto answer = enqueueTask(call, task);
  answer["queued"] = true;
  return answer;
}

Json enqueue(Call& call) {
  auto task = loadTask(call, call.args["task"]);
  auto answer = enqueueTask(call, task);
  answer["queued"] = 1;
  if (flag(call.args, "verify_watched_queue"))
    answer["queue_watched"] = isWatched(call, textOr(task["execution"], "queue"));
  return answer;
}

Json dequeueTask(Call& call, Json& task) {
  auto status = textOr(task, "status");
  if (status == "queued" || flag(call.args, "remove_from_all_queues")) removeFromQueues(call, textOr(task, "id"));
  if (status != "queued" && status != "in_progress") return Json{{"updated", 0}, {"fields", Json::object()}};
  auto back = textOr(call.args, "new_status", textOr(task, "enqueue_status", "created"));
  auto fields = moveTask(call, task, back, true, reasonOf(call), messageOf(call));
  task.erase("enqueue_status");
  fields["enqueue_status"] = nullptr;
  return saveTask(call, task, fields);
}

// A task that is gone may still wait in a queue.
bool isGone(Call& call, const std::string& id) {
  if (rowNumber(call.db(), tasks(), id)) return false;
  removeFromQueues(call, id);
  return true;
}

void checkNewStatus(Call& call) {
  static const Json known = {"created",   "queued", "in_progress", "stopped",   "publishing",
                             "published", "closed", "failed",      "completed", "unknown"};
  if (has(call.args, "new_status") && !contains(known, textOr(call.args, "new_status")))
    throw validationError("Invalid task status: " + textOr(call.args, "new_status"));
}

Json dequeueById(Call& call, const std::string& id) {
  checkNewStatus(call);
  if (isGone(call, id)) return Json{{"updated", 0}, {"fields", Json::object()}};
  auto task = loadTask(call, id);
  return dequeueTask(call, task);
}

Json dequeue(Call& call) {
  auto answer = dequeueById(call, call.args["task"]);
  answer["dequeued"] = 1;
  return answer;
}

Json dequeueMany(Call& call) {
  return forEachId(call, [&](const std::string& id) {
    auto answer = dequeueById(call, id);
    answer["dequeued"] = true;
    return answer;
  });
}

Json many(Call& call, Json (*one)(Call&, Json&)) {
  return forEachId(call, [&](const std::string& id) {
    auto task = loadDocument(call.db(), tasks(), id);
    return one(call, task);
  });
}
Json stopMany(Call& call) { return many(call, stopTask); }
Json publishMany(Call& call) {  // a published task is not published again
  return forEachId(call, [&](const std::string& id) {
    auto task = loadDocument(call.db(), tasks(), id);
    return publishOne(call, task);
  });
}
Json enqueueMany(Call& call) {
  auto answer = many(call, enqueueOne);
  if (!flag(call.args, "verify_watched_queue")) return answer;
  for (const auto& one : answer["succeeded"])
    answer["queue_watched"] = isWatched(call, textOr(one["fields"], "execution.queue"));
  return answer;
}

}  // namespace

Json enqueueTask(Call& call, Json& task) {
  bool keepsQueue = !flag(call.args, "update_execution_queue", true);
  auto before = textOr(task, "status");
  if (keepsQueue && (before != "queued" || textOr(task["execution"], "queue").empty()))
    throw validationError(
        "Cannot skip setting execution queue for a task that is not enqueued or does not have execution queue set");
  auto fields = moveTask(call, task, "queued", flag(call.args, "force"), reasonOf(call), messageOf(call));
  auto id = textOr(task, "id");
  auto queue = loadQueue(call, queueFor(call));
  addEntry(call, queue, id);
  if (before != "queued" || textOr(task, "enqueue_status").empty()) task["enqueue_status"] = before;
  fields["enqueue_status"] = task["enqueue_status"];
  if (!keepsQueue) {
    if (!task["execution"].is_object()) task["execution"] = Json::object();
    task["execution"]["queue"] = fields["execution.queue"] = queue["id"];
  }
  removeFromQueues(call, id, textOr(queue, "id"));
  return saveTask(call, task, fields);
}

Json publishTask(Call& call, Json& task, bool force, bool withModels) {
  auto status = textOr(task, "status");
  if (!force && !isLegalMove(status, "published"))
    throw withFacts(110, "Invalid task status (Invalid status change)",
                    {{"current_status", status}, {"new_status", "published"}});
  auto listed = find(task, {"models", "output"});
  auto outputs = listed && listed->is_array() ? *listed : Json::array();
  if (withModels && !outputs.empty())
    if (auto model = findDocument(call.db(), models(), textOr(outputs.back(), "model"));
        model && !flag(*model, "ready")) {
      (*model)["ready"] = true;
      markChanged(call, *model);
      saveDocument(call.db(), models(), *model);
    }
  auto fields = moveTask(call, task, "published", force, reasonOf(call), messageOf(call));
  task["published"] = fields["published"] = call.now;
  fields["output"] = task.value("output", Json::object());
  return saveTask(call, task, fields);
}

std::vector<Endpoint> taskStatusEndpoints() {
  return {{"tasks.started", Access::Write, started},
          {"tasks.completed", Access::Write, completed},
          {"tasks.stopped", Access::Write, stopped},
          {"tasks.failed", Access::Write, failed},
          {"tasks.close", Access::Write, closed},
          {"tasks.publish", Access::Write, publish},
          {"tasks.stop", Access::Write, stop},
          {"tasks.enqueue", Access::Write, enqueue},
          {"tasks.dequeue", Access::Write, dequeue},
          {"tasks.stop_many", Access::Write, stopMany},
          {"tasks.publish_many", Access::Write, publishMany},
          {"tasks.enqueue_many", Access::Write, enqueueMany},
          {"tasks.dequeue_many", Access::Write, dequeueMany}};
}

}  // namespace cleardeck::tracking
