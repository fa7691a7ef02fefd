#include "console/history/revisionsmodel.h"

#include "console/tables/agetext.h"
#include "console/tables/text.h"
#include "helm/release.h"

using namespace cleardeck;
using installation::RevisionRow;

namespace {

Tone::Kind toneOfStatus(const std::string& status) {
  const auto known = helm::releaseStatus(status);
  if (known == helm::ReleaseStatus::Deployed) return Tone::Ok;
  if (known == helm::ReleaseStatus::Failed) return Tone::Bad;
  if (helm::isPending(known) || known == helm::ReleaseStatus::Uninstalling) return Tone::Waiting;
  return Tone::Off;
}

}  // namespace

RevisionsModel::RevisionsModel(QObject* parent)
    : RowTableModel({"revision", "status", "when", "what", "who", "chart", "app"}, {"tone", "marked"}, parent) {
  sortAtFirst(RevisionColumn, true);
}

void RevisionsModel::apply(Changes<RevisionRow> changes) {
  applyTo(m_rows, std::move(changes));
  if (m_marked != 0 && !find(m_marked)) m_marked = 0;
}

const RevisionRow* RevisionsModel::find(int revision) const {
  const auto slot = m_rows.find(std::to_string(revision));
  return slot ? &m_rows[*slot] : nullptr;
}

int RevisionsModel::newest() const {
  int newest = 0;
  for (const Slot slot : all()) newest = std::max(newest, m_rows[slot].revision);
  return newest;
}

int RevisionsModel::deployed() const {
  int deployed = 0;
  for (const Slot slot : all())
    if (m_rows[slot].status == "deployed") deployed = std::max(deployed, m_rows[slot].revision);
  return deployed;
}

int RevisionsModel::before(int revision) const {
  int older = 0;
  for (const Slot slot : all())
    if (m_rows[slot].revision < revision) older = std::max(older, m_rows[slot].revision);
  return older;
}

bool RevisionsModel::isOpened() const {
  return std::all_of(all().begin(), all().end(), [this](Slot slot) { return m_rows[slot].opened; });
}

void RevisionsModel::setMarked(int revision) {
  if (revision == m_marked) return;
  m_marked = revision;
  retell(RevisionColumn, MarkedRole);
}

QVariant RevisionsModel::cell(Slot slot, int column) const {
  const RevisionRow& row = m_rows[slot];
  const qint64 now = QDateTime::currentSecsSinceEpoch();
  switch (column) {
    case RevisionColumn: return row.revision;
    case StatusColumn: return text(row.status);
    case WhenColumn: return row.modifiedAt > 0 ? whenText(row.modifiedAt, now) : QString();
    case WhatColumn: return text(row.problem.empty() ? row.entry.what : row.problem);
    case WhoColumn: return text(row.entry.who);
    case ChartColumn: return text(row.entry.chart);
    case AppColumn: return text(row.entry.appVersion);
    case ToneRole: return row.problem.empty() ? toneOfStatus(row.status) : Tone::Warn;
    case MarkedRole: return row.revision == m_marked;
  }
  return {};
}

bool RevisionsModel::before(Slot a, Slot b, int column) const {
  const RevisionRow &left = m_rows[a], &right = m_rows[b];
  switch (column) {
    case RevisionColumn: return left.revision < right.revision;
    case StatusColumn: return toneOfStatus(left.status) < toneOfStatus(right.status);
    case WhenColumn: return left.modifiedAt < right.modifiedAt;
    case WhatColumn: return left.entry.what < right.entry.what;
    case WhoColumn: return left.entry.who < right.entry.who;
    case ChartColumn: return left.entry.chart < right.entry.chart;
    case AppColumn: return left.entry.appVersion < right.entry.appVersion;
  }
  return false;
}

bool RevisionsModel::contains(Slot slot, const std::string& word) const {
  const RevisionRow& row = m_rows[slot];
  return has(row.uid, word) || has(row.status, word) || has(row.entry.what, word) || has(row.entry.who, word) ||
         has(row.entry.chart, word) || has(row.entry.appVersion, word);
}
