// What a project's tasks and models have: tags, parameters, metrics, users. For filters and column choosers.
#include "tracking/endpoint_lists.h"
#include "tracking/listing.h"
#include "tracking/task_document.h"

#include <set>

namespace cleardeck::tracking {
namespace {

// "AND project IN …" for the projects of the call (with those below them), nothing when there are none.
SqlPart inProjects(Call& call) {
  auto ids = texts(call.args.value("projects", Json::array()));
  if (auto one = textOr(call.args, "project"); !one.empty()) ids.push_back(one);
  SqlPart part;
  for (const auto& id : ids) {
    part.add(part.text.empty() ? " AND project IN (SELECT id FROM projects p WHERE " : " OR ");
    if (flag(call.args, "include_subprojects", true))
      part.add("p.id=? OR EXISTS(SELECT 1 FROM json_each(p.path) WHERE value=?)", {id, id});
    else
      part.add("p.id=?", {id});
  }
  if (!ids.empty()) part.add(")");
  return part;
}

Json distinct(Call& call, const std::string& select, const SqlPart& part) {
  auto list = Json::array();
  auto rows = call.db().rows(select);
  bindValues(rows, part.values);
  while (rows.next()) list.push_back(rows.text(0));
  return list;
}

Json tagsOf(Call& call, const std::string& table, bool project) {
  auto part = project ? inProjects(call) : SqlPart();
  auto select = [&](const std::string& column) {
    return "SELECT DISTINCT e.value FROM " + table + " t, json_each(t." + column + ") e WHERE 1" + part.text +
           " ORDER BY 1";
  };
  Json answer = {{"tags", distinct(call, select("tags"), part)}};
  if (flag(call.args, "include_system")) answer["system_tags"] = distinct(call, select("system_tags"), part);
  return answer;
}

Json projectTags(Call& call) { return tagsOf(call, "projects", false); }
Json taskTags(Call& call) { return tagsOf(call, "tasks", true); }
Json modelTags(Call& call) { return tagsOf(call, "models", true); }

Json userNames(Call& call) {
  auto part = inProjects(call);
  auto list = Json::array();
  auto table = textOr(call.args, "entity") == "model" ? std::string("models") : std::string("tasks");
  auto rows = call.db().rows("SELECT DISTINCT u.id, u.name FROM " + table + " t JOIN users u ON u.id=t.user WHERE 1" +
                             part.text + " ORDER BY u.name");
  bindValues(rows, part.values);
  while (rows.next()) list.push_back({{"id", rows.text(0)}, {"name", rows.text(1)}});
  return Json{{"users", list}};
}

Json metricVariants(Call& call) {
  auto part = inProjects(call);
  bool ofModels = flag(call.args, "model_metrics");
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
  auto part = inProjects(call);
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
  auto part = inProjects(call);
  auto path = "$.hyperparams.\"" + textOr(call.args, "section") + "\".\"" + textOr(call.args, "name") + "\".value";
  part.values.insert(part.values.begin(), {path, path});
  auto list = distinct(call,
                       "SELECT DISTINCT json_extract(d.doc, ?) FROM tasks t JOIN tasks_docs d USING(n) WHERE "
                       "json_extract(d.doc, ?) IS NOT NULL" +
                           part.text + " ORDER BY 1",
                       part);
  return paged(call, "values", list, false);
}

Json taskParents(Call& call) {
  auto part = inProjects(call);
  auto list = Json::array();
  auto rows = call.db().rows(
      "SELECT DISTINCT p.id, p.name, p.project FROM tasks p JOIN (SELECT parent FROM tasks t WHERE parent IS NOT NULL" +
      part.text + ") c ON c.parent=p.id ORDER BY p.name");
  bindValues(rows, part.values);
  while (rows.next()) {
    Json project = {{"id", rows.text(2)}, {"name", nameOf(call.db(), projects(), rows.text(2))}};
    list.push_back({{"id", rows.text(0)}, {"name", rows.text(1)}, {"project", project}});
  }
  return Json{{"parents", list}};
}

}  // namespace

std::vector<Endpoint> projectFacetEndpoints() {
  return {{"projects.get_project_tags", Access::Read, projectTags, "2.17"},
          {"projects.get_task_tags", Access::Read, taskTags, "2.8"},
          {"projects.get_model_tags", Access::Read, modelTags, "2.8"},
          {"projects.get_user_names", Access::Read, userNames, "2.26"},
          {"projects.get_unique_metric_variants", Access::Read, metricVariants},
          {"projects.get_hyper_parameters", Access::Read, hyperParameters, "2.9"},
          {"projects.get_hyperparam_values", Access::Read, hyperParameterValues, "2.13"},
          {"projects.get_task_parents", Access::Read, taskParents, "2.12"}};
}

}  // namespace cleardeck::tracking
