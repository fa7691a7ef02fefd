#include "console/experiments/taskpanel.h"

#include "console/experiments/taskfacts.h"
#include "console/experiments/taskwords.h"

#include <QDateTime>

using cleardeck::Error;
using cleardeck::ErrorKind;
using cleardeck::Freshness;
using cleardeck::LiveState;
using cleardeck::Result;
namespace bridge = cleardeck::bridge;
namespace clearml = cleardeck::clearml;

namespace {

LiveState liveNow() {
  LiveState state(Freshness::Live);
  state.since = std::chrono::system_clock::now();
  return state;
}

// An error that is tried again leaves what is on screen stale; one that ended the watch does not.
LiveState stateOf(const Error& error, bool ended) {
  auto freshness = ended ? Freshness::Failed : Freshness::Reconnecting;
  if (error.kind == ErrorKind::Auth) freshness = Freshness::NeedsSignIn;
  if (error.kind == ErrorKind::Forbidden) freshness = Freshness::Forbidden;
  LiveState state(freshness, error.message);
  state.hint = error.hint;
  return state;
}

int levelOf(const clearml::LogLine& line) {
  if (line.level == "error" || line.level == "critical") return LogModel::Error;
  if (line.level == "warning") return LogModel::Warn;
  if (line.level == "debug") return LogModel::Debug;
  return LogModel::levelOf(QString::fromStdString(line.text));
}

// Gives every item to `take`, and tells `live` how true the whole is.
template <class Item, class Batch, class Take>
void receive(Batch batch, LiveStatus& live, Take take) {
  for (Result<Item>& item : batch.items) {
    live.set(item ? liveNow() : stateOf(item.error(), false));
    if (item) take(std::move(*item));
  }
  if (batch.ended && !*batch.ended) live.set(stateOf(batch.ended->error(), true));
}

}  // namespace

void TaskPanel::open(const QString& key) {
  if (key.toStdString() == m_key) return;
  m_task.reset();
  m_scalars.reset();
  m_console.reset();
  m_key = key.toStdString();
  m_known = false;
  m_detail = {};
  m_overview.set({});
  m_configuration.set({});
  m_artifacts.set({});
  m_charts.clear();
  m_log.clear();
  Q_EMIT keyChanged();
  Q_EMIT taskChanged();
  retry();
}

void TaskPanel::retry() {
  m_task.reset();
  m_scalars.reset();
  m_console.reset();
  m_live.set(LiveState());
  m_scalarsLive.set(LiveState());
  m_log.live()->set(LiveState());
  if (m_key.empty() || !m_access.session) return;
  watchTask();
  watchTab();
}

void TaskPanel::setTab(Tab tab) {
  if (tab == m_tab) return;
  m_tab = tab;
  Q_EMIT tabChanged();
  m_scalars.reset();
  m_console.reset();
  watchTab();
}

void TaskPanel::setElapsed(bool elapsed) {
  if (elapsed == m_elapsed) return;
  m_elapsed = elapsed;
  Q_EMIT elapsedChanged();
  if (m_tab == Scalars) watchTab();
}

void TaskPanel::watchTask() {
  using Item = Result<clearml::TaskDetail>;
  auto operation = [session = *m_access.session, key = m_key, rhythm = m_access.rhythm](clearml::Sink<Item> sink) {
    return clearml::watchTask(session, key, rhythm, std::move(sink));
  };
  auto apply = [this](bridge::Basket<Item>::Batch batch) {
    receive<clearml::TaskDetail>(std::move(batch), m_live,
                                 [this](clearml::TaskDetail detail) { show(std::move(detail)); });
  };
  m_task = bridge::collect<Item>(m_access.runtime, std::move(operation), std::move(apply), 1);
}

void TaskPanel::watchTab() {
  if (m_key.empty() || !m_access.session) return;
  if (m_tab == Scalars) watchScalars();
  if (m_tab == Console) followLog();
}

void TaskPanel::watchScalars() {
  using Item = Result<std::vector<clearml::Series>>;
  const auto axis = m_elapsed ? clearml::ScalarAxis::Time : clearml::ScalarAxis::Iteration;
  auto operation = [session = *m_access.session, key = m_key, axis,
                    rhythm = m_access.rhythm](clearml::Sink<Item> sink) {
    return clearml::watchScalars(session, key, axis, rhythm, std::move(sink));
  };
  auto apply = [this, elapsed = m_elapsed](bridge::Basket<Item>::Batch batch) {
    receive<std::vector<clearml::Series>>(std::move(batch), m_scalarsLive,
                                          [this, elapsed](auto series) { m_charts.set(std::move(series), elapsed); });
  };
  m_scalars = bridge::collect<Item>(m_access.runtime, std::move(operation), std::move(apply), 1);
}

void TaskPanel::followLog() {
  using Item = Result<clearml::LogPage>;
  m_log.clear();
  auto operation = [session = *m_access.session, key = m_key, rhythm = m_access.rhythm](clearml::Sink<Item> sink) {
    return clearml::followLog(session, key, rhythm, std::move(sink));
  };
  auto apply = [this](bridge::Basket<Item>::Batch batch) {
    receive<clearml::LogPage>(std::move(batch), *m_log.live(), [this](const clearml::LogPage& page) { append(page); });
  };
  m_console = bridge::collect<Item>(m_access.runtime, std::move(operation), std::move(apply));
}

void TaskPanel::show(clearml::TaskDetail detail) {
  m_detail = std::move(detail);
  m_known = true;
  m_overview.set(overviewOf(m_detail));
  m_configuration.set(configurationOf(m_detail));
  m_artifacts.set(artifactsOf(m_detail, m_access.session->connection().filesUrl));
  Q_EMIT taskChanged();
}

void TaskPanel::append(const clearml::LogPage& page) {
  std::vector<LogLine> lines;
  lines.reserve(page.lines.size());
  for (const auto& line : page.lines) {
    LogLine shown;
    shown.time = QDateTime::fromMSecsSinceEpoch(line.atMs).toString(QStringLiteral("HH:mm:ss.zzz"));
    shown.text = QString::fromStdString(line.text);
    shown.level = levelOf(line);
    lines.push_back(std::move(shown));
  }
  m_log.append(std::move(lines));
}

QString TaskPanel::word() const { return wordOf(m_detail.row.status); }
Tone::Kind TaskPanel::tone() const { return toneOf(m_detail.row.status); }
QString TaskPanel::icon() const { return iconOf(m_detail.row.status); }

QString TaskPanel::summary() const {
  QStringList parts;
  if (m_detail.row.lastIteration > 0) parts.append(tr("iteration %1").arg(m_detail.row.lastIteration));
  if (m_detail.row.activeSeconds > 0) parts.append(durationText(m_detail.row.activeSeconds));
  return parts.join(QStringLiteral(", "));
}

QString TaskPanel::trouble() const {
  if (m_detail.row.status != clearml::TaskStatus::Failed) return QString();
  for (const auto* why : {&m_detail.error, &m_detail.statusMessage, &m_detail.statusReason})
    if (!why->empty()) return QString::fromStdString(*why);
  return QString();
}
