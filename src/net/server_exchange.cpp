#include "net/server_exchange.h"

#include "base/text.h"

#include <boost/asio/write.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/status.hpp>

namespace cleardeck::net {

namespace http = boost::beast::http;
using Piece = std::optional<std::string>;

HttpExchange::HttpExchange(std::shared_ptr<ServerConnection> connection, std::shared_ptr<ServerParser> parser)
    : m_connection(std::move(connection)), m_parser(std::move(parser)), m_request(m_connection->facts) {
  const auto& raw = m_parser->get();
  m_request.method = std::string(raw.method_string());
  m_request.target = std::string(raw.target());
  for (const auto& field : raw) m_request.headers.add(std::string(field.name_string()), std::string(field.value()));
  m_request.upgrade = m_request.headers.find("Sec-WebSocket-Key").has_value();
  m_oldClient = raw.version() < 11;
  m_continueWanted = text::toLower(m_request.headers.find("Expect").value_or("")) == "100-continue";
}

Task<Piece> HttpExchange::nextPiece(std::shared_ptr<HttpExchange> self) {
  auto& parser = *self->m_parser;
  auto& connection = *self->m_connection;
  if (std::exchange(self->m_continueWanted, false) && !parser.is_done()) {
    std::string goOn("HTTP/1.1 100 Continue\r\n\r\n");
    co_await self->send(std::move(goOn));
  }
  std::string piece(64u << 10, '\0');
  auto& bytes = connection.stream.bytes();
  while (!parser.is_done()) {
    auto& body = parser.get().body();
    body.data = piece.data();
    body.size = piece.size();
    error_code ec;
    auto token = asio::redirect_error(asio::use_awaitable, ec);
    bytes.expireAfter(connection.state->options.readTimeout);
    co_await http::async_read_some(connection.stream, connection.buffer, parser, token);
    bytes.neverExpire();
    const auto state = co_await asio::this_coro::cancellation_state;
    if (state.cancelled() != asio::cancellation_type::none) co_return cancelledError();
    if (bytes.expired()) co_return Error(ErrorKind::Timeout, "the client stopped in the middle of its request");
    if (ec && ec != http::error::need_buffer)
      co_return Error(ErrorKind::Network, "the client's request ended early: " + ec.message());
    piece.resize(piece.size() - body.size);
    if (!piece.empty()) co_return Piece(std::move(piece));
    piece.resize(64u << 10);
  }
  co_return Piece();
}

asio::awaitable<bool> HttpExchange::respond(int status, Headers headers, std::string body) {
  const bool bodyless = status == 204 || status == 304;
  if (!bodyless) headers.add("Content-Length", std::to_string(body.size()));
  auto text = head(status, headers);
  if (!bodyless && !isHead()) text += body;
  m_answered = co_await send(std::move(text));
  co_return m_answered;
}

asio::awaitable<bool> HttpExchange::beginChunked(int status, Headers headers) {
  if (m_oldClient) m_closing = true;  // the end of the connection is the end of the body
  if (!m_oldClient) headers.add("Transfer-Encoding", "chunked");
  co_return co_await send(head(status, headers));
}

asio::awaitable<bool> HttpExchange::beginSized(int status, Headers headers, std::uint64_t length) {
  m_left = length;
  headers.add("Content-Length", std::to_string(length));
  co_return co_await send(head(status, headers));
}

asio::awaitable<bool> HttpExchange::chunk(std::string bytes) {
  if (isHead() || bytes.empty()) co_return true;
  if (m_left) {
    if (bytes.size() > *m_left) co_return false;  // more than was announced would be read as the next answer
    *m_left -= bytes.size();
  } else if (!m_oldClient) {
    char size[24];
    std::snprintf(size, sizeof size, "%zx\r\n", bytes.size());
    bytes.insert(0, size);
    bytes += "\r\n";
  }
  co_return co_await send(std::move(bytes));
}

asio::awaitable<bool> HttpExchange::endChunked() {
  m_answered = isHead() || m_left.value_or(0) == 0;  // missing bytes: the end of the connection tells the client
  if (isHead() || m_left || m_oldClient) co_return m_answered;
  std::string last("0\r\n\r\n");
  m_answered = co_await send(std::move(last));
  co_return m_answered;
}

asio::awaitable<std::shared_ptr<ServerSocket>> HttpExchange::accept(std::string subprotocol) {
  m_begun = m_upgraded = true;
  co_return co_await acceptSocket(m_connection->stream, m_parser, std::move(subprotocol));
}

std::string HttpExchange::head(int status, const Headers& headers) {
  m_begun = true;
  // An unread rest of the body would be taken for the next request.
  const bool unread = !m_parser->is_header_done() || !m_parser->is_done();
  m_closing = m_closing || unread || !m_parser->keep_alive() || m_connection->state->stopping;
  auto reason = http::obsolete_reason(http::int_to_status(unsigned(status)));
  std::string text = "HTTP/1.1 " + std::to_string(status) + " " + std::string(reason) + "\r\n";
  for (const auto& header : headers) text += header.name + ": " + header.value + "\r\n";
  if (m_closing)
    text += "Connection: close\r\n";
  else if (m_oldClient)
    text += "Connection: keep-alive\r\n";
  return text + "\r\n";
}

asio::awaitable<bool> HttpExchange::send(std::string bytes) {
  error_code ec;
  auto token = asio::redirect_error(asio::use_awaitable, ec);
  auto buffer = asio::const_buffer(asio::buffer(bytes));
  co_await asio::async_write(m_connection->stream, buffer, token);
  co_return !ec;
}

}  // namespace cleardeck::net
