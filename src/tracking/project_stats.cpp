// What projects.get_all_ex counts in projects, and which projects have children of a kind.
#include "tracking/listing.h"
#include "tracking/project_scope.h"
#include "tracking/projects.h"

#include <set>

namespace cleardeck::tracking {
namespace {

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

void add(Json& number, double more) {
  auto sum = number.get<double>() + more;
  number = sum == double(std::int64_t(sum)) ? Json(std::int64_t(sum)) : Json(sum);
}

// What the tasks that fit add up to, by project.
std::map<std::string, Json> statsByProject(Call& call, const Json& filter) {
  std::map<std::string, Json> all;
  auto where = conditions(call.db(), tasks(), filter);
  auto rows = call.db().rows(
      "SELECT t.project, t.status, count(*), sum(CASE WHEN t.started IS NOT NULL AND t.completed>t.started THEN "
      "CAST((julianday(t.completed)-julianday(t.started))*86400+0.0005 AS INTEGER) ELSE 0 END), "
      "sum(ifnull(t.completed,'')>'" +
      timeText(nowMs() - 86'400'000) +
      "' AND t.status NOT IN ('queued','in_progress','failed')), max(t.started) "
      "FROM tasks t WHERE t.project IS NOT NULL" +
      (where.text.empty() ? "" : " AND " + where.text) + " GROUP BY t.project, t.status");
  bindValues(rows, where.values);
  while (rows.next()) {
    auto& stats = all.try_emplace(rows.text(0), emptyStats()).first->second;
    add(stats["status_count"][rows.text(1)], rows.real(2));
    add(stats["total_tasks"], rows.real(2));
    add(stats["total_runtime"], rows.real(3));
    add(stats["completed_tasks_24h"], rows.real(4));
    if (!rows.null(5) && (stats["last_task_run"].is_null() || stats["last_task_run"] < rows.text(5)))
      stats["last_task_run"] = rows.text(5);
  }
  return all;
}

void addStats(Json& sum, const Json& more) {
  for (const auto& status : more["status_count"].items()) add(sum["status_count"][status.key()], status.value());
  for (auto name : {"total_tasks", "total_runtime", "completed_tasks_24h"}) add(sum[name], more[name]);
  if (sum["last_task_run"].is_null() ||
      (!more["last_task_run"].is_null() && sum["last_task_run"] < more["last_task_run"]))
    sum["last_task_run"] = more["last_task_run"];
}

struct Child {
  std::string id, name;
};

// The projects below, by name.
std::vector<Child> childrenOf(Call& call, const std::string& id, bool withHidden,
                              const std::vector<std::string>& allowed) {
  std::vector<Child> children;
  auto rows = call.db().rows(
      "SELECT p.id, p.name FROM projects p WHERE EXISTS(SELECT 1 FROM json_each(p.path) e WHERE e.value=?)" +
          std::string(withHidden ? ""
                                 : " AND NOT EXISTS(SELECT 1 FROM json_each(p.system_tags) WHERE value='hidden')") +
          " ORDER BY p.name",
      id);
  while (rows.next())
    if (allowed.empty() || std::find(allowed.begin(), allowed.end(), rows.text(0)) != allowed.end())
      children.push_back({rows.text(0), rows.text(1)});
  return children;
}

// Which of the tasks count: those that are not archived, of the kind that the projects were chosen by.
Json statsFilter(Call& call) {
  Json filter = call.args.value("include_stats_filter", Json::object());
  if (!filter.is_object()) filter = Json::object();
  auto type = textOr(call.args, "children_type");
  if (!has(call.args, "include_stats_filter") && !type.empty()) {
    if (has(call.args, "children_tags_filter")) filter["filters"] = {{"tags", call.args["children_tags_filter"]}};
    if (has(call.args, "children_tags")) filter["tags"] = call.args["children_tags"];
    if (type == "pipeline") {
      filter["system_tags"] = {"pipeline"};
      filter["type"] = {"controller"};
    }
    if (type == "report") {
      filter["system_tags"] = {"reports"};
      filter["type"] = {"report"};
    }
  }
  return filter;
}

Json activeOnly(Json filter) {
  auto tags = Json::array({"-archived"});
  for (const auto& tag : texts(filter.value("system_tags", Json::array())))
    if (tag != "archived" && tag != "-archived") tags.push_back(tag);
  filter["system_tags"] = tags;
  filter["search_hidden"] = true;
  return filter;
}

Json listOf(const std::vector<Child>& children) {
  auto list = Json::array();
  for (const auto& child : children) list.push_back({{"id", child.id}, {"name", child.name}});
  return list;
}

struct Scope {
  bool withChildren, withHidden;
  Json filter;
};

Scope scopeOf(Call& call) {
  auto type = textOr(call.args, "children_type");
  bool hidden = flag(call.args, "search_hidden") || type == "pipeline" || type == "report" || type == "dataset";
  auto filter = activeOnly(statsFilter(call));
  if (has(call.args, "active_users")) filter["user"] = call.args["active_users"];
  return {!has(call.args, "stats_with_children") || flag(call.args, "stats_with_children"), hidden, filter};
}

void addTaskStats(Call& call, Json& list, const std::vector<std::string>& selected) {
  auto scope = scopeOf(call);
  auto byProject = statsByProject(call, scope.filter);
  for (auto& project : list) {
    auto id = textOr(project, "id");
    auto sum = emptyStats();
    auto children = scope.withChildren ? childrenOf(call, id, scope.withHidden, selected) : std::vector<Child>();
    if (auto own = byProject.find(id); own != byProject.end()) addStats(sum, own->second);
    for (const auto& child : children)
      if (auto found = byProject.find(child.id); found != byProject.end()) addStats(sum, found->second);
    project["stats"] = {{"active", sum}};
    project["sub_projects"] = listOf(children);
  }
}

// Datasets are projects: those directly below, and with children those below these.
void addDatasetCounts(Call& call, Json& list, const std::vector<std::string>& selected) {
  auto scope = scopeOf(call);
  scope.filter["system_tags"].push_back("dataset");
  scope.filter["system_tags"].push_back("__$and");
  auto filter = Json{{"search_hidden", true}, {"system_tags", {"__$all", "dataset"}}};
  for (auto field : {"tags", "filters", "user"})
    if (has(scope.filter, field)) filter[field] = scope.filter[field];
  auto where = conditions(call.db(), projects(), filter);
  std::map<std::string, std::pair<int, std::set<std::string>>> byParent;
  auto rows = call.db().rows("SELECT t.parent, t.tags FROM projects t WHERE t.parent IS NOT NULL AND " + where.text);
  bindValues(rows, where.values);
  while (rows.next()) {
    auto& entry = byParent[rows.text(0)];
    ++entry.first;
    for (const auto& tag : texts(Json::parse(rows.view(1), nullptr, false))) entry.second.insert(tag);
  }
  for (auto& project : list) {
    auto id = textOr(project, "id");
    auto children = scope.withChildren ? childrenOf(call, id, true, selected) : std::vector<Child>();
    auto sum = byParent[id];
    for (const auto& child : children) {
      sum.first += byParent[child.id].first;
      sum.second.insert(byParent[child.id].second.begin(), byParent[child.id].second.end());
    }
    project["stats"] = {{"datasets", {{"count", sum.first}, {"tags", sum.second}}}};
    project["sub_projects"] = listOf(children);
  }
}

// Files and bytes of the newest version.
void addDatasetStats(Call& call, Json& list) {
  for (auto& project : list) {
    project["dataset_stats"] = nullptr;
    auto rows = call.db().rows(
        "SELECT json_extract(d.doc, '$.runtime') FROM tasks t JOIN tasks_docs d USING(n) WHERE t.project=? AND NOT "
        "EXISTS("
        "SELECT 1 FROM json_each(t.system_tags) WHERE value='archived') ORDER BY t.last_update DESC",
        textOr(project, "id"));
    while (rows.next()) {
      auto runtime = Json::parse(rows.view(0), nullptr, false);
      if (!runtime.is_object() || runtime.empty()) continue;
      project["dataset_stats"] = {{"file_count", runtime.value("ds_file_count", Json(0))},
                                  {"total_size", runtime.value("ds_total_size", Json(0))}};
      break;
    }
  }
}

std::int64_t countIn(Call& call, const Entity& entity, const Json& filter) {
  auto where = conditions(call.db(), entity, filter);
  auto rows = call.db().rows("SELECT count(*) FROM " + std::string(entity.table) + " t WHERE " + where.text);
  bindValues(rows, where.values);
  return rows.next() ? rows.number(0) : 0;
}

void addOwnContents(Call& call, Json& list) {
  bool datasets = textOr(call.args, "children_type") == "dataset";
  auto filter = activeOnly(statsFilter(call));
  if (has(call.args, "active_users")) filter["user"] = call.args["active_users"];
  for (auto& project : list) {
    if (datasets) {
      Json own = {{"parent", {project["id"]}}, {"search_hidden", true}, {"system_tags", {"dataset"}}};
      project["own_datasets"] = countIn(call, projects(), own);
      continue;
    }
    filter["project"] = {project["id"]};
    project["own_tasks"] = countIn(call, tasks(), filter);
    auto ofModels = filter;
    ofModels.erase("type");
    project["own_models"] = countIn(call, models(), ofModels);
  }
}

std::vector<std::string> withParents(Call& call, const std::set<std::string>& ids) {
  std::set<std::string> all;
  for (const auto& id : ids) {
    auto project = findDocument(call.db(), projects(), id);
    if (!project) continue;
    all.insert(id);
    for (const auto& parent : texts(project->value("path", Json::array()))) all.insert(parent);
  }
  return {all.begin(), all.end()};
}

std::set<std::string> column(Call& call, const Entity& entity, const char* field, const Json& filter) {
  std::set<std::string> ids;
  auto where = conditions(call.db(), entity, filter);
  auto rows = call.db().rows("SELECT DISTINCT t." + std::string(field) + " FROM " + entity.table + " t WHERE t." +
                             field + " IS NOT NULL" + (where.text.empty() ? "" : " AND " + where.text));
  bindValues(rows, where.values);
  while (rows.next()) ids.insert(rows.text(0));
  return ids;
}

}  // namespace

std::vector<std::string> activeProjects(Call& call, const std::vector<std::string>& userIds) {
  Json filter = {{"search_hidden", true}, {"user", userIds}};
  auto ids = column(call, projects(), "id", filter);
  ids.merge(column(call, tasks(), "project", filter));
  ids.merge(column(call, models(), "project", filter));
  return withParents(call, ids);
}

std::vector<std::string> projectsWithChildren(Call& call) {
  auto type = textOr(call.args, "children_type");
  Json filter = {{"search_hidden", true}};
  if (has(call.args, "active_users")) filter["user"] = call.args["active_users"];
  if (has(call.args, "children_tags_filter"))
    filter["filters"] = {{"tags", call.args["children_tags_filter"]}};
  else if (has(call.args, "children_tags"))
    filter["tags"] = call.args["children_tags"];
  auto wanted = call.args.value("id", Json::array());
  if (!wanted.empty())
    filter[type == "dataset" || type == "pipeline" ? "parent" : "project"] = withSubprojects(call.db(), wanted);
  std::set<std::string> ids;
  if (type == "dataset" || type == "pipeline") {
    filter["system_tags"] = {type};
    for (const auto& id : column(call, projects(), "id", filter))
      if (auto project = loadDocument(call.db(), projects(), id); textOr(project, "basename") != "." + type + "s")
        ids.insert(id);
  } else if (type == "report") {
    filter["system_tags"] = {"reports"};
    ids = column(call, tasks(), "project", filter);
  } else {
    ids = column(call, tasks(), "project", filter);
    ids.merge(column(call, models(), "project", filter));
    filter.erase("project");
    if (!wanted.empty()) filter["id"] = withSubprojects(call.db(), wanted);
    ids.merge(column(call, projects(), "id", filter));
  }
  return withParents(call, ids);
}

void addProjectFigures(Call& call, Json& list, const std::vector<std::string>& selected) {
  if (flag(call.args, "check_own_contents")) addOwnContents(call, list);
  if (flag(call.args, "include_stats")) {
    if (textOr(call.args, "children_type") == "dataset")
      addDatasetCounts(call, list, selected);
    else
      addTaskStats(call, list, selected);
  }
  if (flag(call.args, "include_dataset_stats")) addDatasetStats(call, list);
}

}  // namespace cleardeck::tracking
