#include "console/workloads/poddetail.h"

#include "console/tables/agetext.h"
#include "console/tables/text.h"
#include "console/workloads/podsmodel.h"

#include <algorithm>
#include <QDateTime>

using cleardeck::Changes;
using cleardeck::kube::Condition;
using cleardeck::kube::Container;
using cleardeck::kube::ContainerState;
using cleardeck::kube::Event;
using cleardeck::kube::Pod;

namespace {

QString since(std::int64_t at) { return ageText(QDateTime::currentSecsSinceEpoch() - at); }

QString stateOf(const Container& container) {
  switch (container.state) {
    case ContainerState::Running:
      return container.ready ? PodDetail::tr("Running") : PodDetail::tr("Running, not ready");
    case ContainerState::Terminated:
      return PodDetail::tr("%1, exit %2").arg(text(container.reason)).arg(container.exitCode);
    case ContainerState::Waiting: break;
  }
  return container.reason.empty() ? PodDetail::tr("Waiting") : text(container.reason);
}

Tone::Kind toneOf(const Container& container) {
  switch (container.state) {
    case ContainerState::Running: return container.ready || container.init ? Tone::Ok : Tone::Warn;
    case ContainerState::Terminated: return container.exitCode == 0 ? Tone::Off : Tone::Bad;
    case ContainerState::Waiting: break;
  }
  const bool starting =
      container.reason.empty() || container.reason == "ContainerCreating" || container.reason == "PodInitializing";
  return starting ? Tone::Busy : Tone::Bad;
}

FactRow factOf(const Container& container) {
  FactRow fact;
  fact.key = fact.title = text(container.name);
  fact.detail = text(container.image).section(u'/', -1);
  fact.value = stateOf(container);
  QStringList notes;
  if (container.init) notes.append(container.sidecar ? PodDetail::tr("sidecar") : PodDetail::tr("init"));
  if (container.restarts > 0) notes.append(PodDetail::tr("%n restarts", "", int(container.restarts)));
  fact.link = notes.join(QStringLiteral(", "));
  fact.tone = toneOf(container);
  return fact;
}

FactRow named(const QString& title, const QString& value) {
  FactRow fact;
  fact.key = fact.title = title;
  fact.value = value;
  return fact;
}

}  // namespace

void PodDetail::show(const Pod& pod) {
  const bool another = pod.uid != m_pod.uid;
  m_pod = pod;
  m_gone = false;
  if (another) {
    m_known.clear();
    m_eventsHandle.reset();
    const cleardeck::kube::Scope scope(pod.ns, {}, "involvedObject.name=" + pod.name);
    if (m_cluster)
      m_eventsHandle =
          cleardeck::bridge::rows<Event>(m_cluster, scope, [this](Changes<Event> c) { apply(std::move(c)); });
  }
  fill();
}

void PodDetail::setGone() {
  m_gone = true;
  m_eventsHandle.reset();
  Q_EMIT changed();
}

void PodDetail::close() {
  m_pod = Pod();
  m_eventsHandle.reset();
  m_known.clear();
  fill();
}

void PodDetail::fill() {
  m_properties.set(
      {named(tr("Owner"), m_pod.owner.name.empty() ? tr("none") : text(m_pod.owner.kind + "/" + m_pod.owner.name)),
       named(tr("Node"), m_pod.node.empty() ? tr("not assigned") : text(m_pod.node)),
       named(tr("Address"), m_pod.podIP.empty() ? tr("none yet") : text(m_pod.podIP)),
       named(tr("Age"), since(m_pod.createdAt))});
  for (const std::string& claim : m_pod.claims) {
    QList<FactRow> facts = m_properties.facts();
    facts.append(named(tr("Volume"), text(claim)));
    m_properties.set(facts);
  }
  QList<FactRow> containers, conditions;
  for (const Container& container : m_pod.containers) containers.append(factOf(container));
  for (const Condition& condition : m_pod.conditions) {
    FactRow fact = named(text(condition.type), text(condition.reason));
    fact.detail = text(condition.message);
    fact.tone = Tone::Warn;
    conditions.append(fact);
  }
  m_containers.set(containers);
  m_conditions.set(conditions);
  apply(Changes<Event>());
  Q_EMIT changed();
}

void PodDetail::apply(Changes<Event> changes) {
  for (Event& event : changes.upserts) m_known.insert_or_assign(event.uid, std::move(event));
  for (const std::string& uid : changes.removals) m_known.erase(uid);
  std::vector<const Event*> events;
  for (const auto& [uid, event] : m_known) events.push_back(&event);
  std::sort(events.begin(), events.end(), [](const Event* a, const Event* b) { return a->lastSeen > b->lastSeen; });
  QList<FactRow> facts;
  for (const Event* event : events) {
    FactRow fact;
    fact.key = text(event->uid);
    fact.title = QStringLiteral("%1: %2").arg(text(event->reason), text(event->message));
    fact.value = event->count > 1 ? QStringLiteral("x%1  %2").arg(event->count).arg(since(event->lastSeen))
                                  : since(event->lastSeen);
    fact.tone = event->warning ? Tone::Warn : Tone::Off;
    fact.iconName = event->warning ? QStringLiteral("triangle-alert") : QStringLiteral("info");
    facts.append(fact);
  }
  m_events.set(facts);
}

QString PodDetail::word() const { return m_gone ? tr("Deleted") : text(m_pod.status); }

Tone::Kind PodDetail::tone() const { return m_gone ? Tone::Off : PodsModel::toneOf(m_pod.tone); }

QString PodDetail::lastEnd() const {
  for (const Container& container : m_pod.containers)
    if (container.endedBefore)
      return tr("%1 ended: %2, exit %3, %4 ago")
          .arg(text(container.name), text(container.lastReason))
          .arg(container.lastExitCode)
          .arg(since(container.lastFinishedAt));
  return {};
}
