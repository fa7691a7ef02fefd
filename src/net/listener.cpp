#include "net/listener.h"

#include "net/acceptor.h"

namespace cleardeck::net {
namespace {

using tcp = asio::ip::tcp;

struct Pair {
  SharedAcceptor ipv4;
  SharedAcceptor ipv6;  // empty: this machine has no IPv6
};

Result<Pair> bindPair(const asio::any_io_executor& executor, std::uint16_t port) {
  Pair pair;
  auto ipv4 = bindAcceptor(executor, tcp::endpoint(asio::ip::address_v4::loopback(), port));
  if (!ipv4) return ipv4.error();
  pair.ipv4 = *ipv4;
  error_code ec;
  const auto bound = pair.ipv4->local_endpoint(ec).port();
  auto ipv6 = bindAcceptor(executor, tcp::endpoint(asio::ip::address_v6::loopback(), bound));
  // Another program on ::1 would get a part of the connections to "localhost".
  if (!ipv6 && ipv6.error().kind == ErrorKind::Conflict) return ipv6.error();
  if (ipv6) pair.ipv6 = *ipv6;
  return pair;
}

}  // namespace

struct Listener::Shared {
  Shared(const asio::any_io_executor& e, Handler s, FailureHandler f)
      : executor(e), serve(std::move(s)), onFailure(std::move(f)) {}
  void add(tcp::socket socket) {
    auto done = [report = onFailure](Result<Done> result) {
      if (!result && report && result.error().kind != ErrorKind::Cancelled) report(result.error());
    };
    connections.add(executor, serve(std::move(socket)), done);
  }
  asio::any_io_executor executor;
  Handler serve;
  FailureHandler onFailure;
  ChildTasks connections;
};

Result<Listener> Listener::listen(const asio::any_io_executor& executor, std::uint16_t port, Handler serve,
                                  FailureHandler onFailure) {
  auto pair = bindPair(executor, port);
  for (int attempt = 0; !pair && port == 0 && attempt < 5; ++attempt) pair = bindPair(executor, port);
  if (!pair) return pair.error();
  Listener listener;
  listener.m_shared = std::make_shared<Shared>(executor, std::move(serve), std::move(onFailure));
  // Weak: the connections end with the listener, not with the last accept.
  auto add = [weak = std::weak_ptr(listener.m_shared)](tcp::socket socket) {
    if (auto shared = weak.lock()) shared->add(std::move(socket));
  };
  auto ignore = [](Result<Done>) {};  // acceptAll ends only by cancellation
  error_code ec;
  listener.m_port = pair->ipv4->local_endpoint(ec).port();
  listener.m_ipv6 = pair->ipv6 != nullptr;
  listener.m_ipv4Task = ChildTask(executor, acceptAll(pair->ipv4, add), ignore);
  if (pair->ipv6) listener.m_ipv6Task = ChildTask(executor, acceptAll(pair->ipv6, add), ignore);
  return listener;
}

std::size_t Listener::connections() const { return m_shared->connections.count(); }

}  // namespace cleardeck::net
