// The protocol: kubernetes cri-streaming portforward/websocket.go. Every message is a channel byte and data; channel 0
// is data, 1 errors; the first message on each is the port number.
#include "kube/forward_pump.h"

#include <boost/asio/write.hpp>

namespace cleardeck::kube {
namespace {

using PumpPtr = std::shared_ptr<Pump>;
constexpr std::size_t frameBytes = 32u << 10;
constexpr auto lingerAfterLocalEnd = std::chrono::seconds(60);
constexpr auto drainTime = std::chrono::seconds(2);
constexpr char dataChannel = 0;
constexpr char errorChannel = 1;

// v4 cannot close one direction: after the local program has finished sending it may still be reading, so the WebSocket
// stays until the pod ends or nothing has moved for a while.
Task<Done> waitForPodsEnd(PumpPtr self, net::WebSocket socket) {
  for (;;) {
    auto left = self->lastByte + lingerAfterLocalEnd - Clock::now();
    if (left <= Clock::duration::zero()) break;
    co_await sleepFor(left);
  }
  co_return co_await net::closeWebSocket(socket);
}

// One frame at a time: TCP's own flow control is the back-pressure.
Task<Done> pumpToPod(PumpPtr self, net::WebSocket socket) {
  std::vector<char> frame(1 + frameBytes);
  frame[0] = dataChannel;
  for (;;) {
    error_code ec;
    auto token = asio::redirect_error(asio::use_awaitable, ec);
    auto space = asio::buffer(frame) + 1;
    auto count = co_await self->local.async_read_some(space, token);
    if (ec == asio::error::eof) break;
    if (ec) {  // reset by the local program: nobody wants the rest
      auto closed = co_await net::closeWebSocket(socket);
      co_return closed ? Result<Done>(Error(ErrorKind::Network, ec.message())) : closed;
    }
    self->lastByte = Clock::now();
    auto bytes = asio::buffer(frame.data(), count + 1);
    auto sent = co_await net::writeBinary(socket, bytes);
    if (!sent) co_return sent.error();
    self->onBytes(count, 0);
  }
  co_return co_await waitForPodsEnd(self, socket);
}

Task<Done> pumpToLocal(PumpPtr self, net::WebSocket socket) {
  bool announced[2] = {false, false};
  for (;;) {
    auto message = co_await net::readMessage(socket);
    if (!message) co_return message.error();
    if (!*message) co_return Done();
    auto data = (*message)->data;
    if (data.empty() || data[0] < 0 || data[0] > errorChannel) continue;
    const auto channel = data[0];
    data.remove_prefix(1);
    if (!std::exchange(announced[int(channel)], true) && data.size() == 2) continue;
    if (data.empty()) continue;
    if (channel == errorChannel) co_return Error(ErrorKind::Network, std::string(data));
    self->lastByte = Clock::now();
    error_code ec;
    auto token = asio::redirect_error(asio::use_awaitable, ec);
    auto bytes = asio::buffer(data);
    co_await asio::async_write(self->local, bytes, token);
    if (ec) co_return Error(ErrorKind::Cancelled, "the local program closed the connection");
    self->onBytes(0, data.size());
  }
}

Task<Done> closeLater(PumpPtr self) {
  co_await sleepFor(drainTime);
  error_code ec;
  self->local.close(ec);
  co_return Done();
}

// close() with unread input would send a reset and take back bytes that the local program has not read.
Task<Done> closeGently(PumpPtr self) {
  error_code ec;
  self->local.shutdown(asio::ip::tcp::socket::shutdown_send, ec);
  std::vector<char> scrap(16u << 10);
  auto ignore = [](Result<Done>) {};
  ChildTask guard(self->local.get_executor(), closeLater(self), ignore);
  while (!ec) {
    auto token = asio::redirect_error(asio::use_awaitable, ec);
    auto space = asio::buffer(scrap);
    co_await self->local.async_read_some(space, token);
  }
  co_return Done();
}

}  // namespace

void reset(Pump& connection) {
  error_code ec;
  connection.local.set_option(asio::socket_base::linger(true, 0), ec);
  connection.local.close(ec);
}

Task<Done> pump(PumpPtr connection, net::WebSocket socket) {
  Result<Done> end;
  {
    auto ignore = [](Result<Done>) {};
    ChildTask up(connection->local.get_executor(), pumpToPod(connection, socket), ignore);
    end = co_await pumpToLocal(connection, socket);
  }
  if (end) co_return co_await closeGently(connection);
  reset(*connection);
  co_return end;
}

}  // namespace cleardeck::kube
