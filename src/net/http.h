/// HTTP client: one Session = one identity = one connection pool.
#pragma once
#include "net/async.h"
#include "net/body_stream.h"
#include "net/headers.h"
#include "net/identity.h"
#include "net/tokens.h"

#include <optional>
#include <string_view>
#include <vector>

namespace cleardeck::net {

class CurlLoop;
class Endpoint;
class Transfer;

/// What a slow reader of a body means for the connection.
enum class Flow {
  Unpaused,      ///< HTTP/2 allowed; bytes are kept until read, up to Request::bufferLimit
  BackPressure,  ///< HTTP/1.1 on a connection of its own; the sender is slowed down
};

struct Request {
  explicit Request(std::string m, std::string t) : method(std::move(m)), target(std::move(t)) {}
  std::string method;
  std::string target;  ///< path and query, after the base URL's path
  Headers headers;
  std::string body;
  std::optional<BodyStream> upload;  ///< instead of body; takes an HTTP/1.1 connection of its own
  bool acceptGzip = false;           ///< never for watches: several gzip members in one body end the transfer
  Flow flow = Flow::Unpaused;
  std::size_t bufferLimit = 512u << 20;              ///< bytes of an answer in memory; more is TooLarge
  std::size_t headerLimit = 256u << 10;              ///< bytes of all its header lines; libcurl ends at 300 KiB
  std::chrono::milliseconds connectTimeout{10'000};  ///< name, TCP, proxy, TLS
  std::chrono::milliseconds idleTimeout{60'000};     ///< without a byte; 150 s for watches
};

struct ResponseHead {
  int status = 0;
  Headers headers;
  bool http2 = false;
};

struct FullResponse {
  FullResponse() = default;
  ResponseHead head;
  std::string body;
};

/// Cheap to copy; the copies share the connection pool. At most 64 sockets, 60 of them WebSockets, uploads and answers
/// with back-pressure. One I/O thread.
class Session {
 public:
  /// `baseUrl`: scheme://host[:port][/path]. Error: Invalid.
  static Result<Session> create(const asio::any_io_executor& executor, const std::string& baseUrl, Identity identity);
  const asio::any_io_executor& executor() const;
  const std::string& host() const;  ///< host[:port], for messages
  const std::shared_ptr<CurlLoop>& loop() const { return m_loop; }
  const std::shared_ptr<const Endpoint>& endpoint() const { return m_endpoint; }

 private:
  Session(std::shared_ptr<CurlLoop> loop, std::shared_ptr<const Endpoint> endpoint)
      : m_loop(std::move(loop)), m_endpoint(std::move(endpoint)) {}
  std::shared_ptr<CurlLoop> m_loop;
  std::shared_ptr<const Endpoint> m_endpoint;
};

/// A response whose body is still arriving; dropping the last copy aborts the transfer.
class Response {
 public:
  explicit Response(std::shared_ptr<Transfer> transfer) : m_transfer(std::move(transfer)) {}
  const ResponseHead& head() const;

 private:
  friend Task<std::optional<std::string>> readSome(Response);
  std::shared_ptr<Transfer> m_transfer;
};

// Any HTTP status is a value to these. With Identity::tokens a 401 renews the token and the request is sent once more.
// Errors: Network, Tls, Timeout, Protocol, TooLarge, Cancelled; they name the host, the cause and what to try.

/// Waits for the head.
Task<Response> open(Session session, Request request);
/// The next piece of the body, or nullopt at its end.
Task<std::optional<std::string>> readSome(Response response);
/// Head and whole body.
Task<FullResponse> fetch(Session session, Request request);

/// The Error for a status >= 400. Its message is the string "message" of a JSON body (as in a Kubernetes Status).
Error failureOf(int status, std::string body);

}  // namespace cleardeck::net
