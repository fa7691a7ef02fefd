#include "console/installations/fleetmodel.h"

FleetModel::FleetModel(PageContext context)
    : PageModel(context), m_installations(context.workspace.installations()), m_contexts(context.workspace.contexts()) {
  const auto tell = [this] {
    Q_EMIT changed();
    Q_EMIT readyChanged();
  };
  connect(m_installations, &RowTableModel::countChanged, this, tell);
  connect(m_contexts, &ContextsModel::summaryChanged, this, tell);
  connect(&context.workspace, &Workspace::currentChanged, this, &FleetModel::changed);
}

bool FleetModel::isReady() const { return m_installations->total() > 0 && !isLooking(); }

QString FleetModel::headline() const {
  if (isLooking()) return tr("Looking for installations");
  const QString contexts = tr("%n contexts", "", m_contexts->total());
  return tr("%1 in %2").arg(tr("%n installations", "", m_installations->total()), contexts);
}

QString FleetModel::summary() const {
  if (isLooking())
    return tr("%1 of %2 contexts answered, %3 so far. Rows appear as they are found.")
        .arg(m_contexts->total() - m_contexts->syncing())
        .arg(m_contexts->total())
        .arg(tr("%n installations", "", m_installations->total()));
  if (m_installations->total() == 0) return {};
  if (m_installations->attention() > 0) return tr("%n need attention.", "", m_installations->attention());
  const int others = m_installations->total() - m_installations->healthy();
  return others == 0 ? tr("All is well.") : tr("%n changing, paused or not known now.", "", others);
}

QString FleetModel::currentKey() const {
  const auto* current = context().workspace.current();
  return current ? current->key() : QString();
}

void FleetModel::openInstallation(const QString& key) {
  context().workspace.select(key);
  open(QStringLiteral("Overview"));
}

void FleetModel::retry(const QString& contextName) { context().workspace.retry(contextName); }

QList<Command> FleetModel::commands() {
  Command command;
  command.title =
      m_installations->isOnlyAttention() ? tr("Show all installations") : tr("Show only what needs attention");
  command.iconName = QStringLiteral("list-filter");
  command.run = [this] { m_installations->setOnlyAttention(!m_installations->isOnlyAttention()); };
  return {command};
}
