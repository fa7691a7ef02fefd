#include "console/workspace/installationinfo.h"

#include <algorithm>

using namespace cleardeck::installation;
using cleardeck::Freshness;

namespace {

bool isOld(const Installation& value) {
  return value.state.freshness != Freshness::Live && value.state.freshness != Freshness::Syncing;
}

QString healthWord(HealthWord word) {
  switch (word) {
    case HealthWord::Healthy: return InstallationInfo::tr("Healthy");
    case HealthWord::Updating: return InstallationInfo::tr("Updating");
    case HealthWord::Degraded: return InstallationInfo::tr("Degraded");
    case HealthWord::Broken: return InstallationInfo::tr("Broken");
    case HealthWord::Paused: return InstallationInfo::tr("Paused");
    case HealthWord::Unknown: return InstallationInfo::tr("Unknown");
  }
  return {};
}

}  // namespace

InstallationInfo::InstallationInfo(Installation first, QObject* parent) : QObject(parent), m_value(std::move(first)) {
  m_live.set(m_value.state);
}

void InstallationInfo::set(Installation value) {
  m_value = std::move(value);
  m_gone = false;
  m_live.set(m_value.state);
  Q_EMIT changed();
}

void InstallationInfo::setGone() {
  m_gone = true;
  Q_EMIT changed();
}

QString InstallationInfo::webUrl() const {
  for (const Address& address : m_value.addresses)
    if (address.door == Door::Web) return QString::fromStdString(address.url);
  return {};
}

QString InstallationInfo::pending() const {
  const bool hangs = m_value.status.rfind("pending-", 0) == 0 || m_value.status == "uninstalling";
  return hangs && !m_gone ? QString::fromStdString(m_value.status) : QString();
}

int InstallationInfo::troubled() const {
  return int(std::count_if(m_value.parts.begin(), m_value.parts.end(), [](const PartStatus& part) {
    return part.state == PartState::Warn || part.state == PartState::Bad;
  }));
}

Tone::Kind InstallationInfo::toneOf(const Installation& value) {
  if (isOld(value)) return Tone::Stale;
  switch (value.health.word) {
    case HealthWord::Healthy: return Tone::Ok;
    case HealthWord::Updating: return Tone::Busy;
    case HealthWord::Degraded: return Tone::Warn;
    case HealthWord::Broken: return Tone::Bad;
    case HealthWord::Paused: return Tone::Paused;
    case HealthWord::Unknown: return value.state.freshness == Freshness::Syncing ? Tone::Busy : Tone::Unknown;
  }
  return Tone::Unknown;
}

Tone::Kind InstallationInfo::toneOf(PartState state) {
  switch (state) {
    case PartState::Ok: return Tone::Ok;
    case PartState::Warn: return Tone::Warn;
    case PartState::Bad: return Tone::Bad;
    case PartState::Busy: return Tone::Busy;
    case PartState::Off: return Tone::Off;
    case PartState::Unknown: return Tone::Unknown;
  }
  return Tone::Unknown;
}

QString InstallationInfo::wordOf(const Installation& value) {
  if (isOld(value)) return tr("Stale");
  if (value.health.word == HealthWord::Unknown && value.state.freshness == Freshness::Syncing) return tr("Checking");
  return healthWord(value.health.word);
}

QString InstallationInfo::sentenceOf(const Installation& value) {
  if (!isOld(value)) return QString::fromStdString(value.health.sentence);
  LiveStatus live;
  live.set(value.state);
  const QString word = healthWord(value.health.word).toLower();
  return live.since().isValid() ? tr("Last known %1, %2").arg(word, live.since().toString(QStringLiteral("HH:mm")))
                                : tr("Last known %1").arg(word);
}
