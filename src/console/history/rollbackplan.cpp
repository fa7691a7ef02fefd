#include "console/history/rollbackplan.h"

#include "console/tables/text.h"

using namespace cleardeck;

void RollbackPlan::begin(int from, int to, const QString& command) {
  m_to = to;
  m_command = command;
  m_review = {};
  m_comparison.wait(from, to);
  Q_EMIT changed();
}

void RollbackPlan::set(const Result<installation::RollbackReview>& review) {
  if (review) {
    m_review = *review;
    m_comparison.show(m_review.diff);
  } else {
    m_comparison.fail(review.error());
  }
  Q_EMIT changed();
}

QStringList RollbackPlan::warnings() const {
  QStringList all;
  for (const auto& warning : m_review.warnings) all.append(text(warning));
  return all;
}
