// Tasks: reset, archive, delete.
#include "tracking/batch.h"
#include "tracking/endpoint_lists.h"
#include "tracking/listing.h"
#include "tracking/task_cleanup.h"
#include "tracking/task_document.h"

namespace cleardeck::tracking {
namespace {

CleanupWishes wishesOf(const Call& call) {
  CleanupWishes wishes;
  wishes.force = flag(call.args, "force");
  wishes.deleteModels = flag(call.args, "delete_output_models", true);
  wishes.deleteFiles = flag(call.args, "delete_external_artifacts", true);
  return wishes;
}

Json& objectIn(Json& document, const char* key) {
  auto& inner = document[key];
  if (!inner.is_object()) inner = Json::object();
  return inner;
}

void clearRun(Json& task, bool clearAll) {
  for (auto name : {"started", "completed", "published", "active_duration", "enqueue_status", "last_worker",
                    "last_worker_report", "last_metrics", "metric_stats"})
    task.erase(name);
  task["last_iteration"] = 0;
  task["unique_metrics"] = Json::array();
  auto& execution = objectIn(task, "execution");
  auto inputs = Json::array();
  for (const auto& artifact : execution.value("artifacts", Json::array()))
    if (textOr(artifact, "mode") == "input") inputs.push_back(artifact);
  execution["artifacts"] = inputs;
  execution.erase("queue");
  objectIn(task, "models")["output"] = Json::array();
  for (auto name : {"error", "result"}) objectIn(task, "output").erase(name);
  task["runtime"] = Json::object();
  if (!clearAll) return;
  execution = {{"parameters", Json::object()},
               {"model_desc", Json::object()},
               {"model_labels", Json::object()},
               {"artifacts", Json::array()}};
  task.erase("script");
}

struct Reset {
  Cleanup cleanup;
  Json update;
  int removed = 0;
};

Reset resetTask(Call& call, Json& task) {
  auto id = textOr(task, "id"), status = textOr(task, "status");
  if (status == "published" && !flag(call.args, "force"))
    throw withFacts(110, "Invalid task status", {{"task_id", id}, {"status", status}});
  Reset reset;
  reset.removed = removeFromQueues(call, id);
  auto wishes = wishesOf(call);
  wishes.forgetChildren = false;
  wishes.deleteModels = flag(call.args, "delete_output_models", true);
  reset.cleanup = cleanUpTask(call, task, wishes);
  clearRun(task, flag(call.args, "clear_all"));
  reset.update = saveTask(call, task, moveTask(call, task, "created", flag(call.args, "force"), "reset", "reset"));
  return reset;
}

Json reset(Call& call) {
  auto task = loadTask(call, call.args["task"]);
  auto done = resetTask(call, task);
  auto answer = done.update;
  bool urls = flag(call.args, "return_file_urls");
  answer["deleted_models"] = done.cleanup.deletedModels;
  answer["urls"] = urls ? done.cleanup.urls : Json::object();
  answer["dequeued"] = done.removed ? Json{{"removed", done.removed}} : Json::object();
  answer["events"] = Json::object();
  return answer;
}

Json resetOne(Call& call, Json& task) {
  auto done = resetTask(call, task);
  auto answer = done.update;
  answer["dequeued"] = done.removed > 0;
  answer["deleted_models"] = done.cleanup.deletedModels;
  answer["urls"] = flag(call.args, "return_file_urls") ? done.cleanup.urls : Json();
  return answer;
}

Json archiveTask(Call& call, Json& task) {
  for (auto& step : pipelineSteps(call, task)) archiveTask(call, step);
  if (textOr(task, "status") == "queued" || textOr(task, "status") == "in_progress") {
    removeFromQueues(call, textOr(task, "id"));
    bool running = textOr(task, "status") == "in_progress";
    moveTask(call, task, running ? "stopped" : textOr(task, "enqueue_status", "created"), true,
             textOr(call.args, "status_reason"), textOr(call.args, "status_message"));
    task.erase("enqueue_status");
  }
  auto& tags = task["system_tags"];
  if (!tags.is_array()) tags = Json::array();
  if (!contains(tags, "archived")) tags.push_back("archived");
  task["status_reason"] = textOr(call.args, "status_reason");
  task["status_message"] = textOr(call.args, "status_message");
  saveTask(call, task, Json::object());
  return Json{{"archived", true}};
}

Json unarchiveTask(Call& call, Json& task) {
  for (auto& step : pipelineSteps(call, task)) unarchiveTask(call, step);
  auto& tags = task["system_tags"];
  auto found = std::find(tags.begin(), tags.end(), "archived");
  if (found != tags.end()) tags.erase(found);
  task["status_reason"] = textOr(call.args, "status_reason");
  task["status_message"] = textOr(call.args, "status_message");
  saveTask(call, task, Json::object());
  return Json{{"unarchived", true}};
}

Json archive(Call& call) {
  auto ids = texts(call.args["tasks"]);
  std::string list;
  for (const auto& id : ids) list += (list.empty() ? "" : ", ") + id;
  for (const auto& id : ids)
    if (!rowNumber(call.db(), tasks(), id)) throw ApiError(400, 101, "Invalid task id: ids=(" + list + ")");
  for (const auto& id : ids) {
    auto task = loadTask(call, id);
    archiveTask(call, task);
  }
  return Json{{"archived", ids.size()}};
}

Json remove(Call& call) {
  auto task = loadTask(call, call.args["task"]);
  return deleteTask(call, task);
}

Json many(Call& call, Json (*one)(Call&, Json&)) {
  return forEachId(call, [&](const std::string& id) {
    auto task = loadDocument(call.db(), tasks(), id);
    return one(call, task);
  });
}
Json resetMany(Call& call) { return many(call, resetOne); }
Json deleteMany(Call& call) { return many(call, deleteTask); }
Json archiveMany(Call& call) { return many(call, archiveTask); }
Json unarchiveMany(Call& call) { return many(call, unarchiveTask); }

}  // namespace

std::vector<Json> pipelineSteps(Call& call, const Json& task) {
  std::vector<Json> steps;
  if (!flag(call.args, "include_pipeline_steps") || textOr(task, "type") != "controller") return steps;
  std::vector<std::string> ids;
  {
    auto rows = call.db().rows("SELECT id FROM tasks WHERE parent=?", textOr(task, "id"));
    while (rows.next()) ids.push_back(rows.text(0));
  }
  for (const auto& id : ids) steps.push_back(loadDocument(call.db(), tasks(), id));
  return steps;
}

Json deleteTask(Call& call, Json& task) {
  auto status = textOr(task, "status");
  if (status != "created" && !contains(task["system_tags"], "archived") && !flag(call.args, "force"))
    throw withFacts(123, "Task cannot be deleted (due to status, use force=True)",
                    {{"task", task["id"]}, {"expected", "created"}, {"current", status}});
  auto remove = [&](Json& one, bool force) {
    auto id = textOr(one, "id");
    removeFromQueues(call, id);
    auto wishes = wishesOf(call);
    wishes.force = force;
    auto done = cleanUpTask(call, one, wishes);
    deleteDocument(call.db(), tasks(), id);
    return done;
  };
  for (auto& step : pipelineSteps(call, task)) remove(step, true);
  auto answer = remove(task, flag(call.args, "force")).answer(flag(call.args, "return_file_urls"));
  answer["deleted"] = true;
  return answer;
}

std::vector<Endpoint> taskLifeEndpoints() {
  return {{"tasks.reset", Access::Write, reset},
          {"tasks.delete", Access::Write, remove},
          {"tasks.archive", Access::Write, archive},
          {"tasks.reset_many", Access::Write, resetMany},
          {"tasks.delete_many", Access::Write, deleteMany},
          {"tasks.archive_many", Access::Write, archiveMany},
          {"tasks.unarchive_many", Access::Write, unarchiveMany}};
}

}  // namespace cleardeck::tracking
