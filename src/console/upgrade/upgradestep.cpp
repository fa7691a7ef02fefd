#include "console/upgrade/upgradestep.h"

#include "console/tables/text.h"
#include "console/upgrade/upgradewords.h"

#include <algorithm>

using namespace cleardeck;

void UpgradeStep::show(const Opened& opened, const std::string& wanted, bridge::UpgradeLook look,
                       const QSet<QString>& kept) {
  m_look = std::move(look);
  m_wanted = wanted;
  m_path.set(upgrade::pathRows(opened, m_look.plan, wanted));
  m_todo.set(m_look.plan.steps.empty() ? QList<FactRow>() : upgrade::todoRows(m_look.plan.steps.front()));
  m_overrides.set(m_look.proposal ? m_look.proposal->overrides.findings : std::vector<helm::RebaseFinding>(), kept);
  m_objects.set(m_look.proposal ? m_look.proposal->diff : helm::ManifestDiff());
  Q_EMIT changed();
}

void UpgradeStep::showDeployed(const Opened& opened) {
  m_guards.set({});
  show(opened, std::string(), bridge::UpgradeLook(), {});
}

void UpgradeStep::guard(const Opened& opened, const installation::Health& health, const QString& backup,
                        bool withoutBackup) {
  if (m_wanted.empty()) return;
  installation::GuardFacts facts;
  facts.wanted = m_wanted;
  facts.start = opened.start;
  if (const auto* offer = helm::find(opened.catalog.offers, to().toStdString())) facts.kubeVersion = offer->kubeVersion;
  facts.owner = opened.owner;
  facts.plan = m_look.plan;
  facts.proposal = proposal();
  facts.problem = m_look.problem;
  facts.sourceProblem = opened.catalog.problem;
  facts.health = health;
  facts.backup = backup.trimmed().toStdString();
  facts.withoutBackup = withoutBackup;
  m_guards.set(upgrade::guardRows(installation::upgradeGuards(facts)));
  Q_EMIT changed();
}

const installation::StepProposal* UpgradeStep::proposal() const {
  return m_look.proposal ? &*m_look.proposal : nullptr;
}

QString UpgradeStep::from() const {
  return m_look.plan.steps.empty() ? QString() : text(m_look.plan.steps.front().from);
}

QString UpgradeStep::to() const {
  return m_look.plan.steps.empty() ? text(m_wanted) : text(m_look.plan.steps.front().to);
}

int UpgradeStep::counted(Tone::Kind tone) const {
  const auto& rows = m_guards.facts();
  return int(std::count_if(rows.begin(), rows.end(), [tone](const FactRow& row) { return row.tone == tone; }));
}

const FactRow* UpgradeStep::blockingRow() const {
  for (const FactRow& row : m_guards.facts())
    if (row.tone == Tone::Bad) return &row;
  return nullptr;
}

QString UpgradeStep::blocker() const {
  const FactRow* row = blockingRow();
  return row ? row->title : QString();
}

QString UpgradeStep::blockerWhy() const {
  const FactRow* row = blockingRow();
  return row ? row->detail : QString();
}

QString UpgradeStep::guardSummary() const {
  if (m_guards.count() == 0) return {};
  const int warns = counted(Tone::Warn), blocks = blocking();
  QStringList words{tr("%1 pass").arg(counted(Tone::Ok))};
  if (warns > 0) words.append(warns == 1 ? tr("1 warns") : tr("%1 warn").arg(warns));
  if (blocks > 0) words.append(blocks == 1 ? tr("1 blocks") : tr("%1 block").arg(blocks));
  return words.join(QStringLiteral(", "));
}

QString UpgradeStep::diffSummary() const {
  if (!m_look.proposal) return {};
  const int count = m_objects.count();
  return count == 1 ? tr("1 object changes") : tr("%1 objects change").arg(count);
}

QString UpgradeStep::restarts() const {
  QStringList names;
  if (m_look.proposal)
    for (const auto& title : m_look.proposal->diff.restarts) names.append(text(title));
  return names.join(QStringLiteral(", "));
}

QString UpgradeStep::noWayBack() const {
  QStringList lines;
  if (!m_look.plan.steps.empty())
    for (const auto& line : m_look.plan.steps.front().noWayBack) lines.append(text(line));
  return lines.join(QStringLiteral("; "));
}
