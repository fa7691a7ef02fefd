/// The Upgrade page: a source, a version, the plan to it, and its next step looked at and started.
#pragma once
#include "console/upgrade/upgraderun.h"
#include "console/upgrade/upgradestep.h"

/// What is run is exactly the step whose diff is on screen, over exactly the revision that it was made for.
class UpgradeController : public PageModel {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("made by the shell")
  Q_PROPERTY(InstallationInfo* installation READ installation CONSTANT)
  Q_PROPERTY(State state READ state NOTIFY changed)
  Q_PROPERTY(QString problem READ problem NOTIFY changed)
  Q_PROPERTY(QString hint READ hint NOTIFY changed)
  Q_PROPERTY(UpgradeStep* step READ step CONSTANT)
  Q_PROPERTY(UpgradeRun* work READ work CONSTANT)
  Q_PROPERTY(FactsModel* versions READ versions CONSTANT)
  Q_PROPERTY(QString source READ source NOTIFY changed)
  Q_PROPERTY(QString sourceProblem READ sourceProblem NOTIFY changed)
  Q_PROPERTY(QString deployed READ deployed NOTIFY changed)
  Q_PROPERTY(QString wanted READ wanted NOTIFY changed)
  Q_PROPERTY(QString appNote READ appNote NOTIFY changed)
  Q_PROPERTY(QString backup READ backup WRITE setBackup NOTIFY changed)
  Q_PROPERTY(bool withoutBackup READ isWithoutBackup WRITE setWithoutBackup NOTIFY changed)
  Q_PROPERTY(bool looking READ isLooking NOTIFY changed)
  Q_PROPERTY(QString cannotStart READ cannotStart NOTIFY changed)
  Q_PROPERTY(int foreignRevision READ foreignRevision NOTIFY changed)
  Q_PROPERTY(QString commandText READ commandText NOTIFY changed)
  Q_PROPERTY(QString planPath READ planPath NOTIFY changed)
 public:
  enum State {
    Nothing,  ///< no installation is chosen, or it is gone from the cluster
    Loading,  ///< the first read
    Ready,
    Forbidden,  ///< may not read the release's Secret; `problem` says the right
    Failed,     ///< nothing is known: an operation is pending, the source has no such chart …
  };
  Q_ENUM(State)

  explicit UpgradeController(PageContext context, UpgradeJobs jobs = {});

  void setShown(bool shown) override;
  bool isReady() const override { return m_state == Ready && !m_looking && !m_work.isBusy(); }
  int rowCount() const override { return m_state == Ready ? m_versions.count() : 0; }
  QList<Command> commands() override;
  void openAt(const QString& version) override;

  InstallationInfo* installation() const { return context().installation; }
  State state() const { return m_state; }
  QString problem() const { return m_problem; }
  QString hint() const { return m_hint; }
  UpgradeStep* step() { return &m_step; }
  UpgradeRun* work() { return &m_work; }
  FactsModel* versions() { return &m_versions; }
  QString source() const;  ///< where the versions are from
  QString sourceProblem() const { return m_sourceProblem; }
  QString deployed() const;
  QString wanted() const { return QString::fromStdString(m_wanted); }  ///< empty: nothing newer, nothing chosen
  QString appNote() const;                                             ///< "app 2.0.0, stays the same"
  QString backup() const { return m_backup; }
  void setBackup(const QString& name);
  bool isWithoutBackup() const { return m_withoutBackup; }
  void setWithoutBackup(bool accepted);
  bool isLooking() const { return m_looking; }       ///< what is shown is not of the newest choice
  QString cannotStart() const;                       ///< why not now; empty: it can be started
  int foreignRevision() const { return m_foreign; }  ///< deployed by somebody else meanwhile; 0: none
  QString commandText() const;                       ///< the step for a terminal, to be read
  QString planPath() const;                          ///< where a plan file would go

  Q_INVOKABLE void reload();
  Q_INVOKABLE void chooseSource(const QString& text);  ///< "" is the usual one, "embedded" our chart in the program
  Q_INVOKABLE void chooseVersion(const QString& version);
  Q_INVOKABLE void keep(const QString& path);
  Q_INVOKABLE void drop(const QString& path);
  Q_INVOKABLE void replaceImages();  ///< sets those that no longer exist to their replacement
  Q_INVOKABLE void start();
  Q_INVOKABLE void savePlan(const QString& file, bool replace);
  Q_INVOKABLE void copyCommands();

 Q_SIGNALS:
  void changed();
  void reviewRequested();
  void versionsRequested();
  void planSaved(const QString& file);
  void planRefused(const QString& reason, bool replaceable);

 private:
  void opened(cleardeck::Result<cleardeck::installation::OpenedUpgrade> opened);
  void look();
  void looked(cleardeck::Result<cleardeck::bridge::UpgradeLook> look);
  void follow();  // the installation: gone, or another revision
  void guard();
  void setState(State state, const QString& problem = {}, const QString& hint = {});
  cleardeck::installation::StepWishes wishes() const;
  std::string helmCommand(const std::string& valuesFile) const;
  std::string terminalCommand() const;

  UpgradeJobs m_jobs;
  UpgradeStep m_step;
  UpgradeRun m_work;
  FactsModel m_versions;
  std::optional<cleardeck::installation::OpenedUpgrade> m_opened;
  cleardeck::bridge::Handle m_opening, m_asking, m_saving;
  std::string m_source, m_usedSource, m_wanted;  // used: what m_opened was read from
  QSet<QString> m_keep, m_drop;
  std::vector<std::string> m_sets;
  QString m_problem, m_hint, m_sourceProblem, m_backup;
  std::uint32_t m_failedAt = 0;  // the revision that could not be opened
  int m_foreign = 0;
  bool m_withoutBackup = false, m_looking = false, m_shown = false;
  State m_state = Nothing;
};
