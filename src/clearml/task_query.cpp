#include "clearml/task_query.h"
#include "clearml/call.h"
#include "clearml/json.h"
#include "clearml/md5.h"

namespace cleardeck::clearml {
namespace {

using nlohmann::json;

// The server takes a regular expression; a person types a text.
std::string escapeRegex(const std::string& text) {
  std::string escaped;
  for (char c : text) {
    if (std::string_view(R"(\^$.|?*+()[]{}/)").find(c) != std::string_view::npos) escaped += '\\';
    escaped += c;
  }
  return escaped;
}

std::string orderField(const TaskQuery& query) {
  switch (query.order) {
    case TaskOrder::Name: return "name";
    case TaskOrder::Status: return "status";
    case TaskOrder::Type: return "type";
    case TaskOrder::Project: return "project";
    case TaskOrder::User: return "user";
    case TaskOrder::Started: return "started";
    case TaskOrder::LastIteration: return "last_iteration";
    case TaskOrder::ActiveTime: return "active_duration";
    case TaskOrder::Metric:
      if (query.orderMetric < query.metrics.size()) return query.metricPaths()[query.orderMetric];
      return "last_update";
    case TaskOrder::LastUpdate: break;
  }
  return "last_update";
}

json fieldsOf(const TaskQuery& query) {
  json fields = {"name", "type",    "status",      "project.name",   "user.name",
                 "tags", "started", "last_update", "last_iteration", "active_duration"};
  for (const auto& path : query.metricPaths()) fields.push_back(path);
  return fields;
}

// Pipelines' controllers, datasets and reports are tasks too; they have pages of their own in ClearML.
json systemTags(bool archived) {
  if (archived) return {"__$and", "archived", "__$not", "pipeline", "__$not", "dataset", "__$not", "reports"};
  return {"__$not", "archived", "__$not", "pipeline", "__$not", "dataset", "__$not", "reports"};
}

}  // namespace

std::vector<std::string> TaskQuery::metricPaths() const {
  std::vector<std::string> paths;
  for (const auto& column : metrics)
    paths.push_back("last_metrics." + md5Hex(column.metric) + "." + md5Hex(column.variant) + ".value");
  return paths;
}

json toJson(const TaskQuery& query) {
  json body = {{"page", query.page},
               {"page_size", query.pageSize},
               {"search_hidden", query.everything},
               {"only_fields", fieldsOf(query)},
               {"order_by", {(query.descending ? "-" : "") + orderField(query)}}};
  if (!query.everything) body["system_tags"] = systemTags(query.archived);
  if (!query.project.empty()) {
    body["project"] = json::array({query.project});
    body["include_subprojects"] = true;
  }
  for (auto status : query.statuses) body["status"].push_back(word(status));
  for (const auto& tag : query.tags) body["tags"].push_back(tag);
  if (!query.text.empty())
    body["_any_"] = {{"pattern", escapeRegex(query.text)}, {"fields", {"id", "name", "comment"}}};
  if (query.changedSince) body["last_change"] = json::array({">=" + time::toRfc3339(*query.changedSince)});
  return body;
}

Task<TaskPage> tasks(Session session, TaskQuery query) {
  const std::string endpoint = "tasks.get_all_ex";
  auto body = toJson(query).dump(-1, ' ', false, json::error_handler_t::replace);
  auto answer = co_await sendSignedIn(session, endpoint, body);
  if (!answer) co_return answer.error();
  auto work = [answer = std::move(*answer), paths = query.metricPaths(), size = query.pageSize]() -> Result<TaskPage> {
    auto data = dataOf(answer);
    if (!data) return data.error();
    const json& list = at(*data, "tasks");
    if (!list.is_array()) return Error(ErrorKind::Protocol, "ClearML's answer holds no list of tasks");
    TaskPage page;
    for (const json& item : list) page.rows.push_back(parseTaskRow(item, paths));
    std::erase_if(page.rows, [](const TaskRow& row) { return row.uid.empty(); });
    page.last = list.size() < std::size_t(size);
    return page;
  };
  auto parsing = onWorkers(session.workers(), std::move(work));
  co_return co_await std::move(parsing);
}

}  // namespace cleardeck::clearml
