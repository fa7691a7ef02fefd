#include "console/experiments/experiments.h"

using cleardeck::Changes;
using cleardeck::ChangesSink;
using cleardeck::Error;
using cleardeck::ErrorKind;
using cleardeck::Result;
namespace bridge = cleardeck::bridge;
namespace clearml = cleardeck::clearml;

Experiments::Experiments(cleardeck::Runtime& runtime, QObject* parent)
    : QObject(parent),
      m_access(runtime),
      m_projects(new ProjectsModel(this)),
      m_tasks(new TasksModel(this)),
      m_task(new TaskPanel(m_access, this)) {
  m_clock.setInterval(10'000);
  connect(&m_clock, &QTimer::timeout, m_tasks, &TasksModel::tick);
}

// The parts go before the session that they use.
Experiments::~Experiments() {
  stop();
  delete m_task;
}

void Experiments::setConnection(const QString& apiUrl, const QString& filesUrl,
                                const clearml::Credentials& credentials) {
  clearml::Connection connection;
  connection.apiUrl = apiUrl.toStdString();
  connection.filesUrl = filesUrl.toStdString();
  connection.credentials = credentials;
  setConnection(std::move(connection));
}

void Experiments::setConnection(clearml::Connection connection) {
  // What a person typed for this installation is good for it through another port too.
  if (connection.credentials.key.empty()) connection.credentials = m_connection.credentials;
  const bool same = connection.apiUrl == m_connection.apiUrl && connection.filesUrl == m_connection.filesUrl &&
                    connection.credentials == m_connection.credentials;
  if (same && m_state != NotConnected) return;
  m_paused.reset();
  stop();
  m_connection = std::move(connection);
  begin();
}

void Experiments::clearConnection() {
  m_paused.reset();
  stop();
  m_connection = {};
  enter(NotConnected);
}

void Experiments::signIn(const QString& key, const QString& secret) {
  m_connection.credentials = clearml::Credentials(key.trimmed().toStdString(), secret.toStdString());
  stop();
  begin();
}

void Experiments::retry() {
  stop();
  begin();
}

void Experiments::pause() {
  if (m_paused || m_state == NotConnected) return;
  m_paused = m_task->key();
  stop();
}

void Experiments::resume() {
  if (!m_paused) return;
  const QString opened = *std::exchange(m_paused, std::nullopt);
  begin();
  m_task->open(opened);
}

// Handles first: what they own uses the session.
void Experiments::stop() {
  m_clock.stop();
  for (auto* handle : {&m_signIn, &m_server, &m_projectsWatch, &m_metricsQuestion, &m_tasksWatch}) handle->reset();
  m_task->close();
  m_projects->clear();
  m_tasks->clear();
  m_access.drop();
}

void Experiments::enter(State state, const QString& problem, const QString& hint) {
  m_state = state;
  m_problem = problem;
  m_hint = hint;
  Q_EMIT stateChanged();
}

void Experiments::fail(const Error& error) {
  const auto state = error.kind == ErrorKind::Auth ? NeedsSignIn : Failed;
  enter(state, QString::fromStdString(error.message), QString::fromStdString(error.hint));
}

void Experiments::begin() {
  if (m_connection.apiUrl.empty()) return enter(NotConnected);
  auto& runtime = m_access.runtime;
  auto session = clearml::Session::create(runtime.executor(), runtime.workers(), m_connection);
  if (!session) return fail(session.error());
  m_access.session = std::move(*session);
  if (m_connection.credentials.key.empty()) return enter(NeedsSignIn);
  enter(SigningIn);
  m_signIn = bridge::run(runtime, clearml::currentUser(*m_access.session), this, [this](Result<clearml::User> user) {
    if (!user) return fail(user.error());
    m_user = QString::fromStdString(user->name);
    Q_EMIT serverChanged();
    enter(Ready);
    startReading();
  });
}

void Experiments::startReading() {
  auto& runtime = m_access.runtime;
  const auto& session = *m_access.session;
  // A server that does not tell its version is used all the same.
  m_server = bridge::run(runtime, clearml::serverInfo(session), this, [this](Result<clearml::ServerInfo> info) {
    m_version = info ? QString::fromStdString(info->version) : QString();
    Q_EMIT serverChanged();
  });
  m_projectsWatch = bridge::subscribe<clearml::Project>(
      runtime,
      [session, rhythm = m_access.rhythm](ChangesSink<clearml::Project> sink) {
        return clearml::watchProjects(session, rhythm, std::move(sink));
      },
      [this](Changes<clearml::Project> changes) {
        m_projects->apply(std::move(changes));
        Q_EMIT projectChanged();  // its name may have come, or changed
      });
  m_clock.start();
  chooseMetrics();
}

void Experiments::setProject(const QString& key) {
  if (key == m_project) return;
  m_project = key;
  Q_EMIT projectChanged();
  m_tasksWatch.reset();
  m_tasks->clear();
  m_tasks->live()->set(cleardeck::LiveState());
  if (m_state == Ready) chooseMetrics();
}

// The columns are part of the question, so they are known first. Without an answer there are none.
void Experiments::chooseMetrics() {
  auto question = clearml::metricNames(*m_access.session, m_project.toStdString());
  auto answered = [this](Result<std::vector<clearml::MetricName>> names) {
    m_metrics = names ? worthAColumn(std::move(*names)) : std::vector<clearml::MetricColumn>();
    QStringList titles;
    for (const auto& column : m_metrics) titles.append(QString::fromStdString(column.metric + "/" + column.variant));
    m_tasks->setMetrics(titles);
    watchTasks();
  };
  m_metricsQuestion = bridge::run(m_access.runtime, std::move(question), this, std::move(answered));
}

void Experiments::watchTasks() {
  clearml::TaskQuery query;
  query.project = m_project.toStdString();
  query.metrics = m_metrics;
  m_tasksWatch = bridge::subscribe<clearml::TaskRow>(
      m_access.runtime,
      [session = *m_access.session, query, rhythm = m_access.rhythm](ChangesSink<clearml::TaskRow> sink) {
        return clearml::watchTasks(session, query, rhythm, std::move(sink));
      },
      [this](Changes<clearml::TaskRow> changes) { m_tasks->apply(std::move(changes)); });
}
