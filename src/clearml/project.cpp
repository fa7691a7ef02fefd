#include "clearml/project.h"
#include "clearml/call.h"
#include "clearml/json.h"

namespace cleardeck::clearml {
namespace {

using nlohmann::json;

constexpr int pageSize = 500;  // the server's maximum

// No stats_with_children: with it the answer lists every descendant of every project and grows without measure.
json projectsBody(int page) {
  return {{"only_fields", {"id", "name", "parent"}},
          {"include_stats", true},
          {"stats_with_children", false},
          {"stats_for_state", "active"},
          {"search_hidden", false},
          {"order_by", {"name"}},
          {"page", page},
          {"page_size", pageSize}};
}

Result<std::vector<MetricName>> parseMetricNames(const json& data) {
  std::vector<MetricName> names;
  for (const json& item : at(data, "metrics")) names.push_back({textAt(item, "metric"), textAt(item, "variant")});
  return names;
}

}  // namespace

Result<std::vector<Project>> parseProjects(const json& data) {
  const json& list = at(data, "projects");
  if (!list.is_array()) return Error(ErrorKind::Protocol, "ClearML's answer holds no list of projects");
  std::vector<Project> found;
  for (const json& item : list) {
    Project project;
    project.uid = textAt(item, "id");
    project.name = textAt(item, "name");
    const json& parent = at(item, "parent");
    project.parent = parent.is_object() ? textAt(parent, "id") : textAt(item, "parent");
    project.taskCount = int(integerAt(item, "stats.active.total_tasks"));
    if (!project.uid.empty()) found.push_back(std::move(project));
  }
  return found;
}

Task<std::vector<Project>> projects(Session session) {
  const std::string endpoint = "projects.get_all_ex";
  std::vector<Project> all;
  for (int page = 0;; ++page) {
    auto body = projectsBody(page);
    auto some = co_await call(session, endpoint, body, &parseProjects);
    if (!some) co_return some.error();
    all.insert(all.end(), some->begin(), some->end());
    if (some->size() < std::size_t(pageSize)) co_return all;
  }
}

Task<std::vector<MetricName>> metricNames(Session session, std::string project) {
  const std::string endpoint = "projects.get_unique_metric_variants";
  auto body = json::object();
  body["include_subprojects"] = true;
  if (!project.empty()) body["project"] = project;
  co_return co_await call(session, endpoint, body, &parseMetricNames);
}

}  // namespace cleardeck::clearml
