// Tasks: reading, creating, editing, cloning, moving.
#include "tracking/batch.h"
#include "tracking/endpoint_lists.h"
#include "tracking/listing.h"
#include "tracking/task_document.h"

#include "base/text.h"

#include <set>

namespace cleardeck::tracking {
namespace {

constexpr const char* kPlainFields[] = {"name", "tags", "system_tags", "type", "comment", "parent", "project"};
constexpr const char* kSections[] = {"execution", "script",    "hyperparams", "configuration",
                                     "models",    "container", "runtime"};

void requireReference(Call& call, const char* field, const Entity& entity, const char* what) {
  auto id = textOr(call.args, field);
  if (!id.empty() && !id.starts_with("__DELETED__") && !rowNumber(call.db(), entity, id))
    throw badReference(what, id, field);
}

// Section and name of a parameter are also inside it; clients leave them out.
void nameParameters(Json& sections) {
  for (auto& section : sections.items())
    if (section.value().is_object())
      for (auto& item : section.value().items())
        if (item.value().is_object()) {
          item.value()["section"] = section.key();
          item.value()["name"] = item.key();
        }
}

// They are kept by key and mode.
void sortArtifacts(Json& execution) {
  auto list = execution.find("artifacts");
  if (list == execution.end() || !list->is_array()) return;
  for (auto& artifact : *list)
    if (artifact.is_object() && !has(artifact, "mode")) artifact["mode"] = "output";
  auto byKey = [](const Json& a, const Json& b) { return textOr(a, "key") < textOr(b, "key"); };
  std::stable_sort(list->begin(), list->end(), byKey);
}

// What a client sent, into the task; the fields for the answer.
Json applyFields(Call& call, Json& task) {
  Json fields = Json::object();
  for (auto name : kPlainFields)
    if (has(call.args, name)) task[name] = fields[name] = sortedTexts(call.args[name]);
  if (has(call.args, "output_dest")) {
    task["output"]["destination"] = call.args["output_dest"];
    fields["output"] = task["output"];
  }
  for (auto name : kSections) {
    if (!has(call.args, name)) continue;
    auto section = call.args[name];
    if (name == std::string_view("hyperparams")) nameParameters(section);
    bool merged = name == std::string_view("execution") || name == std::string_view("script") ||
                  name == std::string_view("models");
    if (merged)
      task[name].update(section);
    else
      task[name] = section;
    fields[name] = task[name];
  }
  if (has(call.args, "execution")) {
    sortArtifacts(task["execution"]);
    fields["execution"] = task["execution"];
  }
  return fields;
}

Json create(Call& call) {
  requireReference(call, "project", projects(), "Project id");
  requireReference(call, "parent", tasks(), "Task id");
  auto task = newTask(call);
  applyFields(call, task);
  insertDocument(call.db(), tasks(), task);
  if (has(task, "project"))
    call.db().run("UPDATE projects SET last_update=? WHERE id=?", call.now, textOr(task, "project"));
  return Json{{"id", task["id"]}};
}

Json validate(Call& call) {
  requireReference(call, "project", projects(), "Project id");
  requireReference(call, "parent", tasks(), "Task id");
  return Json::object();
}

Json getById(Call& call) {
  loadTask(call, call.args["task"]);
  return Json{{"task", wholeDocument(call.db(), tasks(), call.args["task"])}};
}

Json getByIdEx(Call& call) {
  Json args = {{"id", call.args.value("id", Json::array())},
               {"only_fields", call.args.value("only_fields", Json::array())}};
  if (args["id"].empty()) throw missingField("id");
  return Json{{"tasks", listDocuments(call, tasks(), true, args)}};
}

Json getAll(Call& call) { return answerListing(call, tasks(), false); }
Json getAllEx(Call& call) { return answerListing(call, tasks(), true); }

Json edit(Call& call) {
  auto task = loadTask(call, call.args["task"]);
  requireReference(call, "project", projects(), "Project id");
  requireReference(call, "parent", tasks(), "Task id");
  requireDraft(task, flag(call.args, "force"));
  auto fields = applyFields(call, task);
  if (has(call.args, "status")) task["status"] = fields["status"] = call.args["status"];
  return saveTask(call, task, fields);
}

Json update(Call& call) {
  auto task = loadTask(call, call.args["task"]);
  requireReference(call, "project", projects(), "Project id");
  Json fields = Json::object();
  for (auto name : {"name", "tags", "system_tags", "comment", "project", "created"})
    if (has(call.args, name)) task[name] = fields[name] = sortedTexts(call.args[name]);
  if (has(call.args, "output__error")) task["output"]["error"] = fields["output.error"] = call.args["output__error"];
  if (fields.empty()) return Json{{"updated", 0}};
  return saveTask(call, task, fields);
}

// JSON lines, each with the id of a task; those that are unknown are passed over.
Json updateBatch(Call& call) {
  int updated = 0;
  std::size_t read = 0;
  for (auto line : text::split(call.body, '\n')) {
    if (text::trim(line).empty()) continue;
    ++read;
    auto args = Json::parse(line, nullptr, false);
    if (!args.is_object() || !has(args, "task")) throw missingField("task");
    if (!rowNumber(call.db(), tasks(), textOr(args, "task"))) continue;
    call.args = args;
    updated += int(numberOr(update(call), "updated", 0));
  }
  if (!read) throw ApiError(400, 17, "Batch request contains no items");
  return Json{{"updated", updated}};
}

Json editRuntime(Call& call) {
  auto task = loadTask(call, call.args["task"]);
  if (!task["runtime"].is_object()) task["runtime"] = Json::object();
  task["runtime"].update(call.args.value("add_or_update", Json::object()));
  for (const auto& name : texts(call.args.value("remove", Json::array()))) task["runtime"].erase(name);
  saveTask(call, task, Json::object());
  return Json{{"updated", 1}};
}

Json ping(Call& call) {
  loadTask(call, call.args["task"]);
  call.db().run("UPDATE tasks SET last_update=? WHERE id=?", call.now, textOr(call.args, "task"));
  return Json::object();
}

Json clone(Call& call) {
  auto original = loadTask(call, call.args["task"]);
  auto task = cloneTask(call, original, call.args);
  Json answer = {{"id", task["id"]}};
  auto projectName = textOr(call.args, "new_project_name");
  if (!has(call.args, "new_task_project") && !projectName.empty())
    answer["new_project"] = {{"id", task["project"]}, {"name", projectName}};
  return answer;
}

Json move(Call& call) {
  auto project = targetProject(call);
  for (const auto& id : texts(call.args["ids"])) {
    auto task = loadTask(call, id);
    if (project.empty())
      task.erase("project");
    else
      task["project"] = project;
    saveTask(call, task, {{"project", project}});
  }
  return Json{{"project_id", project.empty() ? Json() : Json(project)}};
}

// Counts a task for what was added and again for what was removed, as ClearML does.
Json updateTags(Call& call) {
  auto add = texts(call.args.value("add_tags", Json::array())),
       remove = texts(call.args.value("remove_tags", Json::array()));
  if (add.empty() && remove.empty()) throw validationError("Either add tags or remove tags should be provided");
  int updated = 0;
  for (const auto& id : texts(call.args["ids"])) {
    auto task = findDocument(call.db(), tasks(), id);
    if (!task) continue;
    auto before = texts((*task)["tags"]);
    std::set<std::string> tags(before.begin(), before.end());
    tags.insert(add.begin(), add.end());
    for (const auto& tag : remove) tags.erase(tag);
    (*task)["tags"] = tags;
    saveTask(call, *task, {{"tags", 1}});
    updated += !add.empty() + !remove.empty();
  }
  return Json{{"updated", updated}};
}

Json types(Call& call) {
  auto list = Json::array();
  auto wanted = texts(call.args.value("projects", Json::array()));
  std::set<std::string> chosen(wanted.begin(), wanted.end());
  auto rows = call.db().rows("SELECT DISTINCT type, project FROM tasks WHERE type IS NOT NULL ORDER BY type");
  while (rows.next())
    if ((chosen.empty() || chosen.contains(rows.text(1))) && !contains(list, rows.text(0)))
      list.push_back(rows.text(0));
  return Json{{"types", list}};
}

}  // namespace

std::vector<Endpoint> taskEndpoints() {
  return {{"tasks.create", Access::Write, create},
          {"tasks.validate", Access::Read, validate},
          {"tasks.get_by_id", Access::Read, getById},
          {"tasks.get_by_id_ex", Access::Read, getByIdEx},
          {"tasks.get_all", Access::Read, getAll},
          {"tasks.get_all_ex", Access::Read, getAllEx},
          {"tasks.edit", Access::Write, edit},
          {"tasks.update", Access::Write, update},
          {"tasks.update_batch", Access::Write, updateBatch},
          {"tasks.edit_runtime", Access::Write, editRuntime},
          {"tasks.ping", Access::Write, ping},
          {"tasks.clone", Access::Write, clone},
          {"tasks.move", Access::Write, move},
          {"tasks.update_tags", Access::Write, updateTags},
          {"tasks.get_types", Access::Read, types}};
}

}  // namespace cleardeck::tracking
