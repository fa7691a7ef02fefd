#include "console/values/reviewmodel.h"

#include "console/tables/text.h"
#include "console/tables/tone.h"

#include <algorithm>

using namespace cleardeck;
using installation::DriftFate;

namespace {

Tone::Kind kindOf(installation::GuardState state) {
  switch (state) {
    case installation::GuardState::Passes: return Tone::Ok;
    case installation::GuardState::Warns: return Tone::Warn;
    case installation::GuardState::Blocks: break;
  }
  return Tone::Bad;
}

QString fateWord(DriftFate fate) {
  switch (fate) {
    case DriftFate::Overwritten: return ReviewModel::tr("is overwritten");
    case DriftFate::Kept: return ReviewModel::tr("stays");
    case DriftFate::Refused: break;
  }
  return ReviewModel::tr("may stop helm");
}

QString driftLine(const installation::DriftField& field) {
  const QString was = field.deployed.empty() ? ReviewModel::tr("nothing") : ::text(field.deployed);
  const QString now = field.live.empty() ? ReviewModel::tr("gone") : ::text(field.live);
  QString line = QStringLiteral("%1 %2: %3 \u2192 %4, %5")
                     .arg(::text(field.object), ::text(field.path), was, now, fateWord(field.fate));
  if (!field.manager.empty()) line += ReviewModel::tr(" (%1)").arg(::text(field.manager));
  return line;
}

}  // namespace

void ReviewModel::start() { become(Checking, {}); }
void ReviewModel::stop() { become(Idle, {}); }
void ReviewModel::fail(const Error& error) { become(Failed, {}, ::text(error.text())); }

void ReviewModel::set(const installation::ValuesReview& review) {
  QStringList lines;
  for (const auto& field : review.drift.fields) lines.append(driftLine(field));
  m_drift = lines.join(u'\n');
  m_values = review.values;
  become(Ready, review.guards);
}

void ReviewModel::become(State state, std::vector<installation::Guard> guards, const QString& problem) {
  beginResetModel();
  m_guards = std::move(guards);
  endResetModel();
  if (state != Ready) m_drift.clear();
  m_state = state;
  m_problem = problem;
  Q_EMIT changed();
}

int ReviewModel::blocking() const {
  return int(std::count_if(m_guards.begin(), m_guards.end(),
                           [](const auto& one) { return one.state == installation::GuardState::Blocks; }));
}

QVariant ReviewModel::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
  const installation::Guard& guard = m_guards[std::size_t(index.row())];
  switch (role) {
    case Qt::DisplayRole:
    case TitleRole: return ::text(guard.title);
    case DetailRole: return ::text(guard.detail);
    case KindRole: return kindOf(guard.state);
    case RemedyRole: return ::text(guard.remedy);
    case PathRole: return ::text(yaml::toString(guard.path));
  }
  return {};
}

QHash<int, QByteArray> ReviewModel::roleNames() const {
  return {{TitleRole, "title"}, {DetailRole, "detail"}, {KindRole, "kind"}, {RemedyRole, "remedy"}, {PathRole, "path"}};
}
