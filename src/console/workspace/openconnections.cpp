#include "console/workspace/openconnections.h"

bool ServerAccess::operator==(const ServerAccess& other) const {
  return urls.api == other.urls.api && urls.web == other.urls.web && urls.files == other.urls.files &&
         credentials == other.credentials;
}

const ServerAccess* OpenConnections::of(const QString& installation) const {
  const auto known = m_offers.find(installation);
  return known == m_offers.end() ? nullptr : &known->second;
}

void OpenConnections::offer(const QString& installation, ServerAccess access) {
  if (const auto* known = of(installation); known && *known == access) return;
  m_offers.insert_or_assign(installation, std::move(access));
  Q_EMIT changed(installation);
}

void OpenConnections::withdraw(const QString& installation) {
  if (m_offers.erase(installation) > 0) Q_EMIT changed(installation);
}

int OpenConnections::forwards() const {
  int sum = 0;
  for (const auto& [installation, count] : m_counts) sum += count.forwards;
  return sum;
}

int OpenConnections::live() const {
  int sum = 0;
  for (const auto& [installation, count] : m_counts) sum += count.live;
  return sum;
}

void OpenConnections::count(const QString& installation, int live, int forwards) {
  Count& known = m_counts[installation];
  if (known.live == live && known.forwards == forwards) return;
  known.live = live;
  known.forwards = forwards;
  Q_EMIT counted();
}
