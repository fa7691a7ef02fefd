#include "net/websocket.h"

#include "net/curl_stream.h"
#include "net/endpoint.h"
#include "net/user_agent.h"
#include "net/with_token.h"

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

namespace {

// The upgrade's request headers.
struct Decorator {
  void operator()(ws::request_type& http) const {
    http.set("User-Agent", userAgent());
    for (const auto& line : identity) http.insert(line.name, line.value);
    for (const auto& line : request->headers) http.insert(line.name, line.value);
    std::string offered;
    for (const auto& name : request->subprotocols) offered += (offered.empty() ? "" : ", ") + name;
    if (!offered.empty()) http.set("Sec-WebSocket-Protocol", offered);
  }
  Headers identity;
  std::shared_ptr<const WebSocketRequest> request;
};

Task<WebSocket> connectOnce(Session session, std::shared_ptr<const WebSocketRequest> request, std::string bearer) {
  auto connection = co_await connectRaw(session, request->connectTimeout);
  if (!connection) co_return connection.error();
  const auto& endpoint = *session.endpoint();
  auto impl = std::make_shared<WebSocket::Impl>(*connection, *request);
  impl->stream.set_option(
      ws::stream_base::decorator(Decorator{endpoint.headersFor(request->headers, bearer), request}));

  ws::response_type answer;
  auto path = endpoint.path(request->target);
  error_code ec;
  auto token = asio::redirect_error(asio::use_awaitable, ec);
  co_await impl->stream.async_handshake(answer, endpoint.host(), path, token);
  if (ec == ws::error::upgrade_declined) co_return failureOf(int(answer.result_int()), answer.body());
  if (ec) co_return errorFrom(ec).during("WebSocket to " + session.host());

  auto chosen = answer.find("Sec-WebSocket-Protocol");
  if (chosen != answer.end()) impl->subprotocol = std::string(chosen->value());
  const auto& offers = request->subprotocols;
  const bool offered = std::find(offers.begin(), offers.end(), impl->subprotocol) != offers.end();
  if (!offers.empty() && !offered)  // Beast does not check this
    co_return Error(ErrorKind::Protocol, session.host() + " chose the WebSocket protocol '" + impl->subprotocol + "'");
  co_return WebSocket(impl);
}

}  // namespace

Task<WebSocket> connectWebSocket(Session session, WebSocketRequest request) {
  auto tokens = request.headers.find("Authorization") ? nullptr : session.endpoint()->tokens();
  auto shared = std::make_shared<const WebSocketRequest>(std::move(request));
  std::string none;
  if (!tokens) co_return co_await connectOnce(session, shared, none);
  std::function<Task<WebSocket>(std::string)> attempt = [session, shared](std::string bearer) {
    return connectOnce(session, shared, std::move(bearer));
  };
  std::function<bool(const Result<WebSocket>&)> refused = [](const Result<WebSocket>& result) {
    return !result && result.error().httpStatus == 401;
  };
  co_return co_await withToken<WebSocket>(tokens, attempt, refused);
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
