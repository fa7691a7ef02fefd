// Small HTTP/1.1 + WebSocket server, plain or TLS, for the embedded services and the tests.
#pragma once
#include "net/http.h"

#include <boost/asio/ip/tcp.hpp>
#include <functional>

namespace cleardeck::net {

struct ServerTls {
  std::string certificatePem;
  std::string keyPem;
  std::string clientCaPem;  // not empty: client certificates are asked for, not required
};

struct ServerRequest {
  std::string method;
  std::string target;
  Headers headers;
  std::string body;
  bool upgrade = false;
  std::string peerCommonName;  // of the verified client certificate
  std::string serverName;      // SNI
  bool resumed = false;        // TLS session
  int connection = 0;          // number of the TCP connection
};

class ServerSocket {
 public:
  virtual ~ServerSocket() = default;
  virtual asio::awaitable<std::optional<std::string>> read() = 0;  // nullopt: over
  virtual asio::awaitable<bool> write(std::string message) = 0;
  virtual asio::awaitable<void> close() = 0;
};

// One request being answered, by exactly one of respond(), beginChunked()...end() and accept().
class Exchange {
 public:
  virtual ~Exchange() = default;
  virtual const ServerRequest& request() const = 0;
  virtual asio::awaitable<bool> respond(int status, Headers headers, std::string body) = 0;
  virtual asio::awaitable<bool> beginChunked(int status, Headers headers) = 0;
  virtual asio::awaitable<bool> chunk(std::string bytes) = 0;
  virtual asio::awaitable<bool> endChunked() = 0;
  virtual asio::awaitable<std::shared_ptr<ServerSocket>> accept(std::string subprotocol) = 0;
};

class Server {
 public:
  using Handler = std::function<asio::awaitable<void>(std::shared_ptr<Exchange>)>;
  static Result<Server> listen(const asio::any_io_executor& executor, std::uint16_t port, std::optional<ServerTls> tls,
                               Handler handler);
  std::uint16_t port() const { return m_port; }
  void stop() { m_task.cancel(); }

 private:
  friend class Result<Server>;
  Server(ChildTask task, std::uint16_t port) : m_task(std::move(task)), m_port(port) {}
  ChildTask m_task;
  std::uint16_t m_port;
};

}  // namespace cleardeck::net
