/// WebSocket client over a Session's identity and proxy. No Beast header here: it costs seconds.
#pragma once
#include "net/http.h"

#include <boost/asio/buffer.hpp>

namespace cleardeck::net {

struct WebSocketRequest {
  explicit WebSocketRequest(std::string t) : target(std::move(t)) {}
  std::string target;
  Headers headers;
  std::vector<std::string> subprotocols;
  std::size_t maxMessage = 16u << 20;
  std::chrono::milliseconds connectTimeout{10'000};
  std::chrono::milliseconds idleTimeout{60'000};  ///< pings at half of it; no answer ends the connection
};

struct Message {
  Message() = default;
  bool text = false;
  std::string_view data;  ///< until the next read of this WebSocket
};

class WebSocket {
 public:
  struct Impl;
  explicit WebSocket(std::shared_ptr<Impl> impl) : m_impl(std::move(impl)) {}
  const std::string& subprotocol() const;  ///< the server's choice
  Impl& impl() const { return *m_impl; }

 private:
  std::shared_ptr<Impl> m_impl;  // dropping the last copy closes the connection
};

/// A refused upgrade is an Error with status, message and the body (a Kubernetes Status) in detail.
Task<WebSocket> connectWebSocket(Session session, WebSocketRequest request);
/// nullopt: the server closed the WebSocket. Network error: it vanished without a close frame.
/// One read and one write may be in flight at a time. After Cancelled the WebSocket is unusable.
Task<std::optional<Message>> readMessage(WebSocket socket);
/// Sends one binary message. `bytes` must stay valid until the task ends.
Task<Done> writeBinary(WebSocket socket, asio::const_buffer bytes);
/// The close handshake; waits for the server's half.
Task<Done> closeWebSocket(WebSocket socket);

}  // namespace cleardeck::net
