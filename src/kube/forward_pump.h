/// One forwarded connection: bytes between a local socket and a pod's WebSocket. Internal to kube.
#pragma once
#include "net/websocket.h"

#include <boost/asio/ip/tcp.hpp>

namespace cleardeck::kube {

struct Pump {
  explicit Pump(asio::ip::tcp::socket s) : local(std::move(s)) {}
  asio::ip::tcp::socket local;
  std::function<void(std::size_t up, std::size_t down)> onBytes;
  Clock::time_point lastByte = Clock::now();
};

/// Until both sides are done. A pod that closes is a normal end (Done); everything else resets the local connection, so
/// that the program there notices that bytes are missing. Errors: what the kubelet or the network says.
Task<Done> pump(std::shared_ptr<Pump> connection, net::WebSocket socket);

/// Gives the local connection up with a reset.
void reset(Pump& connection);

}  // namespace cleardeck::kube
