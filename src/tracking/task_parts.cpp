// Tasks: hyper-parameters, configuration objects, artifacts, models, requirements.
#include "tracking/endpoint_lists.h"
#include "tracking/task_document.h"

namespace cleardeck::tracking {
namespace {

Json saved(Call& call, Json& task, const char* word = "updated") {
  saveTask(call, task, Json::object());
  return Json{{word, 1}};
}

// User properties may change at any time.
bool onlyProperties(const Call& call) {
  auto items = call.args.value("hyperparams", Json::array());
  auto isProperty = [](const Json& item) { return textOr(item, "section") == "properties"; };
  return !items.empty() && std::all_of(items.begin(), items.end(), isProperty);
}

Json loadEditable(Call& call) {
  auto task = loadTask(call, call.args["task"]);
  auto status = textOr(task, "status");
  if (!flag(call.args, "force") && !onlyProperties(call) && status != "created")
    throw ApiError(400, 110, "Invalid task status: expected=created, status=" + status);
  return task;
}

Json setRequirements(Call& call) {
  auto task = loadTask(call, call.args["task"]);
  task["script"]["requirements"] = call.args["requirements"];
  saveTask(call, task, Json::object());
  return Json{{"updated", 1}, {"fields", Json::object()}};
}

bool isSame(const Json& a, const Json& b) {
  return textOr(a, "key") == textOr(b, "key") && textOr(a, "mode", "output") == textOr(b, "mode", "output");
}

Json addArtifacts(Call& call) {
  auto task = loadTask(call, call.args["task"]);
  auto& list = task["execution"]["artifacts"];
  if (!list.is_array()) list = Json::array();
  for (auto artifact : call.args["artifacts"]) {
    if (!has(artifact, "key") || !has(artifact, "type")) throw missingField(has(artifact, "key") ? "type" : "key");
    if (!has(artifact, "mode")) artifact["mode"] = "output";
    if (has(artifact, "display_data")) artifact["display_data"] = sortedTexts(artifact["display_data"]);
    auto same = [&](const Json& other) { return isSame(other, artifact); };
    auto found = std::find_if(list.begin(), list.end(), same);
    if (found == list.end())
      list.push_back(artifact);
    else
      *found = artifact;
  }
  auto byKey = [](const Json& a, const Json& b) { return textOr(a, "key") < textOr(b, "key"); };
  std::sort(list.begin(), list.end(), byKey);
  return saved(call, task);
}

Json deleteArtifacts(Call& call) {
  auto task = loadTask(call, call.args["task"]);
  auto kept = Json::array();
  for (const auto& artifact : task["execution"]["artifacts"]) {
    bool remove = false;
    for (const auto& named : call.args["artifacts"]) remove = remove || isSame(artifact, named);
    if (!remove) kept.push_back(artifact);
  }
  task["execution"]["artifacts"] = kept;
  return saved(call, task, "deleted");
}

Json addModel(Call& call) {
  auto task = loadTask(call, call.args["task"]);
  auto id = textOr(call.args, "model"), name = textOr(call.args, "name");
  auto& list = task["models"][textOr(call.args, "type")];
  if (!list.is_array()) list = Json::array();
  Json entry = {{"model", id}, {"name", name}, {"updated", call.now}};
  auto same = [&](const Json& other) { return textOr(other, "name") == name; };
  auto found = std::find_if(list.begin(), list.end(), same);
  if (found == list.end())
    list.push_back(entry);
  else
    *found = entry;
  if (has(call.args, "iteration")) task["last_iteration"] = call.args["iteration"];
  return saved(call, task);
}

Json deleteModels(Call& call) {
  auto task = loadTask(call, call.args["task"]);
  for (const auto& named : call.args["models"]) {
    auto& list = task["models"][textOr(named, "type", "output")];
    auto same = [&](const Json& other) { return textOr(other, "name") == textOr(named, "name"); };
    list.erase(std::remove_if(list.begin(), list.end(), same), list.end());
  }
  return saved(call, task);
}

// {section: {name: item}} as a list in the order of section and name.
Json itemsOf(const Json& sections) {
  auto list = Json::array();
  for (const auto& section : sections)
    for (const auto& item : section) list.push_back(item);
  return list;
}

Json getHyperParams(Call& call) {
  auto list = Json::array();
  for (const auto& id : texts(call.args["tasks"])) {
    auto task = findDocument(call.db(), tasks(), id);
    if (task) list.push_back({{"task", id}, {"hyperparams", itemsOf((*task)["hyperparams"])}});
  }
  return Json{{"params", list}};
}

Json editHyperParams(Call& call) {
  auto task = loadEditable(call);
  auto replace = textOr(call.args, "replace_hyperparams", "none");
  auto& sections = task["hyperparams"];
  if (replace == "all") sections = Json::object();
  if (replace == "section")
    for (const auto& item : call.args["hyperparams"]) sections.erase(textOr(item, "section"));
  for (const auto& item : call.args["hyperparams"]) {
    if (!has(item, "section") || !has(item, "name")) throw missingField(has(item, "section") ? "name" : "section");
    sections[textOr(item, "section")][textOr(item, "name")] = item;
  }
  return saved(call, task);
}

Json deleteHyperParams(Call& call) {
  auto task = loadEditable(call);
  for (const auto& key : call.args["hyperparams"]) {
    auto section = textOr(key, "section");
    if (!task["hyperparams"].contains(section)) continue;
    if (has(key, "name")) task["hyperparams"][section].erase(textOr(key, "name"));
    if (!has(key, "name") || task["hyperparams"][section].empty()) task["hyperparams"].erase(section);
  }
  return saved(call, task, "deleted");
}

Json getConfigurations(Call& call) {
  auto list = Json::array();
  auto wanted = texts(call.args.value("names", Json::array()));
  for (const auto& id : texts(call.args["tasks"])) {
    auto task = findDocument(call.db(), tasks(), id);
    if (!task) continue;
    auto items = Json::array();
    for (const auto& item : (*task)["configuration"].items())
      if (wanted.empty() || std::find(wanted.begin(), wanted.end(), item.key()) != wanted.end())
        items.push_back(item.value());
    list.push_back({{"task", id}, {"configuration", items}});
  }
  return Json{{"configurations", list}};
}

Json getConfigurationNames(Call& call) {
  auto list = Json::array();
  for (const auto& id : texts(call.args["tasks"])) {
    auto task = findDocument(call.db(), tasks(), id);
    if (!task) continue;
    auto names = Json::array();
    for (const auto& item : (*task)["configuration"].items())
      if (!flag(call.args, "skip_empty", true) || !textOr(item.value(), "value").empty()) names.push_back(item.key());
    list.push_back({{"task", id}, {"names", names}});
  }
  return Json{{"configurations", list}};
}

Json editConfiguration(Call& call) {
  auto task = loadEditable(call);
  if (flag(call.args, "replace_configuration")) task["configuration"] = Json::object();
  for (const auto& item : call.args["configuration"]) {
    if (!has(item, "name")) throw missingField("name");
    task["configuration"][textOr(item, "name")] = item;
  }
  return saved(call, task);
}

Json deleteConfiguration(Call& call) {
  auto task = loadEditable(call);
  for (const auto& name : texts(call.args["configuration"])) task["configuration"].erase(name);
  return saved(call, task, "deleted");
}

}  // namespace

std::vector<Endpoint> taskPartEndpoints() {
  return {{"tasks.set_requirements", Access::Write, setRequirements},
          {"tasks.add_or_update_artifacts", Access::Write, addArtifacts},
          {"tasks.delete_artifacts", Access::Write, deleteArtifacts},
          {"tasks.add_or_update_model", Access::Write, addModel},
          {"tasks.delete_models", Access::Write, deleteModels},
          {"tasks.get_hyper_params", Access::Read, getHyperParams},
          {"tasks.edit_hyper_params", Access::Write, editHyperParams},
          {"tasks.delete_hyper_params", Access::Write, deleteHyperParams},
          {"tasks.get_configurations", Access::Read, getConfigurations},
          {"tasks.get_configuration_names", Access::Read, getConfigurationNames},
          {"tasks.edit_configuration", Access::Write, editConfiguration},
          {"tasks.delete_configuration", Access::Write, deleteConfiguration}};
}

}  // namespace cleardeck::tracking
