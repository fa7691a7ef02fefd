#include "console/workloads/podlog.h"

#include <QDateTime>

namespace {

// What the node wrote, as the clock of this computer shows it: "14:07:16.204".
QString clockOf(const std::string& time) {
  const QDateTime at = QDateTime::fromString(QString::fromStdString(time).left(23) + u'Z', Qt::ISODateWithMs);
  return at.isValid() ? at.toLocalTime().toString(QStringLiteral("HH:mm:ss.zzz")) : QString();
}

}  // namespace

void PodLog::follow(const std::string& ns, const std::string& pod, const QStringList& containers, int first) {
  m_ns = ns;
  m_pod = pod;
  m_containers = containers;
  m_container = first;
  m_previous = false;
  start();
}

void PodLog::setContainer(int container) {
  if (container == m_container || container < 0 || container >= m_containers.size()) return;
  m_container = container;
  start();
}

void PodLog::setPrevious(bool previous) {
  if (previous == m_previous) return;
  m_previous = previous;
  start();
}

void PodLog::start() {
  m_handle.reset();
  m_lines.clear();
  m_lines.live()->set(cleardeck::LiveState());
  if (m_pod.empty() || m_containers.isEmpty() || !m_cluster) return setNote({});
  const QString container = m_containers.value(m_container);
  m_lines.setSources({container});
  cleardeck::kube::LogQuery query(m_ns, m_pod, container.toStdString());
  query.follow = !m_previous;
  query.previous = m_previous;
  query.tailLines = 2000;
  using Batch = cleardeck::bridge::Basket<cleardeck::bridge::LogPiece>::Batch;
  m_handle = cleardeck::bridge::logs(m_cluster, query, [this](Batch batch) { apply(std::move(batch)); });
  setNote(m_previous ? tr("%1, the instance before the last restart").arg(container) : container);
}

void PodLog::apply(cleardeck::bridge::Basket<cleardeck::bridge::LogPiece>::Batch batch) {
  std::vector<LogLine> lines;
  for (auto& piece : batch.items) {
    if (const auto* state = std::get_if<cleardeck::LiveState>(&piece)) {
      m_lines.live()->set(*state);
      continue;
    }
    const auto& from = std::get<cleardeck::kube::LogLine>(piece);
    LogLine line;
    line.time = clockOf(from.time);
    line.text = QString::fromStdString(from.text);
    line.level = LogModel::levelOf(line.text);
    lines.push_back(std::move(line));
  }
  if (!lines.empty()) m_lines.append(std::move(lines));
  if (!batch.ended) return;
  if (!*batch.ended) return setNote(QString::fromStdString(batch.ended->error().text()));
  LogLine mark;
  mark.endMark = true;
  mark.text = m_previous ? tr("the previous instance of %1 ended here").arg(m_containers.value(m_container))
                         : tr("%1 ended here").arg(m_containers.value(m_container));
  m_lines.append({mark});
}

void PodLog::setNote(const QString& note) {
  m_note = note;
  Q_EMIT changed();
}
