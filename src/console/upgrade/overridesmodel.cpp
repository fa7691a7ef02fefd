#include "console/upgrade/overridesmodel.h"

#include <algorithm>

using namespace cleardeck;

namespace {

using helm::RebaseKind;

QString findingWord(RebaseKind kind) {
  switch (kind) {
    case RebaseKind::Renamed: return OverridesModel::tr("renamed");
    case RebaseKind::Vanished: return OverridesModel::tr("no longer known");
    case RebaseKind::TypeChanged: return OverridesModel::tr("another type");
    case RebaseKind::DefaultChanged: return OverridesModel::tr("new default");
    case RebaseKind::Redundant: return OverridesModel::tr("is the default now");
    case RebaseKind::Dropped: return OverridesModel::tr("dropped");
  }
  return {};
}

bool isDecided(RebaseKind kind) { return kind == RebaseKind::DefaultChanged || kind == RebaseKind::TypeChanged; }

}  // namespace

OverridesModel::Override OverridesModel::rowOf(const helm::RebaseFinding& finding, const QSet<QString>& kept) {
  Override row;
  row.path = QString::fromStdString(finding.path);
  row.message = QString::fromStdString(finding.message);
  row.word = findingWord(finding.kind);
  row.oldDefault = QString::fromStdString(finding.oldDefault);
  row.ours = QString::fromStdString(finding.ours);
  row.newDefault = QString::fromStdString(finding.newDefault);
  row.tone = finding.conflict ? Tone::Bad : finding.edited ? Tone::Warn : Tone::Ok;
  if (finding.conflict)
    row.decision = Undecided;
  else if (finding.kind == RebaseKind::Dropped)
    row.decision = Dropped;
  else if (isDecided(finding.kind) || kept.contains(row.path))
    row.decision = Kept;
  return row;
}

void OverridesModel::set(const std::vector<helm::RebaseFinding>& findings, const QSet<QString>& kept) {
  QList<Override> next;
  for (const auto& finding : findings) next.append(rowOf(finding, kept));
  std::stable_sort(next.begin(), next.end(), [](const auto& a, const auto& b) { return a.tone > b.tone; });
  if (next == m_rows) return;
  // The rows of the same findings stay, so that the cursor does.
  if (next.size() == m_rows.size()) {
    m_rows = next;
    Q_EMIT dataChanged(index(0), index(count() - 1));
  } else {
    beginResetModel();
    m_rows = next;
    endResetModel();
  }
  Q_EMIT changed();
}

int OverridesModel::undecided() const {
  return int(std::count_if(m_rows.begin(), m_rows.end(), [](const auto& row) { return row.decision == Undecided; }));
}

QVariant OverridesModel::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
  const Override& row = m_rows[index.row()];
  switch (role) {
    case Qt::DisplayRole:
    case PathRole: return row.path;
    case MessageRole: return row.message;
    case WordRole: return row.word;
    case OldRole: return row.oldDefault;
    case OursRole: return row.ours;
    case NewRole: return row.newDefault;
    case ToneRole: return row.tone;
    case DecisionRole: return row.decision;
  }
  return {};
}

QHash<int, QByteArray> OverridesModel::roleNames() const {
  return {{PathRole, "path"}, {MessageRole, "message"}, {WordRole, "word"}, {OldRole, "oldDefault"},
          {OursRole, "ours"}, {NewRole, "newDefault"},  {ToneRole, "tone"}, {DecisionRole, "decision"}};
}
