#include "console/workspace/installationsmodel.h"

#include "console/tables/agetext.h"
#include "console/tables/text.h"
#include "console/workspace/installationinfo.h"

#include <algorithm>
#include <tuple>

using cleardeck::Changes;
using cleardeck::installation::Address;
using cleardeck::installation::Door;
using cleardeck::installation::HealthWord;
using cleardeck::installation::Installation;
using cleardeck::installation::PartStatus;

namespace {

const Address* web(const Installation& row) {
  for (const Address& address : row.addresses)
    if (address.door == Door::Web) return &address;
  return nullptr;
}

bool needsAttention(const Installation& row) {
  return row.health.word == HealthWord::Degraded || row.health.word == HealthWord::Broken;
}

QString changeOf(const Installation& row) {
  if (row.revision == 0) return InstallationsModel::tr("unknown");
  if (row.status == "deployed")
    return row.revision == 1 ? InstallationsModel::tr("Installed, revision 1")
                             : InstallationsModel::tr("Revision %1").arg(row.revision);
  return InstallationsModel::tr("%1, revision %2").arg(text(row.status)).arg(row.revision);
}

}  // namespace

InstallationsModel::InstallationsModel(QObject* parent)
    : RowTableModel({"name", "cluster", "word", "chartVersion", "appVersion", "address", "changed"},
                    {"ns", "tone", "sentence", "chain", "via", "url", "ago", "chart", "old"}, parent),
      m_now(QDateTime::currentSecsSinceEpoch()) {
  sortAtFirst(HealthColumn, true);  // what needs a person comes first
  m_clock.setInterval(10'000);
  m_clock.setTimerType(Qt::VeryCoarseTimer);
  connect(&m_clock, &QTimer::timeout, this, [this] {
    m_now = QDateTime::currentSecsSinceEpoch();
    retell(ChangedColumn, ChangedColumn + 7);
  });
  m_clock.start();
}

void InstallationsModel::apply(Changes<Installation> changes) {
  applyTo(m_rows, std::move(changes));
  Q_EMIT countChanged();  // attention() may have changed with a row's health
}

int InstallationsModel::attention() const {
  return int(std::count_if(all().begin(), all().end(), [this](Slot slot) { return needsAttention(m_rows[slot]); }));
}

int InstallationsModel::healthy() const {
  const auto isHealthy = [this](Slot slot) { return InstallationInfo::toneOf(m_rows[slot]) == Tone::Ok; };
  return int(std::count_if(all().begin(), all().end(), isHealthy));
}

void InstallationsModel::setOnlyAttention(bool only) {
  if (only == m_onlyAttention) return;
  m_onlyAttention = only;
  Q_EMIT filterChanged();
  refilter();
}

std::vector<std::string> InstallationsModel::keysOf(const std::string& context) const {
  std::vector<std::string> keys;
  for (const Slot slot : all())
    if (m_rows[slot].context == context) keys.push_back(m_rows[slot].uid);
  return keys;
}

const Installation* InstallationsModel::find(const std::string& key) const {
  const auto slot = m_rows.find(key);
  return slot ? &m_rows[*slot] : nullptr;
}

QVariant InstallationsModel::cell(Slot slot, int column) const {
  const Installation& row = m_rows[slot];
  switch (column) {
    case NameColumn: return text(row.name);
    case ClusterColumn: return text(row.context);
    case HealthColumn: return InstallationInfo::wordOf(row);
    case ChartColumn: return text(row.release.chartVersion);
    case AppColumn: return text(row.release.appVersion);
    case AddressColumn: {
      const Address* address = web(row);
      return address && !address->url.empty() ? text(address->url).section(QStringLiteral("://"), -1)
                                              : tr("forward only");
    }
    case ChangedColumn: return changeOf(row);
  }
  return extra(row, column - ChangedColumn - 1);
}

QVariant InstallationsModel::extra(const Installation& row, int number) const {
  switch (number) {
    case 0: return text(row.ns);
    case 1: return InstallationInfo::toneOf(row);
    case 2: return InstallationInfo::sentenceOf(row);
    case 3: {
      const bool old = InstallationInfo::toneOf(row) == Tone::Stale;
      QList<int> chain;
      for (const PartStatus& part : row.parts) chain.append(old ? Tone::Stale : InstallationInfo::toneOf(part.state));
      return QVariant::fromValue(chain);
    }
    case 4: {
      const Address* address = web(row);
      return address ? text(address->via) : QString();
    }
    case 5: {
      const Address* address = web(row);
      return address ? text(address->url) : QString();
    }
    case 6: return row.changedAt > 0 ? whenText(row.changedAt, m_now) : QString();
    case 7: return text(row.release.chart);
    case 8: return InstallationInfo::toneOf(row) == Tone::Stale;
  }
  return {};
}

bool InstallationsModel::before(Slot a, Slot b, int column) const {
  const Installation &left = m_rows[a], &right = m_rows[b];
  switch (column) {
    case NameColumn: return left.name < right.name;
    case ClusterColumn: return left.context < right.context;
    case HealthColumn: return InstallationInfo::toneOf(left) < InstallationInfo::toneOf(right);
    case ChartColumn: return left.release.chartVersion < right.release.chartVersion;
    case AppColumn: return left.release.appVersion < right.release.appVersion;
    case ChangedColumn: return left.changedAt > right.changedAt;
    case AddressColumn: {
      const Address *first = web(left), *second = web(right);
      return (first ? first->url : "") < (second ? second->url : "");
    }
  }
  return false;
}

bool InstallationsModel::settle(Slot a, Slot b) const {
  const Installation &left = m_rows[a], &right = m_rows[b];
  return std::tie(left.name, left.uid) < std::tie(right.name, right.uid);
}

bool InstallationsModel::contains(Slot slot, const std::string& word) const {
  const Installation& row = m_rows[slot];
  return has(row.uid, word) || has(row.release.chart, word) || has(row.release.chartVersion, word) ||
         has(InstallationInfo::wordOf(row).toStdString(), word);
}

bool InstallationsModel::admits(Slot slot) const { return !m_onlyAttention || needsAttention(m_rows[slot]); }
