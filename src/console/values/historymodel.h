/// The revisions of a release, newest first.
#pragma once
#include "helm/releases.h"

#include <QtQml/qqmlregistration.h>
#include <QAbstractListModel>

class HistoryModel : public QAbstractListModel {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("belongs to the page's model")
  Q_PROPERTY(int count READ count NOTIFY changed)
  Q_PROPERTY(bool loading READ isLoading NOTIFY changed)
  Q_PROPERTY(QString problem READ problem NOTIFY changed)
 public:
  enum Role { RevisionRole = Qt::UserRole, StatusRole, ChartRole, WhenRole, TextRole, DeployedRole, ReasonRole };
  using QAbstractListModel::QAbstractListModel;
  void load() { become(true, {}); }
  void fail(const cleardeck::Error& error) { become(false, QString::fromStdString(error.text())); }
  void set(const cleardeck::helm::History& history);

  int count() const { return int(m_rows.size()); }
  bool isLoading() const { return m_loading; }
  QString problem() const { return m_problem; }

  int rowCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : count(); }
  QVariant data(const QModelIndex& index, int role) const override;
  QHash<int, QByteArray> roleNames() const override;

 Q_SIGNALS:
  void changed();

 private:
  struct Row {
    int revision = 0;
    QString status, chart, when, text;
    QString reason;  // why one cannot roll back to it; empty: one can
    bool deployed = false;
  };
  void become(bool loading, const QString& problem);
  QList<Row> m_rows;
  QString m_problem;
  bool m_loading = false;
};
