/// What Listener and Server share: binding a port and accepting connections. Internal to net.
#pragma once
#include "net/async.h"

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ip/v6_only.hpp>

#include <functional>

namespace cleardeck::net {

using SharedAcceptor = std::shared_ptr<asio::ip::tcp::acceptor>;

/// Bound and listening. Errors name the port: Conflict (in use), Forbidden (below 1024), Network (no such address).
Result<SharedAcceptor> bindAcceptor(const asio::any_io_executor& executor, asio::ip::tcp::endpoint endpoint);

/// Accepts until it is cancelled.
Task<Done> acceptAll(SharedAcceptor acceptor, std::function<void(asio::ip::tcp::socket)> onConnection);

}  // namespace cleardeck::net
