// The last look before an apply, what it does meanwhile, and the file afterwards.
#include "console/tables/text.h"
#include "console/values/valuescontroller.h"

using namespace cleardeck;

void ValuesController::openReview() {
  m_reviewOpen = true;
  m_reviewed.clear();
  m_progress.clear();
  askReview();
}

void ValuesController::closeReview() {
  m_reviewOpen = false;
  m_reviewing.reset();
  m_review.stop();
}

// Also when a remedy has changed the draft meanwhile: the checks are of what the diff on screen shows, or none.
void ValuesController::askReview() {
  const auto* session = m_draft.session();
  if (!session || !m_preview.isOf(session->text())) return;
  m_draft.changes()->describe(*session, m_preview.diff());
  if (!m_reviewOpen || m_applying || m_reviewed == session->text() || !m_jobs.review) return;
  m_reviewed = session->text();
  m_review.start();
  m_reviewing = m_jobs.review(installation::reviewOrder(*session, m_preview.diff()), [this](auto review) {
    if (review)
      m_review.set(*review);
    else
      m_review.fail(review.error());
  });
}

QString ValuesController::cannotConfirm() const {
  if (const QString edit = cannotApply(); !edit.isEmpty()) return edit;
  switch (m_review.state()) {
    case ReviewModel::Failed: return m_review.problem();
    case ReviewModel::Ready:
      if (!m_review.isOf(m_draft.session()->text())) break;
      if (m_review.blocking() == 0) return {};
      return m_review.blocking() == 1 ? tr("1 check blocks") : tr("%n checks block", "", m_review.blocking());
    case ReviewModel::Idle:
    case ReviewModel::Checking: break;
  }
  return tr("Comparing with the cluster");
}

void ValuesController::readNames() {
  if (!m_jobs.names) return;
  m_naming = m_jobs.names([this](Result<installation::ClusterNames> names) {
    // Without them every reference is a line of text; the next open asks again.
    if (names) m_draft.fields()->setNames(*names);
  });
}

void ValuesController::watchProgress() {
  m_progress.clear();
  if (!m_jobs.progress) return;
  const auto target = installation::rolloutTarget(installation()->value(), m_preview.diff());
  m_progressing = m_jobs.progress(target, [this](auto changes) { m_progress.apply(std::move(changes)); });
}

// The user's file says what is deployed, unless somebody else has written it meanwhile.
void ValuesController::keepFile() {
  const auto kept = m_file.keep();
  if (!kept) context().notices.fail(tr("%1 was not written").arg(m_file.name()), kept.error());
}
