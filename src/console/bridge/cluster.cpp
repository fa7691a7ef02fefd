#include "console/bridge/cluster.h"

namespace cleardeck::bridge {

Cluster::Cluster(Runtime& runtime, kube::Context context) : m_runtime(runtime), m_context(std::move(context)) {}

Cluster::~Cluster() {
  auto executor = m_runtime.executor();
  asio::post(executor, [hub = std::move(m_hub)] {});
}

Result<kube::Hub> Cluster::hub() {
  if (m_hub) return *m_hub;
  auto session = kube::Session::create(m_runtime.executor(), m_context);
  if (!session) return session.error();  // a file may be mended: the next use tries again
  m_hub = Result<kube::Hub>(kube::Hub(*session));
  return *m_hub;
}

void Cluster::reconnect() {
  auto executor = m_runtime.executor();
  asio::post(executor, [self = shared_from_this()] {
    if (!self->m_hub || !*self->m_hub) return;
    auto session = (**self->m_hub).session();
    session.reconnectNow();
  });
}

Task<Done> untilCancelled() {
  asio::steady_timer timer(co_await asio::this_coro::executor, Clock::time_point::max());
  error_code ec;
  auto token = asio::redirect_error(asio::use_awaitable, ec);
  co_await timer.async_wait(token);
  co_return cancelledError();
}

Task<Done> detail::watchFleet(ClusterPtr cluster, installation::ReadSummary read,
                              ChangesSink<installation::Installation> sink) {
  auto hub = cluster->hub();
  if (!hub) co_return hub.error();
  installation::Fleet fleet(*hub, std::move(read), std::move(sink));
  co_return co_await untilCancelled();
}

Handle installations(ClusterPtr cluster, installation::ReadSummary read,
                     std::function<void(Changes<installation::Installation>)> apply) {
  auto operation = [cluster, read = std::move(read)](ChangesSink<installation::Installation> sink) {
    return detail::watchFleet(cluster, read, std::move(sink));
  };
  return subscribe<installation::Installation>(cluster->runtime(), std::move(operation), std::move(apply));
}

namespace {

Task<Done> readLogs(ClusterPtr cluster, kube::LogQuery query, std::function<void(std::vector<LogPiece>)> sink) {
  auto hub = cluster->hub();
  if (!hub) co_return hub.error();
  kube::LogSink logSink;
  logSink.lines = [sink](std::vector<kube::LogLine> lines) {
    sink(std::vector<LogPiece>(std::make_move_iterator(lines.begin()), std::make_move_iterator(lines.end())));
  };
  logSink.state = [sink](LiveState state) { sink(std::vector<LogPiece>(1, LogPiece(std::move(state)))); };
  auto session = hub->session();
  co_return co_await kube::streamLogs(std::move(session), std::move(query), std::move(logSink));
}

}  // namespace

Handle logs(ClusterPtr cluster, kube::LogQuery query, std::function<void(Basket<LogPiece>::Batch)> apply) {
  auto operation = [cluster, query = std::move(query)](std::function<void(std::vector<LogPiece>)> sink) {
    return readLogs(cluster, query, std::move(sink));
  };
  return collect<LogPiece>(cluster->runtime(), std::move(operation), std::move(apply));
}

}  // namespace cleardeck::bridge
