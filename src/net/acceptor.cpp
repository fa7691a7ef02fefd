#include "net/acceptor.h"

#include "base/log.h"

namespace cleardeck::net {
namespace {

using tcp = asio::ip::tcp;

Error bindError(const tcp::endpoint& endpoint, error_code ec) {
  const std::string port = std::to_string(endpoint.port());
  const std::string what = "listen on port " + port + " of " + endpoint.address().to_string() + ": ";
  if (ec == asio::error::address_in_use)
    return Error(ErrorKind::Conflict, what + "it is in use by another program")
        .withHint("Choose another port, or end the program that uses port " + port);
  if (ec == asio::error::access_denied)
    return Error(ErrorKind::Forbidden, what + "not allowed").withHint("Choose a port above 1023");
  return Error(ErrorKind::Network, what + ec.message()).withHint("Choose an address of this machine");
}

}  // namespace

Result<SharedAcceptor> bindAcceptor(const asio::any_io_executor& executor, tcp::endpoint endpoint) {
  error_code ec;
  auto acceptor = std::make_shared<tcp::acceptor>(executor);
  acceptor->open(endpoint.protocol(), ec);
  if (!ec) acceptor->set_option(tcp::acceptor::reuse_address(true), ec);
  // "::" would take the IPv4 port as well and then clash with our own IPv4 socket.
  if (!ec && endpoint.address().is_v6()) acceptor->set_option(asio::ip::v6_only(true), ec);
  if (!ec) acceptor->bind(endpoint, ec);
  if (!ec) acceptor->listen(asio::socket_base::max_listen_connections, ec);
  if (ec) return bindError(endpoint, ec);
  return acceptor;
}

Task<Done> acceptAll(SharedAcceptor acceptor, std::function<void(tcp::socket)> onConnection) {
  for (;;) {
    tcp::socket socket(acceptor->get_executor());
    error_code ec;
    auto token = asio::redirect_error(asio::use_awaitable, ec);
    co_await acceptor->async_accept(socket, token);
    if (ec == asio::error::operation_aborted) co_return cancelledError();
    if (ec) {  // e.g. out of descriptors: some will be free again
      log::room("net")->warn("accept: {}", ec.message());
      co_await sleepFor(std::chrono::milliseconds(100));
      continue;
    }
    error_code ignored;  // a connection that is gone already shows at its first read
    socket.set_option(tcp::no_delay(true), ignored);
    socket.set_option(asio::socket_base::keep_alive(true), ignored);
    onConnection(std::move(socket));
  }
}

}  // namespace cleardeck::net
