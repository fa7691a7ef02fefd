// New tasks: an empty one, and a copy of another.
#include "tracking/task_document.h"

namespace cleardeck::tracking {
namespace {

// Section and name of a parameter are also inside it; clients leave them out.
void nameParameters(Json& sections) {
  if (!sections.is_object()) return;
  for (auto& section : sections.items())
    if (section.value().is_object())
      for (auto& item : section.value().items())
        if (item.value().is_object()) {
          item.value()["section"] = section.key();
          item.value()["name"] = item.key();
        }
}

bool isDeleted(const std::string& id) { return id.starts_with("__DELETED__"); }

// What a clone takes over from the task; the rest is new.
Json copied(Call& call, const Json& original) {
  auto task = newTask(call);
  for (auto name :
       {"name", "type", "comment", "project", "script", "container", "hyperparams", "configuration", "tags"})
    if (has(original, name)) task[name] = original[name];
  for (const auto& tag : texts(original.value("system_tags", Json::array())))
    if (tag != "development" && tag != "archived") task["system_tags"].push_back(tag);
  if (original.contains("execution") && original["execution"].is_object()) task["execution"] = original["execution"];
  auto inputs = Json::array();
  for (const auto& artifact : task["execution"].value("artifacts", Json::array()))
    if (textOr(artifact, "mode", "output") != "output") inputs.push_back(artifact);
  task["execution"]["artifacts"] = inputs;
  task["execution"].erase("queue");
  if (auto models = find(original, {"models", "input"})) task["models"]["input"] = *models;
  if (auto destination = find(original, {"output", "destination"})) task["output"]["destination"] = *destination;
  auto parent = textOr(original, "parent");
  task["parent"] = parent.empty() || isDeleted(parent) ? original["id"] : Json(parent);
  return task;
}

void requireReferences(Call& call, const Json& task, const Json& overrides) {
  auto strict = flag(overrides, "validate_references");
  auto parent = textOr(task, "parent"), project = textOr(task, "project");
  if ((strict || has(overrides, "new_task_parent")) && !isDeleted(parent) && !rowNumber(call.db(), tasks(), parent))
    throw withFacts(101, "Invalid task id (invalid parent)", {{"parent", parent}});
  if ((strict || has(overrides, "new_task_project")) && !project.empty() && !rowNumber(call.db(), projects(), project))
    throw badReference("Project id", project, "new_task_project");
  if (!strict && !has(overrides, "new_task_input_models")) return;
  for (const auto& input : task["models"].value("input", Json::array()))
    if (!rowNumber(call.db(), models(), textOr(input, "model")))
      throw withFacts(201, "Invalid model id", {{"models", "{'" + textOr(input, "model") + "'}"}});
}

}  // namespace

Json newTask(Call& call) {
  Json execution = {{"test_split", 0},
                    {"parameters", Json::object()},
                    {"model_desc", Json::object()},
                    {"model_labels", Json::object()},
                    {"artifacts", Json::array()}};
  Json script = {{"binary", "python"}, {"repository", ""}, {"entry_point", ""}, {"requirements", Json::object()}};
  Json none = Json::object(), noneListed = Json::array();
  return {{"id", newId()},
          {"company", kCompany},
          {"user", call.caller.user},
          {"status", "created"},
          {"report_assets", noneListed},
          {"created", call.now},
          {"output", none},
          {"execution", execution},
          {"tags", noneListed},
          {"system_tags", noneListed},
          {"script", script},
          {"last_update", call.now},
          {"last_change", call.now},
          {"last_iteration", 0},
          {"unique_metrics", noneListed},
          {"hyperparams", none},
          {"configuration", none},
          {"runtime", none},
          {"container", none},
          {"models", {{"input", noneListed}, {"output", noneListed}}},
          {"last_changed_by", call.caller.user}};
}

Json cloneTask(Call& call, const Json& original, const Json& overrides) {
  static const std::map<std::string, std::string> fields = {{"new_task_name", "name"},
                                                            {"new_task_comment", "comment"},
                                                            {"new_task_tags", "tags"},
                                                            {"new_task_system_tags", "system_tags"},
                                                            {"new_task_parent", "parent"},
                                                            {"new_task_project", "project"},
                                                            {"new_task_hyperparams", "hyperparams"},
                                                            {"new_task_configuration", "configuration"},
                                                            {"new_task_container", "container"}};
  auto task = copied(call, original);
  for (const auto& [from, to] : fields)
    if (has(overrides, from.c_str()) && !overrides[from].empty()) task[to] = sortedTexts(overrides[from]);
  if (has(overrides, "new_task_input_models")) {
    task["models"]["input"] = overrides["new_task_input_models"];
    for (auto& input : task["models"]["input"]) input["updated"] = call.now;
  }
  nameParameters(task["hyperparams"]);
  if (has(overrides, "execution_overrides")) task["execution"].update(overrides["execution_overrides"]);
  auto projectName = textOr(overrides, "new_project_name");
  if (!has(overrides, "new_task_project") && !projectName.empty()) task["project"] = projectByName(call, projectName);
  requireReferences(call, task, overrides);
  insertDocument(call.db(), tasks(), task);
  return task;
}

}  // namespace cleardeck::tracking
