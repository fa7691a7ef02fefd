#include "console/values/historymodel.h"

#include "console/tables/agetext.h"

#include <algorithm>

using namespace cleardeck;
using helm::ReleaseStatus;

void HistoryModel::set(const helm::History& history) {
  const auto isDeployed = [](const helm::Release& one) { return one.status == ReleaseStatus::Deployed; };
  const auto deployed = std::find_if(history.revisions.begin(), history.revisions.end(), isDeployed);
  const QString pinned =
      deployed == history.revisions.end() ? QString() : QString::fromStdString(deployed->chart.text());
  beginResetModel();
  m_rows.clear();
  for (const helm::Release& release : history.revisions) {
    Row row;
    row.revision = release.revision;
    row.status = QString::fromLatin1(helm::name(release.status));
    row.chart = QString::fromStdString(release.chart.text());
    row.text = QString::fromStdString(release.description);
    row.deployed = isDeployed(release);
    const qint64 now = QDateTime::currentSecsSinceEpoch();
    if (release.lastDeployed) row.when = whenText(time::secondsSinceEpoch(*release.lastDeployed), now);
    if (row.deployed)
      row.reason = tr("It is deployed now");
    else if (release.status != ReleaseStatus::Superseded)
      row.reason = tr("It never worked");
    else if (!pinned.isEmpty() && row.chart != pinned)
      row.reason = tr("It was chart %1; Values never changes the version").arg(row.chart);
    m_rows.append(row);
  }
  endResetModel();
  QStringList broken;
  for (const Error& error : history.broken) broken.append(QString::fromStdString(error.text()));
  become(false, broken.join(u'\n'));
}

void HistoryModel::become(bool loading, const QString& problem) {
  m_loading = loading;
  m_problem = problem;
  Q_EMIT changed();
}

QVariant HistoryModel::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
  const Row& row = m_rows[index.row()];
  switch (role) {
    case Qt::DisplayRole:
    case RevisionRole: return row.revision;
    case StatusRole: return row.status;
    case ChartRole: return row.chart;
    case WhenRole: return row.when;
    case TextRole: return row.text;
    case DeployedRole: return row.deployed;
    case ReasonRole: return row.reason;
  }
  return {};
}

QHash<int, QByteArray> HistoryModel::roleNames() const {
  return {{RevisionRole, "revision"}, {StatusRole, "status"},       {ChartRole, "chart"},  {WhenRole, "when"},
          {TextRole, "text"},         {DeployedRole, "isDeployed"}, {ReasonRole, "reason"}};
}
