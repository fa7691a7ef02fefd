/// A TCP port of ours on this machine.
#pragma once
#include "net/async.h"

#include <boost/asio/ip/tcp.hpp>

#include <cstdint>
#include <functional>

namespace cleardeck::net {

/// Accepts connections on 127.0.0.1 and, where the machine has IPv6, on ::1 with the same port, because "localhost"
/// may mean either. Dropping it ends its connections. One I/O thread.
class Listener {
 public:
  using Handler = std::function<Task<Done>(asio::ip::tcp::socket)>;
  using FailureHandler = std::function<void(const Error&)>;

  /// `port` 0: a free one. `serve` runs once a connection; what it returns goes to `onFailure` (may be empty), but for
  /// Cancelled. Errors: Conflict (the port is in use), Forbidden (a port below 1024).
  static Result<Listener> listen(const asio::any_io_executor& executor, std::uint16_t port, Handler serve,
                                 FailureHandler onFailure);
  std::uint16_t port() const { return m_port; }
  std::size_t connections() const;  ///< open ones
  bool onIpv6() const { return m_ipv6; }

 private:
  struct Shared;
  Listener() = default;
  std::shared_ptr<Shared> m_shared;
  ChildTask m_ipv4Task;
  ChildTask m_ipv6Task;
  std::uint16_t m_port = 0;
  bool m_ipv6 = false;
};

}  // namespace cleardeck::net
