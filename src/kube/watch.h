/// Rows that stay live: list, then watch, for ever (what client-go calls a reflector).
/// A first page of 100, then 1,000 a page; bookmarks; 410 lists again; 429 waits as told; back-off 0.8–30 s with
/// jitter; a connection without a byte for 150 s is dead. States as in base/live.h:
/// - 403 cluster-wide: the namespaces of the Session are tried instead; Forbidden only when none is left.
/// - 401: NeedsSignIn, until Session::reconnectNow(). Forbidden and Failed are looked at again every 5 minutes.
#pragma once
#include "base/live.h"
#include "kube/row_store.h"
#include "kube/session.h"

namespace cleardeck::kube {

/// Delays of the watch, so that tests need not wait.
struct WatchTimes {
  WatchTimes() = default;
  std::chrono::milliseconds firstBackOff{800};
  std::chrono::milliseconds maxBackOff{30'000};
  std::chrono::milliseconds idle{150'000};
  std::chrono::milliseconds parked{300'000};
};

/// The part that no kind changes. Ends only by cancellation.
Task<Done> watchObjects(Session session, ResourcePath path, Scope scope, std::shared_ptr<RowStore> store,
                        WatchTimes times = WatchTimes());

/// Every change of the rows in `scope` goes to `sink`, on the I/O thread. Ends only by cancellation.
template <class Row>
Task<Done> watch(Session session, Scope scope, ChangesSink<Row> sink, WatchTimes times = WatchTimes()) {
  return watchObjects(std::move(session), Row::path, std::move(scope),
                      std::make_shared<TypedRowStore<Row>>(std::move(sink)), times);
}

}  // namespace cleardeck::kube
