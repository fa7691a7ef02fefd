#include "console/upgrade/upgraderun.h"

#include "console/tables/text.h"

using namespace cleardeck;

UpgradeRun::UpgradeRun(Notices& notices, const UpgradeJobs& jobs, QObject* parent)
    : QObject(parent), m_notices(notices), m_jobs(jobs) {}

void UpgradeRun::watch(installation::RolloutTarget target) {
  if (isBusy()) return;
  unwatch();
  if (target.objects.empty()) return;
  m_watching =
      m_jobs.progress(std::move(target), [this](UpgradeJobs::Rows rows) { m_progress.apply(std::move(rows)); });
}

void UpgradeRun::unwatch() {
  if (isBusy()) return;
  m_watching.reset();
  m_progress.clear();
}

void UpgradeRun::forget() {
  if (isBusy()) return;
  m_rollbackTo = 0;
  become(Idle, Tone::Off, {}, {});
}

void UpgradeRun::start(const QString& name, const UpgradeJobs::Opened& opened, UpgradeJobs::Proposal proposal) {
  if (isBusy()) return;
  m_name = name;
  m_to = text(proposal.step.to);
  m_base = proposal.base;
  m_rollbackTo = 0;
  m_said.clear();
  const QString what = tr("Upgrading %1 to %2").arg(name, m_to);
  become(Running, Tone::Busy, what, {});
  m_notice = m_notices.say(Tone::Busy, what, tr("from %1; nothing else changes").arg(text(proposal.step.from)));
  const auto told = [this](const std::string& line) {
    m_said = text(line);
    Q_EMIT changed();
  };
  m_working = m_jobs.run(opened, std::move(proposal), told, [this](auto outcome) { ended(std::move(outcome)); });
}

void UpgradeRun::ended(Result<installation::StepOutcome> outcome) {
  m_notices.dismiss(m_notice);
  if (!outcome) {
    const Error& error = outcome.error();
    m_notices.fail(tr("%1 was not upgraded as asked").arg(m_name), error);
    const QString detail = error.hint.empty() ? text(error.message) : text(error.message + ". " + error.hint);
    // A conflict is found before helm begins: nothing has happened.
    m_rollbackTo = error.kind == ErrorKind::Conflict ? 0 : m_base;
    become(Failed, Tone::Bad, m_rollbackTo == 0 ? tr("Nothing was changed") : tr("The step to %1 failed").arg(m_to),
           detail);
    if (m_rollbackTo == 0) Q_EMIT moved();
    return;
  }
  const auto& health = outcome->after.health;
  const bool well = health.word == installation::HealthWord::Healthy;
  QStringList words{text(health.sentence)};
  if (!outcome->answers.empty()) words.append(tr("The web server answers as %1.").arg(text(outcome->answers)));
  for (const auto& notice : outcome->notices) words.append(text(notice));
  const QString title = well ? tr("Revision %1 is deployed: chart %2").arg(outcome->revision).arg(m_to)
                             : tr("Chart %1 is deployed, and it is not healthy").arg(m_to);
  m_rollbackTo = well ? 0 : m_base;
  m_notices.say(well ? Tone::Ok : Tone::Warn, title, words.join(u' '));
  become(Done, well ? Tone::Ok : Tone::Warn, title, words.join(u' '));
  Q_EMIT moved();
}

void UpgradeRun::askRollback() {
  if (isBusy() || m_rollbackTo == 0) return;
  m_said = tr("Reading revision %1").arg(m_rollbackTo);
  become(GoingBack, m_tone, m_title, m_detail);
  m_working = m_jobs.reviewRollback(m_rollbackTo, [this](auto review) { reviewed(std::move(review)); });
}

void UpgradeRun::reviewed(Result<installation::RollbackReview> review) {
  become(Failed, m_tone, m_title, m_detail);
  if (!review)
    return m_notices.fail(tr("Revision %1 could not be looked at").arg(m_rollbackTo), review.error()), void();
  m_newest = review->newest;
  QStringList lines;
  for (const auto& line : review->warnings) lines.append(text(line));
  m_warning = lines.join(QStringLiteral("; "));
  if (m_warning.isEmpty()) return rollBack();
  Q_EMIT changed();
  Q_EMIT rollbackAsked();
}

void UpgradeRun::rollBack() {
  if (isBusy() || m_rollbackTo == 0 || m_newest == 0) return;
  const QString what = tr("Rolling %1 back to revision %2").arg(m_name).arg(m_rollbackTo);
  m_said = what;
  m_notice = m_notices.say(Tone::Busy, what);
  become(GoingBack, m_tone, m_title, m_detail);
  m_working = m_jobs.rollBack(m_rollbackTo, m_newest, [this](auto done) { wentBack(std::move(done)); });
}

void UpgradeRun::wentBack(Result<cleardeck::Done> done) {
  m_notices.dismiss(m_notice);
  m_newest = 0;
  if (!done) {
    m_notices.fail(tr("%1 was not rolled back").arg(m_name), done.error());
    return become(Failed, Tone::Bad, m_title, m_detail);
  }
  const QString title = tr("%1 is back at revision %2").arg(m_name).arg(m_rollbackTo);
  m_notices.say(Tone::Ok, title);
  m_rollbackTo = 0;
  become(Done, Tone::Ok, title, tr("The step to %1 was taken back.").arg(m_to));
  Q_EMIT moved();
}

void UpgradeRun::become(State state, Tone::Kind tone, const QString& title, const QString& detail) {
  m_state = state;
  m_tone = tone;
  m_title = title;
  m_detail = detail;
  Q_EMIT changed();
}
