#include "console/experiments/experimentsmodel.h"

#include "console/workspace/workspace.h"

ExperimentsModel::ExperimentsModel(PageContext pageContext)
    : PageModel(pageContext), m_experiments(pageContext.runtime) {
  m_outOfSight.setSingleShot(true);
  m_outOfSight.setInterval(60'000);
  connect(&m_outOfSight, &QTimer::timeout, &m_experiments, &Experiments::pause);
  connect(&m_experiments, &Experiments::stateChanged, this, &PageModel::readyChanged);
  connect(m_experiments.tasks()->live(), &LiveStatus::changed, this, &PageModel::readyChanged);
  connect(m_experiments.tasks(), &RowTableModel::countChanged, this, &PageModel::readyChanged);
  connect(m_experiments.task()->charts(), &Charts::countChanged, this, &PageModel::readyChanged);
  connect(pageContext.workspace.connections(), &OpenConnections::changed, this, [this](const QString& installation) {
    if (context().installation && installation == context().installation->key()) followConnection();
  });
  if (pageContext.installation) followConnection();
}

// The Connect page says how the server is reached.
void ExperimentsModel::followConnection() {
  const ServerAccess* access = context().workspace.connections()->of(context().installation->key());
  if (!access) return m_experiments.clearConnection();
  m_experiments.setConnection(QString::fromStdString(access->urls.api), QString::fromStdString(access->urls.files),
                              access->credentials);
}

void ExperimentsModel::setShown(bool shown) {
  if (!shown) return m_outOfSight.start();
  m_outOfSight.stop();
  m_experiments.resume();
}

bool ExperimentsModel::isReady() const {
  auto* tasks = m_experiments.tasks();
  const bool live = m_experiments.state() == Experiments::Ready && tasks->live()->state() == LiveStatus::Live;
  const bool opened = !m_experiments.task()->key().isEmpty();
  return live && (!opened || m_experiments.task()->scalarsLive()->state() == LiveStatus::Live);
}

QList<Command> ExperimentsModel::commands() {
  Command again;
  again.title = tr("Read the experiments again");
  again.iconName = QStringLiteral("refresh-cw");
  again.run = [this] { m_experiments.retry(); };
  if (m_experiments.state() == Experiments::NotConnected) again.reason = tr("Connect first");
  return {again};
}
