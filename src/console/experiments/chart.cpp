#include "console/experiments/chart.h"

#include "clearml/reduction.h"
#include "console/experiments/plotaxis.h"
#include "console/experiments/taskwords.h"

#include <algorithm>
#include <cmath>

using cleardeck::clearml::Series;

void Chart::set(std::vector<Series> series, bool elapsed) {
  const bool sameRows = series.size() == m_series.size();
  if (!sameRows) beginResetModel();
  m_series = std::move(series);
  m_smooth.assign(m_series.size(), Smooth());
  m_elapsed = elapsed;
  m_first = std::numeric_limits<double>::infinity();
  for (const auto& one : m_series)
    if (!one.x.empty()) m_first = std::min(m_first, one.x.front());
  if (!std::isfinite(m_first)) m_first = 0;
  if (elapsed) {
    for (auto& one : m_series)
      for (double& x : one.x) x = (x - m_first) / 1000;
    m_first = 0;
  }
  m_last = m_first;
  for (const auto& one : m_series)
    if (!one.x.empty()) m_last = std::max(m_last, one.x.back());
  if (!sameRows)
    endResetModel();
  else if (count() > 0)
    Q_EMIT dataChanged(index(0), index(count() - 1));
  Q_EMIT changed();
}

const std::vector<double>& Chart::smoothed(std::size_t index, double weight) {
  Smooth& kept = m_smooth[index];
  if (kept.weight != weight) kept = {weight, cleardeck::clearml::smooth(m_series[index].y, weight)};
  return kept.y;
}

bool Chart::isAveraged() const {
  return std::any_of(m_series.begin(), m_series.end(), [](const Series& one) { return one.averaged; });
}

void Chart::setCursor(double x) {
  if (x == m_cursor || (std::isnan(x) && std::isnan(m_cursor))) return;
  m_cursor = x;
  Q_EMIT cursorChanged();
  if (count() > 0) Q_EMIT dataChanged(index(0), index(count() - 1), {ValueRole});
}

QString Chart::cursorText() const {
  if (std::isnan(m_cursor)) return QString();
  return m_elapsed ? elapsedText(m_cursor) : QString::number(qint64(std::llround(m_cursor)));
}

// The reported value nearest to the cursor, not one in between that nobody reported.
double Chart::valueAt(const Series& series) const {
  if (series.x.empty()) return nowhere;
  if (std::isnan(m_cursor)) return series.y.back();
  const auto above = std::lower_bound(series.x.begin(), series.x.end(), m_cursor);
  auto at = std::min<std::size_t>(std::size_t(above - series.x.begin()), series.x.size() - 1);
  if (at > 0 && m_cursor - series.x[at - 1] < series.x[at] - m_cursor) --at;
  return series.y[at];
}

QVariant Chart::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
  const Series& one = m_series[std::size_t(index.row())];
  switch (role) {
    case Qt::DisplayRole:
    case NameRole: return QString::fromStdString(one.variant);
    case ValueRole: return numberText(valueAt(one));
    case NumberRole: return index.row();
    default: return {};
  }
}
