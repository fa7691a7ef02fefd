/// What both ways to a new server share: fields, the plan that follows them, the preflight, and the installation.
#pragma once
#include "console/setup/planview.h"
#include "console/setup/setupjobs.h"
#include "console/tables/factsmodel.h"

#include <QTimer>

class SetupForm : public QObject {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("belongs to the page's model")
  Q_PROPERTY(PlanView* plan READ plan CONSTANT)
  Q_PROPERTY(FactsModel* checks READ checks CONSTANT)
  Q_PROPERTY(FactsModel* progress READ progress CONSTANT)
  Q_PROPERTY(State state READ state NOTIFY changed)
  Q_PROPERTY(bool checking READ isChecking NOTIFY changed)
  Q_PROPERTY(QString problem READ problem NOTIFY changed)
  Q_PROPERTY(QString hint READ hint NOTIFY changed)
  Q_PROPERTY(Field problemField READ problemField NOTIFY changed)
  Q_PROPERTY(QString obstacle READ obstacle NOTIFY changed)
  Q_PROPERTY(QString failure READ failure NOTIFY changed)
  Q_PROPERTY(QString failureHint READ failureHint NOTIFY changed)
  Q_PROPERTY(bool replaceable READ isReplaceable NOTIFY changed)
 public:
  enum State { Editing, Running, Failed, Finished };
  Q_ENUM(State)
  enum Field {
    NoField,
    Cluster,
    DataFolder,
    WebPort,
    ApiPort,
    FilesPort,
    Folder,  ///< the plan is saved there
    Release,
    Namespace,
    Domain,
    IngressClass,
    Gateway,
    TlsSecret,
    ClusterIssuer,
    StorageClass,
    FileserverClass,
    MongodbClass,
    ElasticsearchClass,
    RedisClass,
    FileserverSize,
    MongodbSize,
    ElasticsearchSize,
    RedisSize,
    People,
    Watchdog,
    ExternalSecret,
    ExternalElasticsearch,
    ElasticsearchUser,
    ExternalRedis,
    User
  };
  Q_ENUM(Field)
  SetupForm(PageContext context, SetupJobs& jobs);

  void useChart(std::shared_ptr<const cleardeck::helm::Chart> chart);
  void chartFailed(const cleardeck::Error& error);
  void applyProgress(cleardeck::bridge::InstallBatch batch);

  PlanView* plan() { return &m_plan; }
  FactsModel* checks() { return &m_checks; }
  FactsModel* progress() { return &m_progress; }
  State state() const { return m_state; }
  bool isChecking() const { return m_checking || m_soon.isActive(); }
  QString problem() const { return m_problem; }  ///< why there is no plan: the first refusal
  QString hint() const { return m_hint; }
  Field problemField() const { return m_problemField; }
  QString obstacle() const;                      ///< why it cannot be installed now; empty: it can
  QString failure() const { return m_failure; }  ///< of the last save or installation
  QString failureHint() const { return m_failureHint; }
  bool isReplaceable() const { return m_replaceable; }

  Q_INVOKABLE QString text(Field field) const { return m_texts.value(field); }
  Q_INVOKABLE void setText(Field field, const QString& text);
  Q_INVOKABLE bool save(bool replace = false);
  Q_INVOKABLE void install();
  Q_INVOKABLE void stop();  ///< gives the installation up; what was made stays
  Q_INVOKABLE void check();

 Q_SIGNALS:
  void changed();
  void ended(const cleardeck::installation::Installation* installed);  ///< null: it failed

 protected:
  /// A refusal of the form itself, with its field.
  struct Refusal {
    Field field = NoField;
    QString message, hint;
  };
  virtual cleardeck::Result<cleardeck::installation::SetupPlan> makePlan() = 0;
  virtual Refusal refusal() const { return {}; }
  virtual void startCheck() = 0;
  virtual void startInstall() = 0;
  void replan();
  void checked(std::vector<cleardeck::installation::CheckFinding> findings, QString obstacle);
  void checkFailed(const cleardeck::Error& error);
  void preset(Field field, const QString& text) { m_texts[field] = text; }
  std::string value(Field field) const { return m_texts.value(field).trimmed().toStdString(); }
  cleardeck::Result<cleardeck::yaml::Value> effectiveValues() const;
  cleardeck::bridge::ServerOrder order(const std::string& release, const std::string& ns) const;
  cleardeck::installation::PlanChart planChart() const;
  /// Another file of the same name is a Conflict, and isReplaceable() then.
  cleardeck::Result<cleardeck::Done> saveTo(const std::filesystem::path& folder, bool replace);
  std::filesystem::path folder(Field field) const;  ///< "~" is the home folder

  const PageContext m_context;
  SetupJobs& m_jobs;
  std::shared_ptr<const cleardeck::helm::Chart> m_chart;
  cleardeck::bridge::Handle m_check, m_install;

 private:
  void refuse(const cleardeck::Error& error);
  void fail(const cleardeck::Error& error);
  void end(const cleardeck::installation::Installation& installed);
  void tell(const QString& line, Tone::Kind tone);
  QHash<Field, QString> m_texts;
  PlanView m_plan;
  FactsModel m_checks, m_progress;
  QTimer m_soon;
  State m_state = Editing;
  Field m_problemField = NoField;
  bool m_checking = false, m_replaceable = false;
  QString m_problem, m_hint, m_obstacle, m_failure, m_failureHint;
};
