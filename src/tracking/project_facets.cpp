// What a project's tasks and models have: tags, parameters, metrics, users. For filters and column choosers.
#include "tracking/endpoint_lists.h"
#include "tracking/listing.h"
#include "tracking/project_scope.h"
#include "tracking/task_document.h"

#include <set>

namespace cleardeck::tracking {
namespace {

Json distinct(Call& call, const std::string& select, const SqlPart& part) {
  auto list = Json::array();
  auto rows = call.db().rows(select);
  bindValues(rows, part.values);
  while (rows.next()) list.push_back(rows.text(0));
  return list;
}

// The tags of projects themselves: with `projects`, of these and those below them.
Json projectTags(Call& call) {
  SqlPart part;
  if (has(call.args, "projects") && !call.args["projects"].empty()) {
    part.text = " AND t.id IN (SELECT value FROM json_each(?))";
    part.values = {dump(withSubprojects(call.db(), call.args["projects"]))};
  }
  return tagsOf(call, {"projects"}, part);
}
Json taskTags(Call& call) { return tagsOf(call, {"tasks"}, inProjects(call, true)); }
Json modelTags(Call& call) { return tagsOf(call, {"models"}, inProjects(call, true)); }

Json userNames(Call& call) {
  auto part = inProjects(call, flag(call.args, "include_subprojects", true));
  auto list = Json::array();
  auto table = textOr(call.args, "entity") == "model" ? std::string("models") : std::string("tasks");
  auto rows = call.db().rows("SELECT DISTINCT u.id, u.name FROM " + table + " t JOIN users u ON u.id=t.user WHERE 1" +
                             part.text + " ORDER BY u.name");
  bindValues(rows, part.values);
  while (rows.next()) list.push_back({{"id", rows.text(0)}, {"name", rows.text(1)}});
  return Json{{"users", list}};
}

Json metricVariants(Call& call) {
  auto part = inProjects(call, flag(call.args, "include_subprojects", true));
  bool ofModels = flag(call.args, "model_metrics");
  if (has(call.args, "ids") && !call.args["ids"].empty()) {
    part.text = " AND t.id IN (SELECT value FROM json_each(?))";
    part.values = {dump(call.args["ids"])};
  }
  auto list = Json::array();
  auto rows = call.db().rows("SELECT DISTINCT s.metric, s.metric_hash, s.variant, s.variant_hash FROM series s JOIN " +
                             std::string(ofModels ? "models t ON s.owner=-t.n" : "tasks t ON s.owner=t.n") +
                             " WHERE 1" + part.text + " ORDER BY s.metric, s.variant");
  bindValues(rows, part.values);
  while (rows.next())
    list.push_back({{"metric", rows.text(0)},
                    {"metric_hash", rows.text(1)},
                    {"variant", rows.text(2)},
                    {"variant_hash", rows.text(3)}});
  return Json{{"metrics", list}};
}

// One page of a list, with what remains.
Json paged(Call& call, const char* name, const Json& all, bool remaining) {
  auto size = std::max<std::int64_t>(1, numberOr(call.args, "page_size", 500));
  auto from = std::max<std::int64_t>(0, numberOr(call.args, "page", 0)) * size;
  auto page = Json::array();
  for (auto i = from; i < std::min<std::int64_t>(from + size, std::int64_t(all.size())); ++i)
    page.push_back(all[std::size_t(i)]);
  Json answer = {{"total", all.size()}, {name, page}};
  if (remaining)
    answer["remaining"] = std::max<std::int64_t>(0, std::int64_t(all.size()) - from - std::int64_t(page.size()));
  return answer;
}

Json hyperParameters(Call& call) {
  auto part = inProjects(call, flag(call.args, "include_subprojects", true));
  auto list = Json::array();
  auto rows = call.db().rows(
      "SELECT DISTINCT s.key, p.key FROM tasks t JOIN tasks_docs d USING(n), json_each(d.doc, '$.hyperparams') s, "
      "json_each(s.value) p WHERE 1" +
      part.text + " ORDER BY 1, 2");
  bindValues(rows, part.values);
  while (rows.next()) list.push_back({{"section", rows.text(0)}, {"name", rows.text(1)}});
  return paged(call, "parameters", list, true);
}

Json hyperParameterValues(Call& call) {
  auto part = inProjects(call, flag(call.args, "include_subprojects", true));
  auto path = "$.hyperparams.\"" + textOr(call.args, "section") + "\".\"" + textOr(call.args, "name") + "\".value";
  part.values.insert(part.values.begin(), {path, path});
  if (has(call.args, "pattern")) part.values.insert(part.values.end(), {textOr(call.args, "pattern"), path});
  auto list = distinct(call,
                       "SELECT DISTINCT json_extract(d.doc, ?) FROM tasks t JOIN tasks_docs d USING(n) WHERE "
                       "json_extract(d.doc, ?) IS NOT NULL" +
                           part.text + (has(call.args, "pattern") ? " AND regexp(?, json_extract(d.doc, ?))" : "") +
                           " ORDER BY 1",
                       part);
  return paged(call, "values", list, false);
}

Json taskParents(Call& call) {
  auto part = inProjects(call, flag(call.args, "include_subprojects", true));
  auto state = textOr(call.args, "tasks_state");
  auto archived = std::string("EXISTS(SELECT 1 FROM json_each(t.system_tags) WHERE value='archived')");
  if (state == "active") part.text += " AND NOT " + archived;
  if (state == "archived") part.text += " AND " + archived;
  auto list = Json::array();
  std::string named = has(call.args, "task_name") ? " AND regexp(?, p.name)" : "";
  auto rows = call.db().rows(
      "SELECT DISTINCT p.id, p.name, p.project FROM tasks p JOIN (SELECT parent FROM tasks t WHERE parent IS NOT NULL" +
      part.text + ") c ON c.parent=p.id WHERE 1" + named + " ORDER BY p.name");
  bindValues(rows, part.values);
  if (!named.empty()) rows.bind(textOr(call.args, "task_name"));
  while (rows.next()) {
    Json parent = {{"id", rows.text(0)}, {"name", rows.text(1)}};
    if (!rows.null(2))
      parent["project"] = {{"id", rows.text(2)}, {"name", nameOf(call.db(), projects(), rows.text(2))}};
    list.push_back(parent);
  }
  return Json{{"parents", list}};
}

Json metadataKeys(Call& call) {
  auto part = inProjects(call, flag(call.args, "include_subprojects", true));
  auto list = distinct(
      call,
      "SELECT DISTINCT m.key FROM models t JOIN models_docs d USING(n), json_each(d.doc, '$.metadata') m WHERE 1" +
          part.text + " ORDER BY 1",
      part);
  return paged(call, "keys", list, true);
}

Json metadataValues(Call& call) {
  auto part = inProjects(call, flag(call.args, "include_subprojects", true));
  auto path = "$.metadata.\"" + textOr(call.args, "key") + "\".value";
  part.values.insert(part.values.begin(), {path, path});
  auto list = distinct(call,
                       "SELECT DISTINCT json_extract(d.doc, ?) FROM models t JOIN models_docs d USING(n) WHERE "
                       "json_extract(d.doc, ?) IS NOT NULL" +
                           part.text + " ORDER BY 1",
                       part);
  return paged(call, "values", list, false);
}

}  // namespace

SqlPart inProjects(Call& call, bool withChildren) {
  auto ids = call.args.value("projects", Json::array());
  if (!ids.is_array()) ids = Json::array();
  if (auto one = textOr(call.args, "project"); !one.empty()) ids.push_back(one);
  SqlPart part;
  bool onlyTop = has(call.args, "include_subprojects") && !flag(call.args, "include_subprojects");
  if (texts(ids).empty()) return onlyTop ? SqlPart{" AND project IS NULL", {}} : part;
  part.text = " AND project IN (SELECT value FROM json_each(?))";
  part.values = {dump(withChildren ? withSubprojects(call.db(), ids) : ids)};
  return part;
}

Json tagsOf(Call& call, const std::vector<std::string>& tables, const SqlPart& part) {
  std::set<std::string> tags, systemTags;
  Json filter = call.args.value("filter", Json::object());
  filter["search_hidden"] = true;
  for (const auto& table : tables) {
    const auto& entity = table == "tasks" ? tasks() : table == "models" ? models() : projects();
    auto where = conditions(call.db(), entity, filter);
    auto collect = [&](const char* column, std::set<std::string>& into) {
      auto rows = call.db().rows("SELECT DISTINCT e.value FROM " + table + " t, json_each(t." + column + ") e WHERE 1" +
                                 part.text + (where.text.empty() ? "" : " AND " + where.text));
      bindValues(rows, part.values);
      bindValues(rows, where.values);
      while (rows.next()) into.insert(rows.text(0));
    };
    collect("tags", tags);
    if (flag(call.args, "include_system")) collect("system_tags", systemTags);
  }
  Json answer = {{"tags", tags}};
  if (flag(call.args, "include_system")) answer["system_tags"] = systemTags;
  return answer;
}

std::vector<Endpoint> projectFacetEndpoints() {
  return {{"projects.get_project_tags", Access::Read, projectTags},
          {"projects.get_task_tags", Access::Read, taskTags},
          {"projects.get_model_tags", Access::Read, modelTags},
          {"projects.get_user_names", Access::Read, userNames},
          {"projects.get_unique_metric_variants", Access::Read, metricVariants},
          {"projects.get_hyper_parameters", Access::Read, hyperParameters},
          {"projects.get_hyperparam_values", Access::Read, hyperParameterValues},
          {"projects.get_model_metadata_keys", Access::Read, metadataKeys},
          {"projects.get_model_metadata_values", Access::Read, metadataValues},
          {"projects.get_task_parents", Access::Read, taskParents}};
}

}  // namespace cleardeck::tracking
