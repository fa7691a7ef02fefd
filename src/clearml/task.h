/// Tasks (experiments): a small row for tables and a detail for one.
#pragma once
#include "base/time.h"
#include "clearml/session.h"

#include <nlohmann/json_fwd.hpp>

namespace cleardeck::clearml {

/// The server's own words; people read Created as Draft, Queued as Pending, InProgress as Running, Stopped as Aborted.
enum class TaskStatus {
  Unknown,
  Created,
  Queued,
  InProgress,
  Stopped,
  Failed,
  Completed,
  Closed,
  Publishing,
  Published
};
TaskStatus taskStatus(std::string_view word);
const char* word(TaskStatus status);

/// One line of a table.
struct TaskRow {
  std::string uid;
  std::string name;
  std::string type;
  TaskStatus status = TaskStatus::Unknown;
  std::string project;
  std::string projectName;
  std::string user;
  std::vector<std::string> tags;
  time::Moment started;  ///< epoch: not started
  time::Moment lastUpdate;
  std::int64_t lastIteration = 0;
  std::int64_t activeSeconds = 0;
  std::vector<std::optional<double>> metrics;  ///< in the order of TaskQuery::metrics
  bool operator==(const TaskRow&) const = default;
};

struct Parameter {
  std::string section;
  std::string name;
  std::string value;
  std::string type;
  std::string description;
};

struct ConfigurationObject {
  std::string name;
  std::string value;
  std::string type;
  std::string description;
};

struct Artifact {
  std::string key;
  std::string type;
  bool input = false;
  std::string uri;
  std::int64_t bytes = 0;
  time::Moment at;
  std::string preview;
};

struct ModelUse {
  bool input = false;
  std::string name;
  std::string uid;
  std::string uri;
  std::string framework;
};

/// Last, lowest and highest of one metric, kept by the server over every reported value.
struct LastMetric {
  std::string metric;
  std::string variant;
  double value = 0, lowest = 0, highest = 0;
  std::int64_t count = 0;  ///< reported values
};

struct Execution {
  std::string repository, branch, commit, tag, entryPoint, workingDir, binary, requirements;
  std::string image, arguments, queue, worker, outputDestination;
};

struct TaskDetail {
  TaskRow row;
  std::string comment;
  std::string statusMessage;
  std::string statusReason;
  std::string error;
  std::string parentName;
  time::Moment created;
  time::Moment completed;  ///< epoch: not ended
  Execution execution;
  std::vector<Parameter> parameters;  ///< by section, then name
  std::vector<ConfigurationObject> configuration;
  std::vector<Artifact> artifacts;
  std::vector<ModelUse> models;
  std::vector<LastMetric> lastMetrics;  ///< by metric, then variant
};

/// NotFound: there is no such task (any more).
Task<TaskDetail> task(Session session, std::string uid);

/// `metricPaths` as TaskQuery::metricPaths() gives them. For a document without an id the row's uid is empty.
TaskRow parseTaskRow(const nlohmann::json& document, const std::vector<std::string>& metricPaths);
TaskDetail parseTaskDetail(const nlohmann::json& document);

}  // namespace cleardeck::clearml
