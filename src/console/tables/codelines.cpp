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

void CodeLines::build() {
  static const QRegularExpression hunk(QStringLiteral("^@@ -\\d+(?:,\\d+)? \\+(\\d+)"));
  beginResetModel();
  m_lines.clear();
  QStringList texts = m_text.split(u'\n');
  if (texts.last().isEmpty()) texts.removeLast();
  int number = 1;
  for (QString& text : texts) {
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
      line.mark = number == m_marked ? Marked : Plain;
    }
    if (line.mark != Removed && line.mark != Folded) line.number = QString::number(number++);
    m_lines.append(line);
  }
  endResetModel();
  Q_EMIT textChanged();
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
