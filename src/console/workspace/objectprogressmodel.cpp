#include "console/workspace/objectprogressmodel.h"

#include <algorithm>

using namespace cleardeck;

namespace {

using installation::ObjectProgress;
using installation::ProgressState;

Tone::Kind progressTone(ProgressState state) {
  switch (state) {
    case ProgressState::Waiting: return Tone::Off;
    case ProgressState::RollingOut: return Tone::Busy;
    case ProgressState::Failed: return Tone::Bad;
    case ProgressState::Applied:
    case ProgressState::Ready: return Tone::Ok;
  }
  return Tone::Unknown;
}

QString appliedWord(helm::ChangeKind change) {
  switch (change) {
    case helm::ChangeKind::Added: return ObjectProgressModel::tr("Created");
    case helm::ChangeKind::Removed: return ObjectProgressModel::tr("Removed");
    case helm::ChangeKind::Changed: break;
  }
  return ObjectProgressModel::tr("Changed");
}

// The engine's own words for counts and reasons; here only what the state is called.
QString progressWord(const ObjectProgress& row) {
  switch (row.state) {
    case ProgressState::Waiting: return ObjectProgressModel::tr("Waiting");
    case ProgressState::Applied: return appliedWord(row.change);
    case ProgressState::RollingOut: return ObjectProgressModel::tr("Rolling out");
    case ProgressState::Ready: return ObjectProgressModel::tr("Ready");
    case ProgressState::Failed: return ObjectProgressModel::tr("Failing");
  }
  return {};
}

FactRow progressFact(const ObjectProgress& row) {
  FactRow fact;
  fact.key = QString::fromStdString(row.uid);
  fact.title = QString::fromStdString(row.kind + "/" + row.name);
  fact.detail = QString::fromStdString(row.detail);
  fact.link = QString::fromStdString(row.nextStep);
  fact.value = progressWord(row);
  fact.tone = progressTone(row.state);
  if (row.desired > 0) fact.fraction = double(row.ready) / row.desired;
  return fact;
}

}  // namespace

void ObjectProgressModel::apply(Changes<ObjectProgress> changes) {
  for (auto& row : changes.upserts) {
    const auto same = [&row](const auto& known) { return known.uid == row.uid; };
    const auto known = std::find_if(m_rows.begin(), m_rows.end(), same);
    if (known == m_rows.end())
      m_rows.push_back(std::move(row));
    else
      *known = std::move(row);
  }
  for (const auto& uid : changes.removals) std::erase_if(m_rows, [&uid](const auto& row) { return row.uid == uid; });
  std::stable_sort(m_rows.begin(), m_rows.end(), [](const auto& a, const auto& b) { return a.place < b.place; });
  QList<FactRow> facts;
  for (const auto& row : m_rows) facts.append(progressFact(row));
  set(std::move(facts));
  m_live.set(changes.state);
  Q_EMIT progressed();
}

void ObjectProgressModel::clear() {
  m_rows.clear();
  set({});
  Q_EMIT progressed();
}

int ObjectProgressModel::done() const {
  return int(std::count_if(m_rows.begin(), m_rows.end(), [](const auto& row) {
    return row.state == ProgressState::Applied || row.state == ProgressState::Ready;
  }));
}

int ObjectProgressModel::failed() const {
  return int(
      std::count_if(m_rows.begin(), m_rows.end(), [](const auto& row) { return row.state == ProgressState::Failed; }));
}

QString ObjectProgressModel::summary() const {
  if (m_rows.empty()) return {};
  const QString all = tr("%1 of %2 done").arg(done()).arg(count());
  if (failed() == 0) return all;
  return failed() == 1 ? tr("%1, 1 fails").arg(all) : tr("%1, %2 fail").arg(all).arg(failed());
}
