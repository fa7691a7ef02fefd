#include "console/upgrade/upgradecontroller.h"

#include "console/tables/text.h"
#include "console/upgrade/upgradewords.h"

#include <QDir>

#include <algorithm>

using namespace cleardeck;

namespace {

void putAll(std::vector<std::string>& list, const QSet<QString>& set) {
  for (const QString& path : set) list.push_back(path.toStdString());
  std::sort(list.begin(), list.end());
}

}  // namespace

UpgradeController::UpgradeController(PageContext given, UpgradeJobs jobs)
    : PageModel(std::move(given)),
      m_jobs(jobs.open ? std::move(jobs) : realUpgradeJobs(context(), this)),
      m_work(context().notices, m_jobs, nullptr) {
  connect(&m_step, &UpgradeStep::changed, this, &UpgradeController::changed);
  connect(&m_work, &UpgradeRun::changed, this, &UpgradeController::changed);
  connect(&m_work, &UpgradeRun::moved, this, [this] {
    m_keep.clear();  // the next step begins with what this one has left
    m_drop.clear();
    m_sets.clear();
    reload();
  });
  connect(this, &UpgradeController::changed, this, &PageModel::readyChanged);
  if (installation()) connect(installation(), &InstallationInfo::changed, this, &UpgradeController::follow);
}

void UpgradeController::setShown(bool shown) {
  m_shown = shown;
  const bool open = m_state == Nothing || m_state == Failed || m_state == Forbidden;
  if (shown && open && installation() && !installation()->isGone()) return reload();
  if (m_work.state() == UpgradeRun::Failed) return;  // its rows tell what is wrong
  if (!shown) m_work.unwatch();
  if (shown && m_state == Ready) look();
}

void UpgradeController::openAt(const QString& version) {
  if (!version.isEmpty()) chooseVersion(version);
}

void UpgradeController::reload() {
  if (!installation() || m_work.isBusy()) return;
  if (m_opened)
    m_looking = true;
  else
    m_state = Loading;
  Q_EMIT changed();
  m_opening = m_jobs.open(m_source, [this](auto result) { opened(std::move(result)); });
}

void UpgradeController::opened(Result<installation::OpenedUpgrade> result) {
  m_looking = false;
  if (!result) {
    const Error& error = result.error();
    m_failedAt = installation()->value().revision;
    // Another source that fails leaves the page as it was.
    if (m_opened && m_source != m_usedSource) {
      m_sourceProblem = text(error.text());
      m_source = m_usedSource;
      return Q_EMIT changed(), void();
    }
    m_opened.reset();
    m_work.unwatch();
    return setState(error.kind == ErrorKind::Forbidden ? Forbidden : Failed, text(error.message), text(error.hint));
  }
  m_sourceProblem.clear();
  m_usedSource = m_source;
  m_opened = std::move(*result);
  m_foreign = 0;
  m_versions.set(upgrade::versionRows(*m_opened));
  const bool there = helm::find(m_opened->catalog.offers, m_wanted) && m_wanted != m_opened->start.chart;
  if (!there) m_wanted = upgrade::newestAbove(*m_opened);
  setState(Ready);
  look();
}

void UpgradeController::look() {
  m_asking.reset();
  m_looking = false;
  if (!m_opened || m_work.isBusy() || m_work.isStopped()) return;
  if (m_wanted.empty()) {
    m_work.unwatch();
    return m_step.showDeployed(*m_opened);
  }
  m_looking = true;
  m_asking = m_jobs.look(*m_opened, m_wanted, wishes(), [this](auto result) { looked(std::move(result)); });
  Q_EMIT changed();
}

void UpgradeController::looked(Result<bridge::UpgradeLook> result) {
  m_looking = false;
  bridge::UpgradeLook look;
  if (result) {
    look = std::move(*result);
  } else {
    look.plan.refusal = result.error().message;
    look.plan.hint = result.error().hint;
  }
  installation::RolloutTarget target;
  if (look.proposal) {
    target = installation::rolloutTarget(installation()->value(), look.proposal->diff);
    target.base = look.proposal->base;
  }
  m_work.watch(std::move(target));
  m_step.show(*m_opened, m_wanted, std::move(look), m_keep);
  guard();
}

void UpgradeController::guard() {
  if (m_opened) m_step.guard(*m_opened, installation()->value().health, m_backup, m_withoutBackup);
}

