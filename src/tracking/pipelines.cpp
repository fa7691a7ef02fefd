// Pipelines: runs are tasks of type controller.
#include "tracking/batch.h"
#include "tracking/endpoint_lists.h"
#include "tracking/task_document.h"
#include "tracking/workers.h"

#include <regex>
#include <set>

namespace cleardeck::tracking {
namespace {

bool isNumbered(const std::string& name, const std::string& base) {
  if (!name.starts_with(base)) return false;
  static const std::regex number("( #\\d+)?");
  return std::regex_match(name.substr(base.size()), number);
}

// "train pipe #3": the runs of a pipeline are numbered in its project.
void nameRun(Call& call, Json& task) {
  auto project = findDocument(call.db(), projects(), textOr(task, "project"));
  if (!project) return;
  auto full = textOr(*project, "name");
  auto base = full.substr(full.rfind('/') == full.npos ? 0 : full.rfind('/') + 1);
  int count = 0;
  auto rows = call.db().rows(
      "SELECT name FROM tasks t WHERE project=? AND EXISTS(SELECT 1 FROM json_each(t.system_tags) WHERE "
      "value='pipeline')",
      textOr(task, "project"));
  while (rows.next()) count += isNumbered(rows.text(0), base);
  task["name"] = count ? base + " #" + std::to_string(count) : base;
  saveDocument(call.db(), tasks(), task);
}

Json startPipeline(Call& call) {
  auto original = loadTask(call, textOr(call.args, "task"));
  auto task = cloneTask(call, original, Json::object());
  if (!task["hyperparams"].is_object()) task["hyperparams"] = Json::object();
  for (const auto& arg : call.args.value("args", Json::array())) {
    auto value = arg.value("value", Json());
    auto name = textOr(arg, "name");
    task["hyperparams"]["Args"][name] = {
        {"section", "Args"}, {"name", name}, {"value", value.is_string() ? value : Json(pythonText(value))}};
  }
  saveDocument(call.db(), tasks(), task);
  nameRun(call, task);
  call.args["status_message"] = "Starting pipeline";
  enqueueTask(call, task);
  Json answer = {{"pipeline", task["id"]}, {"enqueued", true}};
  if (flag(call.args, "verify_watched_queue"))
    answer["queue_watched"] = isWatched(call, textOr(task["execution"], "queue"));
  return answer;
}

Json deleteRuns(Call& call) {
  std::set<std::string> runs;
  {
    auto rows =
        call.db().rows("SELECT id FROM tasks WHERE project=? AND type='controller'", textOr(call.args, "project"));
    while (rows.next()) runs.insert(rows.text(0));
  }
  auto chosen = Json::array();
  for (const auto& id : texts(call.args["ids"]))
    if (runs.contains(id)) chosen.push_back(id);
  if (chosen.size() >= runs.size())
    throw withFacts(160, "Cannot remove all runs from a pipeline", {{"project", call.args["project"]}});
  call.args["ids"] = chosen;
  call.args["force"] = call.args["include_pipeline_steps"] = true;
  return forEachId(call, [&](const std::string& id) {
    auto task = loadDocument(call.db(), tasks(), id);
    return deleteTask(call, task);
  });
}

}  // namespace

std::vector<Endpoint> pipelineEndpoints() {
  return {{"pipelines.start_pipeline", Access::Write, startPipeline},
          {"pipelines.delete_runs", Access::Write, deleteRuns}};
}

}  // namespace cleardeck::tracking
