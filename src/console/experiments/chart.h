/// The curves of one metric: what PlotItem draws, and as a list model its legend.
#pragma once
#include "clearml/scalars.h"

#include <QtQml/qqmlregistration.h>
#include <limits>
#include <QAbstractListModel>

class Chart : public QAbstractListModel {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("belongs to Charts")
  Q_PROPERTY(QString title READ title CONSTANT)
  Q_PROPERTY(int count READ count NOTIFY changed)
  Q_PROPERTY(bool averaged READ isAveraged NOTIFY changed)
  Q_PROPERTY(QString cursorText READ cursorText NOTIFY cursorChanged)
 public:
  enum Role { NameRole = Qt::UserRole, ValueRole, NumberRole };
  static constexpr double nowhere = std::numeric_limits<double>::quiet_NaN();

  explicit Chart(QString title, QObject* parent) : QAbstractListModel(parent), m_title(std::move(title)) {}
  void set(std::vector<cleardeck::clearml::Series> series, bool elapsed);
  const std::vector<cleardeck::clearml::Series>& series() const { return m_series; }
  /// The values of curve `index`, smoothed; computed once for a weight.
  const std::vector<double>& smoothed(std::size_t index, double weight);
  bool isElapsed() const { return m_elapsed; }  ///< x is seconds since the first value
  double firstX() const { return m_first; }
  double lastX() const { return m_last; }

  QString title() const { return m_title; }
  int count() const { return int(m_series.size()); }
  bool isAveraged() const;   ///< some curve shows means, so peaks may be missing
  void setCursor(double x);  ///< the legend shows the values here; `nowhere`: the last ones
  QString cursorText() const;

  int rowCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : count(); }
  QVariant data(const QModelIndex& index, int role) const override;
  QHash<int, QByteArray> roleNames() const override {
    return {{NameRole, "name"}, {ValueRole, "value"}, {NumberRole, "number"}};
  }

 Q_SIGNALS:
  void changed();
  void cursorChanged();

 private:
  double valueAt(const cleardeck::clearml::Series& series) const;
  struct Smooth {
    double weight = -1;
    std::vector<double> y;
  };
  const QString m_title;
  std::vector<cleardeck::clearml::Series> m_series;
  std::vector<Smooth> m_smooth;
  bool m_elapsed = false;
  double m_first = 0, m_last = 0, m_cursor = nowhere;
};
