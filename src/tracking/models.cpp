// Models.
#include "tracking/models.h"

#include "tracking/batch.h"
#include "tracking/endpoint_lists.h"
#include "tracking/endpoint_versions.h"
#include "tracking/listing.h"
#include "tracking/project_scope.h"
#include "tracking/task_document.h"

#include <set>

namespace cleardeck::tracking {
namespace {

constexpr const char* kFields[] = {"uri",    "name",   "comment", "tags",    "system_tags", "framework",
                                   "design", "labels", "ready",   "project", "parent",      "task"};

// The order of the facts is that of ClearML's calls that write; models.get_by_id has its own words.
ApiError unknownModel(const std::string& id) {
  return withFacts(201, "Invalid model id", {{"company", kCompany}, {"id", id}});
}

Json loadModel(Call& call) {
  auto id = textOr(call.args, "model");
  auto model = findDocument(call.db(), models(), id);
  if (!model) throw unknownModel(id);
  return std::move(*model);
}

void requireReferences(Call& call) {
  if (auto id = textOr(call.args, "project"); !id.empty() && !rowNumber(call.db(), projects(), id))
    throw badReference("Project id", id, "project");
  if (auto id = textOr(call.args, "task"); !id.empty() && !rowNumber(call.db(), tasks(), id))
    throw badReference("Task id", id, "task");
}

// Metadata come as a list or by key, and are kept by key.
Json byKey(const Json& metadata) {
  if (!metadata.is_array()) return metadata;
  Json all = Json::object();
  for (const auto& item : metadata) {
    if (!has(item, "key")) throw missingField("key");
    all[textOr(item, "key")] = item;
  }
  return all;
}

void checkLabels(const Call& call) {
  if (!has(call.args, "labels")) return;
  for (const auto& label : call.args["labels"].items())
    if (!label.value().is_number_integer()) throw validationError("labels values must be integers");
}

Json applyFields(Call& call, Json& model) {
  checkLabels(call);
  Json fields = Json::object();
  for (auto name : kFields)
    if (has(call.args, name)) model[name] = fields[name] = sortedTexts(call.args[name]);
  if (has(call.args, "metadata")) model["metadata"] = fields["metadata"] = byKey(call.args["metadata"]);
  return fields;
}

// What only names a model does not move its last_update.
bool movesUpdate(const Json& fields) {
  for (auto name : {"uri", "framework", "design", "labels", "ready", "metadata", "system_tags", "tags"})
    if (fields.contains(name)) return true;
  return fields.empty();
}

Json saved(Call& call, Json& model, Json fields) {
  if (textOr(model, "company", kCompany).empty()) throw unknownModel(textOr(model, "id"));  // a public one
  bool moves = movesUpdate(fields);
  auto before = model.value("last_update", Json());
  markChanged(call, model);
  if (!moves && !before.is_null()) model["last_update"] = before;
  for (auto mark : {"last_update", "last_change", "last_changed_by"})
    if (moves || mark != std::string_view("last_update")) fields[mark] = model[mark];
  saveDocument(call.db(), models(), model);
  return Json{{"updated", 1}, {"fields", std::move(fields)}};
}

// The iteration at which a model was stored is one that its task has reached.
void reachIteration(Call& call, const Json& model) {
  auto iteration = numberOr(call.args, "iteration", -1);
  auto task = textOr(model, "task");
  if (iteration < 0 || task.empty()) return;
  call.db().run("UPDATE tasks SET last_iteration=max(ifnull(last_iteration,0), ?), last_update=? WHERE id=?", iteration,
                call.now, task);
}

Json newModel(Call& call) {
  return {{"id", newId()},
          {"company", kCompany},
          {"user", call.caller.user},
          {"created", call.now},
          {"tags", Json::array()},
          {"system_tags", Json::array()},
          {"design", Json::object()},
          {"labels", Json::object()},
          {"ready", false},
          {"last_update", call.now},
          {"last_change", call.now},
          {"last_changed_by", call.caller.user},
          {"metadata", Json::object()},
          {"last_iteration", 0}};
}

Json create(Call& call) {
  requireReferences(call);
  auto model = newModel(call);
  model["ready"] = true;  // what nobody calls a draft
  applyFields(call, model);
  insertDocument(call.db(), models(), model);
  return Json{{"id", model["id"]}, {"created", true}};
}

Json getById(Call& call) {
  auto id = textOr(call.args, "model");
  if (!rowNumber(call.db(), models(), id))
    throw withFacts(201, "Invalid model id (no such public or company model)", {{"id", id}, {"company", kCompany}});
  return Json{{"model", wholeDocument(call.db(), models(), textOr(call.args, "model"))}};
}

Json getByIdEx(Call& call) {
  Json args = {{"id", call.args.value("id", Json::array())},
               {"only_fields", call.args.value("only_fields", Json::array())}};
  if (args["id"].empty()) throw missingField("id");
  return Json{{"models", listDocuments(call, models(), true, args)}};
}
Json getAll(Call& call) { return answerListing(call, models(), false); }
Json getAllEx(Call& call) {
  auto answer = answerListing(call, models(), true);
  if (!flag(call.args, "include_stats")) return answer;
  for (auto& model : answer["models"]) {
    auto whole = findDocument(call.db(), models(), textOr(model, "id"));
    model["stats"] = {{"labels_count", whole ? whole->value("labels", Json::object()).size() : 0}};
  }
  return answer;
}

Json edit(Call& call) {
  requireReferences(call);
  auto model = loadModel(call);
  auto fields = applyFields(call, model);
  reachIteration(call, model);
  if (fields.empty()) return Json{{"updated", 0}};
  return saved(call, model, fields);
}

// As edit, but the answer does not say when.
Json update(Call& call) {
  auto answer = edit(call);
  if (answer.contains("fields")) answer["fields"].erase("last_update");
  return answer;
}

void requireOldVersion(const Call& call, const char* instead) {
  if (isNewer(call.requestedVersion, "2.13"))
    throw ApiError(
        301, 1,
        "This endpoint is no longer supported for the requested api version (use " + std::string(instead) + ")");
}

Json byTask(Call& call) {
  requireOldVersion(call, "models.get_by_id/get_all apis");
  auto task = loadTask(call, textOr(call.args, "task"));
  auto outputs = task["models"].value("output", Json::array());
  if (outputs.empty()) throw withFacts(122, "Missing task fields", {{"field", "models.output"}});
  return Json{{"model", wholeDocument(call.db(), models(), textOr(outputs.back(), "model"))}};
}

void setOutput(Call& call, Json& task, const std::string& model) {
  task["models"]["output"] = Json::array({{{"model", model}, {"name", "output"}, {"updated", call.now}}});
  saveTask(call, task, Json::object());
}

// The first snapshot of a task: what the task says of its model goes with it.
std::string newOutput(Call& call, const Json& task) {
  auto model = newModel(call);
  if (!has(call.args, "name")) call.args["name"] = task["name"];
  if (!has(call.args, "comment"))
    call.args["comment"] = "Created by task `" + textOr(task, "name") + "` (" + textOr(task, "id") + ")";
  auto execution = task.value("execution", Json::object());
  for (auto [from, to] :
       {std::pair("framework", "framework"), std::pair("model_desc", "design"), std::pair("model_labels", "labels")})
    if (has(execution, from)) model[to] = execution[from];
  applyFields(call, model);
  model["task"] = task["id"];
  if (has(task, "project")) model["project"] = task["project"];
  insertDocument(call.db(), models(), model);
  return model["id"];
}

// The model that a task's last snapshot goes to, made at the first one.
Json updateForTask(Call& call) {
  requireOldVersion(call, "tasks.add_or_update_model");
  auto task = loadTask(call, textOr(call.args, "task"));
  auto id = textOr(call.args, "override_model_id");
  if (has(call.args, "uri") == !id.empty())
    throw ApiError(400, 11,
                   "Missing required fields (exactly one field is required): fields=('uri', 'override_model_id')");
  auto status = textOr(task, "status");
  if (status != "created" && status != "in_progress")
    throw withFacts(
        110, "Invalid task status (model can only be updated for tasks in the ['created', 'in_progress'] states)",
        {{"id", task["id"]}, {"company", kCompany}});
  call.args.erase("task");
  auto& outputs = task["models"]["output"];
  if (id.empty() && outputs.is_array() && !outputs.empty()) {
    call.args["model"] = outputs.back()["model"];
    auto model = loadModel(call);
    auto fields = applyFields(call, model);
    reachIteration(call, model);
    auto answer = saved(call, model, fields);
    answer.update({{"id", model["id"]}, {"created", false}});
    return answer;
  }
  if (id.empty())
    id = newOutput(call, task);
  else
    loadDocument(call.db(), models(), id);
  setOutput(call, task, id);
  reachIteration(call, Json{{"task", task["id"]}});
  return Json{{"id", id}, {"created", true}};
}

Json publishOne(Call& call, Json& model) { return publishModel(call, model); }

Json setReady(Call& call) {
  auto model = loadModel(call);
  auto answer = publishModel(call, model);
  Json done = {{"updated", 1}, {"fields", Json::object()}};
  if (has(answer, "published_task")) done["published_task"] = answer["published_task"];
  return done;
}

Json remove(Call& call) {
  auto id = textOr(call.args, "model");
  auto model = findDocument(call.db(), models(), id);
  if (!model) throw unknownModel(id);
  return removeModel(call, *model);
}

Json setArchived(Call& call, Json& model, bool archived) {
  auto& tags = model["system_tags"];
  bool was = contains(tags, "archived");
  if (archived && !was) tags.push_back("archived");
  if (!archived && was) tags.erase(std::find(tags.begin(), tags.end(), "archived"));
  saved(call, model, Json::object());
  return archived ? Json{{"archived", true}} : Json{{"unarchived", true}};
}
Json archiveOne(Call& call, Json& model) { return setArchived(call, model, true); }
Json unarchiveOne(Call& call, Json& model) { return setArchived(call, model, false); }

Json many(Call& call, Json (*one)(Call&, Json&)) {
  return forEachId(call, [&](const std::string& id) {
    auto model = findDocument(call.db(), models(), id);
    if (!model) throw unknownModel(id);
    return one(call, *model);
  });
}
Json publishMany(Call& call) { return many(call, publishOne); }
Json deleteMany(Call& call) { return many(call, removeModel); }
Json archiveMany(Call& call) { return many(call, archiveOne); }
Json unarchiveMany(Call& call) { return many(call, unarchiveOne); }

Json move(Call& call) {
  auto project = targetProject(call);
  for (const auto& id : texts(call.args["ids"])) {
    auto model = loadDocument(call.db(), models(), id);
    if (project.empty())
      model.erase("project");
    else
      model["project"] = project;
    saved(call, model, {{"project", project}});
  }
  return Json{{"project_id", project.empty() ? Json() : Json(project)}};
}

Json addMetadata(Call& call) {
  auto model = loadModel(call);
  if (flag(call.args, "replace_metadata")) model["metadata"] = Json::object();
  for (const auto& item : call.args["metadata"]) {
    if (!has(item, "key")) throw missingField("key");
    model["metadata"][textOr(item, "key")] = item;
  }
  saved(call, model, Json::object());
  return Json{{"updated", 1}};
}

Json deleteMetadata(Call& call) {
  auto model = loadModel(call);
  for (const auto& key : texts(call.args["keys"])) model["metadata"].erase(key);
  saved(call, model, Json::object());
  return Json{{"updated", 1}};
}

Json updateTags(Call& call) {
  auto add = texts(call.args.value("add_tags", Json::array())),
       remove = texts(call.args.value("remove_tags", Json::array()));
  if (add.empty() && remove.empty()) throw validationError("Either add tags or remove tags should be provided");
  int updated = 0;
  for (const auto& id : texts(call.args["ids"])) {
    auto model = findDocument(call.db(), models(), id);
    if (!model) continue;
    std::set<std::string> tags;
    for (const auto& tag : texts((*model)["tags"])) tags.insert(tag);
    tags.insert(add.begin(), add.end());
    for (const auto& tag : remove) tags.erase(tag);
    (*model)["tags"] = tags;
    saved(call, *model, {{"tags", 1}});
    updated += !add.empty() + !remove.empty();
  }
  return Json{{"updated", updated}};
}

Json frameworks(Call& call) {
  auto list = Json::array();
  auto part = inProjects(call, true);
  auto rows = call.db().rows("SELECT DISTINCT framework FROM models WHERE framework IS NOT NULL AND framework!=''" +
                             part.text + " ORDER BY 1");
  bindValues(rows, part.values);
  while (rows.next()) list.push_back(rows.text(0));
  return Json{{"frameworks", list}};
}

}  // namespace

Json publishModel(Call& call, Json& model) {
  if (flag(model, "ready")) throw withFacts(203, "Model is ready", {{"company", kCompany}, {"model", model["id"]}});
  Json answer = {{"published_task", nullptr}, {"updated", true}};
  auto task = findDocument(call.db(), tasks(), textOr(model, "task"));
  if (task && flag(call.args, call.name == "models.publish_many" ? "publish_tasks" : "publish_task", true) &&
      textOr(*task, "status") != "published")
    answer["published_task"] = {{"id", (*task)["id"]},
                                {"data", publishTask(call, *task, flag(call.args, "force_publish_task"), false)}};
  model["ready"] = true;
  saved(call, model, Json::object());
  return answer;
}

std::vector<Endpoint> modelEndpoints() {
  return {{"models.create", Access::Write, create},
          {"models.get_by_id", Access::Read, getById},
          {"models.get_by_id_ex", Access::Read, getByIdEx},
          {"models.get_all", Access::Read, getAll},
          {"models.get_all_ex", Access::Read, getAllEx},
          {"models.edit", Access::Write, edit},
          {"models.update", Access::Write, update},
          {"models.get_by_task_id", Access::Read, byTask},
          {"models.update_for_task", Access::Write, updateForTask},
          {"models.set_ready", Access::Write, setReady},
          {"models.publish_many", Access::Write, publishMany},
          {"models.delete", Access::Write, remove},
          {"models.delete_many", Access::Write, deleteMany},
          {"models.archive_many", Access::Write, archiveMany},
          {"models.unarchive_many", Access::Write, unarchiveMany},
          {"models.move", Access::Write, move},
          {"models.add_or_update_metadata", Access::Write, addMetadata},
          {"models.delete_metadata", Access::Write, deleteMetadata},
          {"models.update_tags", Access::Write, updateTags},
          {"models.get_frameworks", Access::Read, frameworks}};
}

}  // namespace cleardeck::tracking
