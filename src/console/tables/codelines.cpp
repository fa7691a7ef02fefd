#include "console/tables/codelines.h"

#include <algorithm>
#include <QRegularExpression>

void CodeLines::setText(const QString& text) {
  if (text == m_text) return;
  m_text = text;
  build();
}

void CodeLines::setDiff(bool diff) {
  if (diff == m_diff) return;
  m_diff = diff;
  build();
}

void CodeLines::setMarkedLine(int line) {
  if (line == m_marked) return;
  m_marked = line;
  build();
}

void CodeLines::show(const QString& text, const QHash<int, Mark>& marks) {
  if (text == m_text && marks == m_marks) return;
  m_text = text;
  m_marks = marks;
  build();
}

QList<CodeLines::Line> CodeLines::lines() const {
  static const QRegularExpression hunk(QStringLiteral("^@@ -\\d+(?:,\\d+)? \\+(\\d+)"));
  QList<Line> lines;
  QStringList texts = m_text.split(u'\n');
  if (texts.last().isEmpty()) texts.removeLast();
  int number = 1;
  for (const QString& text : texts) {
    Line line;
    const auto at = m_diff ? hunk.match(text) : QRegularExpressionMatch();
    if (at.hasMatch()) {
      number = at.captured(1).toInt();
      line = {text, {}, Folded};
    } else if (m_diff && !text.isEmpty()) {
      line.mark = text.startsWith(u'+') ? Added : text.startsWith(u'-') ? Removed : Plain;
      line.text = text.mid(1);
    } else {
      line.text = text;
      line.mark = number == m_marked ? Marked : m_marks.value(number, Plain);
    }
    if (line.mark != Removed && line.mark != Folded) line.number = QString::number(number++);
    lines.append(line);
  }
  return lines;
}

// Most changes are an edit in one place: what stands before and after it stays.
void CodeLines::build() {
  QList<Line> next = lines();
  const auto same = [](const Line& a, const Line& b) { return a.text == b.text; };
  const auto parted = std::mismatch(m_lines.begin(), m_lines.end(), next.begin(), next.end(), same);
  const int first = int(parted.first - m_lines.begin());
  const auto ends = std::mismatch(m_lines.rbegin(), std::make_reverse_iterator(parted.first), next.rbegin(),
                                  std::make_reverse_iterator(parted.second), same);
  resize(first, count() - first - int(ends.first - m_lines.rbegin()),
         int(next.size()) - first - int(ends.second - next.rbegin()));
  const QList<Line> old = std::exchange(m_lines, std::move(next));
  for (int row = 0; row < count(); ++row)
    if (m_lines[row] != old[row]) Q_EMIT dataChanged(index(row), index(row));
  Q_EMIT textChanged();
}

// Makes room: `before` lines from `first` on become `after` lines.
void CodeLines::resize(int first, int before, int after) {
  if (before > after) {
    beginRemoveRows({}, first + after, first + before - 1);
    m_lines.remove(first + after, before - after);
    endRemoveRows();
  } else if (after > before) {
    beginInsertRows({}, first + before, first + after - 1);
    m_lines.insert(first + before, after - before, Line());
    endInsertRows();
  }
}

int CodeLines::longest() const {
  qsizetype longest = 0;
  for (const Line& line : m_lines) longest = std::max(longest, line.text.size());
  return int(longest);
}

int CodeLines::added() const {
  return int(std::count_if(m_lines.begin(), m_lines.end(), [](const Line& line) { return line.mark == Added; }));
}

int CodeLines::removed() const {
  return int(std::count_if(m_lines.begin(), m_lines.end(), [](const Line& line) { return line.mark == Removed; }));
}

QVariant CodeLines::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
  const Line& line = m_lines[index.row()];
  switch (role) {
    case NumberRole: return line.number;
    case Qt::DisplayRole:
    case LineRole: return line.text;
    case MarkRole: return line.mark;
  }
  return {};
}
