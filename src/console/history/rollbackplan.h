/// A rollback that is looked at before it is done.
#pragma once
#include "console/history/comparison.h"
#include "installation/rollback.h"

#include <QStringList>

class RollbackPlan : public QObject {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("belongs to the page's model")
  Q_PROPERTY(int to READ to NOTIFY changed)
  Q_PROPERTY(Comparison* comparison READ comparison CONSTANT)
  Q_PROPERTY(QStringList warnings READ warnings NOTIFY changed)
  Q_PROPERTY(QString command READ command NOTIFY changed)
  Q_PROPERTY(bool ready READ isReady NOTIFY changed)
 public:
  using QObject::QObject;
  void begin(int from, int to, const QString& command);
  void set(const cleardeck::Result<cleardeck::installation::RollbackReview>& review);

  int to() const { return m_to; }
  int newest() const { return m_review.newest; }
  Comparison* comparison() { return &m_comparison; }
  QStringList warnings() const;  ///< data that the versions of then do not open
  QString command() const { return m_command; }
  bool isReady() const { return m_comparison.state() == Comparison::Ready; }
  const cleardeck::installation::RollbackReview& review() const { return m_review; }

 Q_SIGNALS:
  void changed();

 private:
  Comparison m_comparison;
  cleardeck::installation::RollbackReview m_review;
  QString m_command;
  int m_to = 0;
};
