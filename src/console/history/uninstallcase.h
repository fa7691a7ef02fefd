/// An uninstall that is looked at before it is done: what dies, what is kept, which data dies.
#pragma once
#include "console/tables/factsmodel.h"
#include "installation/uninstall_plan.h"

class UninstallCase : public QObject {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("belongs to the page's model")
  Q_PROPERTY(State state READ state NOTIFY changed)
  Q_PROPERTY(QString problem READ problem NOTIFY changed)
  Q_PROPERTY(QString dies READ dies NOTIFY changed)
  Q_PROPERTY(FactsModel* data READ data CONSTANT)
  Q_PROPERTY(FactsModel* kept READ kept CONSTANT)
  Q_PROPERTY(QString backup READ backup NOTIFY changed)
  Q_PROPERTY(QString command READ command NOTIFY changed)
 public:
  enum State { Closed, Loading, Ready, Failed };
  Q_ENUM(State)
  using QObject::QObject;
  void begin(const QString& command);
  void set(const cleardeck::Result<cleardeck::installation::UninstallPlan>& plan, const QString& context);
  Q_INVOKABLE void close();

  State state() const { return m_state; }
  QString problem() const { return m_problem; }
  QString dies() const { return m_dies; }  ///< "23 objects: 6 Deployment, 2 StatefulSet …"
  FactsModel* data() { return &m_data; }   ///< claims that go, and what becomes of their volumes
  FactsModel* kept() { return &m_kept; }
  QString backup() const { return m_backup; }  ///< the command of one before; empty: the chart has none
  QString command() const { return m_command; }
  int revision() const { return m_revision; }  ///< that it was looked at

 Q_SIGNALS:
  void changed();

 private:
  void become(State state, const QString& problem = {});
  FactsModel m_data, m_kept;
  QString m_problem, m_dies, m_backup, m_command;
  int m_revision = 0;
  State m_state = Closed;
};
