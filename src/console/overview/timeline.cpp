#include "console/overview/timeline.h"

#include "console/tables/text.h"

#include <algorithm>
#include <QDateTime>

using cleardeck::Changes;
using cleardeck::kube::Event;
using cleardeck::kube::ReleaseSecret;
using cleardeck::kube::Scope;

namespace {

constexpr int kept = 40;

struct Moment {
  qint64 at = 0;
  FactRow fact;
};

FactRow factOf(const Event& event) {
  static const QStringList grave{QStringLiteral("OOMKilling"), QStringLiteral("Failed"), QStringLiteral("FailedMount"),
                                 QStringLiteral("Evicted"), QStringLiteral("FailedCreate")};
  FactRow fact;
  fact.key = text(event.uid);
  fact.title = QStringLiteral("%1 %2").arg(text(event.aboutName), text(event.reason));
  fact.detail = text(event.message);
  if (event.count > 1) fact.detail = Timeline::tr("%1, %2 times").arg(fact.detail).arg(event.count);
  fact.tone = !event.warning ? Tone::Off : grave.contains(text(event.reason)) ? Tone::Bad : Tone::Warn;
  fact.iconName = !event.warning           ? QStringLiteral("info")
                  : fact.tone == Tone::Bad ? QStringLiteral("octagon-x")
                                           : QStringLiteral("triangle-alert");
  return fact;
}

FactRow factOf(const ReleaseSecret& revision) {
  FactRow fact;
  fact.key = text(revision.uid);
  fact.title = revision.revision == 1 ? Timeline::tr("Installed, revision 1")
                                      : Timeline::tr("Revision %1").arg(revision.revision);
  fact.detail = text(revision.status);
  fact.iconName = QStringLiteral("package");
  fact.tone = revision.status == "failed"                ? Tone::Bad
              : revision.status.rfind("pending", 0) == 0 ? Tone::Busy
                                                         : Tone::Off;
  return fact;
}

template <class Row>
void fold(std::map<std::string, Row>& rows, Changes<Row>& changes) {
  for (Row& row : changes.upserts) {
    std::string uid = row.uid;
    rows.insert_or_assign(std::move(uid), std::move(row));
  }
  for (const std::string& uid : changes.removals) rows.erase(uid);
}

}  // namespace

Timeline::Timeline(cleardeck::bridge::ClusterPtr cluster, InstallationInfo* installation)
    : m_cluster(std::move(cluster)), m_installation(installation) {
  m_clock.setInterval(60'000);
  m_clock.setTimerType(Qt::VeryCoarseTimer);
  connect(&m_clock, &QTimer::timeout, this, &Timeline::build);
  build();
}

void Timeline::setWatched(bool watched) {
  m_eventsHandle.reset();
  m_revisionsHandle.reset();
  watched ? m_clock.start() : m_clock.stop();
  if (!watched || !m_cluster) return;
  const auto& value = m_installation->value();
  m_eventsHandle =
      cleardeck::bridge::rows<Event>(m_cluster, Scope(value.ns), [this](Changes<Event> c) { apply(std::move(c)); });
  m_revisionsHandle = cleardeck::bridge::rows<ReleaseSecret>(
      m_cluster, Scope(value.ns), [this](Changes<ReleaseSecret> changes) { apply(std::move(changes)); });
}

bool Timeline::isSettled() const { return m_live.state() == LiveStatus::Live || m_live.isRefused(); }

void Timeline::apply(Changes<Event> changes) {
  fold(m_events, changes);
  m_live.set(changes.state);
  build();
}

void Timeline::apply(Changes<ReleaseSecret> changes) {
  fold(m_revisions, changes);
  build();
}

// Events are about pods, workloads and claims; all of a release's begin with its name or are known by their part.
bool Timeline::concerns(const Event& event) const {
  const auto& value = m_installation->value();
  if (event.aboutName.rfind(value.name, 0) == 0) return true;
  for (const auto& part : value.parts) {
    if (std::find(part.pods.begin(), part.pods.end(), event.aboutName) != part.pods.end()) return true;
    const auto slash = part.workload.find('/');
    const std::string workload = slash == std::string::npos ? std::string() : part.workload.substr(slash + 1);
    if (!workload.empty() && event.aboutName.rfind(workload, 0) == 0) return true;
  }
  return false;
}

void Timeline::build() {
  const QDateTime now = QDateTime::currentDateTime();
  const qint64 end = now.toSecsSinceEpoch(), start = end - hours() * 3600;
  std::vector<Moment> moments;
  for (const auto& [uid, event] : m_events)
    if (concerns(event)) moments.push_back({event.lastSeen, factOf(event)});
  for (const auto& [uid, revision] : m_revisions)
    if (revision.release == m_installation->value().name) moments.push_back({revision.modifiedAt, factOf(revision)});
  std::stable_sort(moments.begin(), moments.end(), [](const Moment& a, const Moment& b) { return a.at > b.at; });
  if (moments.size() > kept) moments.resize(kept);
  QList<FactRow> facts;
  for (Moment& moment : moments) {
    const QDateTime at = QDateTime::fromSecsSinceEpoch(moment.at);
    moment.fact.value =
        at.toString(at.date() == now.date() ? QStringLiteral("HH:mm:ss") : QStringLiteral("MM-dd HH:mm"));
    moment.fact.fraction = moment.at < start ? -1 : double(moment.at - start) / double(end - start);
    facts.append(moment.fact);
  }
  set(std::move(facts));
  m_axis.clear();
  for (int hour = hours(); hour >= 0; --hour)
    m_axis.append(now.addSecs(-hour * 3600).toString(QStringLiteral("HH:mm")));
  Q_EMIT changed();
}
