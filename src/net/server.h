/// Small HTTP/1.1 + WebSocket server, plain or TLS, for the embedded services and the tests.
#pragma once
#include "net/http.h"

#include <functional>

namespace cleardeck::net {

struct ServerTls {
  std::string certificatePem;
  std::string keyPem;
  std::string clientCaPem;  ///< not empty: client certificates are asked for, not required
};

struct ServerRequest {
  std::string method;
  std::string target;
  Headers headers;
  std::string body;  ///< whole, unless ServerOptions::streamed chose this request
  bool upgrade = false;
  std::string peerAddress;
  std::string peerCommonName;  ///< of the verified client certificate
  std::string serverName;      ///< SNI
  bool resumed = false;        ///< TLS session
  int connection = 0;          ///< number of the TCP connection
};

class ServerSocket {
 public:
  virtual ~ServerSocket() = default;
  virtual asio::awaitable<std::optional<std::string>> read() = 0;  ///< nullopt: over
  virtual asio::awaitable<bool> write(std::string message) = 0;
  virtual asio::awaitable<void> close() = 0;
};

/// One request being answered, by exactly one of respond(), beginChunked() or beginSized() with chunk() … endChunked(),
/// and accept(). false: the client is gone. To a HEAD only the head is sent, whatever the handler gives.
class Exchange {
 public:
  virtual ~Exchange() = default;
  virtual const ServerRequest& request() const = 0;
  /// The next piece of a streamed body, nullopt at its end; the client is slowed down meanwhile. Errors: Network,
  /// Timeout, Protocol. A body that is not read to its end costs the connection.
  virtual Task<std::optional<std::string>> readBody() = 0;
  virtual asio::awaitable<bool> respond(int status, Headers headers, std::string body) = 0;
  virtual asio::awaitable<bool> beginChunked(int status, Headers headers) = 0;
  virtual asio::awaitable<bool> beginSized(int status, Headers headers, std::uint64_t length) = 0;  ///< Content-Length
  virtual asio::awaitable<bool> chunk(std::string bytes) = 0;
  virtual asio::awaitable<bool> endChunked() = 0;
  virtual asio::awaitable<std::shared_ptr<ServerSocket>> accept(std::string subprotocol) = 0;
};

/// A streamed body in one text. Error TooLarge: nothing has been answered yet, respond(413) is the handler's.
Task<std::string> readWholeBody(std::shared_ptr<Exchange> exchange, std::size_t limit);

/// Answers with `length` bytes of a file from `offset`, piece by piece; ranges are the caller's matter. Errors:
/// NotFound and Forbidden before anything was sent, Network when the client went away.
Task<Done> respondFile(std::shared_ptr<Exchange> exchange, int status, Headers headers, std::filesystem::path file,
                       std::uint64_t offset, std::uint64_t length);

struct ServerOptions {
  std::string address = "127.0.0.1";  ///< "0.0.0.0", "::" and "::1" too
  std::uint16_t port = 0;             ///< 0: a free one
  std::optional<ServerTls> tls;
  std::size_t bodyLimit = 64u << 20;  ///< bytes of a body that is read whole; more is answered with 413
  /// The requests whose body the handler reads with readBody(), without a limit; asked when the head has arrived.
  std::function<bool(const ServerRequest&)> streamed;
  std::chrono::milliseconds idleTimeout{75'000};  ///< between two requests of a connection
  std::chrono::milliseconds readTimeout{30'000};  ///< for TLS, a head, and each piece of a body
};

class ServerCore;

/// Dropping it ends every connection. An exception of a handler is logged and answered with 500.
class Server {
 public:
  using Handler = std::function<asio::awaitable<void>(std::shared_ptr<Exchange>)>;
  /// Errors: Conflict (the port is in use), Forbidden (a port below 1024), Invalid (address), Tls (certificate, key).
  static Result<Server> listen(const asio::any_io_executor& executor, ServerOptions options, Handler handler);
  static Result<Server> listen(const asio::any_io_executor& executor, std::uint16_t port, std::optional<ServerTls> tls,
                               Handler handler);
  std::uint16_t port() const { return m_port; }
  void stop();  ///< at once
  /// Accepts nothing more, lets the requests under way end for at most `grace`, then stops.
  Task<Done> stopGracefully(std::chrono::milliseconds grace);

 private:
  Server(std::shared_ptr<ServerCore> core, ChildTask accepting, std::uint16_t port)
      : m_core(std::move(core)), m_accepting(std::move(accepting)), m_port(port) {}
  std::shared_ptr<ServerCore> m_core;
  ChildTask m_accepting;
  std::uint16_t m_port;
};

}  // namespace cleardeck::net
