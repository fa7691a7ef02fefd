#include "console/history/historycontroller.h"

#include "console/tables/text.h"
#include "console/workspace/workspace.h"

using namespace cleardeck;

HistoryController::HistoryController(PageContext given, HistoryJobs jobs)
    : PageModel(std::move(given)), m_jobs(jobs.watch ? std::move(jobs) : realHistoryJobs(context(), this)) {
  connect(this, &HistoryController::changed, this, &PageModel::readyChanged);
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
  return live && m_revisions.total() > 0 && m_revisions.isOpened() && m_busy.isEmpty();
}

void HistoryController::apply(HistoryJobs::Rows changes) {
  const bool atNewest = m_chosen == 0 || m_chosen == m_revisions.newest();
  m_revisions.apply(std::move(changes));
  if (m_wanted != 0 && m_revisions.find(m_wanted))
    choose(std::exchange(m_wanted, 0));
  else if (atNewest || !m_revisions.find(m_chosen))
    choose(m_revisions.newest());
  Q_EMIT changed();
}

void HistoryController::openAt(const QString& revision) {
  const int wanted = revision.toInt();
  if (m_revisions.find(wanted)) return choose(wanted);
  m_wanted = wanted;
}

void HistoryController::choose(int revision) {
  if (revision == m_chosen) return;
  m_chosen = revision;
  Q_EMIT changed();
}

void HistoryController::retry() { context().workspace.retry(installation()->context()); }

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

void HistoryController::rollBack() {
  if (!cannotRollBack().isEmpty()) return;
  const QString what = tr("Rolling %1 back to revision %2").arg(installation()->name()).arg(m_chosen);
  setBusy(what);
  const int notice = context().notices.say(Tone::Busy, what);
  m_changing = m_jobs.rollBack(m_chosen, m_revisions.newest(), [this, revision = m_chosen, notice](auto done) {
    rolledBack(std::move(done), revision, notice);
  });
}

void HistoryController::rolledBack(Result<Done> done, int revision, int notice) {
  Notices& notices = context().notices;
  notices.dismiss(notice);
  if (done)
    notices.say(Tone::Ok, tr("%1 is back at revision %2").arg(installation()->name()).arg(revision));
  else
    notices.fail(tr("%1 was not rolled back").arg(installation()->name()), done.error());
  setBusy({});
}

void HistoryController::setBusy(const QString& what) {
  m_busy = what;
  Q_EMIT changed();
}

QList<Command> HistoryController::commands() {
  Command back;
  back.title = m_chosen > 0 ? tr("Roll back to revision %1").arg(m_chosen) : tr("Roll back");
  back.iconName = QStringLiteral("history");
  back.reason = cannotRollBack();
  back.run = [this] { Q_EMIT rollbackRequested(); };
  return {back};
}
