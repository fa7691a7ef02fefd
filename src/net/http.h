// HTTP client: one Session = one identity = one connection pool.
#pragma once
#include "net/async.h"
#include "net/identity.h"

#include <optional>
#include <string_view>
#include <vector>

namespace cleardeck::net {

class CurlLoop;

struct Header {
  Header(std::string n, std::string v) : name(std::move(n)), value(std::move(v)) {}
  std::string name;
  std::string value;
};

// A list, because a name may repeat (Impersonate-Group) and every line counts.
class Headers {
 public:
  void add(std::string name, std::string value) { m_lines.emplace_back(std::move(name), std::move(value)); }
  std::optional<std::string_view> find(std::string_view name) const;  // the first, case-insensitive
  auto begin() const { return m_lines.begin(); }
  auto end() const { return m_lines.end(); }
  std::size_t size() const { return m_lines.size(); }
  void clear() { m_lines.clear(); }

 private:
  std::vector<Header> m_lines;
};

// What a slow reader of a body means for the connection.
enum class Flow {
  Unpaused,      // HTTP/2 allowed; bytes are kept until read, up to Request::bufferLimit
  BackPressure,  // HTTP/1.1 on a connection of its own; the sender is slowed down
};

struct Request {
  explicit Request(std::string m, std::string t) : method(std::move(m)), target(std::move(t)) {}
  std::string method;
  std::string target;  // path and query, after the base URL's path
  Headers headers;
  std::string body;
  bool acceptGzip = false;  // never for watches: several gzip members in one body end the transfer
  Flow flow = Flow::Unpaused;
  std::size_t bufferLimit = 512u << 20;
  std::chrono::milliseconds connectTimeout{10'000};  // name, TCP, proxy, TLS
  std::chrono::milliseconds idleTimeout{60'000};     // without a byte; 150 s for watches
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

// Handles are cheap to copy and keep the connection pool alive.
class Session {
 public:
  static Result<Session> create(const asio::any_io_executor& executor, const std::string& baseUrl, Identity identity);
  const asio::any_io_executor& executor() const;
  const std::shared_ptr<CurlLoop>& loop() const { return m_loop; }
  const std::shared_ptr<const Endpoint>& endpoint() const { return m_endpoint; }

 private:
  friend class Result<Session>;
  Session(std::shared_ptr<CurlLoop> loop, std::shared_ptr<const Endpoint> endpoint)
      : m_loop(std::move(loop)), m_endpoint(std::move(endpoint)) {}
  std::shared_ptr<CurlLoop> m_loop;
  std::shared_ptr<const Endpoint> m_endpoint;
};

class Transfer;

// A response whose body is still arriving; dropping the last copy aborts the transfer.
class Response {
 public:
  explicit Response(std::shared_ptr<Transfer> transfer) : m_transfer(std::move(transfer)) {}
  const ResponseHead& head() const;

 private:
  friend Task<std::optional<std::string>> readSome(Response);
  std::shared_ptr<Transfer> m_transfer;
};

// Waits for the head. Any status is a value here; use failureOf() to turn one into an Error.
Task<Response> open(Session session, Request request);
// The next piece of the body, or nullopt at its end.
Task<std::optional<std::string>> readSome(Response response);
// Head and whole body.
Task<FullResponse> fetch(Session session, Request request);

// The Error for a status >= 400; the message is the Kubernetes Status message when the body has one.
Error failureOf(int status, std::string body);

}  // namespace cleardeck::net
