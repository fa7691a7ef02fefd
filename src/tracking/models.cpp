// Models.
#include "tracking/batch.h"
#include "tracking/endpoint_lists.h"
#include "tracking/listing.h"
#include "tracking/task_document.h"

#include <set>

namespace cleardeck::tracking {
namespace {

constexpr const char* kFields[] = {"uri",    "name",   "comment", "tags",    "system_tags", "framework",
                                   "design", "labels", "ready",   "project", "parent",      "task"};

Json loadModel(Call& call) { return loadDocument(call.db(), models(), textOr(call.args, "model")); }

void requireReferences(Call& call) {
  if (auto id = textOr(call.args, "project"); !id.empty() && !rowNumber(call.db(), projects(), id))
    throw badReference("Project id", id, "project");
  if (auto id = textOr(call.args, "task"); !id.empty() && !rowNumber(call.db(), tasks(), id))
    throw badReference("Task id", id, "task");
}

Json applyFields(Call& call, Json& model) {
  Json fields = Json::object();
  for (auto name : kFields)
    if (has(call.args, name)) model[name] = fields[name] = sortedTexts(call.args[name]);
  return fields;
}

Json saved(Call& call, Json& model, Json fields) {
  markChanged(call, model);
  for (auto mark : {"last_update", "last_change", "last_changed_by"}) fields[mark] = model[mark];
  saveDocument(call.db(), models(), model);
  return Json{{"updated", 1}, {"fields", std::move(fields)}};
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
  applyFields(call, model);
  if (has(call.args, "metadata")) model["metadata"] = call.args["metadata"];
  insertDocument(call.db(), models(), model);
  return Json{{"id", model["id"]}, {"created", true}};
}

Json getById(Call& call) {
  loadModel(call);
  return Json{{"model", wholeDocument(call.db(), models(), textOr(call.args, "model"))}};
}

Json getByIdEx(Call& call) {
  Json args = {{"id", call.args.value("id", Json::array())},
               {"only_fields", call.args.value("only_fields", Json::array())}};
  if (args["id"].empty()) throw missingField("id");
  return Json{{"models", listDocuments(call, models(), true, args)}};
}
Json getAll(Call& call) { return answerListing(call, models(), false); }
Json getAllEx(Call& call) { return answerListing(call, models(), true); }

Json edit(Call& call) {
  requireReferences(call);
  auto model = loadModel(call);
  auto fields = applyFields(call, model);
  auto iteration = numberOr(call.args, "iteration", -1);
  if (iteration > numberOr(model, "last_iteration", 0)) model["last_iteration"] = iteration;
  return saved(call, model, fields);
}

// The model that a task's last snapshot goes to, made at the first one.
Json updateForTask(Call& call) {
  auto task = loadTask(call, textOr(call.args, "task"));
  auto id = textOr(call.args, "override_model_id");
  auto& outputs = task["models"]["output"];
  if (id.empty() && !outputs.empty()) id = textOr(outputs.back(), "model");
  bool made = id.empty();
  auto model = made ? newModel(call) : loadDocument(call.db(), models(), id);
  call.args.erase("task");
  if (!has(call.args, "name") && made) call.args["name"] = task["name"];
  auto fields = applyFields(call, model);
  model["task"] = task["id"];
  if (has(task, "project")) model["project"] = task["project"];
  if (made) {
    insertDocument(call.db(), models(), model);
    outputs.push_back({{"model", model["id"]}, {"name", model["name"]}, {"updated", call.now}});
    saveTask(call, task, Json::object());
    return Json{{"id", model["id"]}, {"created", true}};
  }
  auto answer = saved(call, model, fields);
  answer["id"] = model["id"];
  return answer;
}

Json publish(Call& call, Json& model) {
  if (flag(model, "ready")) throw withFacts(203, "Model is ready", {{"company", kCompany}, {"model", model["id"]}});
  model["ready"] = true;
  saved(call, model, Json::object());
  return Json{{"published_task", nullptr}, {"updated", 1}};
}

Json setReady(Call& call) {
  auto model = loadModel(call);
  publish(call, model);
  return Json{{"updated", 1}, {"fields", Json::object()}};
}

Json removeModel(Call& call, Json& model) {
  auto id = textOr(model, "id");
  auto used = call.db().rows("SELECT t.id FROM tasks t JOIN tasks_docs d USING(n) WHERE t.id!=? AND instr(d.doc, ?)",
                             textOr(model, "task"), id);
  if (!flag(call.args, "force") && used.next())
    throw withFacts(205, "Model is used as execution model in existing task(s)",
                    {{"model", id}, {"task", used.text(0)}});
  deleteEvents(call.db(), -*rowNumber(call.db(), models(), id));
  auto uri = model.value("uri", Json());
  deleteDocument(call.db(), models(), id);
  return Json{{"deleted", true}, {"url", uri}};
}

Json remove(Call& call) {
  auto model = loadModel(call);
  return removeModel(call, model);
}

Json setArchived(Call& call, Json& model, bool archived) {
  auto& tags = model["system_tags"];
  bool was = contains(tags, "archived");
  if (archived && !was) tags.push_back("archived");
  if (!archived && was) tags.erase(std::find(tags.begin(), tags.end(), "archived"));
  saved(call, model, Json::object());
  return archived ? Json{{"archived", !was}} : Json{{"unarchived", was}};
}
Json archiveOne(Call& call, Json& model) { return setArchived(call, model, true); }
Json unarchiveOne(Call& call, Json& model) { return setArchived(call, model, false); }

Json many(Call& call, Json (*one)(Call&, Json&)) {
  return forEachId(call, [&](const std::string& id) {
    auto model = loadDocument(call.db(), models(), id);
    return one(call, model);
  });
}
Json publishMany(Call& call) { return many(call, publish); }
Json deleteMany(Call& call) { return many(call, removeModel); }
Json archiveMany(Call& call) { return many(call, archiveOne); }
Json unarchiveMany(Call& call) { return many(call, unarchiveOne); }

Json move(Call& call) {
  auto project = targetProject(call);
  for (const auto& id : texts(call.args["ids"])) {
    auto model = loadDocument(call.db(), models(), id);
    model["project"] = project;
    saved(call, model, Json::object());
  }
  return Json{{"project_id", project}};
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
  int updated = 0;
  for (const auto& id : texts(call.args["ids"])) {
    auto model = findDocument(call.db(), models(), id);
    if (!model) continue;
    std::set<std::string> tags;
    for (const auto& tag : texts((*model)["tags"])) tags.insert(tag);
    for (const auto& tag : texts(call.args.value("add_tags", Json::array()))) tags.insert(tag);
    for (const auto& tag : texts(call.args.value("remove_tags", Json::array()))) tags.erase(tag);
    (*model)["tags"] = tags;
    saved(call, *model, Json::object());
    ++updated;
  }
  return Json{{"updated", updated}};
}

Json frameworks(Call& call) {
  auto list = Json::array();
  auto rows = call.db().rows("SELECT DISTINCT framework FROM models WHERE framework IS NOT NULL ORDER BY 1");
  while (rows.next()) list.push_back(rows.text(0));
  return Json{{"frameworks", list}};
}

}  // namespace

std::vector<Endpoint> modelEndpoints() {
  return {{"models.create", Access::Write, create},
          {"models.get_by_id", Access::Read, getById},
          {"models.get_by_id_ex", Access::Read, getByIdEx, "2.11"},
          {"models.get_all", Access::Read, getAll},
          {"models.get_all_ex", Access::Read, getAllEx},
          {"models.edit", Access::Write, edit},
          {"models.update", Access::Write, edit},
          {"models.update_for_task", Access::Write, updateForTask},
          {"models.set_ready", Access::Write, setReady},
          {"models.publish_many", Access::Write, publishMany, "2.13"},
          {"models.delete", Access::Write, remove},
          {"models.delete_many", Access::Write, deleteMany, "2.13"},
          {"models.archive_many", Access::Write, archiveMany, "2.13"},
          {"models.unarchive_many", Access::Write, unarchiveMany, "2.13"},
          {"models.move", Access::Write, move, "2.12"},
          {"models.add_or_update_metadata", Access::Write, addMetadata, "2.13"},
          {"models.delete_metadata", Access::Write, deleteMetadata, "2.13"},
          {"models.update_tags", Access::Write, updateTags, "2.27"},
          {"models.get_frameworks", Access::Read, frameworks, "2.8"}};
}

}  // namespace cleardeck::tracking
