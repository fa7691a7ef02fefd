#include "console/workspace/contextsmodel.h"

using cleardeck::Changes;
using cleardeck::Freshness;
using cleardeck::LiveState;

namespace {

LiveStatus::State stateOf(const ContextRow& row) { return LiveStatus::State(row.state.freshness); }

Tone::Kind toneOf(const ContextRow& row) {
  LiveStatus live;
  live.set(row.state);
  return stateOf(row) == LiveStatus::Live ? Tone::Ok : live.tone();
}

QString wordOf(const ContextRow& row) {
  switch (stateOf(row)) {
    case LiveStatus::Syncing: return ContextsModel::tr("Reading");
    case LiveStatus::Live: return ContextsModel::tr("Answered");
    case LiveStatus::Forbidden: return ContextsModel::tr("Limited view");
    case LiveStatus::NeedsSignIn: return ContextsModel::tr("Sign-in needed");
    default: return ContextsModel::tr("No answer");
  }
}

QString detailOf(const ContextRow& row) {
  if (!row.state.why.empty()) {
    const std::string& hint = row.state.hint;
    return QString::fromStdString(hint.empty() ? row.state.why : row.state.why + ". " + hint);
  }
  if (stateOf(row) == LiveStatus::Syncing) return ContextsModel::tr("looking for Helm releases");
  return ContextsModel::tr("%n installations", "", row.installations);
}

}  // namespace

ContextsModel::ContextsModel(QObject* parent)
    : RowTableModel({"name", "word", "detail", "installations"}, {"tone", "server"}, parent) {}

void ContextsModel::put(ContextRow row) {
  Changes<ContextRow> changes;
  changes.upserts.push_back(std::move(row));
  changes.state = LiveState(Freshness::Live);  // the list itself is always true
  applyTo(m_rows, std::move(changes));
  sum();
}

const ContextRow* ContextsModel::row(const std::string& name) const {
  const auto slot = m_rows.find(name);
  return slot ? &m_rows[*slot] : nullptr;
}

void ContextsModel::sum() {
  m_answered = m_syncing = 0;
  m_troubled.clear();
  LiveState trouble(Freshness::Live);
  for (const Slot slot : all()) {
    const ContextRow& row = m_rows[slot];
    m_answered += stateOf(row) == LiveStatus::Live;
    m_syncing += stateOf(row) == LiveStatus::Syncing;
    if (m_troubled.isEmpty() && stateOf(row) != LiveStatus::Live && stateOf(row) != LiveStatus::Syncing) {
      m_troubled = QString::fromStdString(row.uid);
      trouble = row.state;
    }
  }
  m_trouble.set(trouble);
  Q_EMIT summaryChanged();
}

LiveState ContextsModel::combined() const {
  if (all().empty()) return LiveState(Freshness::Live);
  if (m_syncing > 0) return LiveState(Freshness::Syncing);
  if (m_answered > 0) return LiveState(Freshness::Live);
  return m_rows[all().front()].state;
}

QVariant ContextsModel::cell(Slot slot, int column) const {
  const ContextRow& row = m_rows[slot];
  switch (column) {
    case NameColumn: return QString::fromStdString(row.uid);
    case WordColumn: return wordOf(row);
    case DetailColumn: return detailOf(row);
    case InstallationsColumn: return row.installations;
    case InstallationsColumn + 1: return toneOf(row);
    case InstallationsColumn + 2: return QString::fromStdString(row.server);
  }
  return {};
}

bool ContextsModel::before(Slot a, Slot b, int column) const {
  const ContextRow &left = m_rows[a], &right = m_rows[b];
  switch (column) {
    case WordColumn: return left.state.freshness < right.state.freshness;
    case InstallationsColumn: return left.installations < right.installations;
  }
  return left.uid < right.uid;
}
