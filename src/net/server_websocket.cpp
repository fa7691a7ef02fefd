#include "net/server_websocket.h"

#include <boost/beast/websocket/stream.hpp>

namespace cleardeck::net {
namespace {

namespace beast = boost::beast;
namespace ws = beast::websocket;

class Socket final : public ServerSocket {
 public:
  Socket(ErasedStream stream, const std::string& subprotocol) : m_stream(std::move(stream)) {
    m_stream.set_option(ws::stream_base::timeout::suggested(beast::role_type::server));
    m_stream.write_buffer_bytes(64u << 10);
    m_stream.auto_fragment(false);
    auto decorate = [subprotocol](ws::response_type& response) {
      if (!subprotocol.empty()) response.set("Sec-WebSocket-Protocol", subprotocol);
    };
    m_stream.set_option(ws::stream_base::decorator(decorate));
  }
  ws::stream<ErasedStream, false>& stream() { return m_stream; }

  asio::awaitable<std::optional<std::string>> read() override {
    error_code ec;
    auto token = asio::redirect_error(asio::use_awaitable, ec);
    std::string message;
    auto buffer = asio::dynamic_buffer(message);
    co_await m_stream.async_read(buffer, token);
    if (ec) co_return std::nullopt;
    co_return message;
  }
  asio::awaitable<bool> write(std::string message) override {
    error_code ec;
    auto token = asio::redirect_error(asio::use_awaitable, ec);
    m_stream.binary(true);
    auto bytes = asio::const_buffer(asio::buffer(message));
    co_await m_stream.async_write(bytes, token);
    co_return !ec;
  }
  asio::awaitable<void> close() override {
    error_code ec;
    auto token = asio::redirect_error(asio::use_awaitable, ec);
    co_await m_stream.async_close(ws::close_code::normal, token);
  }

 private:
  ws::stream<ErasedStream, false> m_stream;
};

}  // namespace

asio::awaitable<std::shared_ptr<ServerSocket>> acceptSocket(ErasedStream stream, std::shared_ptr<ServerParser> request,
                                                            std::string subprotocol) {
  auto socket = std::make_shared<Socket>(std::move(stream), subprotocol);
  error_code ec;
  auto token = asio::redirect_error(asio::use_awaitable, ec);
  co_await socket->stream().async_accept(request->get(), token);
  if (ec) co_return nullptr;
  co_return socket;
}

}  // namespace cleardeck::net
