#include "base/live.h"

namespace cleardeck {
namespace {

int badness(Freshness freshness) {
  switch (freshness) {
    case Freshness::Live: return 0;
    case Freshness::Forbidden: return 1;
    case Freshness::Syncing: return 2;
    case Freshness::Stale: return 3;
    case Freshness::Reconnecting: return 4;
    case Freshness::Failed: return 5;
    case Freshness::NeedsSignIn: return 6;
  }
  return 6;
}

}  // namespace

const LiveState& worse(const LiveState& a, const LiveState& b) {
  return badness(b.freshness) > badness(a.freshness) ? b : a;
}

}  // namespace cleardeck
