/// A release that hangs in pending-…, or whose last change failed: what is so, and the way out.
#pragma once
#include "installation/rollback.h"

#include <QtQml/qqmlregistration.h>
#include <QObject>
#include <QStringList>

class RepairCase : public QObject {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("belongs to the page's model")
  Q_PROPERTY(bool needed READ isNeeded NOTIFY changed)
  Q_PROPERTY(QString title READ title NOTIFY changed)
  Q_PROPERTY(QString sentence READ sentence NOTIFY changed)
  Q_PROPERTY(QString action READ action NOTIFY changed)
  Q_PROPERTY(bool mayStillRun READ mayStillRun NOTIFY changed)
  Q_PROPERTY(bool uninstalls READ uninstalls NOTIFY changed)
  Q_PROPERTY(QStringList warnings READ warnings NOTIFY changed)
 public:
  using QObject::QObject;
  void set(const cleardeck::Result<cleardeck::installation::RepairReview>& review);
  void clear();

  const cleardeck::installation::RepairReview& review() const { return m_review; }
  bool isNeeded() const { return m_review.advice.action != cleardeck::helm::RepairAction::None; }
  QString title() const;     ///< "The release is pending-upgrade"
  QString sentence() const;  ///< what is so and what the action does; or why that is not known
  QString action() const;    ///< on the button: "Roll back to 3"
  bool mayStillRun() const { return m_review.advice.mayStillRun; }
  bool uninstalls() const { return m_review.advice.action == cleardeck::helm::RepairAction::Uninstall; }
  QStringList warnings() const;

 Q_SIGNALS:
  void changed();

 private:
  cleardeck::installation::RepairReview m_review;
  QString m_problem;
};
