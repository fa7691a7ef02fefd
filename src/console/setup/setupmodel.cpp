#include "console/setup/setupmodel.h"

#include "console/tables/text.h"
#include "console/workspace/workspace.h"

using namespace cleardeck;

SetupModel::SetupModel(PageContext given, SetupJobs jobs)
    : PageModel(std::move(given)),
      m_jobs(jobs.chart ? std::move(jobs) : realSetupJobs(context(), this)),
      m_local(context(), m_jobs),
      m_production(context(), m_jobs) {
  for (SetupForm* form : {static_cast<SetupForm*>(&m_local), static_cast<SetupForm*>(&m_production)})
    connect(form, &SetupForm::changed, this, &PageModel::readyChanged);
  connect(&m_local, &SetupForm::ended, this,
          [this](const auto* installed) { ended(m_local.contextName(), installed); });
  connect(&m_production, &SetupForm::ended, this,
          [this](const auto* installed) { ended(m_production.context().toStdString(), installed); });
  connect(&context().workspace, &Workspace::appeared, this, &SetupModel::lead, Qt::QueuedConnection);
  connect(&context().workspace, &Workspace::contextsChanged, this, &SetupModel::chooseContext);
  m_reading = m_jobs.chart([this](auto chart) {
    if (!chart) {
      m_local.chartFailed(chart.error());
      m_production.chartFailed(chart.error());
      return;
    }
    m_chart = ::text(chart->meta.name + " " + chart->meta.version);
    auto shared = std::make_shared<const helm::Chart>(std::move(*chart));
    m_local.useChart(shared);
    m_production.useChart(shared);
    Q_EMIT changed();
  });
  chooseContext();
}

SetupForm* SetupModel::current() const {
  auto* self = const_cast<SetupModel*>(this);
  return m_way == Local ? static_cast<SetupForm*>(&self->m_local) : &self->m_production;
}

void SetupModel::setShown(bool shown) {
  if (!shown) return;
  chooseContext();
  if (current()->state() == SetupForm::Editing) current()->check();  // ports and clusters change
}

bool SetupModel::isReady() const { return rowCount() > 0 && !current()->isChecking(); }

void SetupModel::setWay(Way way) {
  if (way == m_way) return;
  m_way = way;
  Q_EMIT changed();
  Q_EMIT readyChanged();
}

void SetupModel::openAt(const QString& what) {
  if (what == QStringLiteral("local")) setWay(Local);
  if (what == QStringLiteral("production")) setWay(Production);
}

QStringList SetupModel::contexts() const {
  QStringList names;
  auto* contexts = context().workspace.contexts();
  for (int row = 0; row < contexts->count(); ++row) names.append(contexts->keyAt(row));
  return names;
}

// That of the installation in view, else the first one; what a person chose stays.
void SetupModel::chooseContext() {
  if (m_production.context().isEmpty()) {
    const auto* inView = context().workspace.current();
    const auto names = contexts();
    m_production.setContext(inView ? inView->context() : names.value(0));
  }
  Q_EMIT changed();
}

QList<Command> SetupModel::commands() {
  Command local, production, check;
  local.title = tr("New installation on this computer");
  local.iconName = QStringLiteral("laptop");
  local.run = [this] { setWay(Local); };
  production.title = tr("New installation for a team");
  production.iconName = QStringLiteral("server");
  production.run = [this] { setWay(Production); };
  check.title = tr("Check again what a new installation needs");
  check.iconName = QStringLiteral("refresh-cw");
  check.reason = current()->problem();
  check.run = [this] { current()->check(); };
  return {local, production, check};
}

// A kind cluster is new to the window even when its server could not be installed.
void SetupModel::ended(const std::string& name, const installation::Installation* installed) {
  auto& workspace = context().workspace;
  if (m_way == Local && !workspace.cluster(name)) {
    auto files = workspace.kubeconfigs();
    for (const auto& file : kube::kubeconfigFiles(std::string()))
      if (std::find(files.begin(), files.end(), file) == files.end()) files.push_back(file);
    const auto config = kube::loadKubeconfig(files);
    if (kube::findContext(config, name)) workspace.watch(config);
  }
  if (!installed || installed->health.word != installation::HealthWord::Healthy) return;
  m_goal = ::text(installed->uid);
  context().notices.say(Tone::Ok, tr("%1 is healthy").arg(::text(installed->name)),
                        ::text(current()->plan()->plan().webUrl));
  lead();
}

void SetupModel::lead() {
  if (m_goal.isEmpty() || !context().workspace.info(m_goal)) return;
  context().workspace.select(std::exchange(m_goal, {}));
  open(QStringLiteral("Overview"));
}
