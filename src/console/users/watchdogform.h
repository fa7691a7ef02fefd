/// The watchdog's settings as fields, what they would stop now, and the change of values that sets them.
#pragma once
#include "console/tables/factsmodel.h"
#include "console/users/usersjobs.h"
#include "installation/watchdog.h"

#include <QTimer>

/// Belongs to the Users page's model. A change goes the way of the Values page: overrides edited, server dry run, chart
/// pinned.
class WatchdogForm : public QObject {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("belongs to the page's model")
  Q_PROPERTY(State state READ state NOTIFY changed)
  Q_PROPERTY(bool enabled READ isEnabled WRITE setEnabled NOTIFY changed)
  Q_PROPERTY(QString threshold READ threshold WRITE setThreshold NOTIFY changed)
  Q_PROPERTY(QString interval READ interval WRITE setInterval NOTIFY changed)
  Q_PROPERTY(QString problem READ problem NOTIFY changed)
  Q_PROPERTY(QString hint READ hint NOTIFY changed)
  Q_PROPERTY(QString invalid READ invalid NOTIFY changed)
  Q_PROPERTY(QString unsure READ unsure NOTIFY changed)
  Q_PROPERTY(QString deployed READ deployed NOTIFY changed)
  Q_PROPERTY(bool edited READ isEdited NOTIFY changed)
  Q_PROPERTY(QString busy READ busy NOTIFY changed)
  Q_PROPERTY(QString cannotApply READ cannotApply NOTIFY changed)
  Q_PROPERTY(FactsModel* changes READ changes CONSTANT)
  Q_PROPERTY(QString effect READ effect NOTIFY changed)
  Q_PROPERTY(Silence silence READ silence NOTIFY changed)
  Q_PROPERTY(QString silenceProblem READ silenceProblem NOTIFY changed)
  Q_PROPERTY(FactsModel* stopped READ stopped CONSTANT)
  Q_PROPERTY(int running READ running NOTIFY changed)
  Q_PROPERTY(int stoppedNow READ stoppedNow NOTIFY changed)
 public:
  enum State { Nothing, Loading, Ready, Failed };
  Q_ENUM(State)
  enum Silence { NotConnected, Asking, Known, Unknown };  ///< what is known of the running experiments
  Q_ENUM(Silence)
  WatchdogForm(UsersJobs* jobs, QObject* parent = nullptr);

  void use(InstallationInfo* installation) { m_installation = installation; }
  void load();  ///< reads the values
  void ask(const std::string& apiUrl, const cleardeck::clearml::Credentials& credentials);
  void forgetTasks();  ///< not connected any more
  void forgetEdits();

  State state() const { return m_state; }
  bool isEnabled() const { return m_wanted.enabled; }
  void setEnabled(bool enabled);
  QString threshold() const { return m_threshold; }
  void setThreshold(const QString& text);
  QString interval() const { return m_interval; }
  void setInterval(const QString& text);
  QString problem() const { return m_problem; }
  QString hint() const { return m_hint; }
  QString invalid() const { return m_invalid; }  ///< what is wrong with the fields
  QString unsure() const;
  QString deployed() const;  ///< what holds now, one sentence
  bool isEdited() const;
  QString busy() const { return m_busy; }
  QString cannotApply() const;                  ///< why not; empty: it can
  FactsModel* changes() { return &m_changes; }  ///< values: title path, detail before, value after
  QString effect() const { return m_effect; }   ///< what the dry run found
  Silence silence() const { return m_silence; }
  QString silenceProblem() const { return m_silenceProblem; }
  FactsModel* stopped() { return &m_stopped; }  ///< the experiments that the fields would stop
  int running() const { return int(m_tasks.size()); }
  int stoppedNow() const;  ///< how many the deployed settings would stop

  Q_INVOKABLE void review();  ///< the dry run
  Q_INVOKABLE void apply();
  Q_INVOKABLE void undo() { forgetEdits(); }

 Q_SIGNALS:
  void changed();
  void told(int tone, const QString& title, const QString& detail);
  void failed(const QString& title, const cleardeck::Error& error);

 private:
  void loaded(cleardeck::Result<cleardeck::installation::OpenedValues> values);
  void previewed(cleardeck::Result<cleardeck::helm::ManifestDiff> diff);
  void read();
  void judge();
  void list();
  cleardeck::installation::Flavour flavour() const;

  UsersJobs* const m_jobs;
  InstallationInfo* m_installation = nullptr;
  State m_state = Nothing;
  Silence m_silence = NotConnected;
  cleardeck::installation::OpenedValues m_values;
  cleardeck::installation::WatchdogInValues m_now;
  cleardeck::installation::WatchdogSettings m_wanted;
  std::optional<cleardeck::helm::ChartRun> m_run;  // that was looked at
  QString m_threshold, m_interval, m_problem, m_hint, m_invalid, m_busy, m_effect, m_silenceProblem;
  FactsModel m_changes, m_stopped;
  UsersJobs::Tasks m_tasks;
  cleardeck::bridge::Handle m_opening, m_previewing, m_applying, m_asking;
};
