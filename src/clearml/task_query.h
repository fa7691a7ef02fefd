/// The question a task table asks, as a value.
#pragma once
#include "clearml/project.h"
#include "clearml/task.h"

namespace cleardeck::clearml {

enum class TaskOrder { LastUpdate, Name, Status, Type, Project, User, Started, LastIteration, ActiveTime, Metric };

/// A column that shows a metric's last value.
using MetricColumn = MetricName;

struct TaskQuery {
  std::string project;               ///< uid, its sub-projects with it; empty: all projects
  std::vector<TaskStatus> statuses;  ///< empty: any
  std::string text;                  ///< somewhere in id, name or comment, as it stands, whatever its case
  std::vector<std::string> tags;     ///< any of them
  std::vector<MetricColumn> metrics;
  std::optional<time::Moment> changedSince;  ///< only tasks whose last change is not older
  bool archived = false;                     ///< the archive instead of the rest
  bool everything = false;                   ///< also pipelines, datasets, reports, what is archived and hidden
  TaskOrder order = TaskOrder::LastUpdate;
  std::size_t orderMetric = 0;  ///< for TaskOrder::Metric: index in `metrics`
  bool descending = true;
  int page = 0;
  int pageSize = 500;  ///< the server's maximum
  bool operator==(const TaskQuery&) const = default;

  /// "last_metrics.<md5>.<md5>.value" for every metric column.
  std::vector<std::string> metricPaths() const;
};

struct TaskPage {
  std::vector<TaskRow> rows;
  bool last = true;  ///< there is no further page
};

/// tasks.get_all_ex: one page, in the query's order, sorted and filtered by the server.
Task<TaskPage> tasks(Session session, TaskQuery query);
/// The request's body.
nlohmann::json toJson(const TaskQuery& query);

}  // namespace cleardeck::clearml
