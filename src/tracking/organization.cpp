// organization.*: tags, counts and companies over all projects.
#include "tracking/endpoint_lists.h"
#include "tracking/listing.h"
#include "tracking/project_scope.h"
#include "tracking/usage.h"

#include <set>

namespace cleardeck::tracking {
namespace {

Json tags(Call& call) { return tagsOf(call, {"tasks", "models"}, SqlPart()); }

std::int64_t count(Call& call, const Entity& entity, const Json& query) {
  auto where = conditions(call.db(), entity, query);
  auto rows = call.db().rows("SELECT count(*) FROM " + std::string(entity.table) + " t WHERE " +
                             (where.text.empty() ? "1" : where.text));
  bindValues(rows, where.values);
  return rows.next() ? rows.number(0) : 0;
}

// Only what one of these users has made (for projects: made something in).
void onlyOf(Call& call, const Entity& entity, Json& query) {
  if (!has(call.args, "active_users")) return;
  const auto& ids = call.args["active_users"];
  if (&entity != &projects()) {
    if (!has(query, "user")) query["user"] = ids;
    return;
  }
  auto active = activeProjects(call, texts(ids));
  auto chosen = Json::array();
  auto wanted = texts(query.value("id", Json::array()));
  for (const auto& id : active)
    if (wanted.empty() || std::find(wanted.begin(), wanted.end(), id) != wanted.end()) chosen.push_back(id);
  if (chosen.empty()) chosen.push_back("none");
  query["id"] = chosen;
}

struct Countable {
  const char* name;
  const Entity* entity;
  const char* type;  ///< of tasks; "" any
  bool hides;        ///< hidden ones do not count unless they are asked for
};

Json counts(Call& call) {
  const Countable all[] = {{"projects", &projects(), "", true},
                           {"tasks", &tasks(), "", true},
                           {"models", &models(), "", false},
                           {"pipelines", &projects(), "", false},
                           {"pipeline_runs", &tasks(), "controller", false},
                           {"datasets", &projects(), "", false},
                           {"dataset_versions", &tasks(), "data_processing", false},
                           {"reports", &tasks(), "report", false}};
  Json answer = Json::object();
  auto limit = numberOr(call.args, "limit", 0);
  for (const auto& one : all) {
    if (!has(call.args, one.name)) continue;
    auto query = call.args[one.name].is_object() ? call.args[one.name] : Json::object();
    query["search_hidden"] = !one.hides || flag(call.args, "search_hidden");
    if (*one.type) {
      query["type"] = {one.type};
      query["include_subprojects"] = true;
    }
    onlyOf(call, *one.entity, query);
    try {
      auto found = count(call, *one.entity, query);
      answer[one.name] = limit > 0 ? std::min(limit, found) : found;
    } catch (const ApiError& error) {
      answer["errors"][one.name] = error.message;
    }
  }
  return answer;
}

Json companies(Call& call) {
  auto owners = Json::array();
  auto rows = call.db().rows(
      "SELECT t.id, t.name, json_extract(d.doc, '$.avatar') FROM users t JOIN users_docs d USING(n) ORDER BY t.name");
  while (rows.next())
    owners.push_back(
        {{"id", rows.text(0)}, {"name", rows.text(1)}, {"avatar", rows.null(2) ? Json() : Json(rows.text(2))}});
  Json company = {{"id", kCompany}, {"name", "clearml"}, {"allocated", owners.size()}, {"owners", owners}};
  return Json{{"companies", Json::array({company})}};
}

}  // namespace

std::vector<Endpoint> organizationEndpoints() {
  return {{"organization.get_tags", Access::Read, tags},
          {"organization.get_entities_count", Access::Read, counts},
          {"organization.get_user_companies", Access::Read, companies},
          {"organization.get_project_usages", Access::Read, projectUsages}};
}

}  // namespace cleardeck::tracking
