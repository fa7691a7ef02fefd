#include "console/history/historycontroller.h"

#include "console/tables/text.h"
#include "console/workspace/workspace.h"

using namespace cleardeck;

HistoryController::HistoryController(PageContext given, HistoryJobs jobs)
    : PageModel(std::move(given)), m_jobs(jobs.watch ? std::move(jobs) : realHistoryJobs(context(), this)) {
  connect(this, &HistoryController::changed, this, &PageModel::readyChanged);
  connect(&m_comparison, &Comparison::changed, this, &PageModel::readyChanged);
  connect(&m_repair, &RepairCase::changed, this, &HistoryController::changed);
  connect(m_revisions.live(), &LiveStatus::changed, this, &HistoryController::changed);
  connect(installation(), &InstallationInfo::changed, this, &HistoryController::changed);
}

void HistoryController::setShown(bool shown) {
  if (shown)
    m_watching = m_jobs.watch([this](auto changes) { apply(std::move(changes)); });
  else
    m_watching.reset();
}

bool HistoryController::isReady() const {
  const bool live = const_cast<RevisionsModel&>(m_revisions).live()->state() == LiveStatus::Live;
  return live && m_revisions.total() > 0 && m_revisions.isOpened() && m_busy.isEmpty() &&
         m_comparison.state() != Comparison::Loading;
}

void HistoryController::apply(HistoryJobs::Rows changes) {
  const bool atNewest = m_chosen == 0 || m_chosen == m_revisions.newest();
  m_revisions.apply(std::move(changes));
  if (m_wanted != 0 && m_revisions.find(m_wanted))
    m_chosen = std::exchange(m_wanted, 0);
  else if (atNewest || !m_revisions.find(m_chosen))
    m_chosen = m_revisions.newest();
  compare();
  lookForRepair();
  Q_EMIT changed();
}

void HistoryController::openAt(const QString& what) {
  if (what == QStringLiteral("uninstall")) return reviewUninstall();
  m_wanted = what.toInt();
  if (m_revisions.find(m_wanted)) choose(std::exchange(m_wanted, 0));
}

void HistoryController::choose(int revision) {
  if (revision == m_chosen || !m_revisions.find(revision)) return;
  m_chosen = revision;
  compare();
  Q_EMIT changed();
}

void HistoryController::mark(int revision) {
  m_revisions.setMarked(revision == m_revisions.marked() ? 0 : revision);
  compare();
  Q_EMIT changed();
}

void HistoryController::retry() { context().workspace.retry(installation()->context()); }

// The older of the two is always "before".
void HistoryController::compare() {
  const int marked = m_revisions.marked();
  const bool pair = marked != 0 && marked != m_chosen;
  const int before = pair ? std::min(marked, m_chosen) : m_revisions.before(m_chosen);
  const int after = pair ? std::max(marked, m_chosen) : m_chosen;
  if (before == 0) {
    m_comparing.reset();
    return m_comparison.clear(m_chosen == 0 ? QString() : tr("Helm keeps no revision before this one"));
  }
  if (m_comparison.before() == before && m_comparison.after() == after) return;
  m_comparison.wait(before, after);
  m_comparing = m_jobs.compare(
      before, after, [this](const auto& diff) { diff ? m_comparison.show(*diff) : m_comparison.fail(diff.error()); });
}

// Asked again whenever the newest revision or its status is another; what this page does itself is no case.
void HistoryController::lookForRepair() {
  const auto* newest = m_revisions.find(m_revisions.newest());
  const QString state = newest ? QStringLiteral("%1 %2").arg(newest->revision).arg(text(newest->status)) : QString();
  if (state == m_newestState || !m_busy.isEmpty()) return;
  m_newestState = state;
  m_repair.clear();
  const auto status = newest ? helm::releaseStatus(newest->status) : helm::ReleaseStatus::Unknown;
  const bool hangs = helm::isPending(status) || status == helm::ReleaseStatus::Uninstalling;
  if (!hangs && status != helm::ReleaseStatus::Failed) return m_repairing.reset();
  m_repairing = m_jobs.reviewRepair([this](const auto& review) { m_repair.set(review); });
}

QString HistoryController::notes() const {
  const auto* row = m_revisions.find(m_chosen);
  return row ? text(row->entry.notes) : QString();
}

QString HistoryController::about() const {
  const auto* row = m_revisions.find(m_chosen);
  if (!row) return {};
  if (!row->problem.empty()) return text(row->problem);
  if (!row->opened) return tr("Reading the revision");
  const QString what = text(row->entry.what);
  return row->entry.who.empty() ? what : tr("%1, by %2").arg(what, text(row->entry.who));
}

QString HistoryController::cannotRollBack() const {
  if (!m_busy.isEmpty()) return m_busy;
  const auto* row = m_revisions.find(m_chosen);
  if (!row) return tr("Choose a revision first");
  if (const_cast<RevisionsModel&>(m_revisions).live()->isOld())
    return tr("%1 does not answer").arg(installation()->context());
  if (m_chosen == m_revisions.deployed()) return tr("Revision %1 is deployed now").arg(m_chosen);
  if (row->status != "superseded") return tr("Revision %1 never worked").arg(m_chosen);
  return {};
}

