#include "console/history/uninstallcase.h"

#include "console/tables/text.h"

#include <map>

using namespace cleardeck;

namespace {

// "Deployment clearml-apiserver", by kinds.
QString countsOf(const std::vector<std::string>& titles) {
  std::map<std::string, int> kinds;
  for (const auto& title : titles) ++kinds[title.substr(0, title.find(' '))];
  QStringList words;
  for (const auto& [kind, count] : kinds) words.append(QStringLiteral("%1 %2").arg(count).arg(text(kind)));
  return words.join(QStringLiteral(", "));
}

FactRow factOfClaim(const installation::DoomedClaim& claim) {
  FactRow row;
  row.key = row.title = text(claim.name);
  row.value = text(claim.size);
  const bool stays = claim.reclaimPolicy == "Retain" || claim.volume.empty();
  row.tone = stays ? Tone::Warn : Tone::Bad;
  if (claim.volume.empty())
    row.detail = UninstallCase::tr("it has no volume yet");
  else if (claim.reclaimPolicy == "Retain")
    row.detail = UninstallCase::tr("its volume %1 stays, Released").arg(text(claim.volume));
  else if (claim.reclaimPolicy.empty())
    row.detail = UninstallCase::tr("whether its volume %1 stays could not be read").arg(text(claim.volume));
  else
    row.detail = UninstallCase::tr("its volume %1 is deleted with all data").arg(text(claim.volume));
  return row;
}

FactRow factKept(const std::string& title) {
  FactRow row;
  row.key = row.title = text(title);
  row.tone = Tone::Ok;
  return row;
}

}  // namespace

void UninstallCase::begin(const QString& command) {
  m_command = command;
  become(Loading);
}

void UninstallCase::set(const Result<installation::UninstallPlan>& plan, const QString& context) {
  if (!plan) return become(Failed, text(plan.error().text()));
  QList<FactRow> data, kept;
  for (const auto& claim : plan->dataDies) data.append(factOfClaim(claim));
  for (const auto& title : plan->kept) kept.append(factKept(title));
  for (const auto& claim : plan->claims) kept.append(factKept("PersistentVolumeClaim " + claim));
  m_data.set(data);
  m_kept.set(kept);
  const int count = int(plan->dies.size());
  m_dies = tr("%n objects", "", count) + QStringLiteral(": ") + countsOf(plan->dies);
  m_backup = text(plan->backup);
  if (!m_backup.isEmpty())
    m_backup.replace(QStringLiteral("kubectl "), QStringLiteral("kubectl --context %1 ").arg(context));
  m_revision = plan->revision;
  become(Ready);
}

void UninstallCase::close() { become(Closed); }

void UninstallCase::become(State state, const QString& problem) {
  m_state = state;
  m_problem = problem;
  Q_EMIT changed();
}