void UpgradeController::follow() {
  const auto& now = installation()->value();
  if (m_work.isBusy()) return;
  if (installation()->isGone()) {
    m_state = Nothing;
  } else if (m_state == Nothing && m_opened) {
    m_state = Ready;
  } else if ((m_state == Failed || m_state == Forbidden) && now.revision != m_failedAt && m_shown) {
    return reload();
  } else if (m_state == Ready && m_work.isStopped()) {
    // Put right on the History page or elsewhere.
    if (now.status == "deployed" && int(now.revision) > m_work.rollbackTo()) {
      m_work.forget();
      return reload();
    }
  } else if (m_state == Ready && m_opened) {
    const int base = m_opened->session->release().revision;
    m_foreign = int(now.revision) > base ? int(now.revision) : 0;
    guard();
  }
  Q_EMIT changed();
}

void UpgradeController::chooseSource(const QString& typed) {
  if (m_work.isBusy() || m_work.isStopped()) return;
  m_sourceProblem.clear();
  QString path = typed.trimmed();
  if (path.startsWith(QStringLiteral("~/"))) path.replace(0, 1, QDir::homePath());
  m_source = path.toStdString();
  reload();
}

void UpgradeController::chooseVersion(const QString& version) {
  if (m_work.isBusy() || m_work.isStopped() || version == wanted()) return;
  m_wanted = version == deployed() ? std::string() : version.toStdString();
  m_keep.clear();
  m_drop.clear();
  m_sets.clear();
  m_work.forget();
  look();
}

void UpgradeController::keep(const QString& path) {
  m_drop.remove(path);
  m_keep.insert(path);
  look();
}

void UpgradeController::drop(const QString& path) {
  m_keep.remove(path);
  m_drop.insert(path);
  look();
}

void UpgradeController::replaceImages() {
  if (!m_step.proposal()) return;
  for (const auto& image : m_step.proposal()->vanished) m_sets.push_back(image.value + "=" + image.instead);
  look();
}

void UpgradeController::setBackup(const QString& name) {
  if (name == m_backup) return;
  m_backup = name;
  if (!name.trimmed().isEmpty()) m_withoutBackup = false;
  guard();
  Q_EMIT changed();
}

void UpgradeController::setWithoutBackup(bool accepted) {
  if (accepted == m_withoutBackup) return;
  m_withoutBackup = accepted;
  if (accepted) m_backup.clear();
  guard();
  Q_EMIT changed();
}

installation::StepWishes UpgradeController::wishes() const {
  installation::StepWishes wishes;
  putAll(wishes.decisions.keep, m_keep);
  putAll(wishes.decisions.drop, m_drop);
  wishes.sets = m_sets;
  const QString backup = m_backup.trimmed();
  wishes.note = m_withoutBackup ? "without backup" : backup.isEmpty() ? "" : "backup " + backup.toStdString();
  return wishes;
}

QString UpgradeController::cannotStart() const {
  if (m_state != Ready) return tr("There is nothing to start");
  if (m_work.isBusy()) return m_work.title();
  if (m_work.isStopped()) return tr("Roll back the failed step first");
  if (m_foreign > 0) return tr("Read again first: revision %1 was deployed elsewhere").arg(m_foreign);
  if (installation()->live()->isOld()) return tr("%1 does not answer").arg(installation()->context());
  if (m_looking) return tr("Checking on the server");
  if (m_wanted.empty()) return tr("Choose a version first");
  if (const QString blocker = m_step.blocker(); !blocker.isEmpty()) return blocker;
  return m_step.proposal() ? QString() : tr("Look at the step first");
}

void UpgradeController::start() {
  if (!cannotStart().isEmpty()) return;
  auto proposal = *m_step.proposal();
  proposal.run.description = installation::stepDescription(proposal.step, wishes().note);
  m_work.start(installation()->name(), *m_opened, std::move(proposal));
}

QString UpgradeController::source() const {
  if (!m_opened) return {};
  const bool ours = m_opened->source.kind == helm::ChartSource::Kind::Embedded;
  return ours ? tr("this program") : text(m_opened->source.location);
}

QString UpgradeController::deployed() const { return m_opened ? text(m_opened->start.chart) : QString(); }

QString UpgradeController::appNote() const {
  if (!m_opened) return {};
  const auto* offer = helm::find(m_opened->catalog.offers, m_wanted);
  const std::string now = m_opened->session->release().chart.appVersion;
  if (!offer || offer->appVersion.empty()) return {};
  if (offer->appVersion == now) return tr("app %1, stays the same").arg(text(now));
  return tr("app %1, was %2").arg(text(offer->appVersion), text(now));
}

void UpgradeController::setState(State state, const QString& problem, const QString& hint) {
  m_state = state;
  m_problem = problem;
  m_hint = hint;
  Q_EMIT changed();
}
