// Projects as a tree: move, merge, delete with what is in them.
#include "tracking/endpoint_lists.h"
#include "tracking/listing.h"
#include "tracking/projects.h"
#include "tracking/task_cleanup.h"
#include "tracking/task_document.h"

#include "base/text.h"

#include <set>

namespace cleardeck::tracking {
namespace {

constexpr std::size_t kDeepest = 10;

void requireDepth(Call& call, const std::string& id, std::size_t oldParents, std::size_t newParents) {
  auto rows = call.db().rows(
      "SELECT max(ifnull(json_array_length(p.path), 0)) FROM projects p WHERE p.id=? OR EXISTS(SELECT 1 FROM "
      "json_each(p.path) e WHERE e.value=?)",
      id, id);
  if (rows.next() && std::size_t(rows.number(0)) + 1 - oldParents + newParents > kDeepest)
    throw withFacts(409, "Project path exceed the maximum allowed depth", {{"max_depth", kDeepest}});
}

std::string baseOf(const Json& project) {
  auto name = textOr(project, "name");
  return textOr(project, "basename", name.substr(name.rfind('/') == name.npos ? 0 : name.rfind('/') + 1));
}

// Under another parent (none: at the top). A project of that name there takes no part in it.
void setParent(Call& call, Json& project, const std::optional<Json>& parent) {
  project.erase("path");
  project.erase("parent");
  std::string start;
  if (parent) {
    project["path"] = parent->value("path", Json::array());
    project["path"].push_back((*parent)["id"]);
    project["parent"] = (*parent)["id"];
    start = textOr(*parent, "name") + "/";
  }
  auto name = start + baseOf(project);
  if (call.db().rows("SELECT 1 FROM projects WHERE name=? AND id!=?", name, textOr(project, "id")).next())
    throw withFacts(801, "Project with the same name already exists", {{"name", name}, {"company", kCompany}});
  project["last_update"] = call.now;
  renameProject(call, project, name);
}

int countWithin(Call& call, const std::string& id) { return int(withSubprojects(call.db(), Json::array({id})).size()); }

Json move(Call& call) {
  auto project = loadProject(call, textOr(call.args, "project"));
  auto id = textOr(project, "id"), location = textOr(call.args, "new_location");
  std::optional<Json> parent;
  if (!location.empty()) parent = loadDocument(call.db(), projects(), projectByName(call, location));
  if (textOr(project, "parent") == (parent ? textOr(*parent, "id") : std::string()))
    throw withFacts(410, "Project has the same source and destination", {{"location", location}});
  if (parent && (textOr(*parent, "id") == id || contains(parent->value("path", Json::array()), id)))
    throw withFacts(411, "Project can not be moved under itself", {{"project", id}, {"parent", (*parent)["id"]}});
  requireDepth(call, id, project.value("path", Json::array()).size(),
               parent ? parent->value("path", Json::array()).size() + 1 : 0);
  setParent(call, project, parent);
  if (parent) call.db().run("UPDATE projects SET last_update=? WHERE id=?", call.now, textOr(*parent, "id"));
  return Json{{"moved", countWithin(call, id)}};
}

std::vector<std::string> idsOf(Call& call, const std::string& sql, const std::string& value) {
  std::vector<std::string> ids;
  auto rows = call.db().rows(sql, value);
  while (rows.next()) ids.push_back(rows.text(0));
  return ids;
}

int moveContents(Call& call, const Entity& entity, const std::string& from, const Json& to) {
  int moved = 0;
  auto sql = "SELECT id FROM " + std::string(entity.table) +
             " t WHERE project=? AND NOT EXISTS(SELECT 1 FROM json_each(t.system_tags) WHERE value='archived')";
  for (const auto& id : idsOf(call, sql, from)) {
    auto document = loadDocument(call.db(), entity, id);
    if (to.is_null())
      document.erase("project");
    else
      document["project"] = to;
    saveDocument(call.db(), entity, document);
    ++moved;
  }
  return moved;
}

Json merge(Call& call) {
  auto source = loadProject(call, textOr(call.args, "project"));
  auto id = textOr(source, "id"), target = textOr(call.args, "destination_project");
  if (id == target) throw withFacts(410, "Project has the same source and destination", {{"source", id}});
  std::optional<Json> destination;
  if (!target.empty()) destination = loadProject(call, target);
  if (destination && contains(destination->value("path", Json::array()), id))
    throw withFacts(412, "Project can not be merged into its own child", {{"source", id}, {"destination", target}});
  auto to = destination ? (*destination)["id"] : Json();
  auto entities = moveContents(call, tasks(), id, to) + moveContents(call, models(), id, to);
  int moved = 0;
  for (const auto& child : idsOf(call, "SELECT id FROM projects WHERE parent=?", id)) {
    auto project = loadDocument(call.db(), projects(), child);
    setParent(call, project, destination);
    ++moved;
  }
  deleteDocument(call.db(), projects(), id);
  return Json{{"moved_entities", entities}, {"moved_projects", moved}};
}

constexpr const char* kArchived = "EXISTS(SELECT 1 FROM json_each(t.system_tags) WHERE value='archived')";

struct Contents {
  std::vector<std::string> all, pipelines, datasets, plain;
};

Contents contentsOf(Call& call, const std::string& id) {
  Contents contents;
  for (const auto& one : texts(withSubprojects(call.db(), Json::array({id})))) {
    auto project = loadDocument(call.db(), projects(), one);
    const auto& tags = project["system_tags"];
    auto base = baseOf(project);
    contents.all.push_back(one);
    if (contains(tags, "pipeline") && base != ".pipelines")
      contents.pipelines.push_back(one);
    else if (contains(tags, "dataset") && base != ".datasets")
      contents.datasets.push_back(one);
    else
      contents.plain.push_back(one);
  }
  return contents;
}

std::int64_t count(Call& call, const std::string& what, const std::vector<std::string>& in,
                   const std::string& condition) {
  auto rows = call.db().rows("SELECT " + what + " t WHERE project IN (SELECT value FROM json_each(?))" + condition,
                             dump(Json(in)));
  return rows.next() ? rows.number(0) : 0;
}

const std::string kActive = std::string(" AND NOT ") + kArchived;
const std::string kReport = " AND EXISTS(SELECT 1 FROM json_each(t.system_tags) WHERE value='reports')";
const std::string kNoReport = " AND NOT EXISTS(SELECT 1 FROM json_each(t.system_tags) WHERE value='reports')";

std::int64_t activePipelines(Call& call, const Contents& contents) {
  return count(call, "count(DISTINCT project) FROM tasks", contents.pipelines, " AND type='controller'" + kActive);
}
std::int64_t activeDatasets(Call& call, const Contents& contents) {
  return count(call, "count(DISTINCT project) FROM tasks", contents.datasets, kActive);
}

Json validateDelete(Call& call) {
  auto project = loadProject(call, textOr(call.args, "project"));
  auto contents = contentsOf(call, textOr(project, "id"));
  auto plain = [&](const char* table, const std::string& condition) {
    return count(call, std::string("count(*) FROM ") + table, contents.plain, condition);
  };
  return Json{{"tasks", plain("tasks", kNoReport)},
              {"non_archived_tasks", plain("tasks", kNoReport + kActive)},
              {"models", plain("models", "")},
              {"non_archived_models", plain("models", kActive)},
              {"reports", plain("tasks", kReport)},
              {"non_archived_reports", plain("tasks", kReport + kActive)},
              {"datasets", activeDatasets(call, contents)},
              {"pipelines", activePipelines(call, contents)}};
}

void requireEmpty(Call& call, const std::string& id, const Contents& contents) {
  auto refuse = [&](int subcode, const char* what) { throw withFacts(subcode, what, {{"id", id}}); };
  if (activePipelines(call, contents))
    refuse(413, "Project has associated pipelines (please archive all the controllers or use force=true)");
  if (activeDatasets(call, contents))
    refuse(406, "Project has associated datasets (please delete all the dataset versions or use force=true)");
  if (count(call, "count(*) FROM tasks", contents.plain, kActive))
    refuse(402, "Project has associated tasks (use force=true)");
  if (count(call, "count(*) FROM models", contents.plain, kActive))
    refuse(405, "Project has associated models (use force=true)");
}

// What refers to a task or model from outside of the projects forgets it.
void forgetReferences(Call& call, const std::string& projectList) {
  auto inside = " IN (SELECT value FROM json_each(?))";
  for (auto [table, field] : {std::pair("tasks", "parent"), std::pair("models", "task")}) {
    std::string sql = "SELECT id FROM " + std::string(table) + " WHERE " + field +
                      " IN (SELECT id FROM tasks WHERE project" + inside + ") AND ifnull(project,'') NOT" + inside;
    std::vector<std::string> ids;
    {
      auto rows = call.db().rows(sql, projectList, projectList);
      while (rows.next()) ids.push_back(rows.text(0));
    }
    const auto& entity = std::string_view(table) == "tasks" ? tasks() : models();
    for (const auto& id : ids) {
      auto document = loadDocument(call.db(), entity, id);
      document.erase(field);
      saveDocument(call.db(), entity, document);
    }
  }
}

// Their output models lose the deleted ones, their input models keep a mark.
void forgetModels(Call& call, const std::set<std::string>& deleted) {
  std::vector<std::string> ids;
  {
    auto rows = call.db().rows(
        "SELECT t.id, d.doc FROM tasks t JOIN tasks_docs d USING(n) WHERE json_array_length(d.doc, "
        "'$.models.input')>0 OR json_array_length(d.doc, '$.models.output')>0");
    while (rows.next())
      for (const auto& model : deleted)
        if (rows.view(1).find(model) != std::string_view::npos) {
          ids.push_back(rows.text(0));
          break;
        }
  }
  for (const auto& id : ids) {
    auto task = loadDocument(call.db(), tasks(), id);
    for (auto& input : task["models"]["input"])
      if (deleted.contains(textOr(input, "model"))) input["model"] = "__DELETED__";
    auto kept = Json::array();
    bool published = textOr(task, "status") == "published";
    for (auto output : task["models"]["output"]) {
      bool gone = deleted.contains(textOr(output, "model"));
      if (gone && published) output["model"] = "__DELETED__";
      if (!gone || published) kept.push_back(output);
    }
    task["models"]["output"] = kept;
    saveDocument(call.db(), tasks(), task);
  }
}

int deleteAll(Call& call, const Entity& entity, const std::string& projectList, Json& urls) {
  bool ofTasks = &entity == &tasks();
  auto ids =
      idsOf(call, "SELECT id FROM " + std::string(entity.table) + " WHERE project IN (SELECT value FROM json_each(?))",
            projectList);
  for (const auto& id : ids) {
    auto document = loadDocument(call.db(), entity, id);
    auto owner = *rowNumber(call.db(), entity, id) * (ofTasks ? 1 : -1);
    if (!ofTasks && has(document, "uri")) urls["model_urls"].push_back(document["uri"]);
    auto artifacts = ofTasks ? find(document, {"execution", "artifacts"}) : nullptr;
    if (artifacts)
      for (const auto& artifact : *artifacts)
        if (textOr(artifact, "mode", "output") == "output" && has(artifact, "uri"))
          urls["artifact_urls"].push_back(artifact["uri"]);
    if (ofTasks) removeFromQueues(call, id);
    deleteEvents(call.db(), owner);
    deleteDocument(call.db(), entity, id);
  }
  return int(ids.size());
}

int disassociate(Call& call, const Entity& entity, const std::string& projectList) {
  auto ids =
      idsOf(call, "SELECT id FROM " + std::string(entity.table) + " WHERE project IN (SELECT value FROM json_each(?))",
            projectList);
  for (const auto& id : ids) {
    auto document = loadDocument(call.db(), entity, id);
    document.erase("project");
    saveDocument(call.db(), entity, document);
  }
  return int(ids.size());
}

Json remove(Call& call) {
  auto project = loadProject(call, textOr(call.args, "project"));
  auto id = textOr(project, "id");
  auto contents = contentsOf(call, id);
  if (!flag(call.args, "force")) requireEmpty(call, id, contents);
  auto list = dump(Json(contents.all));
  Json answer = {{"disassociated_tasks", 0}, {"deleted_models", 0}, {"deleted_tasks", 0}, {"urls", nullptr}};
  if (flag(call.args, "delete_contents")) {
    Json urls = {{"model_urls", Json::array()}, {"artifact_urls", Json::array()}, {"event_urls", Json::array()}};
    auto modelIds = idsOf(call, "SELECT id FROM models WHERE project IN (SELECT value FROM json_each(?))", list);
    forgetReferences(call, list);
    answer["deleted_models"] = deleteAll(call, models(), list, urls);
    answer["deleted_tasks"] = deleteAll(call, tasks(), list, urls);
    if (!modelIds.empty()) forgetModels(call, {modelIds.begin(), modelIds.end()});
    if (flag(call.args, "delete_external_artifacts", true)) deleteFilesOf(call, urls);
    answer["urls"] = urls;
  } else {
    answer["disassociated_tasks"] = disassociate(call, tasks(), list);
    disassociate(call, models(), list);
  }
  for (const auto& one : contents.all) deleteDocument(call.db(), projects(), one);
  answer["deleted"] = contents.all.size();
  return answer;
}

}  // namespace

std::vector<Endpoint> projectTreeEndpoints() {
  return {{"projects.move", Access::Write, move},
          {"projects.merge", Access::Write, merge},
          {"projects.validate_delete", Access::Read, validateDelete},
          {"projects.delete", Access::Write, remove}};
}

}  // namespace cleardeck::tracking
