#include "console/tables/logmodel.h"

#include <algorithm>

void LogModel::append(std::vector<LogLine> lines) {
  if (!m_paused) return take(std::move(lines));
  std::move(lines.begin(), lines.end(), std::back_inserter(m_waiting));
  // What waits is bounded too; the oldest of it would not be kept anyway.
  if (waiting() > m_limit) {
    m_dropped += waiting() - m_limit;
    m_waiting.erase(m_waiting.begin(), m_waiting.end() - m_limit);
  }
  Q_EMIT pausedChanged();
}

void LogModel::take(std::vector<LogLine> lines) {
  std::vector<qint64> shown;
  for (LogLine& line : lines) {
    const qint64 number = m_first + qint64(m_lines.size());
    if (passes(line)) shown.push_back(number);
    m_lines.push_back(std::move(line));
  }
  if (!shown.empty()) {
    beginInsertRows({}, count(), count() + int(shown.size()) - 1);
    m_view.insert(m_view.end(), shown.begin(), shown.end());
    endInsertRows();
  }
  trim();
  Q_EMIT countChanged();
}

void LogModel::trim() {
  const int excess = total() - m_limit;
  if (excess <= 0) return;
  const auto first = m_first + excess;
  const auto keep = std::lower_bound(m_view.begin(), m_view.end(), first);
  if (keep != m_view.begin()) {
    beginRemoveRows({}, 0, int(keep - m_view.begin()) - 1);
    m_view.erase(m_view.begin(), keep);
    endRemoveRows();
  }
  m_lines.erase(m_lines.begin(), m_lines.begin() + excess);
  m_first = first;
  m_dropped += excess;
}

void LogModel::clear() {
  beginResetModel();
  m_lines.clear();
  m_view.clear();
  m_waiting.clear();
  m_first = 0;
  m_dropped = 0;
  endResetModel();
  Q_EMIT countChanged();
  Q_EMIT pausedChanged();
}

void LogModel::setSources(const QStringList& names) {
  if (names == m_sources) return;
  m_sources = names;
  Q_EMIT sourcesChanged();
}

void LogModel::setFilter(const QString& filter) {
  if (filter == m_filter) return;
  m_filter = filter;
  m_words = filter.split(u' ', Qt::SkipEmptyParts);
  beginResetModel();
  m_view.clear();
  for (std::size_t i = 0; i < m_lines.size(); ++i)
    if (passes(m_lines[i])) m_view.push_back(m_first + qint64(i));
  endResetModel();
  Q_EMIT filterChanged();
  Q_EMIT countChanged();
}

void LogModel::setPaused(bool paused) {
  if (paused == m_paused) return;
  m_paused = paused;
  if (!paused) take(std::exchange(m_waiting, {}));
  Q_EMIT pausedChanged();
}

bool LogModel::passes(const LogLine& line) const {
  return std::all_of(m_words.begin(), m_words.end(),
                     [&](const QString& word) { return line.text.contains(word, Qt::CaseInsensitive); });
}

QString LogModel::text() const {
  QStringList lines;
  for (const qint64 number : m_view) {
    const LogLine& line = m_lines[std::size_t(number - m_first)];
    lines.append(line.time.isEmpty() ? line.text : line.time + u' ' + line.text);
  }
  return lines.join(u'\n');
}

QVariant LogModel::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
  const LogLine& line = m_lines[std::size_t(m_view[std::size_t(index.row())] - m_first)];
  switch (role) {
    case TimeRole: return line.time;
    case Qt::DisplayRole:
    case TextRole: return line.text;
    case SourceRole: return line.source;
    case SourceNameRole: return m_sources.value(line.source);
    case LevelRole: return line.level;
    case EndMarkRole: return line.endMark;
  }
  return {};
}

QHash<int, QByteArray> LogModel::roleNames() const {
  return {{TimeRole, "time"},   {TextRole, "line"},      {SourceRole, "source"}, {SourceNameRole, "sourceName"},
          {LevelRole, "level"}, {EndMarkRole, "endMark"}};
}

LogModel::Level LogModel::levelOf(const QString& text) {
  // Only the head of a line: a message that speaks of an error later on is not one.
  const QString head = text.left(80).toUpper();
  const auto names = [&](std::initializer_list<const char*> words) {
    return std::any_of(words.begin(), words.end(),
                       [&](const char* word) { return head.contains(QLatin1String(word)); });
  };
  if (names({"ERROR", "FATAL", "CRITICAL", "\"S\":\"E\"", "\"S\":\"F\""})) return Error;
  if (names({"WARN", "\"S\":\"W\""})) return Warn;
  if (names({"DEBUG", "TRACE"})) return Debug;
  return names({"INFO", "NOTICE", "\"S\":\"I\""}) ? Info : NoLevel;
}
