/// One HTTP request of a connection and its answer. Internal to net.
#pragma once
#include "net/server_websocket.h"

#include <boost/beast/core/flat_buffer.hpp>

#include <map>

namespace cleardeck::net {

/// What the connections of a server share.
struct ServerState {
  ServerState(const asio::any_io_executor& executor, ServerOptions o, Server::Handler h)
      : options(std::move(o)), handler(std::move(h)), connectionEnded(executor) {}
  ServerOptions options;
  Server::Handler handler;
  std::shared_ptr<TlsContext> tls;
  bool stopping = false;
  std::map<int, std::weak_ptr<ByteStream>> idle;  ///< connections that wait for a request
  Notifier connectionEnded;
};

struct ServerConnection {
  ServerConnection(std::shared_ptr<ByteStream> bytes, std::shared_ptr<ServerState> s, ServerRequest f)
      : stream(std::move(bytes)), state(std::move(s)), facts(std::move(f)) {}
  ErasedStream stream;
  std::shared_ptr<ServerState> state;
  ServerRequest facts;
  boost::beast::flat_buffer buffer;
  bool first = true;
};

class HttpExchange final : public Exchange, public std::enable_shared_from_this<HttpExchange> {
 public:
  HttpExchange(std::shared_ptr<ServerConnection> connection, std::shared_ptr<ServerParser> parser);
  const ServerRequest& request() const override { return m_request; }
  Task<std::optional<std::string>> readBody() override { return nextPiece(shared_from_this()); }
  asio::awaitable<bool> respond(int status, Headers headers, std::string body) override;
  asio::awaitable<bool> beginChunked(int status, Headers headers) override;
  asio::awaitable<bool> beginSized(int status, Headers headers, std::uint64_t length) override;
  asio::awaitable<bool> chunk(std::string bytes) override;
  asio::awaitable<bool> endChunked() override;
  asio::awaitable<std::shared_ptr<ServerSocket>> accept(std::string subprotocol) override;

  void setBody(std::string body) { m_request.body = std::move(body); }
  bool begun() const { return m_begun; }
  bool upgraded() const { return m_upgraded; }
  bool keepAlive() const { return m_answered && !m_closing; }

 private:
  static Task<std::optional<std::string>> nextPiece(std::shared_ptr<HttpExchange> self);
  std::string head(int status, const Headers& headers);
  asio::awaitable<bool> send(std::string bytes);
  bool isHead() const { return m_request.method == "HEAD"; }

  std::shared_ptr<ServerConnection> m_connection;
  std::shared_ptr<ServerParser> m_parser;
  ServerRequest m_request;
  bool m_oldClient;  // HTTP/1.0: knows no chunks
  bool m_continueWanted;
  bool m_begun = false;
  bool m_answered = false;
  bool m_closing = false;
  bool m_upgraded = false;
  std::optional<std::uint64_t> m_left;  // of a sized answer
};

}  // namespace cleardeck::net
