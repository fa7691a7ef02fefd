// Deleting a model: what refers to it is told so.
#include "tracking/models.h"
#include "tracking/task_cleanup.h"
#include "tracking/task_document.h"

namespace cleardeck::tracking {
namespace {

std::vector<std::string> usingTasks(Call& call, const std::string& id) {
  std::vector<std::string> ids;
  auto rows = call.db().rows(
      "SELECT DISTINCT t.id FROM tasks t JOIN tasks_docs d USING(n), json_each(d.doc, '$.models.input') i WHERE "
      "instr(d.doc, ?) AND json_extract(i.value, '$.model')=?",
      id, id);
  while (rows.next()) ids.push_back(rows.text(0));
  return ids;
}

// Input models keep a mark of what is gone; the task that made it forgets it, unless it is published.
void forgetModel(Call& call, const Json& model, const std::vector<std::string>& users) {
  auto id = textOr(model, "id");
  for (const auto& one : users) {
    auto task = loadDocument(call.db(), tasks(), one);
    for (auto& input : task["models"]["input"])
      if (textOr(input, "model") == id) input["model"] = "__DELETED__" + id;
    saveDocument(call.db(), tasks(), task);
  }
  auto task = findDocument(call.db(), tasks(), textOr(model, "task"));
  if (!task) return;
  bool published = textOr(*task, "status") == "published";
  auto kept = Json::array();
  for (auto output : (*task)["models"].value("output", Json::array())) {
    bool same = textOr(output, "model") == id;
    if (same && published) output["model"] = "__DELETED__" + id;
    if (!same || published) kept.push_back(output);
  }
  (*task)["models"]["output"] = kept;
  if (published) (*task)["output"]["error"] = "model deleted on " + call.now.substr(0, 26);
  saveTask(call, *task, {{"name", 1}});
}

}  // namespace

Json removeModel(Call& call, Json& model) {
  requireWritable(model);
  auto id = textOr(model, "id");
  auto users = usingTasks(call, id);
  bool force = flag(call.args, "force");
  if (!force && !users.empty())
    throw withFacts(205, "Model is in use (as execution model, use force=True to delete)",
                    {{"num_tasks", users.size()}});
  auto task = findDocument(call.db(), tasks(), textOr(model, "task"));
  if (!force && task && textOr(*task, "status") == "published")
    throw withFacts(206, "Task that created this model exists (and published, use force=True to delete)",
                    {{"task", model["task"]}});
  forgetModel(call, model, users);
  deleteEvents(call.db(), -*rowNumber(call.db(), models(), id));
  auto uri = model.value("uri", Json());
  deleteDocument(call.db(), models(), id);
  if (flag(call.args, "delete_external_artifacts", true)) deleteFilesOf(call, Json{{"model_urls", {uri}}});
  return Json{{"deleted", true}, {"url", uri}};
}

}  // namespace cleardeck::tracking
