#include "console/history/comparison.h"

#include "console/tables/text.h"

using namespace cleardeck;

namespace {

QList<FactRow> factsOfValues(const std::vector<installation::ValueDifference>& values) {
  QList<FactRow> rows;
  for (const auto& difference : values) {
    FactRow row;
    row.key = row.title = text(difference.path);
    row.detail = difference.before.empty() ? Comparison::tr("not set") : text(difference.before);
    row.value = difference.after.empty() ? Comparison::tr("not set") : text(difference.after);
    rows.append(row);
  }
  return rows;
}

QString markedLines(const std::vector<helm::DiffLine>& lines) {
  QString all;
  for (const auto& line : lines) {
    if (line.mark != '@') all += QLatin1Char(line.mark);
    all += text(line.text) + u'\n';
  }
  return all;
}

}  // namespace

Comparison::Comparison(QObject* parent) : QObject(parent) { m_notes.setDiff(true); }

void Comparison::clear(const QString& why) {
  m_before = m_after = 0;
  become(Nothing, why);
}

void Comparison::wait(int before, int after) {
  m_before = before;
  m_after = after;
  become(Loading);
}

void Comparison::show(const installation::RevisionDiff& diff) {
  m_values.set(factsOfValues(diff.values));
  m_manifest.set(diff.manifest);
  m_notes.setText(markedLines(diff.notes));
  QStringList restarts;
  for (const auto& title : diff.manifest.restarts) restarts.append(text(title));
  m_restarts = restarts.join(QStringLiteral(", "));
  become(Ready);
}

void Comparison::fail(const Error& error) { become(Failed, text(error.text())); }

void Comparison::become(State state, const QString& why) {
  m_state = state;
  m_why = why;
  Q_EMIT changed();
}
