/// One step under way: helm at work, the objects followed, the outcome verified, and the way back.
#pragma once
#include "console/upgrade/upgradejobs.h"
#include "console/workspace/objectprogressmodel.h"

class UpgradeRun : public QObject {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("belongs to the page's model")
  Q_PROPERTY(ObjectProgressModel* progress READ progress CONSTANT)
  Q_PROPERTY(State state READ state NOTIFY changed)
  Q_PROPERTY(bool busy READ isBusy NOTIFY changed)
  Q_PROPERTY(bool stopped READ isStopped NOTIFY changed)
  Q_PROPERTY(QString said READ said NOTIFY changed)
  Q_PROPERTY(QString title READ title NOTIFY changed)
  Q_PROPERTY(QString detail READ detail NOTIFY changed)
  Q_PROPERTY(int tone READ tone NOTIFY changed)
  Q_PROPERTY(int rollbackTo READ rollbackTo NOTIFY changed)
  Q_PROPERTY(QString warning READ warning NOTIFY changed)
 public:
  enum State {
    Idle,
    Running,
    Done,    ///< deployed; `tone` says whether it is well
    Failed,  ///< helm or the health said no; the release may have changed
    GoingBack,
  };
  Q_ENUM(State)

  UpgradeRun(Notices& notices, const UpgradeJobs& jobs, QObject* parent);
  /// The rows of a step that is looked at, so that the state before it is known. Empty objects: none.
  void watch(cleardeck::installation::RolloutTarget target);
  void unwatch();
  void start(const QString& name, const UpgradeJobs::Opened& opened, UpgradeJobs::Proposal proposal);
  void forget();  ///< the outcome of the last step

  ObjectProgressModel* progress() { return &m_progress; }
  State state() const { return m_state; }
  bool isBusy() const { return m_state == Running || m_state == GoingBack; }
  bool isStopped() const { return m_state == Failed && m_rollbackTo > 0; }  ///< nothing goes on before it is taken back
  QString said() const { return m_said; }                                   ///< the newest sentence while it runs
  QString title() const { return m_title; }
  QString detail() const { return m_detail; }
  Tone::Kind tone() const { return m_tone; }
  int rollbackTo() const { return m_rollbackTo; }  ///< revision before the step; 0: there is no way back to offer
  QString warning() const { return m_warning; }    ///< what speaks against going back

  Q_INVOKABLE void askRollback();  ///< looks at what speaks against it; when nothing does, goes back at once
  Q_INVOKABLE void rollBack();

 Q_SIGNALS:
  void changed();
  void rollbackAsked();  ///< `warning` must be confirmed
  void moved();          ///< the release is another one now: read it again

 private:
  void ended(cleardeck::Result<cleardeck::installation::StepOutcome> outcome);
  void reviewed(cleardeck::Result<cleardeck::installation::RollbackReview> review);
  void wentBack(cleardeck::Result<cleardeck::Done> done);
  void become(State state, Tone::Kind tone, const QString& title, const QString& detail);

  Notices& m_notices;
  const UpgradeJobs& m_jobs;
  ObjectProgressModel m_progress;
  cleardeck::bridge::Handle m_watching, m_working;
  QString m_name, m_to, m_said, m_title, m_detail, m_warning;
  Tone::Kind m_tone = Tone::Off;
  int m_base = 0, m_rollbackTo = 0, m_newest = 0, m_notice = 0;
  State m_state = Idle;
};
