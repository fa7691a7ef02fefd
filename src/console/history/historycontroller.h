/// The History page: the revisions of a release as they come, any two compared, the way back, the repair of a release
/// that hangs, and the uninstall.
#pragma once
#include "console/history/historyjobs.h"
#include "console/history/repaircase.h"
#include "console/history/revisionsmodel.h"
#include "console/history/rollbackplan.h"
#include "console/history/uninstallcase.h"
#include "console/workspace/objectprogressmodel.h"

/// Whatever changes the release was looked at before; it is refused when the release has moved since.
class HistoryController : public PageModel {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("made by the shell")
  Q_PROPERTY(InstallationInfo* installation READ installation CONSTANT)
  Q_PROPERTY(RevisionsModel* revisions READ revisions CONSTANT)
  Q_PROPERTY(Comparison* comparison READ comparison CONSTANT)
  Q_PROPERTY(RollbackPlan* plan READ plan CONSTANT)
  Q_PROPERTY(RepairCase* repair READ repair CONSTANT)
  Q_PROPERTY(UninstallCase* removal READ removal CONSTANT)
  Q_PROPERTY(ObjectProgressModel* progress READ progress CONSTANT)
  Q_PROPERTY(int chosen READ chosen WRITE choose NOTIFY changed)
  Q_PROPERTY(QString notes READ notes NOTIFY changed)
  Q_PROPERTY(QString about READ about NOTIFY changed)
  Q_PROPERTY(QString busy READ busy NOTIFY changed)
  Q_PROPERTY(QString outcome READ outcome NOTIFY changed)
  Q_PROPERTY(QString repairCommand READ repairCommand NOTIFY changed)
  Q_PROPERTY(QString cannotRollBack READ cannotRollBack NOTIFY changed)
 public:
  explicit HistoryController(PageContext context, HistoryJobs jobs = {});

  void setShown(bool shown) override;
  bool isReady() const override;
  int rowCount() const override { return m_revisions.count(); }
  QList<Command> commands() override;
  void openAt(const QString& what) override;  ///< a revision, or "uninstall"

  InstallationInfo* installation() const { return context().installation; }
  RevisionsModel* revisions() { return &m_revisions; }
  Comparison* comparison() { return &m_comparison; }
  RollbackPlan* plan() { return &m_plan; }
  RepairCase* repair() { return &m_repair; }
  UninstallCase* removal() { return &m_removal; }
  ObjectProgressModel* progress() { return &m_progress; }
  int chosen() const { return m_chosen; }  ///< the revision in view; 0: none
  void choose(int revision);
  QString notes() const;                         ///< of the chosen one
  QString about() const;                         ///< the chosen one in a sentence
  QString busy() const { return m_busy; }        ///< what is under way on the cluster; empty: nothing
  QString outcome() const { return m_outcome; }  ///< how the last change by this page ended; empty: none
  QString repairCommand() const;                 ///< what the repair does, for a terminal
  QString cannotRollBack() const;                ///< why not to the chosen one; empty: it can be tried

  Q_INVOKABLE void retry();
  /// The chosen one is compared with this one instead of the one before it; again: no longer.
  Q_INVOKABLE void mark(int revision);
  Q_INVOKABLE void reviewRollback();  ///< to the chosen one; `plan` says what it does
  Q_INVOKABLE void rollBack();        ///< as planned
  Q_INVOKABLE void repairNow(bool nothingRuns, bool anyway);
  Q_INVOKABLE void copyRollback();
  Q_INVOKABLE void reviewUninstall();
  Q_INVOKABLE void uninstall();
  Q_INVOKABLE void dismissOutcome();

 Q_SIGNALS:
  void changed();
  void rollbackRequested();

 private:
  void apply(HistoryJobs::Rows changes);
  void compare();
  void lookForRepair();
  int begin(const QString& what);  ///< the notice's id
  bool ended(int notice, const cleardeck::Result<cleardeck::Done>& done, const QString& failure);
  void planned(const cleardeck::Result<cleardeck::installation::RollbackReview>& review);
  QString commandOf(const cleardeck::helm::Invocation& invocation) const;
  QString rollbackCommand(int revision) const;
  QString uninstallCommand() const;

  HistoryJobs m_jobs;
  RevisionsModel m_revisions;
  Comparison m_comparison;
  RollbackPlan m_plan;
  RepairCase m_repair;
  UninstallCase m_removal;
  ObjectProgressModel m_progress;
  cleardeck::bridge::Handle m_watching, m_comparing, m_planning, m_repairing, m_removing, m_changing, m_following;
  QString m_busy, m_outcome, m_newestState;
  int m_chosen = 0, m_wanted = 0;
};
