#include "console/history/repaircase.h"

#include "console/tables/text.h"

using namespace cleardeck;

void RepairCase::set(const Result<installation::RepairReview>& review) {
  m_review = review ? *review : installation::RepairReview();
  m_problem = review ? QString() : text(review.error().text());
  Q_EMIT changed();
}

void RepairCase::clear() {
  m_review = {};
  m_problem.clear();
  Q_EMIT changed();
}

QString RepairCase::title() const { return tr("The release is %1").arg(text(m_review.advice.status)); }

QString RepairCase::sentence() const { return m_problem.isEmpty() ? text(m_review.advice.sentence) : m_problem; }

QString RepairCase::action() const {
  if (uninstalls()) return tr("Clear it away");
  return isNeeded() ? tr("Roll back to %1").arg(m_review.advice.backTo) : QString();
}

QStringList RepairCase::warnings() const {
  QStringList all;
  for (const auto& warning : m_review.warnings) all.append(text(warning));
  return all;
}
