#include "console/experiments/taskfacts.h"

#include "clearml/files.h"
#include "console/experiments/taskwords.h"
#include "console/tables/text.h"

#include <QCoreApplication>

using cleardeck::clearml::reachableUrl;
using cleardeck::clearml::TaskDetail;

namespace {

// Sections of a task; what is empty is left out.
class Sections {
 public:
  void begin(const QString& section) { m_section = section; }
  void add(const char* name, const QString& value, const QString& note = QString()) {
    if (!value.isEmpty()) m_facts.push_back({m_section, taskText(name), value, note});
  }
  void addNamed(const std::string& name, const QString& value, const QString& note) {
    m_facts.push_back({m_section, text(name), value, note});
  }
  std::vector<Fact> take() { return std::move(m_facts); }

 private:
  QString m_section;
  std::vector<Fact> m_facts;
};

// ClearML writes "None" where there is no description.
QString noteOf(const std::string& type, const std::string& description) {
  const bool told = !description.empty() && description != "None";
  return told && !type.empty() ? text(type) + QStringLiteral(", ") + text(description)
                               : text(told ? description : type);
}

}  // namespace

std::vector<Fact> overviewOf(const TaskDetail& detail) {
  Sections out;
  const auto& row = detail.row;
  const auto& run = detail.execution;
  out.begin(taskText("Task"));
  out.add("Id", text(row.uid));
  out.add("Project", text(row.projectName));
  out.add("Type", text(row.type));
  out.add("User", text(row.user));
  out.add("Parent", text(detail.parentName));
  out.add("Status reason", text(detail.statusReason));
  out.add("Status message", text(detail.statusMessage));
  out.add("Error", text(detail.error));
  out.add("Comment", text(detail.comment).trimmed());
  out.begin(taskText("Times"));
  out.add("Created", momentText(detail.created));
  out.add("Started", momentText(row.started));
  out.add("Completed", momentText(detail.completed));
  out.add("Last update", momentText(row.lastUpdate));
  if (row.activeSeconds > 0) out.add("Run time", durationText(row.activeSeconds));
  if (row.lastIteration > 0) out.add("Iteration", QString::number(row.lastIteration));
  out.begin(taskText("Execution"));
  out.add("Queue", text(run.queue));
  out.add("Worker", text(run.worker));
  out.add("Repository", text(run.repository));
  out.add("Branch", text(run.branch));
  out.add("Commit", text(run.commit));
  out.add("Script", text(run.entryPoint));
  out.add("Working folder", text(run.workingDir));
  out.add("Interpreter", text(run.binary));
  out.add("Image", text(run.image), text(run.arguments));
  out.add("Output", text(run.outputDestination));
  out.begin(taskText("Metrics"));
  for (const auto& last : detail.lastMetrics) {
    const auto range = taskText("%1 to %2").arg(numberText(last.lowest), numberText(last.highest));
    out.addNamed(last.metric + "/" + last.variant, numberText(last.value), range);
  }
  return out.take();
}

std::vector<Fact> configurationOf(const TaskDetail& detail) {
  Sections out;
  for (const auto& parameter : detail.parameters) {
    out.begin(text(parameter.section));
    out.addNamed(parameter.name, text(parameter.value), noteOf(parameter.type, parameter.description));
  }
  out.begin(taskText("Configuration objects"));
  for (const auto& object : detail.configuration)
    out.addNamed(object.name, text(object.value), noteOf(object.type, object.description));
  out.begin(taskText("Installed packages"));
  if (!detail.execution.requirements.empty())
    out.add("requirements.txt", text(detail.execution.requirements).trimmed());
  return out.take();
}

std::vector<Fact> artifactsOf(const TaskDetail& detail, const std::string& filesUrl) {
  Sections out;
  out.begin(taskText("Artifacts"));
  for (const auto& artifact : detail.artifacts) {
    const auto size = bytesText(artifact.bytes);
    const auto note = size.isEmpty() ? text(artifact.type) : text(artifact.type) + QStringLiteral(", ") + size;
    out.addNamed(artifact.key, text(reachableUrl(artifact.uri, filesUrl, {})), note);
  }
  for (const bool input : {true, false}) {
    out.begin(input ? taskText("Input models") : taskText("Output models"));
    for (const auto& model : detail.models)
      if (model.input == input)
        out.addNamed(model.name, text(reachableUrl(model.uri, filesUrl, {})), text(model.framework));
  }
  return out.take();
}