void HistoryController::reviewRollback() {
  if (!cannotRollBack().isEmpty()) return;
  m_plan.begin(m_revisions.deployed(), m_chosen, rollbackCommand(m_chosen));
  m_planning = m_jobs.reviewRollback(m_chosen, [this](const auto& review) { planned(review); });
  Q_EMIT rollbackRequested();
}

// The watch of what changes begins before helm does.
void HistoryController::planned(const Result<installation::RollbackReview>& review) {
  m_plan.set(review);
  if (!review) return;
  m_progress.clear();
  auto target = installation::rolloutTarget(installation()->value(), review->diff.manifest);
  target.base = review->newest;
  m_following = m_jobs.progress(std::move(target), [this](auto rows) { m_progress.apply(std::move(rows)); });
}

void HistoryController::rollBack() {
  if (!m_busy.isEmpty() || !m_plan.isReady()) return;
  const int to = m_plan.to();
  const int notice = begin(tr("Rolling %1 back to revision %2").arg(installation()->name()).arg(to));
  m_changing = m_jobs.rollBack(to, m_plan.newest(), [this, to, notice](const auto& done) {
    const QString failure = tr("%1 was not rolled back").arg(installation()->name());
    if (ended(notice, done, failure)) m_outcome = tr("Back at revision %1").arg(to);
    Q_EMIT changed();
  });
}

void HistoryController::repairNow(bool nothingRuns, bool anyway) {
  if (!m_busy.isEmpty() || !m_repair.isNeeded()) return;
  installation::RepairConsent consent;
  consent.nothingRuns = nothingRuns;
  consent.anyway = anyway;
  const auto review = m_repair.review();
  const int notice = begin(tr("Repairing %1").arg(installation()->name()));
  m_changing = m_jobs.repair(review, consent, [this, review, notice](const auto& done) {
    const int to = review.advice.backTo;
    if (ended(notice, done, tr("%1 was not repaired").arg(installation()->name())))
      m_outcome = to > 0 ? tr("Repaired: back at revision %1").arg(to) : tr("Cleared away: install it again");
    m_newestState.clear();
    lookForRepair();
    Q_EMIT changed();
  });
}

void HistoryController::reviewUninstall() {
  m_removal.begin(uninstallCommand());
  m_removing = m_jobs.planUninstall([this](const auto& plan) { m_removal.set(plan, installation()->context()); });
}

void HistoryController::uninstall() {
  if (!m_busy.isEmpty() || m_removal.state() != UninstallCase::Ready) return;
  const int notice = begin(tr("Uninstalling %1").arg(installation()->name()));
  m_removal.close();
  m_changing = m_jobs.uninstall(m_removal.revision(), [this, notice](const auto& done) {
    const QString name = installation()->name();
    if (ended(notice, done, tr("%1 was not uninstalled").arg(name))) {
      const int kept = m_removal.kept()->count();
      context().notices.say(Tone::Ok, tr("%1 is uninstalled").arg(name),
                            kept > 0 ? tr("Kept in %1: %2").arg(installation()->ns()).arg(kept) : QString());
      open(QStringLiteral("Installations"));
    }
    Q_EMIT changed();
  });
}

int HistoryController::begin(const QString& what) {
  m_busy = what;
  m_outcome.clear();
  Q_EMIT changed();
  return context().notices.say(Tone::Busy, what);
}

bool HistoryController::ended(int notice, const Result<Done>& done, const QString& failure) {
  context().notices.dismiss(notice);
  m_busy.clear();
  if (!done) context().notices.fail(failure, done.error());
  return bool(done);
}

void HistoryController::dismissOutcome() {
  m_outcome.clear();
  m_following.reset();
  Q_EMIT changed();
}

QString HistoryController::commandOf(const helm::Invocation& invocation) const {
  const auto& where = installation()->value();
  const helm::Target target(context().workspace.kubeconfigs(), where.context, where.ns);
  return text(helm::commandLine(target, invocation, std::string()));
}

QString HistoryController::rollbackCommand(int revision) const {
  return commandOf(helm::rollbackInvocation(helm::Program(), installation()->value().name, revision, false));
}

QString HistoryController::uninstallCommand() const {
  return commandOf(helm::uninstallInvocation(helm::Program(), installation()->value().name, false));
}

void HistoryController::copyRollback() {
  if (m_chosen > 0) copy(rollbackCommand(m_chosen));
}

QString HistoryController::repairCommand() const {
  const auto& advice = m_repair.review().advice;
  if (!m_repair.isNeeded()) return {};
  return advice.backTo > 0 ? rollbackCommand(advice.backTo) : uninstallCommand();
}

QList<Command> HistoryController::commands() {
  Command back, marking;
  back.title = m_chosen > 0 ? tr("Roll back to revision %1").arg(m_chosen) : tr("Roll back");
  back.iconName = QStringLiteral("history");
  back.reason = cannotRollBack();
  back.commandLine = m_chosen > 0 ? rollbackCommand(m_chosen) : QString();
  back.run = [this] { reviewRollback(); };
  marking.title = m_revisions.marked() == m_chosen ? tr("Compare with the revision before")
                                                   : tr("Compare revision %1 with another").arg(m_chosen);
  marking.iconName = QStringLiteral("arrow-right");
  marking.keys = tr("Space");
  marking.reason = m_chosen > 0 ? QString() : tr("Choose a revision first");
  marking.run = [this] { mark(m_chosen); };
  return {back, marking};
}
