/// A task's charts, one for every metric.
#pragma once
#include "console/experiments/chart.h"

class Charts : public QAbstractListModel {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("belongs to TaskPanel")
  Q_PROPERTY(int count READ count NOTIFY countChanged)
 public:
  enum Role { ChartRole = Qt::UserRole };
  using QAbstractListModel::QAbstractListModel;

  /// Charts of metrics that were there already stay the same objects, so that a zoom is kept. The machine's own
  /// metrics (":monitor:gpu") come last.
  void set(std::vector<cleardeck::clearml::Series> series, bool elapsed);
  void clear() { set({}, false); }
  int count() const { return int(m_charts.size()); }
  Chart* at(int row) const { return m_charts[std::size_t(row)]; }

  int rowCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : count(); }
  QVariant data(const QModelIndex& index, int role) const override;
  QHash<int, QByteArray> roleNames() const override { return {{ChartRole, "chart"}}; }

 Q_SIGNALS:
  void countChanged();

 private:
  std::vector<Chart*> m_charts;  // children of this
};
