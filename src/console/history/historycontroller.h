/// The History page: the revisions of a release as they come, and the way back to one of them.
#pragma once
#include "console/history/historyjobs.h"
#include "console/history/revisionsmodel.h"

/// A rollback is refused when the release has moved since it was looked at.
class HistoryController : public PageModel {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("made by the shell")
  Q_PROPERTY(InstallationInfo* installation READ installation CONSTANT)
  Q_PROPERTY(RevisionsModel* revisions READ revisions CONSTANT)
  Q_PROPERTY(int chosen READ chosen WRITE choose NOTIFY changed)
  Q_PROPERTY(QString busy READ busy NOTIFY changed)
  Q_PROPERTY(QString cannotRollBack READ cannotRollBack NOTIFY changed)
 public:
  explicit HistoryController(PageContext context, HistoryJobs jobs = {});

  void setShown(bool shown) override;
  bool isReady() const override;
  int rowCount() const override { return m_revisions.count(); }
  QList<Command> commands() override;
  void openAt(const QString& revision) override;

  InstallationInfo* installation() const { return context().installation; }
  RevisionsModel* revisions() { return &m_revisions; }
  int chosen() const { return m_chosen; }  ///< the revision in view; 0: none
  void choose(int revision);
  QString busy() const { return m_busy; }  ///< what is under way on the cluster; empty: nothing
  QString cannotRollBack() const;          ///< why not to the chosen one; empty: it can be tried

  Q_INVOKABLE void retry();
  Q_INVOKABLE void rollBack();  ///< to the chosen one

 Q_SIGNALS:
  void changed();
  void rollbackRequested();

 private:
  void apply(HistoryJobs::Rows changes);
  void rolledBack(cleardeck::Result<cleardeck::Done> done, int revision, int notice);
  void setBusy(const QString& what);

  HistoryJobs m_jobs;
  RevisionsModel m_revisions;
  cleardeck::bridge::Handle m_watching, m_changing;
  QString m_busy;
  int m_chosen = 0, m_wanted = 0;
};
