/// The checks of a review, one row each: what speaks against the change, and what to do about it.
#pragma once
#include "installation/values_review.h"

#include <QtQml/qqmlregistration.h>
#include <QAbstractListModel>

class ReviewModel : public QAbstractListModel {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("belongs to the page's model")
  Q_PROPERTY(State state READ state NOTIFY changed)
  Q_PROPERTY(int count READ count NOTIFY changed)
  Q_PROPERTY(int blocking READ blocking NOTIFY changed)
  Q_PROPERTY(QString problem READ problem NOTIFY changed)
  Q_PROPERTY(QString drift READ drift NOTIFY changed)
 public:
  enum State {
    Idle,
    Checking,
    Ready,
    Failed,  ///< the cluster did not answer; `problem` says why
  };
  Q_ENUM(State)
  enum Role { TitleRole = Qt::UserRole, DetailRole, KindRole, RemedyRole, PathRole };
  using QAbstractListModel::QAbstractListModel;

  void start();
  void stop();
  void set(const cleardeck::installation::ValuesReview& review);
  void fail(const cleardeck::Error& error);
  /// The checks are of exactly this overrides text.
  bool isOf(const std::string& values) const { return m_state == Ready && m_values == values; }

  State state() const { return m_state; }
  int count() const { return int(m_guards.size()); }
  int blocking() const;
  QString problem() const { return m_problem; }
  QString drift() const { return m_drift; }  ///< what was changed by hand, a line each; empty: nothing

  int rowCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : count(); }
  QVariant data(const QModelIndex& index, int role) const override;
  QHash<int, QByteArray> roleNames() const override;

 Q_SIGNALS:
  void changed();

 private:
  void become(State state, std::vector<cleardeck::installation::Guard> guards, const QString& problem = {});
  std::vector<cleardeck::installation::Guard> m_guards;
  std::string m_values;
  QString m_problem, m_drift;
  State m_state = Idle;
};
