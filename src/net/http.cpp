#include "net/http.h"

#include "net/endpoint.h"
#include "net/transfer.h"
#include "net/with_token.h"

#include <nlohmann/json.hpp>

namespace cleardeck::net {
namespace {

constexpr int unauthorized = 401;
using SharedRequest = std::shared_ptr<const Request>;

// Errors are rare and small, so a DOM is fine.
std::string messageIn(const std::string& body) {
  auto json = nlohmann::json::parse(body, nullptr, false);
  if (!json.is_object()) return std::string();
  auto message = json.find("message");
  return message != json.end() && message->is_string() ? message->get<std::string>() : std::string();
}

// nullopt: look again. Otherwise the error to return.
asio::awaitable<std::optional<Error>> waitForChange(std::shared_ptr<Transfer> transfer) {
  auto deadline = transfer->lastByte + transfer->idleTimeout;
  auto wake = co_await transfer->changed.wait(deadline);  // not inside switch (...): GCC 12 miscompiles that
  if (wake == Wake::Cancelled) co_return cancelledError();
  if (transfer->waitsForUs()) transfer->lastByte = Clock::now();
  if (Clock::now() < transfer->lastByte + transfer->idleTimeout) co_return std::nullopt;
  const auto seconds = std::chrono::duration<double>(transfer->idleTimeout).count();
  char text[64];
  std::snprintf(text, sizeof text, " sent nothing for %g s", seconds);
  co_return Error(ErrorKind::Timeout, transfer->session.host() + text, transfer->head.status)
      .withHint("Try again; the server may be overloaded or the connection lost");
}

std::optional<Error> noRoomFor(const Session& session, const Request& request) {
  if (!needsOwnConnection(request) || session.loop()->hasRoom()) return std::nullopt;
  return session.loop()->fullError(session.host());
}

Task<Response> openOnce(Session session, SharedRequest request, std::string token) {
  if (auto full = noRoomFor(session, *request)) co_return *full;
  auto transfer = std::make_shared<Transfer>(session, request, token);
  while (!transfer->headComplete) {
    if (transfer->finished) co_return transfer->failure();
    auto error = co_await waitForChange(transfer);
    if (error) co_return *error;
  }
  co_return Response(transfer);
}

Task<FullResponse> fetchOnce(Session session, SharedRequest request, std::string token) {
  if (auto full = noRoomFor(session, *request)) co_return *full;
  auto transfer = std::make_shared<Transfer>(session, request, token);
  transfer->streaming = false;
  while (!transfer->finished) {
    auto error = co_await waitForChange(transfer);
    if (error) co_return *error;
  }
  if (!transfer->succeeded()) co_return transfer->failure();
  FullResponse response;
  response.head = std::move(transfer->head);
  response.body = std::move(transfer->body);
  co_return response;
}

// The session's token source, unless the request brings its own Authorization.
std::shared_ptr<TokenSource> tokensFor(const Session& session, const Request& request) {
  return request.headers.find("Authorization") ? nullptr : session.endpoint()->tokens();
}

}  // namespace

Result<Session> Session::create(const asio::any_io_executor& executor, const std::string& baseUrl, Identity identity) {
  auto endpoint = Endpoint::create(baseUrl, std::move(identity));
  if (!endpoint) return endpoint.error();
  return Session(CurlLoop::create(executor), *endpoint);
}

const asio::any_io_executor& Session::executor() const { return m_loop->executor(); }
const std::string& Session::host() const { return m_endpoint->host(); }
const ResponseHead& Response::head() const { return m_transfer->head; }

Task<Response> open(Session session, Request request) {
  auto tokens = tokensFor(session, request);
  auto shared = std::make_shared<const Request>(std::move(request));
  std::string none;
  if (!tokens) co_return co_await openOnce(session, shared, none);
  std::function<Task<Response>(std::string)> attempt = [session, shared](std::string token) {
    return openOnce(session, shared, std::move(token));
  };
  std::function<bool(const Result<Response>&)> refused = [](const Result<Response>& result) {
    return result && result->head().status == unauthorized;
  };
  co_return co_await withToken<Response>(tokens, attempt, refused);
}

Task<std::optional<std::string>> readSome(Response response) {
  auto transfer = response.m_transfer;
  // Time during which nobody read is not the server's silence.
  transfer->lastByte = std::max(transfer->lastByte, Clock::now());
  while (transfer->body.empty()) {
    if (transfer->finished) {
      if (!transfer->succeeded()) co_return transfer->failure();
      co_return std::optional<std::string>();
    }
    auto error = co_await waitForChange(transfer);
    if (error) co_return *error;
  }
  std::string piece;
  piece.swap(transfer->body);
  transfer->bodyTaken();
  co_return std::optional<std::string>(std::move(piece));
}

Task<FullResponse> fetch(Session session, Request request) {
  auto tokens = tokensFor(session, request);
  request.flow = Flow::Unpaused;
  auto shared = std::make_shared<const Request>(std::move(request));
  std::string none;
  if (!tokens) co_return co_await fetchOnce(session, shared, none);
  std::function<Task<FullResponse>(std::string)> attempt = [session, shared](std::string token) {
    return fetchOnce(session, shared, std::move(token));
  };
  std::function<bool(const Result<FullResponse>&)> refused = [](const Result<FullResponse>& result) {
    return result && result->head.status == unauthorized;
  };
  co_return co_await withToken<FullResponse>(tokens, attempt, refused);
}

Error failureOf(int status, std::string body) {
  ErrorKind kind = ErrorKind::Invalid;
  if (status == unauthorized) kind = ErrorKind::Auth;
  if (status == 403) kind = ErrorKind::Forbidden;
  if (status == 404) kind = ErrorKind::NotFound;
  if (status == 409) kind = ErrorKind::Conflict;
  if (status == 410) kind = ErrorKind::Gone;
  auto message = messageIn(body);
  if (message.empty()) message = "HTTP status " + std::to_string(status);
  return Error(kind, std::move(message), status, std::move(body));
}

}  // namespace cleardeck::net
