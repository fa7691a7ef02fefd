/// One list + watch of one collection, for ever. Internal to kube; watch.h adds the fallback to namespaces.
#pragma once
#include "kube/watch.h"

namespace cleardeck::kube {

struct Reflector {
  Reflector(Session s, ResourcePath p, Scope c, std::shared_ptr<RowStore> r, WatchTimes t)
      : session(std::move(s)),
        path(p),
        scope(std::move(c)),
        store(std::move(r)),
        times(t),
        changed(session.executor()) {}

  Session session;
  ResourcePath path;
  Scope scope;
  std::shared_ptr<RowStore> store;
  WatchTimes times;
  std::function<void(LiveState)> tell;  ///< rows may have changed, and this is how true they are

  std::string part() const { return scope.ns; }

  // Everything below is the reflector's own.
  Notifier changed;
  std::string version;  // where the watch goes on; empty: list first
  LiveState state;
  std::chrono::system_clock::time_point lastTrue;
  std::optional<Result<Done>> stepResult;
  std::uint64_t stepNumber = 0;
  bool hurried = false;  // reconnectNow() was called
  std::chrono::seconds retryAfter{0};
  std::chrono::milliseconds backOff{0};
  std::uint64_t events = 0;
};

/// Ends with Cancelled, or with Forbidden: what to do about that is the caller's.
Task<Done> reflect(std::shared_ptr<Reflector> self);

}  // namespace cleardeck::kube
