/// The page "Experiments": a ClearML server's projects, their tasks, and one task opened.
#pragma once
#include "clearml/server.h"
#include "console/experiments/access.h"
#include "console/experiments/projectsmodel.h"
#include "console/experiments/taskpanel.h"
#include "console/experiments/tasksmodel.h"

#include <QTimer>

/// Made once by the shell, which tells it how the installation on screen is reached.
class Experiments : public QObject {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("made by the shell")
  Q_PROPERTY(State state READ state NOTIFY stateChanged)
  Q_PROPERTY(QString problem READ problem NOTIFY stateChanged)
  Q_PROPERTY(QString hint READ hint NOTIFY stateChanged)
  Q_PROPERTY(QString address READ address NOTIFY stateChanged)
  Q_PROPERTY(QString user READ user NOTIFY serverChanged)
  Q_PROPERTY(QString version READ version NOTIFY serverChanged)
  Q_PROPERTY(QString project READ project WRITE setProject NOTIFY projectChanged)
  Q_PROPERTY(QString projectName READ projectName NOTIFY projectChanged)
  Q_PROPERTY(ProjectsModel* projects READ projects CONSTANT)
  Q_PROPERTY(TasksModel* tasks READ tasks CONSTANT)
  Q_PROPERTY(TaskPanel* task READ task CONSTANT)
 public:
  enum State { NotConnected, SigningIn, NeedsSignIn, Ready, Failed };
  Q_ENUM(State)

  explicit Experiments(cleardeck::Runtime& runtime, QObject* parent = nullptr);
  ~Experiments() override;

  /// How the server is reached from here, for example through a forward. The same again changes nothing; without
  /// credentials those of before are used; with none at all the page asks for them and keeps them in memory.
  void setConnection(const QString& apiUrl, const QString& filesUrl,
                     const cleardeck::clearml::Credentials& credentials);
  void setConnection(cleardeck::clearml::Connection connection);
  void clearConnection();
  void setRhythm(cleardeck::clearml::Rhythm rhythm) { m_access.rhythm = rhythm; }

  State state() const { return m_state; }
  QString problem() const { return m_problem; }  ///< why there is nothing to see; empty when Ready
  QString hint() const { return m_hint; }
  QString address() const { return QString::fromStdString(m_connection.apiUrl); }
  QString user() const { return m_user; }
  QString version() const { return m_version; }
  QString project() const { return m_project; }  ///< key; empty: all
  void setProject(const QString& key);
  QString projectName() const { return m_projects->nameOf(m_project); }
  // The models are the page's parts, not its state: a reader of the page may use them.
  ProjectsModel* projects() const { return m_projects; }
  TasksModel* tasks() const { return m_tasks; }
  TaskPanel* task() const { return m_task; }

  /// An access key and secret, or a user name and password.
  Q_INVOKABLE void signIn(const QString& key, const QString& secret);
  Q_INVOKABLE void retry();
  void pause();   ///< nothing is read any more
  void resume();  ///< as it was before pause()

 Q_SIGNALS:
  void stateChanged();
  void serverChanged();
  void projectChanged();

 private:
  void stop();
  void begin();
  void enter(State state, const QString& problem = QString(), const QString& hint = QString());
  void fail(const cleardeck::Error& error);
  void startReading();
  void chooseMetrics();
  void watchTasks();

  Access m_access;
  cleardeck::clearml::Connection m_connection;
  State m_state = NotConnected;
  QString m_problem, m_hint, m_user, m_version, m_project;
  std::vector<cleardeck::clearml::MetricColumn> m_metrics;
  ProjectsModel* const m_projects;
  TasksModel* const m_tasks;
  TaskPanel* const m_task;
  std::optional<QString> m_paused;  // the task that was open
  QTimer m_clock;
  cleardeck::bridge::Handle m_signIn, m_server, m_projectsWatch, m_metricsQuestion, m_tasksWatch;
};
