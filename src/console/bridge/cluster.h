/// One kubeconfig context as the window uses it: its Hub lives on the I/O thread, its live rows and logs come through
/// the bridge. Include this where a page needs a cluster; bridge.h knows nothing of Kubernetes.
#pragma once
#include "console/bridge/bridge.h"
#include "installation/fleet.h"
#include "kube/hub.h"
#include "kube/logs.h"

#include <variant>

namespace cleardeck::bridge {

/// A context's Session and Hub, made on first use. Shared by the pages that show the context.
class Cluster : public std::enable_shared_from_this<Cluster> {
 public:
  Cluster(Runtime& runtime, kube::Context context);
  ~Cluster();  ///< any thread; the Hub goes on the I/O thread
  Cluster(const Cluster&) = delete;
  Cluster& operator=(const Cluster&) = delete;

  const kube::Context& context() const { return m_context; }  ///< any thread: it never changes
  Runtime& runtime() const { return m_runtime; }
  /// I/O thread only, for example in a coroutine that was given the ClusterPtr. Errors: as Session::create.
  Result<kube::Hub> hub();
  void reconnect();  ///< any thread: every waiting watch tries again now

 private:
  Runtime& m_runtime;
  const kube::Context m_context;
  std::optional<Result<kube::Hub>> m_hub;  // I/O thread only
};
using ClusterPtr = std::shared_ptr<Cluster>;

/// Waits until it is cancelled.
Task<Done> untilCancelled();

namespace detail {

template <class Row>
Task<Done> watchRows(ClusterPtr cluster, kube::Scope scope, ChangesSink<Row> sink) {
  auto hub = cluster->hub();
  if (!hub) co_return hub.error();
  kube::Lease lease = hub->subscribe<Row>(std::move(scope), std::move(sink));
  co_return co_await untilCancelled();
}
Task<Done> watchFleet(ClusterPtr cluster, installation::ReadSummary read, ChangesSink<installation::Installation> sink);

}  // namespace detail

/// The rows of a kind, live, while the Handle lives. The watch is shared with everybody who wants the same scope.
template <class Row>
Handle rows(ClusterPtr cluster, kube::Scope scope, std::function<void(Changes<Row>)> apply) {
  auto operation = [cluster, scope = std::move(scope)](ChangesSink<Row> sink) {
    return detail::watchRows<Row>(cluster, scope, std::move(sink));
  };
  return subscribe<Row>(cluster->runtime(), std::move(operation), std::move(apply));
}

/// The installations of a context, live.
Handle installations(ClusterPtr cluster, installation::ReadSummary read,
                     std::function<void(Changes<installation::Installation>)> apply);

/// A line, or the state of a followed log from here on.
using LogPiece = std::variant<kube::LogLine, LiveState>;
/// The log of one container. The last batch says how it ended.
Handle logs(ClusterPtr cluster, kube::LogQuery query, std::function<void(Basket<LogPiece>::Batch)> apply);

}  // namespace cleardeck::bridge
