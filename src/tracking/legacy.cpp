#include "tracking/legacy.h"

#include "tracking/endpoint_versions.h"

namespace cleardeck::tracking {
namespace {

constexpr const char* kDefineSection = "TF_DEFINE";

bool isSystemTag(const std::string& service, const std::string& tag) {
  if (tag == "archived") return true;
  if (service == "tasks") return tag == "development" || tag == "Annotation" || tag.starts_with("annotator");
  return (service == "projects" && (tag == "public" || tag == "default")) || (service == "queues" && tag == "default");
}

void splitTags(Call& call) {
  if (!has(call.args, "tags") || !call.args["tags"].is_array()) return;
  auto service = call.name.substr(0, call.name.find('.'));
  auto tags = Json::array(), system = call.args.value("system_tags", Json::array());
  for (const auto& tag : call.args["tags"]) {
    auto text = tag.is_string() ? tag.get<std::string>() : std::string();
    auto plain = text.starts_with('-') ? text.substr(1) : text;
    (isSystemTag(service, plain) ? system : tags).push_back(tag);
  }
  bool asks = call.name.find(".get_") != std::string::npos;
  if (!tags.empty() || !asks)
    call.args["tags"] = tags;
  else
    call.args.erase("tags");
  if (!system.empty() || !asks) call.args["system_tags"] = system;
}

// "TF_DEFINE/x" is in that section, everything else in "Args".
void moveParameters(Json& args) {
  auto& execution = args["execution"];
  if (has(execution, "parameters") && execution["parameters"].is_object() && !execution["parameters"].empty()) {
    for (const auto& parameter : execution["parameters"].items()) {
      auto start = std::string(kDefineSection) + "/";
      bool defined = parameter.key().starts_with(start);
      auto section = std::string(defined ? kDefineSection : "Args");
      auto name = defined ? parameter.key().substr(start.size()) : parameter.key();
      auto value = parameter.value().is_string() ? parameter.value() : Json(pythonText(parameter.value()));
      args["hyperparams"][section][name] = {{"section", section}, {"name", name}, {"value", value}, {"type", "legacy"}};
    }
    execution["parameters"] = Json::object();
  }
  if (has(execution, "model_desc") && execution["model_desc"].is_object() && !execution["model_desc"].empty()) {
    for (const auto& item : execution["model_desc"].items())
      args["configuration"][item.key()] = {{"name", item.key()}, {"value", item.value()}, {"type", "legacy"}};
    execution["model_desc"] = Json::object();
  }
}

void moveModels(Call& call) {
  auto move = [&](const char* section, const char* list, const char* name) {
    if (!has(call.args, section) || !has(call.args[section], "model")) return;
    auto model = call.args[section]["model"];
    call.args[section].erase("model");
    call.args["models"][list] = Json::array({{{"model", model}, {"name", name}, {"updated", call.now}}});
  };
  move("execution", "input", "input");
  if (has(call.args, "output") && call.args["output"].is_object()) move("output", "output", "output");
  if (!has(call.args, "execution_overrides") || !has(call.args["execution_overrides"], "model")) return;
  auto model = call.args["execution_overrides"]["model"];
  call.args["execution_overrides"].erase("model");
  if (!has(call.args, "new_task_input_models"))
    call.args["new_task_input_models"] = Json::array({{{"model", model}, {"name", "input"}}});
}

void addParameters(Json& task) {
  if (!task.contains("hyperparams") && !task.contains("configuration")) return;
  auto& execution = task["execution"];
  if (!execution.is_object()) execution = Json::object();
  const Json none = Json::object();
  const Json& parameters = task.contains("hyperparams") ? task["hyperparams"] : none;
  const Json& configuration = task.contains("configuration") ? task["configuration"] : none;
  for (const auto& section : parameters.items())
    for (const auto& item : section.value().items())
      if (textOr(item.value(), "type") == "legacy")
        execution["parameters"][section.key() == "Args" ? item.key() : section.key() + "/" + item.key()] =
            item.value().value("value", Json());
  for (const auto& item : configuration.items())
    if (textOr(item.value(), "type") == "legacy")
      execution["model_desc"][item.key()] = item.value().value("value", Json());
}

void addModels(Json& task) {
  auto models = task.find("models");
  if (models == task.end() || !models->is_object()) return;
  auto of = [&](const char* list) { return models->value(list, Json::array()); };
  if (!of("input").empty()) task["execution"]["model"] = of("input").front()["model"];
  if (!of("output").empty()) task["output"]["model"] = of("output").back()["model"];
}

void joinTags(Json& document) {
  if (!document.contains("system_tags")) return;
  auto tags = document.value("tags", Json::array());
  for (const auto& tag : document["system_tags"]) tags.push_back(tag);
  document["tags"] = sortedTexts(tags);
  document.erase("system_tags");
}

template <class Change>
void forDocuments(Json& data, std::initializer_list<const char*> keys, Change change) {
  for (auto key : keys) {
    auto found = data.find(key);
    if (found == data.end()) continue;
    if (found->is_object()) change(*found);
    if (found->is_array())
      for (auto& document : *found)
        if (document.is_object()) change(document);
  }
}

}  // namespace

void readLegacy(Call& call) {
  bool task = call.name.starts_with("tasks.");
  if (task && has(call.args, "execution") && call.args["execution"].is_object()) moveParameters(call.args);
  if (task && !isNewer(call.requestedVersion, "2.13")) moveModels(call);
  if (isNewer("2.3", call.requestedVersion)) splitTags(call);
}

void addLegacy(const Call& call, Json& data) {
  if (!data.is_object() || isNewer(call.requestedVersion, "2.13")) return;
  bool tasks = call.name.starts_with("tasks.");
  if (tasks) forDocuments(data, {"task", "tasks"}, addModels);
  if (tasks && isNewer("2.9", call.requestedVersion)) forDocuments(data, {"task", "tasks"}, addParameters);
  if (isNewer("2.3", call.requestedVersion))
    forDocuments(data, {"task", "tasks", "model", "models", "project", "projects", "queue", "queues"}, joinTags);
}

}  // namespace cleardeck::tracking
