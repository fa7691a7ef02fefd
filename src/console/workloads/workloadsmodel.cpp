#include "console/workloads/workloadsmodel.h"

#include "console/workspace/workspace.h"

using cleardeck::Changes;
using cleardeck::kube::Pod;
using cleardeck::kube::Scope;
using cleardeck::kube::Service;

WorkloadsModel::WorkloadsModel(PageContext context)
    : PageModel(context), m_detail(context.cluster), m_log(context.cluster) {
  connect(context.installation, &InstallationInfo::changed, this, &WorkloadsModel::readParts);
  connect(m_pods.live(), &LiveStatus::changed, this, &PageModel::readyChanged);
  connect(&m_pods, &RowTableModel::countChanged, this, &PageModel::readyChanged);
  readParts();
}

void WorkloadsModel::setShown(bool shown) {
  if (!shown) {
    m_podsHandle.reset();
    m_servicesHandle.reset();
    return m_log.stop();
  }
  const auto& value = installation()->value();
  const auto& cluster = context().cluster;
  if (!cluster) return;
  m_podsHandle = cleardeck::bridge::rows<Pod>(cluster, Scope(value.ns),
                                              [this](Changes<Pod> changes) { apply(std::move(changes)); });
  m_servicesHandle = cleardeck::bridge::rows<Service>(
      cluster, Scope(value.ns), [this](Changes<Service> changes) { m_services.apply(std::move(changes)); });
  if (!m_chosen.isEmpty()) m_log.resume();
}

bool WorkloadsModel::isReady() const {
  return m_pods.total() > 0 && const_cast<PodsModel&>(m_pods).live()->state() == LiveStatus::Live;
}

void WorkloadsModel::readParts() {
  std::map<std::string, std::string> parts;
  for (const auto& part : installation()->value().parts)
    for (const std::string& pod : part.pods) parts[pod] = std::string(name(part.part));
  m_pods.setParts(std::move(parts));
}

void WorkloadsModel::apply(Changes<Pod> changes) {
  m_pods.apply(std::move(changes));
  if (!m_wanted.isEmpty()) openAt(std::exchange(m_wanted, QString()));
  if (m_chosen.isEmpty()) {
    // The first row is opened for the person once; what they close stays closed.
    if (!std::exchange(m_chose, m_pods.count() > 0) && m_pods.count() > 0) choose(m_pods.keyAt(0));
    return;
  }
  if (const Pod* pod = m_pods.find(m_chosen))
    m_detail.show(*pod);
  else if (!m_detail.isGone())
    m_detail.setGone();
}

void WorkloadsModel::openAt(const QString& podOrPart) {
  for (int row = 0; row < m_pods.count(); ++row) {
    const Pod* pod = m_pods.find(m_pods.keyAt(row));
    if (pod->name != podOrPart.toStdString() && m_pods.partOf(pod->name) != podOrPart.toStdString()) continue;
    return choose(m_pods.keyAt(row));
  }
  m_wanted = podOrPart;
}

void WorkloadsModel::choose(const QString& key) {
  if (key == m_chosen) return;
  m_chosen = key;
  const Pod* pod = m_pods.find(key);
  if (pod) {
    QStringList containers;
    int first = 0;
    for (const auto& container : pod->containers) {
      if (container.init && first == containers.size()) ++first;
      containers.append(QString::fromStdString(container.name));
    }
    m_detail.show(*pod);
    m_log.follow(pod->ns, pod->name, containers, first < containers.size() ? first : 0);
  } else {
    m_detail.close();
    m_log.follow({}, {}, {}, 0);
  }
  Q_EMIT chosenChanged();
}

void WorkloadsModel::retry() { context().workspace.retry(installation()->context()); }

QString WorkloadsModel::logCommand() const {
  if (!m_detail.isShown()) return {};
  return QStringLiteral("kubectl --context %1 --namespace %2 logs %3 --container %4%5")
      .arg(installation()->context(), installation()->ns(), m_detail.name(),
           m_log.containers().value(m_log.container()),
           m_log.isPrevious() ? QStringLiteral(" --previous") : QStringLiteral(" --follow"));
}

void WorkloadsModel::copyCommand() { copy(logCommand()); }

QList<Command> WorkloadsModel::commands() {
  const bool restarted = m_detail.isShown() && m_detail.pod().restarts > 0;
  Command logs;
  logs.title = tr("Copy the log command");
  logs.note = m_detail.name();
  logs.iconName = QStringLiteral("terminal");
  logs.reason = m_detail.isShown() ? QString() : tr("choose a pod first");
  logs.commandLine = logCommand();
  logs.run = [this] { copyCommand(); };
  Command previous;
  previous.title = m_log.isPrevious() ? tr("Show the running instance's log") : tr("Show the previous instance's log");
  previous.iconName = QStringLiteral("history");
  previous.reason = restarted || m_log.isPrevious() ? QString() : tr("the pod in view has not restarted");
  previous.run = [this] { m_log.setPrevious(!m_log.isPrevious()); };
  return {logs, previous};
}
