#include "net/websocket.h"
#include "net/curl_stream.h"

#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/websocket/stream.hpp>

namespace cleardeck::net {
namespace {

namespace beast = boost::beast;
namespace ws = beast::websocket;

Error errorFrom(error_code ec) {
  if (ec == asio::error::operation_aborted) return cancelledError();
  if (ec == beast::error::timeout) return Error(ErrorKind::Timeout, "the WebSocket peer does not answer");
  if (ec == ws::error::message_too_big) return Error(ErrorKind::TooLarge, ec.message());
  return Error(ErrorKind::Network, ec.message());
}

}  // namespace

struct WebSocket::Impl {
  Impl(std::shared_ptr<CurlConnection> connection, const WebSocketRequest& request)
      : stream(CurlStream(std::move(connection))) {
    ws::stream_base::timeout timeouts = ws::stream_base::timeout::suggested(beast::role_type::client);
    timeouts.handshake_timeout = request.connectTimeout;
    timeouts.idle_timeout = request.idleTimeout;
    timeouts.keep_alive_pings = true;
    stream.set_option(timeouts);
    stream.binary(true);
    stream.auto_fragment(false);
    stream.write_buffer_bytes(64u << 10);  // the default 4 KiB makes every frame many TLS records
    stream.read_message_max(request.maxMessage);
  }

  ws::stream<CurlStream, false> stream;  // false: no compression code
  beast::flat_buffer buffer;
  std::string subprotocol;
};

const std::string& WebSocket::subprotocol() const { return m_impl->subprotocol; }

Task<WebSocket> connectWebSocket(Session session, WebSocketRequest request) {
  auto connection = co_await connectRaw(session, request.connectTimeout);
  if (!connection) co_return connection.error();
  auto impl = std::make_shared<WebSocket::Impl>(*connection, request);
  auto decorate = [&](ws::request_type& http) {
    const auto& endpoint = *session.endpoint();
    http.set("User-Agent", "cleardeck/0.1");
    if (!endpoint.bearerToken().empty()) http.set("Authorization", "Bearer " + endpoint.bearerToken());
    for (const auto& header : request.headers) http.insert(header.name, header.value);
    std::string offered;
    for (const auto& name : request.subprotocols) offered += (offered.empty() ? "" : ", ") + name;
    if (!offered.empty()) http.set("Sec-WebSocket-Protocol", offered);
  };
  impl->stream.set_option(ws::stream_base::decorator(decorate));

  ws::response_type answer;
  auto path = session.endpoint()->path(request.target);
  error_code ec;
  auto token = asio::redirect_error(asio::use_awaitable, ec);
  co_await impl->stream.async_handshake(answer, session.endpoint()->host(), path, token);
  if (ec == ws::error::upgrade_declined) co_return failureOf(int(answer.result_int()), answer.body());
  if (ec) co_return errorFrom(ec);

  auto chosen = answer.find("Sec-WebSocket-Protocol");
  if (chosen != answer.end()) impl->subprotocol = std::string(chosen->value());
  auto& offers = request.subprotocols;
  bool offered = std::find(offers.begin(), offers.end(), impl->subprotocol) != offers.end();
  if (!offers.empty() && !offered)  // Beast does not check this
    co_return Error(ErrorKind::Protocol, "the server chose the WebSocket protocol '" + impl->subprotocol + "'");
  co_return WebSocket(impl);
}

Task<std::optional<Message>> readMessage(WebSocket socket) {
  auto& impl = socket.impl();
  impl.buffer.clear();
  error_code ec;
  auto token = asio::redirect_error(asio::use_awaitable, ec);
  co_await impl.stream.async_read(impl.buffer, token);
  if (ec == ws::error::closed) co_return std::optional<Message>();
  if (ec) co_return errorFrom(ec);
  Message message;
  message.text = impl.stream.got_text();
  auto bytes = impl.buffer.cdata();
  message.data = std::string_view(static_cast<const char*>(bytes.data()), bytes.size());
  co_return std::optional<Message>(message);
}

Task<Done> writeBinary(WebSocket socket, asio::const_buffer bytes) {
  error_code ec;
  auto token = asio::redirect_error(asio::use_awaitable, ec);
  co_await socket.impl().stream.async_write(bytes, token);
  if (ec) co_return errorFrom(ec);
  co_return Done();
}

Task<Done> closeWebSocket(WebSocket socket) {
  error_code ec;
  auto token = asio::redirect_error(asio::use_awaitable, ec);
  co_await socket.impl().stream.async_close(ws::close_code::normal, token);
  if (ec && ec != ws::error::closed) co_return errorFrom(ec);
  co_return Done();
}

}  // namespace cleardeck::net
