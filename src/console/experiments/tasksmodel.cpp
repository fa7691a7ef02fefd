#include "console/experiments/tasksmodel.h"

#include "console/experiments/taskwords.h"
#include "console/tables/agetext.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <QCoreApplication>
#include <QDateTime>

using cleardeck::clearml::MetricName;
using cleardeck::clearml::TaskRow;
using cleardeck::clearml::TaskStatus;

namespace {

// A value that was never reported sorts below every value.
double metricOf(const TaskRow& row, std::size_t index) {
  const bool known = index < row.metrics.size() && row.metrics[index];
  return known ? *row.metrics[index] : -std::numeric_limits<double>::infinity();
}

QString metricText(const TaskRow& row, std::size_t index) {
  const bool known = index < row.metrics.size() && row.metrics[index];
  return known ? numberText(*row.metrics[index]) : QStringLiteral("\u2013");
}

QString agoText(cleardeck::time::Moment moment) {
  if (moment == cleardeck::time::Moment()) return QString();
  const auto age = QDateTime::currentSecsSinceEpoch() - cleardeck::time::secondsSinceEpoch(moment);
  return age < 10 ? QCoreApplication::translate("Task", "now") : ageText(age);
}

int rankOf(const MetricName& name) {
  const auto text = QString::fromStdString(name.metric + "/" + name.variant).toLower();
  int rank = text.contains(QLatin1String("val")) || text.contains(QLatin1String("test")) ? 0 : 1;
  for (const char* good : {"acc", "top1", "f1", "auc", "map", "loss"}) {
    if (text.contains(QLatin1String(good))) return rank;
    rank += 2;
  }
  return rank;
}

}  // namespace

std::vector<MetricName> worthAColumn(std::vector<MetricName> names) {
  std::erase_if(names, [](const MetricName& name) { return name.metric.empty() || name.metric.front() == ':'; });
  std::stable_sort(names.begin(), names.end(), [](const auto& a, const auto& b) { return rankOf(a) < rankOf(b); });
  // Two variants of one metric tell less than two metrics.
  const auto other =
      std::find_if(names.begin(), names.end(), [&](const auto& n) { return n.metric != names[0].metric; });
  if (other != names.end()) std::rotate(names.begin() + 1, other, other + 1);
  if (names.size() > 2) names.resize(2);
  return names;
}

TasksModel::TasksModel(QObject* parent)
    : RowTableModel({"status", "name", "tags", "first", "second", "user", "iteration", "updated"},
                    {"tone", "icon", "running"}, parent) {
  sortBy(Updated);
  sortBy(Updated);  // again: newest first
}

void TasksModel::clear() {
  cleardeck::Changes<TaskRow> none;
  for (const Slot slot : all()) none.removals.push_back(m_rows[slot].uid);
  apply(std::move(none));
}

void TasksModel::setShow(int show) {
  if (show == m_show || show < All || show > Drafts) return;
  m_show = show;
  Q_EMIT showChanged();
  refilter();
}

void TasksModel::setMetrics(const QStringList& titles) {
  if (titles == m_metrics) return;
  m_metrics = titles;
  Q_EMIT metricsChanged();
}

void TasksModel::tick() { retell(Updated, Updated); }

QVariant TasksModel::cell(Slot slot, int column) const {
  const TaskRow& row = m_rows[slot];
  switch (column) {
    case Status: return wordOf(row.status);
    case Name: return QString::fromStdString(row.name);
    case Tags: {
      QStringList tags;
      for (const auto& tag : row.tags) tags.append(QString::fromStdString(tag));
      return tags;
    }
    case First: return metricText(row, 0);
    case Second: return metricText(row, 1);
    case User: return QString::fromStdString(row.user);
    case Iteration: return row.lastIteration > 0 ? QString::number(row.lastIteration) : QStringLiteral("\u2013");
    case Updated: return agoText(row.lastUpdate);
    default: return other(row, column - ColumnCount);
  }
}

QVariant TasksModel::other(const TaskRow& row, int role) const {
  if (role == 0) return int(toneOf(row.status));
  if (role == 1) return iconOf(row.status);
  return row.status == TaskStatus::InProgress;
}

bool TasksModel::before(Slot a, Slot b, int column) const {
  const TaskRow &left = m_rows[a], &right = m_rows[b];
  switch (column) {
    case Status: return toneOf(left.status) < toneOf(right.status);
    case Name: return left.name < right.name;
    case Tags: return left.tags < right.tags;
    case First: return metricOf(left, 0) < metricOf(right, 0);
    case Second: return metricOf(left, 1) < metricOf(right, 1);
    case User: return left.user < right.user;
    case Iteration: return left.lastIteration < right.lastIteration;
    default: return left.lastUpdate < right.lastUpdate;
  }
}

bool TasksModel::contains(Slot slot, const std::string& word) const {
  const TaskRow& row = m_rows[slot];
  const auto inTag = [&word](const std::string& tag) { return has(tag, word); };
  return has(row.name, word) || has(row.uid, word) || has(row.user, word) || has(row.projectName, word) ||
         std::any_of(row.tags.begin(), row.tags.end(), inTag);
}

bool TasksModel::admits(Slot slot) const {
  const auto status = m_rows[slot].status;
  switch (m_show) {
    case Running: return status == TaskStatus::InProgress;
    case Waiting: return status == TaskStatus::Queued;
    case Done: return toneOf(status) == Tone::Ok;
    case Failed: return status == TaskStatus::Failed || status == TaskStatus::Stopped;
    case Drafts: return status == TaskStatus::Created;
    default: return true;
  }
}
