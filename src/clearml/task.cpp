#include "clearml/task.h"
#include "clearml/call.h"
#include "clearml/json.h"

#include <array>

namespace cleardeck::clearml {
namespace {

using nlohmann::json;

constexpr std::array<const char*, 10> statusWords = {"unknown", "created",   "queued", "in_progress", "stopped",
                                                     "failed",  "completed", "closed", "publishing",  "published"};

// Everything but script.diff, which can be megabytes.
const json detailFields = {"id",
                           "name",
                           "type",
                           "status",
                           "status_message",
                           "status_reason",
                           "comment",
                           "tags",
                           "project.name",
                           "user.name",
                           "parent.name",
                           "created",
                           "started",
                           "completed",
                           "last_update",
                           "last_iteration",
                           "active_duration",
                           "last_worker",
                           "last_metrics",
                           "hyperparams",
                           "configuration",
                           "output",
                           "execution.queue.name",
                           "execution.artifacts",
                           "script.repository",
                           "script.branch",
                           "script.version_num",
                           "script.tag",
                           "script.entry_point",
                           "script.working_dir",
                           "script.binary",
                           "script.requirements",
                           "container",
                           "models.input.name",
                           "models.input.model.name",
                           "models.input.model.uri",
                           "models.input.model.framework",
                           "models.output.name",
                           "models.output.model.name",
                           "models.output.model.uri",
                           "models.output.model.framework"};

// The "pip" list is a text, or a list of lines from old SDKs.
std::string requirementsOf(const json& document) {
  const json& pip = at(document, "script.requirements.pip");
  if (!pip.is_array()) return textAt(document, "script.requirements.pip");
  std::string lines;
  for (const auto& line : textsAt(document, "script.requirements.pip")) lines += line + "\n";
  return lines;
}

Execution executionOf(const json& document) {
  Execution execution;
  execution.repository = textAt(document, "script.repository");
  execution.branch = textAt(document, "script.branch");
  execution.commit = textAt(document, "script.version_num");
  execution.tag = textAt(document, "script.tag");
  execution.entryPoint = textAt(document, "script.entry_point");
  execution.workingDir = textAt(document, "script.working_dir");
  execution.binary = textAt(document, "script.binary");
  execution.requirements = requirementsOf(document);
  execution.image = textAt(document, "container.image");
  execution.arguments = textAt(document, "container.arguments");
  execution.queue = textAt(document, "execution.queue.name");
  execution.worker = textAt(document, "last_worker");
  execution.outputDestination = textAt(document, "output.destination");
  return execution;
}

std::vector<Parameter> parametersOf(const json& document) {
  std::vector<Parameter> parameters;
  for (const auto& [section, names] : at(document, "hyperparams").items())
    for (const auto& [name, item] : names.items())
      parameters.push_back({section, name, textAt(item, "value"), textAt(item, "type"), textAt(item, "description")});
  return parameters;
}

std::vector<ConfigurationObject> configurationOf(const json& document) {
  std::vector<ConfigurationObject> objects;
  for (const auto& [name, item] : at(document, "configuration").items())
    objects.push_back({name, textAt(item, "value"), textAt(item, "type"), textAt(item, "description")});
  return objects;
}

std::vector<Artifact> artifactsOf(const json& document) {
  std::vector<Artifact> artifacts;
  for (const json& item : at(document, "execution.artifacts")) {
    Artifact artifact;
    artifact.key = textAt(item, "key");
    artifact.type = textAt(item, "type");
    artifact.input = textAt(item, "mode") == "input";
    artifact.uri = textAt(item, "uri");
    artifact.bytes = integerAt(item, "content_size");
    artifact.at = time::fromSeconds(integerAt(item, "timestamp"));  // seconds here, not milliseconds
    artifact.preview = textAt(item, "type_data.preview");
    artifacts.push_back(std::move(artifact));
  }
  return artifacts;
}

void addModels(std::vector<ModelUse>& models, const json& list, bool input) {
  for (const json& item : list) {
    ModelUse use;
    use.input = input;
    const json& model = at(item, "model");
    use.uid = model.is_object() ? textAt(model, "id") : textAt(item, "model");
    use.name = textAt(model, "name").empty() ? textAt(item, "name") : textAt(model, "name");
    use.uri = textAt(model, "uri");
    use.framework = textAt(model, "framework");
    models.push_back(std::move(use));
  }
}

std::vector<LastMetric> lastMetricsOf(const json& document) {
  std::vector<LastMetric> metrics;
  for (const json& variants : at(document, "last_metrics"))
    for (const json& item : variants) {
      LastMetric last;
      last.metric = textAt(item, "metric");
      last.variant = textAt(item, "variant");
      last.value = numberAt(item, "value");
      last.lowest = numberAt(item, "min_value");
      last.highest = numberAt(item, "max_value");
      last.count = integerAt(item, "count");
      metrics.push_back(std::move(last));
    }
  std::sort(metrics.begin(), metrics.end(), [](const LastMetric& a, const LastMetric& b) {
    return std::tie(a.metric, a.variant) < std::tie(b.metric, b.variant);
  });
  return metrics;
}

Result<TaskDetail> parseFirstTask(const json& data) {
  const json& list = at(data, "tasks");
  if (!list.is_array()) return Error(ErrorKind::Protocol, "ClearML's answer holds no list of tasks");
  if (list.empty())
    return Error(ErrorKind::NotFound, "the server has no such task").withHint("It may have been deleted meanwhile");
  return parseTaskDetail(list.front());
}

}  // namespace

TaskStatus taskStatus(std::string_view text) {
  for (std::size_t i = 0; i < statusWords.size(); ++i)
    if (text == statusWords[i]) return TaskStatus(i);
  return TaskStatus::Unknown;
}

const char* word(TaskStatus status) { return statusWords[std::size_t(status)]; }

TaskRow parseTaskRow(const json& document, const std::vector<std::string>& metricPaths) {
  TaskRow row;
  row.uid = textAt(document, "id");
  row.name = textAt(document, "name");
  row.type = textAt(document, "type");
  row.status = taskStatus(textAt(document, "status"));
  row.project = textAt(document, "project.id");
  row.projectName = textAt(document, "project.name");
  row.user = textAt(document, "user.name");
  row.tags = textsAt(document, "tags");
  row.started = momentAt(document, "started");
  row.lastUpdate = momentAt(document, "last_update");
  row.lastIteration = integerAt(document, "last_iteration");
  row.activeSeconds = integerAt(document, "active_duration");
  for (const auto& path : metricPaths) {
    const bool reported = at(document, path).is_number();
    row.metrics.push_back(reported ? std::optional<double>(numberAt(document, path)) : std::nullopt);
  }
  return row;
}

TaskDetail parseTaskDetail(const json& document) {
  TaskDetail detail;
  detail.row = parseTaskRow(document, {});
  detail.comment = textAt(document, "comment");
  detail.statusMessage = textAt(document, "status_message");
  detail.statusReason = textAt(document, "status_reason");
  detail.error = textAt(document, "output.error");
  detail.parentName = textAt(document, "parent.name");
  detail.created = momentAt(document, "created");
  detail.completed = momentAt(document, "completed");
  detail.execution = executionOf(document);
  detail.parameters = parametersOf(document);
  detail.configuration = configurationOf(document);
  detail.artifacts = artifactsOf(document);
  addModels(detail.models, at(document, "models.input"), true);
  addModels(detail.models, at(document, "models.output"), false);
  detail.lastMetrics = lastMetricsOf(document);
  return detail;
}

Task<TaskDetail> task(Session session, std::string uid) {
  const std::string endpoint = "tasks.get_by_id_ex";
  auto body = json::object();
  body["id"] = json::array({uid});
  body["only_fields"] = detailFields;
  auto found = co_await call(session, endpoint, body, &parseFirstTask);
  if (!found) co_return std::move(found.error()).during("read task " + uid);
  co_return found;
}

}  // namespace cleardeck::clearml
