// Projects: a tree by name ("a/b/c"), with statistics of what is in them.
#include "tracking/endpoint_lists.h"
#include "tracking/listing.h"
#include "tracking/task_document.h"

#include "base/text.h"

#include <set>

namespace cleardeck::tracking {
namespace {

void requireName(const std::string& name) {
  if (text::trim(name).empty()) throw validationError("Project name cannot be blank");
  auto last = name.substr(name.rfind('/') + 1);
  if (last.size() < 3) throw validationError("Project name cannot be blank");
}

Json create(Call& call) {
  auto name = textOr(call.args, "name");
  requireName(name);
  if (call.db().rows("SELECT 1 FROM projects WHERE name=?", name).next())
    throw withFacts(801, "Project with the same name already exists", {{"name", name}, {"company", kCompany}});
  auto id = projectByName(call, name);
  auto project = loadDocument(call.db(), projects(), id);
  for (auto field : {"description", "tags", "system_tags", "default_output_destination"})
    if (has(call.args, field)) project[field] = sortedTexts(call.args[field]);
  saveDocument(call.db(), projects(), project);
  return Json{{"id", id}};
}

Json loadProject(Call& call) {
  auto id = textOr(call.args, "project");
  auto project = findDocument(call.db(), projects(), id);
  if (!project) throw withFacts(401, "Invalid project id", {{"id", id}});
  return std::move(*project);
}

Json getById(Call& call) { return Json{{"project", loadProject(call)}}; }

// A new name for a project is a new start of its children's names.
void rename(Call& call, Json& project, const std::string& name) {
  auto old = textOr(project, "name");
  project["name"] = name;
  project["basename"] = name.substr(name.rfind('/') + 1);
  saveDocument(call.db(), projects(), project);
  std::vector<std::string> children;
  {
    auto rows = call.db().rows("SELECT id FROM projects WHERE parent=?", textOr(project, "id"));
    while (rows.next()) children.push_back(rows.text(0));
  }
  for (const auto& id : children) {
    auto child = loadDocument(call.db(), projects(), id);
    child["path"] = project.value("path", Json::array());
    child["path"].push_back(project["id"]);
    rename(call, child, name + textOr(child, "name").substr(old.size()));
  }
}

Json update(Call& call) {
  auto project = loadProject(call);
  Json fields = Json::object();
  for (auto field : {"description", "tags", "system_tags", "default_output_destination"})
    if (has(call.args, field)) project[field] = fields[field] = sortedTexts(call.args[field]);
  project["last_update"] = fields["last_update"] = call.now;
  auto name = textOr(call.args, "name", textOr(project, "name"));
  if (name != textOr(project, "name")) {
    requireName(name);
    auto location = [](const std::string& full) {
      return full.substr(0, full.rfind('/') == std::string::npos ? 0 : full.rfind('/'));
    };
    if (location(name) != location(textOr(project, "name")))
      throw withFacts(408, "Cannot update project location. Use projects.move instead", {{"name", name}});
    fields["name"] = name;
    fields["basename"] = name.substr(name.rfind('/') + 1);
    rename(call, project, name);
  } else {
    saveDocument(call.db(), projects(), project);
  }
  return Json{{"updated", 1}, {"fields", fields}};
}

Json move(Call& call) {
  auto project = loadProject(call);
  auto location = textOr(call.args, "new_location");
  auto name = textOr(project, "name");
  if (location == name || location.starts_with(name + "/"))
    throw withFacts(411, "Project can not be moved under itself", {{"project", project["id"]}});
  project.erase("path");
  project.erase("parent");
  if (!location.empty()) {
    auto parent = projectByName(call, location);
    project["path"] = loadDocument(call.db(), projects(), parent).value("path", Json::array());
    project["path"].push_back(parent);
    project["parent"] = parent;
  }
  auto base = textOr(project, "basename");
  rename(call, project, location.empty() ? base : location + "/" + base);
  return Json{{"moved", 1}};
}

// The project and all below it, as SQL values for "project IN (…)".
SqlPart within(const std::string& id) {
  return {"IN (SELECT p.id FROM projects p WHERE p.id=? OR EXISTS(SELECT 1 FROM json_each(p.path) e WHERE e.value=?))",
          {id, id}};
}

std::int64_t count(Call& call, const char* table, const std::string& id, const char* condition) {
  auto part = within(id);
  auto rows =
      call.db().rows("SELECT count(*) FROM " + std::string(table) + " t WHERE project " + part.text + condition);
  bindValues(rows, part.values);
  return rows.next() ? rows.number(0) : 0;
}

constexpr const char* kActive = " AND NOT EXISTS(SELECT 1 FROM json_each(t.system_tags) WHERE value='archived')";

Json validateDelete(Call& call) {
  auto project = loadProject(call);
  auto id = textOr(project, "id");
  return Json{{"tasks", count(call, "tasks", id, "")},
              {"non_archived_tasks", count(call, "tasks", id, kActive)},
              {"models", count(call, "models", id, "")},
              {"non_archived_models", count(call, "models", id, kActive)},
              {"reports", 0},
              {"non_archived_reports", 0},
              {"datasets", 0},
              {"pipelines", 0}};
}

std::vector<std::string> idsWithin(Call& call, const char* table, const std::string& id) {
  std::vector<std::string> ids;
  auto part = within(id);
  bool self = std::string_view(table) == "projects";
  auto rows =
      call.db().rows("SELECT id FROM " + std::string(table) + " t WHERE " + (self ? "t.id " : "project ") + part.text);
  bindValues(rows, part.values);
  while (rows.next()) ids.push_back(rows.text(0));
  return ids;
}

Json remove(Call& call) {
  auto project = loadProject(call);
  auto id = textOr(project, "id");
  bool force = flag(call.args, "force"), contents = flag(call.args, "delete_contents");
  if (!force && !contents && count(call, "tasks", id, kActive))
    throw withFacts(402, "Project has associated tasks", {{"id", id}});
  if (!force && !contents && count(call, "models", id, kActive))
    throw withFacts(405, "Project has associated models", {{"id", id}});
  auto taskIds = idsWithin(call, "tasks", id), modelIds = idsWithin(call, "models", id);
  auto empty = [&](const Entity& entity, const std::vector<std::string>& ids, int sign) {
    for (const auto& one : ids) {
      if (!contents) continue;
      if (auto n = rowNumber(call.db(), entity, one)) deleteEvents(call.db(), sign * *n);
      deleteDocument(call.db(), entity, one);
    }
  };
  empty(tasks(), taskIds, 1);
  empty(models(), modelIds, -1);
  for (const auto& one : idsWithin(call, "projects", id)) {
    call.db().run(
        "UPDATE tasks_docs SET doc=json_remove(doc,'$.project') WHERE n IN (SELECT n FROM tasks WHERE project=?)", one);
    call.db().run("UPDATE tasks SET project=NULL WHERE project=?", one);
    deleteDocument(call.db(), projects(), one);
  }
  Json urls = {{"model_urls", Json::array()}, {"artifact_urls", Json::array()}, {"event_urls", Json::array()}};
  return Json{{"deleted", 1},
              {"disassociated_tasks", contents ? 0 : taskIds.size()},
              {"deleted_models", contents ? modelIds.size() : 0},
              {"deleted_tasks", contents ? taskIds.size() : 0},
              {"urls", urls}};
}

SqlPart treeCondition(const Json& args) {
  SqlPart part;
  bool topOnly = flag(args, "shallow_search") && !has(args, "parent");
  if (topOnly) part.add("t.parent IS NULL");
  auto type = textOr(args, "children_type");
  if (!type.empty()) {
    part.add(part.text.empty() ? "" : " AND ");
    part.add(
        "EXISTS(SELECT 1 FROM projects c, json_each(c.system_tags) s WHERE s.value=? AND (c.id=t.id OR EXISTS("
        "SELECT 1 FROM json_each(c.path) WHERE value=t.id)))",
        {type});
  }
  return part;
}

Json emptyStats() {
  Json status = Json::object();
  for (auto name : {"closed", "completed", "created", "failed", "in_progress", "published", "publishing", "queued",
                    "stopped", "unknown"})
    status[name] = 0;
  return {{"status_count", status},
          {"total_tasks", 0},
          {"total_runtime", 0},
          {"completed_tasks_24h", 0},
          {"last_task_run", nullptr}};
}

// What the tasks of `part` add up to.
Json stats(Call& call, const SqlPart& part, bool archived) {
  auto result = emptyStats();
  auto yesterday = timeText(nowMs() - 86'400'000);
  auto rows = call.db().rows("SELECT status, count(*), sum(ifnull(active_duration,0)), sum(ifnull(completed,'')>'" +
                             yesterday + "'), max(started) FROM tasks t WHERE project " + part.text +
                             (archived ? " AND NOT (1" : "") + kActive + (archived ? ")" : "") + " GROUP BY status");
  bindValues(rows, part.values);
  while (rows.next()) {
    result["status_count"][rows.text(0)] = rows.number(1);
    result["total_tasks"] = result["total_tasks"].get<std::int64_t>() + rows.number(1);
    result["total_runtime"] = result["total_runtime"].get<double>() + rows.real(2);
    result["completed_tasks_24h"] = result["completed_tasks_24h"].get<std::int64_t>() + rows.number(3);
    if (!rows.null(4) && (result["last_task_run"].is_null() || result["last_task_run"] < rows.text(4)))
      result["last_task_run"] = rows.text(4);
  }
  return result;
}

void addStats(Call& call, Json& list) {
  auto state = textOr(call.args, "stats_for_state", "active");
  const bool withChildren = !has(call.args, "stats_with_children") || flag(call.args, "stats_with_children");
  for (auto& project : list) {
    auto id = textOr(project, "id");
    const SqlPart part = withChildren ? within(id) : SqlPart{"=?", {id}};
    project["stats"] = {{state, stats(call, part, state == "archived")}};
    auto children = Json::array();
    if (!withChildren) continue;
    auto rows = call.db().rows(
        "SELECT p.id, p.name FROM projects p WHERE EXISTS(SELECT 1 FROM json_each(p.path) e WHERE e.value=?) ORDER BY "
        "p.name",
        id);
    while (rows.next()) children.push_back({{"id", rows.text(0)}, {"name", rows.text(1)}});
    project["sub_projects"] = children;
  }
}

Json listing(Call& call, bool extended) {
  auto limit = treeCondition(call.args);
  Json answer;
  if (limit.text.empty()) {
    answer = answerListing(call, projects(), extended);
  } else {  // the condition goes by a list of ids, so that paging stays in one place
    Json all = {{"only_fields", {"id"}}, {"search_hidden", true}};
    auto ids = Json::array();
    for (const auto& one : listDocuments(call, projects(), false, all, limit)) ids.push_back(one["id"]);
    bool hidden = !flag(call.args, "search_hidden") && !has(call.args, "id");
    if (ids.empty()) ids.push_back("none");
    if (has(call.args, "id") && !call.args["id"].empty()) ids = call.args["id"];
    call.args["id"] = ids;
    if (hidden) call.args["system_tags"].push_back("-hidden");
    answer = answerListing(call, projects(), extended);
  }
  for (auto& project : answer["projects"])
    if (!has(call.args, "only_fields")) project.erase("path");  // get_by_id has it
  if (extended && flag(call.args, "include_stats")) addStats(call, answer["projects"]);
  return answer;
}
Json getAll(Call& call) { return listing(call, false); }
Json getAllEx(Call& call) { return listing(call, true); }

}  // namespace

std::vector<Endpoint> projectEndpoints() {
  return {{"projects.create", Access::Write, create},
          {"projects.get_by_id", Access::Read, getById},
          {"projects.get_all", Access::Read, getAll},
          {"projects.get_all_ex", Access::Read, getAllEx},
          {"projects.update", Access::Write, update},
          {"projects.move", Access::Write, move, "2.13"},
          {"projects.validate_delete", Access::Read, validateDelete, "2.14"},
          {"projects.delete", Access::Write, remove}};
}

}  // namespace cleardeck::tracking
