#include "console/workspace/workspace.h"

using namespace cleardeck;
using installation::Installation;

Workspace::Workspace(Runtime& runtime, installation::ReadSummary read, QObject* parent)
    : QObject(parent), m_runtime(runtime), m_read(std::move(read)) {}

Workspace::~Workspace() = default;

void Workspace::watch(const kube::Kubeconfig& config) {
  m_clusters.clear();
  m_lookedAt.clear();
  m_kubeconfigs = config.files;
  for (const auto& file : config.files) m_lookedAt.append(tr("%1: read").arg(QString::fromStdString(file.string())));
  for (const Error& error : config.errors) {
    m_lookedAt.append(QString::fromStdString(error.message));
    m_notices.fail(tr("A kubeconfig file could not be read"), error);
  }
  for (const std::string& notice : config.notices)
    m_notices.say(Tone::Warn, tr("Kubeconfig"), QString::fromStdString(notice));
  for (const kube::Context& context : config.contexts) start(context);
  m_installations.apply(Changes<Installation>{{}, {}, m_contexts.combined()});
  Q_EMIT contextsChanged();
}

void Workspace::start(const kube::Context& context) {
  ContextRow row;
  row.uid = context.name;
  row.server = context.cluster.server;
  row.ns = context.ns;
  if (context.problem) {
    row.state = LiveState(Freshness::Failed, context.problem->message);
    row.state.hint = context.problem->hint;
  }
  m_contexts.put(row);
  auto cluster = std::make_shared<bridge::Cluster>(m_runtime, context);
  Watched watched{cluster, {}};
  const auto deliver = [this, name = context.name](Changes<Installation> changes) { apply(name, std::move(changes)); };
  if (!context.problem) watched.handle = bridge::installations(cluster, m_read, deliver);
  m_clusters.insert_or_assign(context.name, std::move(watched));
}

void Workspace::apply(const std::string& context, Changes<Installation> changes) {
  const LiveState state = changes.state;
  for (const Installation& value : changes.upserts) remember(value);
  for (const std::string& uid : changes.removals)
    if (const auto known = m_infos.find(uid); known != m_infos.end()) known->second->setGone();
  const ContextRow* known = m_contexts.row(context);
  ContextRow row = known ? *known : ContextRow();
  row.uid = context;
  row.state = state;
  m_contexts.put(row);
  changes.state = m_contexts.combined();
  m_installations.apply(std::move(changes));
  row.installations = int(m_installations.keysOf(context).size());
  m_contexts.put(row);
  chooseOne();
}

void Workspace::remember(const Installation& value) {
  auto& info = m_infos[value.uid];
  if (info) return info->set(value);
  info = std::make_unique<InstallationInfo>(value);
  Q_EMIT appeared(info.get());
}

// Something is always in view when there is something; what the user chose stays until it is gone.
void Workspace::chooseOne() {
  if (m_current && !m_current->isGone()) return;
  for (const auto& [key, info] : m_infos)
    if (!info->isGone()) return select(QString::fromStdString(key));
}

void Workspace::select(const QString& key) {
  InstallationInfo* chosen = info(key);
  if (!chosen || chosen == m_current) return;
  m_current = chosen;
  Q_EMIT currentChanged();
}

bridge::ClusterPtr Workspace::cluster(const std::string& context) const {
  const auto known = m_clusters.find(context);
  return known == m_clusters.end() ? nullptr : known->second.cluster;
}

InstallationInfo* Workspace::info(const QString& key) const {
  const auto known = m_infos.find(key.toStdString());
  return known == m_infos.end() ? nullptr : known->second.get();
}

void Workspace::retry(const QString& context) {
  for (const auto& [name, watched] : m_clusters)
    if (context.isEmpty() || context.toStdString() == name) watched.cluster->reconnect();
}
