#include "console/experiments/charts.h"

#include <map>

using cleardeck::clearml::Series;

namespace {

// The machine's own metrics sort after the task's.
struct Order {
  bool operator()(const QString& a, const QString& b) const {
    const bool left = a.startsWith(u':'), right = b.startsWith(u':');
    return left != right ? right : a < b;
  }
};

}  // namespace

void Charts::set(std::vector<Series> series, bool elapsed) {
  std::map<QString, std::vector<Series>, Order> wanted;
  for (auto& one : series) wanted[QString::fromStdString(one.metric)].push_back(std::move(one));
  for (int row = count() - 1; row >= 0; --row) {
    if (wanted.count(at(row)->title())) continue;
    beginRemoveRows({}, row, row);
    at(row)->deleteLater();
    m_charts.erase(m_charts.begin() + row);
    endRemoveRows();
  }
  int row = 0;
  for (auto& [title, curves] : wanted) {
    if (row >= count() || at(row)->title() != title) {
      beginInsertRows({}, row, row);
      m_charts.insert(m_charts.begin() + row, new Chart(title, this));
      endInsertRows();
    }
    at(row)->set(std::move(curves), elapsed);
    ++row;
  }
  Q_EMIT countChanged();
}

QVariant Charts::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
  if (role == ChartRole) return QVariant::fromValue(at(index.row()));
  return role == Qt::DisplayRole ? QVariant(at(index.row())->title()) : QVariant();
}
