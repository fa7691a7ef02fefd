/// Projects. They form a tree by name ("vision/resnet50"); every part of the path is a project of its own.
#pragma once
#include "clearml/session.h"

#include <nlohmann/json_fwd.hpp>

namespace cleardeck::clearml {

struct Project {
  std::string uid;
  std::string name;    ///< the whole path
  std::string parent;  ///< uid; empty at the top
  int taskCount = 0;   ///< its own tasks, without those of sub-projects and without the archive
  bool operator==(const Project&) const = default;
};

/// Every project that is not hidden, page by page, in no order.
Task<std::vector<Project>> projects(Session session);
Result<std::vector<Project>> parseProjects(const nlohmann::json& data);

/// A metric that tasks of a project have reported; a column that a task table can have.
struct MetricName {
  std::string metric;
  std::string variant;
  bool operator==(const MetricName&) const = default;
};
/// `project` empty: of all projects.
Task<std::vector<MetricName>> metricNames(Session session, std::string project);

}  // namespace cleardeck::clearml
