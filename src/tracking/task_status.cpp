// Tasks: their way through the statuses, and the queue.
#include "tracking/batch.h"
#include "tracking/endpoint_lists.h"
#include "tracking/task_document.h"

namespace cleardeck::tracking {
namespace {

std::string reasonOf(const Call& call) { return textOr(call.args, "status_reason"); }
std::string messageOf(const Call& call) { return textOr(call.args, "status_message"); }

Json moveAndSave(Call& call, Json& task, const std::string& status) {
  auto fields = moveTask(call, task, status, flag(call.args, "force"), reasonOf(call), messageOf(call));
  return saveTask(call, task, fields);
}

Json started(Call& call) {
  auto task = loadTask(call, call.args["task"]);
  bool running = textOr(task, "status") == "in_progress";
  auto fields = moveTask(call, task, "in_progress", flag(call.args, "force"), reasonOf(call), messageOf(call));
  bool first = !running || !has(task, "started");
  if (first) {
    task["started"] = fields["started"] = call.now;
    task.erase("completed");
    task["active_duration"] = 0;
  }
  auto answer = saveTask(call, task, fields);
  answer["started"] = first ? 1 : 0;
  return answer;
}

void publishModels(Call& call, const Json& task) {
  for (const auto& output : task["models"].value("output", Json::array())) {
    auto model = findDocument(call.db(), models(), textOr(output, "model"));
    if (!model) continue;
    (*model)["ready"] = true;
    markChanged(call, *model);
    saveDocument(call.db(), models(), *model);
  }
}

Json publishTask(Call& call, Json& task) {
  auto fields = moveTask(call, task, "published", flag(call.args, "force"), reasonOf(call), messageOf(call));
  fields["output"] = task["output"];
  auto answer = saveTask(call, task, fields);
  if (flag(call.args, "publish_model", true)) publishModels(call, task);
  return answer;
}

Json completed(Call& call) {
  auto task = loadTask(call, call.args["task"]);
  auto answer = moveAndSave(call, task, "completed");
  answer["published"] = 0;
  if (!flag(call.args, "publish")) return answer;
  publishTask(call, task);
  answer["published"] = 1;
  return answer;
}

Json stopped(Call& call) {
  auto task = loadTask(call, call.args["task"]);
  return moveAndSave(call, task, "stopped");
}
Json failed(Call& call) {
  auto task = loadTask(call, call.args["task"]);
  return moveAndSave(call, task, "failed");
}
Json closed(Call& call) {
  auto task = loadTask(call, call.args["task"]);
  return moveAndSave(call, task, "closed");
}
Json publish(Call& call) {
  auto task = loadTask(call, call.args["task"]);
  return publishTask(call, task);
}

// A task whose process still reports is asked to stop: its status message is the signal (the SDK polls it).
bool isReporting(const Json& task) {
  auto report = msOf(textOr(task, "last_worker_report"));
  return report && nowMs() - *report < 600'000;
}

Json stopTask(Call& call, Json& task) {
  auto status = textOr(task, "status");
  bool atOnce = status != "in_progress" || contains(task["system_tags"], "development") || !isReporting(task);
  if (atOnce || flag(call.args, "force")) {
    if (status == "queued") removeFromQueues(call, textOr(task, "id"));
    return moveAndSave(call, task, "stopped");
  }
  auto fields = moveTask(call, task, "in_progress", false, reasonOf(call), "stopping");
  return saveTask(call, task, fields);
}

Json stop(Call& call) {
  auto task = loadTask(call, call.args["task"]);
  return stopTask(call, task);
}

std::string queueFor(Call& call) {
  auto id = textOr(call.args, "queue"), name = textOr(call.args, "queue_name");
  if (!id.empty()) {
    loadDocument(call.db(), queues(), id);
    return id;
  }
  auto wanted = name.empty() ? std::string("default") : name;
  auto rows = call.db().rows("SELECT id FROM queues WHERE name=?", wanted);
  if (rows.next()) return rows.text(0);
  Json tags = wanted == "default" ? Json::array({"default"}) : Json::array();
  Json queue = {{"id", newId()},
                {"company", kCompany},
                {"name", wanted},
                {"created", call.now},
                {"tags", Json::array()},
                {"system_tags", tags},
                {"entries", Json::array()},
                {"last_update", call.now},
                {"metadata", Json::object()}};
  insertDocument(call.db(), queues(), queue);
  return queue["id"];
}

Json enqueueTask(Call& call, Json& task) {
  auto queueId = queueFor(call);
  auto before = textOr(task, "status");
  auto queue = loadDocument(call.db(), queues(), queueId);
  auto id = textOr(task, "id");
  for (const auto& entry : queue["entries"])
    if (textOr(entry, "task") == id) throw withFacts(706, "Task already queued", {{"task", id}, {"queue", queueId}});
  auto fields = moveTask(call, task, "queued", false, reasonOf(call), messageOf(call));
  queue["entries"].push_back({{"task", id}, {"added", call.now}});
  queue["last_update"] = call.now;
  saveDocument(call.db(), queues(), queue);
  task["execution"]["queue"] = fields["execution.queue"] = queueId;
  task["enqueue_status"] = fields["enqueue_status"] = before;
  auto answer = saveTask(call, task, fields);
  answer["queued"] = 1;
  return answer;
}

bool isWatched(Call& call) {
  auto rows = call.db().rows("SELECT doc FROM workers WHERE seen+timeout*1000>?", nowMs());
  return rows.next();
}

Json enqueue(Call& call) {
  auto task = loadTask(call, call.args["task"]);
  auto answer = enqueueTask(call, task);
  if (flag(call.args, "verify_watched_queue")) answer["queue_watched"] = isWatched(call);
  return answer;
}

Json dequeueTask(Call& call, Json& task) {
  auto removed = removeFromQueues(call, textOr(task, "id"));
  auto back = textOr(call.args, "new_status", textOr(task, "enqueue_status", "created"));
  auto fields = moveTask(call, task, back, false, reasonOf(call), messageOf(call));
  task.erase("enqueue_status");
  fields["enqueue_status"] = nullptr;
  auto answer = saveTask(call, task, fields);
  answer["dequeued"] = removed;
  return answer;
}

Json dequeue(Call& call) {
  auto task = loadTask(call, call.args["task"]);
  return dequeueTask(call, task);
}

Json many(Call& call, Json (*one)(Call&, Json&)) {
  return forEachId(call, [&](const std::string& id) {
    auto task = loadDocument(call.db(), tasks(), id);
    return one(call, task);
  });
}
Json stopMany(Call& call) { return many(call, stopTask); }
Json publishMany(Call& call) { return many(call, publishTask); }
Json dequeueMany(Call& call) { return many(call, dequeueTask); }
Json enqueueMany(Call& call) {
  auto answer = many(call, enqueueTask);
  if (flag(call.args, "verify_watched_queue")) answer["queue_watched"] = isWatched(call);
  return answer;
}

}  // namespace

std::vector<Endpoint> taskStatusEndpoints() {
  return {{"tasks.started", Access::Write, started},
          {"tasks.completed", Access::Write, completed, "2.2"},
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
