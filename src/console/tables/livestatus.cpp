#include "console/tables/livestatus.h"

void LiveStatus::set(const cleardeck::LiveState& state) {
  if (state == m_state) return;
  m_state = state;
  Q_EMIT changed();
}

Tone::Kind LiveStatus::tone() const {
  switch (state()) {
    case Syncing: return Tone::Busy;
    case Live: return Tone::Live;
    case Stale:
    case Reconnecting: return Tone::Stale;
    case NeedsSignIn:
    case Forbidden: return Tone::Warn;
    case Failed: return Tone::Bad;
  }
  return Tone::Unknown;
}

QString LiveStatus::word() const {
  switch (state()) {
    case Syncing: return tr("Loading");
    case Live: return tr("Live");
    case Stale: return tr("Stale");
    case Reconnecting: return tr("Reconnecting");
    case NeedsSignIn: return tr("Sign-in needed");
    case Forbidden: return tr("Not allowed");
    case Failed: return tr("No answer");
  }
  return {};
}

QDateTime LiveStatus::since() const {
  using std::chrono::duration_cast, std::chrono::milliseconds;
  const auto ms = duration_cast<milliseconds>(m_state.since.time_since_epoch()).count();
  return ms > 0 ? QDateTime::fromMSecsSinceEpoch(ms) : QDateTime();
}

bool LiveStatus::isOld() const { return state() == Stale || state() == Reconnecting || isRefused(); }

bool LiveStatus::isRefused() const { return state() == NeedsSignIn || state() == Forbidden || state() == Failed; }
