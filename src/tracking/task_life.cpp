// Tasks: reset, archive, delete.
#include "tracking/batch.h"
#include "tracking/endpoint_lists.h"
#include "tracking/listing.h"
#include "tracking/task_document.h"

namespace cleardeck::tracking {
namespace {

Json fileUrls(Call& call, const Json& task, std::int64_t owner) {
  auto artifacts = Json::array(), modelUrls = Json::array(), events = Json::array();
  for (const auto& artifact : task["execution"].value("artifacts", Json::array()))
    if (textOr(artifact, "mode") == "output" && has(artifact, "uri")) artifacts.push_back(artifact["uri"]);
  for (const auto& output : task["models"].value("output", Json::array()))
    if (auto model = findDocument(call.db(), models(), textOr(output, "model")); model && has(*model, "uri"))
      modelUrls.push_back((*model)["uri"]);
  auto rows = call.db().rows("SELECT doc FROM events WHERE owner=? AND type='training_debug_image'", owner);
  while (rows.next()) events.push_back(textOr(Json::parse(rows.view(0)), "url"));
  return Json{{"model_urls", modelUrls}, {"artifact_urls", artifacts}, {"event_urls", events}};
}

int deleteOutputModels(Call& call, const std::string& task) {
  int deleted = 0;
  auto found = listDocuments(call, models(), false, {{"task", {task}}, {"only_fields", {"id", "ready"}}});
  for (const auto& model : found) {
    if (flag(model, "ready")) continue;
    auto id = textOr(model, "id");
    if (auto n = rowNumber(call.db(), models(), id)) deleteEvents(call.db(), -*n);
    deleteDocument(call.db(), models(), id);
    ++deleted;
  }
  return deleted;
}

void clearRun(Json& task, bool clearAll) {
  for (auto name :
       {"started", "completed", "published", "active_duration", "enqueue_status", "last_worker", "last_worker_report"})
    task.erase(name);
  task["last_iteration"] = 0;
  auto inputs = Json::array();
  for (const auto& artifact : task["execution"]["artifacts"])
    if (textOr(artifact, "mode") == "input") inputs.push_back(artifact);
  task["execution"]["artifacts"] = inputs;
  task["models"]["output"] = Json::array();
  task["output"].erase("error");
  task["runtime"] = Json::object();
  if (!clearAll) return;
  task["execution"] = {{"parameters", Json::object()},
                       {"model_desc", Json::object()},
                       {"model_labels", Json::object()},
                       {"artifacts", inputs}};
  task["script"] = {{"binary", "python"}, {"repository", ""}, {"entry_point", ""}, {"requirements", Json::object()}};
  task["hyperparams"] = task["configuration"] = Json::object();
}

Json resetTask(Call& call, Json& task) {
  auto id = textOr(task, "id"), status = textOr(task, "status");
  if (status == "published" && !flag(call.args, "force"))
    throw withFacts(110, "Invalid task status", {{"task_id", id}, {"status", status}});
  auto owner = *rowNumber(call.db(), tasks(), id);
  auto urls = flag(call.args, "return_file_urls") ? fileUrls(call, task, owner) : Json::object();
  auto dequeued = removeFromQueues(call, id);
  int deleted = flag(call.args, "delete_output_models") ? deleteOutputModels(call, id) : 0;
  deleteEvents(call.db(), owner);
  clearRun(task, flag(call.args, "clear_all"));
  auto fields = moveTask(call, task, "created", true, "reset", "reset");
  auto answer = saveTask(call, task, fields);
  answer["deleted_models"] = deleted;
  answer["dequeued"] = dequeued ? Json{{"removed", dequeued}} : Json::object();
  answer["events"] = Json::object();
  answer["urls"] = urls;
  return answer;
}

Json deleteTask(Call& call, Json& task) {
  auto id = textOr(task, "id"), status = textOr(task, "status");
  bool force = flag(call.args, "force");
  if (status != "created" && !force)
    throw withFacts(123, "Task cannot be deleted (while status != created)", {{"task", id}, {"status", status}});
  if (status == "published")
    throw withFacts(123, "Task cannot be deleted (published task)", {{"task", id}, {"status", status}});
  auto owner = *rowNumber(call.db(), tasks(), id);
  auto urls = fileUrls(call, task, owner);
  int deleted = flag(call.args, "delete_output_models", true) ? deleteOutputModels(call, id) : 0;
  removeFromQueues(call, id);
  deleteEvents(call.db(), owner);
  deleteDocument(call.db(), tasks(), id);
  auto children = call.db().run("UPDATE tasks SET parent=NULL WHERE parent=?", id);
  call.db().run("UPDATE tasks_docs SET doc=json_remove(doc, '$.parent') WHERE json_extract(doc, '$.parent')=?", id);
  Json answer = {{"deleted", true}, {"updated_children", children}, {"updated_models", 0}, {"deleted_models", deleted}};
  answer["urls"] = flag(call.args, "return_file_urls") ? urls : Json::object();
  return answer;
}

Json reset(Call& call) {
  auto task = loadTask(call, call.args["task"]);
  return resetTask(call, task);
}
Json remove(Call& call) {
  auto task = loadTask(call, call.args["task"]);
  return deleteTask(call, task);
}

Json setArchived(Call& call, Json& task, bool archived) {
  auto& tags = task["system_tags"];
  bool was = contains(tags, "archived");
  if (archived && !was) tags.push_back("archived");
  if (!archived && was) tags.erase(std::find(tags.begin(), tags.end(), "archived"));
  task["status_reason"] = textOr(call.args, "status_reason");
  task["status_message"] = textOr(call.args, "status_message");
  saveTask(call, task, Json::object());
  return archived ? Json{{"archived", !was}} : Json{{"unarchived", was}};
}
Json archiveOne(Call& call, Json& task) { return setArchived(call, task, true); }
Json unarchiveOne(Call& call, Json& task) { return setArchived(call, task, false); }

Json archive(Call& call) {
  int count = 0;
  for (const auto& id : texts(call.args["tasks"])) {
    auto task = loadTask(call, id);
    count += flag(setArchived(call, task, true), "archived");
  }
  return Json{{"archived", count}};
}

Json many(Call& call, Json (*one)(Call&, Json&)) {
  return forEachId(call, [&](const std::string& id) {
    auto task = loadDocument(call.db(), tasks(), id);
    return one(call, task);
  });
}
Json resetMany(Call& call) { return many(call, resetTask); }
Json deleteMany(Call& call) { return many(call, deleteTask); }
Json archiveMany(Call& call) { return many(call, archiveOne); }
Json unarchiveMany(Call& call) { return many(call, unarchiveOne); }

}  // namespace

std::vector<Endpoint> taskLifeEndpoints() {
  return {{"tasks.reset", Access::Write, reset},
          {"tasks.delete", Access::Write, remove},
          {"tasks.archive", Access::Write, archive, "2.12"},
          {"tasks.reset_many", Access::Write, resetMany, "2.13"},
          {"tasks.delete_many", Access::Write, deleteMany, "2.13"},
          {"tasks.archive_many", Access::Write, archiveMany, "2.13"},
          {"tasks.unarchive_many", Access::Write, unarchiveMany, "2.13"}};
}

}  // namespace cleardeck::tracking
