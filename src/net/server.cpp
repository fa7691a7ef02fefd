#include "net/server.h"
#include "net/server_stream.h"
#include "net/server_websocket.h"

#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/status.hpp>

namespace cleardeck::net {
namespace {

namespace http = boost::beast::http;
using tcp = asio::ip::tcp;
using HttpRequest = http::request<http::string_body>;

class HttpExchange final : public Exchange {
 public:
  HttpExchange(ErasedStream stream, std::shared_ptr<HttpRequest> raw, ServerRequest facts)
      : m_stream(std::move(stream)), m_raw(std::move(raw)), m_request(std::move(facts)) {
    m_request.method = std::string(m_raw->method_string());
    m_request.target = std::string(m_raw->target());
    for (const auto& field : *m_raw)
      m_request.headers.add(std::string(field.name_string()), std::string(field.value()));
    m_request.body = std::move(m_raw->body());
    m_request.upgrade = m_request.headers.find("Sec-WebSocket-Key").has_value();
  }
  const ServerRequest& request() const override { return m_request; }
  bool keepAlive() const { return m_answered && m_raw->keep_alive(); }

  asio::awaitable<bool> respond(int status, Headers headers, std::string body) override {
    bool bodyless = status == 204 || status == 304;
    if (!bodyless) headers.add("Content-Length", std::to_string(body.size()));
    auto text = head(status, headers);
    if (!bodyless && m_request.method != "HEAD") text += body;
    m_answered = co_await send(std::move(text));
    co_return m_answered;
  }
  asio::awaitable<bool> beginChunked(int status, Headers headers) override {
    headers.add("Transfer-Encoding", "chunked");
    co_return co_await send(head(status, headers));
  }
  asio::awaitable<bool> chunk(std::string bytes) override {
    char size[24];
    std::snprintf(size, sizeof size, "%zx\r\n", bytes.size());
    bytes.insert(0, size);
    bytes += "\r\n";
    co_return co_await send(std::move(bytes));
  }
  asio::awaitable<bool> endChunked() override {
    std::string last("0\r\n\r\n");
    m_answered = co_await send(std::move(last));
    co_return m_answered;
  }
  asio::awaitable<std::shared_ptr<ServerSocket>> accept(std::string subprotocol) override {
    co_return co_await acceptSocket(m_stream, m_raw, std::move(subprotocol));
  }

 private:
  std::string head(int status, const Headers& headers) const {
    auto reason = http::obsolete_reason(http::int_to_status(unsigned(status)));
    std::string text = "HTTP/1.1 " + std::to_string(status) + " " + std::string(reason) + "\r\n";
    for (const auto& header : headers) text += header.name + ": " + header.value + "\r\n";
    if (!m_raw->keep_alive()) text += "Connection: close\r\n";
    return text + "\r\n";
  }
  asio::awaitable<bool> send(std::string bytes) {
    error_code ec;
    auto token = asio::redirect_error(asio::use_awaitable, ec);
    auto buffer = asio::const_buffer(asio::buffer(bytes));
    co_await asio::async_write(m_stream, buffer, token);
    co_return !ec;
  }

  ErasedStream m_stream;
  std::shared_ptr<HttpRequest> m_raw;
  ServerRequest m_request;
  bool m_answered = false;
};

asio::awaitable<error_code> handshake(std::shared_ptr<ByteStream> bytes, ServerRequest* facts) {
  error_code result;
  auto token = asio::redirect_error(asio::use_awaitable, result);
  auto begin = [bytes, facts](auto handler) {
    auto slot = asio::get_associated_cancellation_slot(handler);
    if (slot.is_connected()) slot.assign([bytes](asio::cancellation_type) { bytes->close(); });
    auto shared = std::make_shared<decltype(handler)>(std::move(handler));
    bytes->handshake(*facts, [shared](error_code ec, std::size_t) { std::move (*shared)(ec); });
  };
  auto pending = asio::async_initiate<decltype(token), void(error_code)>(std::move(begin), token);
  co_await std::move(pending);
  co_return result;
}

Task<Done> serve(std::shared_ptr<ByteStream> bytes, ServerRequest facts, Server::Handler handler) {
  auto failed = co_await handshake(bytes, &facts);
  if (failed) co_return Error(ErrorKind::Tls, failed.message());
  ErasedStream stream(bytes);
  boost::beast::flat_buffer buffer;
  for (;;) {
    http::request_parser<http::string_body> parser;
    parser.body_limit(1u << 30);
    error_code ec;
    auto token = asio::redirect_error(asio::use_awaitable, ec);
    co_await http::async_read(stream, buffer, parser, token);
    if (ec) break;
    auto raw = std::make_shared<HttpRequest>(parser.release());
    auto exchange = std::make_shared<HttpExchange>(stream, raw, facts);
    co_await handler(exchange);
    if (!exchange->keepAlive()) break;
  }
  bytes->close();
  co_return Done();
}

Task<Done> acceptAll(std::shared_ptr<tcp::acceptor> acceptor, std::shared_ptr<TlsContext> tls,
                     Server::Handler handler) {
  ChildTasks connections;
  int number = 0;
  for (;;) {
    tcp::socket socket(acceptor->get_executor());
    error_code ec;
    auto token = asio::redirect_error(asio::use_awaitable, ec);
    co_await acceptor->async_accept(socket, token);
    if (ec == asio::error::operation_aborted) co_return cancelledError();
    if (ec) {  // e.g. out of descriptors
      co_await sleepFor(std::chrono::milliseconds(100));
      continue;
    }
    socket.set_option(tcp::no_delay(true), ec);
    ServerRequest facts;
    facts.connection = ++number;
    auto ignore = [](Result<Done>) {};
    connections.add(acceptor->get_executor(), serve(makeStream(std::move(socket), tls), facts, handler), ignore);
  }
}

}  // namespace

Result<Server> Server::listen(const asio::any_io_executor& executor, std::uint16_t port, std::optional<ServerTls> tls,
                              Handler handler) {
  std::shared_ptr<TlsContext> context;
  if (tls) {
    auto made = makeTlsContext(*tls);
    if (!made) return made.error();
    context = *made;
  }
  error_code ec;
  auto acceptor = std::make_shared<tcp::acceptor>(executor);
  tcp::endpoint endpoint(asio::ip::address_v4::loopback(), port);
  acceptor->open(endpoint.protocol(), ec);
  acceptor->set_option(tcp::acceptor::reuse_address(true), ec);
  acceptor->bind(endpoint, ec);
  if (ec) return Error(ErrorKind::Network, ec.message());
  acceptor->listen(asio::socket_base::max_listen_connections, ec);
  if (ec) return Error(ErrorKind::Network, ec.message());
  auto bound = acceptor->local_endpoint(ec).port();
  ChildTask task(executor, acceptAll(acceptor, context, std::move(handler)), [](Result<Done>) {});
  return Server(std::move(task), bound);
}

}  // namespace cleardeck::net
