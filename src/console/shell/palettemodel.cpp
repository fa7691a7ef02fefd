#include "console/shell/palettemodel.h"

#include <algorithm>

void PaletteModel::setEntries(QList<Entry> entries) {
  m_entries = std::move(entries);
  m_query.clear();
  m_scope = 0;
  filter();
}

void PaletteModel::setQuery(const QString& query) {
  if (query == m_query) return;
  m_query = query;
  filter();
}

void PaletteModel::setScope(int scope) {
  scope = int(scope % scopes().size());
  if (scope == m_scope) return;
  m_scope = scope;
  filter();
}

QStringList PaletteModel::scopes() const {
  QStringList names{tr("Everything")};
  for (const Entry& entry : m_entries)
    if (!names.contains(entry.group)) names.append(entry.group);
  return names;
}

void PaletteModel::filter() {
  const QStringList words = m_query.split(u' ', Qt::SkipEmptyParts);
  const QString group = m_scope == 0 ? QString() : scopes().value(m_scope);
  const auto passes = [&](const Entry& entry) {
    const QString text = entry.command.title + u' ' + entry.command.keywords;
    return (group.isEmpty() || entry.group == group) &&
           std::all_of(words.begin(), words.end(),
                       [&](const QString& word) { return text.contains(word, Qt::CaseInsensitive); });
  };
  beginResetModel();
  m_shown.clear();
  for (int i = 0; i < total(); ++i)
    if (passes(m_entries[i])) m_shown.append(i);
  // Within its group, what starts with the query comes first.
  const auto late = [&](int i) { return !m_entries[i].command.title.startsWith(m_query, Qt::CaseInsensitive); };
  std::stable_sort(m_shown.begin(), m_shown.end(),
                   [&](int a, int b) { return m_entries[a].group == m_entries[b].group && late(a) < late(b); });
  endResetModel();
  Q_EMIT changed();
}

bool PaletteModel::run(int row) {
  if (row < 0 || row >= count()) return false;
  const Command command = m_entries[m_shown[row]].command;  // running it may change the list
  if (!command.reason.isEmpty() || !command.run) return false;
  command.run();
  return true;
}

QString PaletteModel::commandLine(int row) const {
  return row < 0 || row >= count() ? QString() : m_entries[m_shown[row]].command.commandLine;
}

QVariant PaletteModel::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
  const Entry& entry = m_entries[m_shown[index.row()]];
  switch (role) {
    case GroupRole: return entry.group;
    case Qt::DisplayRole:
    case TitleRole: return entry.command.title;
    case NoteRole: return entry.command.reason.isEmpty() ? entry.command.note : entry.command.reason;
    case IconRole: return entry.command.iconName;
    case KeysRole: return entry.command.keys;
    case ReasonRole: return entry.command.reason;
    case FirstRole: return index.row() == 0 || m_entries[m_shown[index.row() - 1]].group != entry.group;
    case CopyableRole: return !entry.command.commandLine.isEmpty();
  }
  return {};
}

QHash<int, QByteArray> PaletteModel::roleNames() const {
  return {{GroupRole, "group"}, {TitleRole, "title"},   {NoteRole, "note"},         {IconRole, "iconName"},
          {KeysRole, "keys"},   {ReasonRole, "reason"}, {CopyableRole, "copyable"}, {FirstRole, "first"}};
}
