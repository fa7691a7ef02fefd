#include "console/workloads/podsmodel.h"

#include "console/tables/agetext.h"

#include <tuple>

using cleardeck::Changes;
using cleardeck::kube::Pod;

PodsModel::PodsModel(QObject* parent)
    : RowTableModel({"status", "name", "part", "ready", "restarts", "node", "age"}, {"tone"}, parent),
      m_now(QDateTime::currentSecsSinceEpoch()) {
  sortAtFirst(StatusColumn, true);  // trouble comes first
  m_clock.setInterval(10'000);
  m_clock.setTimerType(Qt::VeryCoarseTimer);
  connect(&m_clock, &QTimer::timeout, this, [this] {
    m_now = QDateTime::currentSecsSinceEpoch();
    retell(AgeColumn, AgeColumn);
  });
  m_clock.start();
}

void PodsModel::apply(Changes<Pod> changes) { applyTo(m_rows, std::move(changes)); }

void PodsModel::setParts(std::map<std::string, std::string> partByPod) {
  if (partByPod == m_parts) return;
  m_parts = std::move(partByPod);
  retell(PartColumn, PartColumn);
}

const Pod* PodsModel::find(const QString& key) const {
  const auto slot = m_rows.find(key.toStdString());
  return slot ? &m_rows[*slot] : nullptr;
}

const std::string& PodsModel::partOf(const std::string& pod) const {
  static const std::string none;
  const auto known = m_parts.find(pod);
  return known == m_parts.end() ? none : known->second;
}

Tone::Kind PodsModel::toneOf(cleardeck::kube::Tone tone) {
  switch (tone) {
    case cleardeck::kube::Tone::Ok: return Tone::Ok;
    case cleardeck::kube::Tone::Busy: return Tone::Busy;
    case cleardeck::kube::Tone::Warn: return Tone::Warn;
    case cleardeck::kube::Tone::Bad: return Tone::Bad;
    case cleardeck::kube::Tone::Off: return Tone::Off;
  }
  return Tone::Unknown;
}

QVariant PodsModel::cell(Slot slot, int column) const {
  const Pod& row = m_rows[slot];
  switch (column) {
    case StatusColumn: return QString::fromStdString(row.status);
    case NameColumn: return QString::fromStdString(row.name);
    case PartColumn: return QString::fromStdString(partOf(row.name));
    case ReadyColumn: return QStringLiteral("%1/%2").arg(row.ready).arg(row.total);
    case RestartsColumn: return QString::number(row.restarts);
    case NodeColumn: return QString::fromStdString(row.node);
    case AgeColumn: return ageText(m_now - row.createdAt);
    case AgeColumn + 1: return toneOf(row.tone);
  }
  return {};
}

bool PodsModel::before(Slot a, Slot b, int column) const {
  const Pod &left = m_rows[a], &right = m_rows[b];
  switch (column) {
    case StatusColumn: return toneOf(left.tone) < toneOf(right.tone);
    case NameColumn: return left.name < right.name;
    case PartColumn: return partOf(left.name) < partOf(right.name);
    case ReadyColumn: return left.ready * right.total < right.ready * left.total;
    case RestartsColumn: return left.restarts < right.restarts;
    case NodeColumn: return left.node < right.node;
    case AgeColumn: return left.createdAt > right.createdAt;
  }
  return false;
}

bool PodsModel::settle(Slot a, Slot b) const {
  return std::tie(m_rows[a].name, m_rows[a].uid) < std::tie(m_rows[b].name, m_rows[b].uid);
}

bool PodsModel::contains(Slot slot, const std::string& word) const {
  const Pod& row = m_rows[slot];
  return has(row.name, word) || has(row.status, word) || has(row.node, word) || has(partOf(row.name), word);
}
