#include "net/http.h"
#include "net/transfer.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <strings.h>

namespace cleardeck::net {
namespace {

// {"kind":"Status",...,"message":"..."}; errors are rare and small, so a DOM is fine.
std::string kubeStatusMessage(const std::string& body) {
  auto json = nlohmann::json::parse(body, nullptr, false);
  if (!json.is_object() || !json.contains("kind") || json["kind"] != "Status") return std::string();
  auto message = json.find("message");
  return message != json.end() && message->is_string() ? message->get<std::string>() : std::string();
}

constexpr std::size_t highWater = 256u << 10;  // a paused body holds at most this plus one libcurl buffer
constexpr const char* userAgent = "cleardeck/0.1";  // "curl*" and "Mozilla*" make kube-apiserver pretty-print

}  // namespace

std::optional<std::string_view> Headers::find(std::string_view name) const {
  for (const auto& line : m_lines)
    if (line.name.size() == name.size() && strncasecmp(line.name.data(), name.data(), name.size()) == 0)
      return std::string_view(line.value);
  return std::nullopt;
}

Result<Session> Session::create(const asio::any_io_executor& executor, const std::string& baseUrl, Identity identity) {
  auto endpoint = Endpoint::create(baseUrl, std::move(identity));
  if (!endpoint) return endpoint.error();
  return Session(CurlLoop::create(executor), *endpoint);
}

const asio::any_io_executor& Session::executor() const { return m_loop->executor(); }

Error curlError(CURLcode code, const char* message) {
  std::string text = message && *message ? message : curl_easy_strerror(code);
  switch (code) {
    case CURLE_OPERATION_TIMEDOUT: return Error(ErrorKind::Timeout, text);
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_SSL_CIPHER: return Error(ErrorKind::Tls, text);
    case CURLE_BAD_CONTENT_ENCODING:
    case CURLE_UNSUPPORTED_PROTOCOL:
    case CURLE_URL_MALFORMAT:
    case CURLE_WEIRD_SERVER_REPLY: return Error(ErrorKind::Protocol, text);
    default: return Error(ErrorKind::Network, text);
  }
}

curl_slist* appendHeader(curl_slist* lines, const std::string& name, const std::string& value) {
  // libcurl: "Name:" would remove the header, "Name;" sends it empty.
  return curl_slist_append(lines, (value.empty() ? name + ";" : name + ": " + value).c_str());
}

Transfer::Transfer(Session s, const Request& request)
    : session(std::move(s)), changed(session.executor()), idleTimeout(request.idleTimeout),
      m_easy(session.loop()->newHandle(*this)), m_requestBody(request.body), m_flow(request.flow),
      m_bufferLimit(request.bufferLimit) {
  const auto& endpoint = *session.endpoint();
  endpoint.apply(m_easy, request.target);
  m_lines = appendHeader(m_lines, "Host", endpoint.host());
  m_lines = curl_slist_append(m_lines, "Expect:");
  if (!endpoint.bearerToken().empty() && !request.headers.find("Authorization"))
    m_lines = appendHeader(m_lines, "Authorization", "Bearer " + endpoint.bearerToken());
  for (const auto& header : request.headers) m_lines = appendHeader(m_lines, header.name, header.value);
  curl_easy_setopt(m_easy, CURLOPT_HTTPHEADER, m_lines);
  curl_easy_setopt(m_easy, CURLOPT_USERAGENT, userAgent);

  if (request.method == "HEAD") curl_easy_setopt(m_easy, CURLOPT_NOBODY, 1L);
  else if (!request.body.empty() || request.method == "POST" || request.method == "PUT" || request.method == "PATCH") {
    curl_easy_setopt(m_easy, CURLOPT_POST, 1L);
    curl_easy_setopt(m_easy, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(m_requestBody.size()));
    curl_easy_setopt(m_easy, CURLOPT_POSTFIELDS, m_requestBody.data());
  }
  curl_easy_setopt(m_easy, CURLOPT_CUSTOMREQUEST, request.method.c_str());
  if (request.acceptGzip) curl_easy_setopt(m_easy, CURLOPT_ACCEPT_ENCODING, "gzip");

  // A paused HTTP/2 stream still takes up to 32 MB into memory (libcurl's window) and slows the other
  // streams of its connection meanwhile, so a body that may be paused uses HTTP/1.1, alone.
  bool own = m_flow == Flow::BackPressure;
  curl_easy_setopt(m_easy, CURLOPT_HTTP_VERSION, long(own ? CURL_HTTP_VERSION_1_1 : CURL_HTTP_VERSION_2TLS));
  curl_easy_setopt(m_easy, CURLOPT_PIPEWAIT, own ? 0L : 1L);  // wait for the shared connection, open no burst
  curl_easy_setopt(m_easy, CURLOPT_BUFFERSIZE, 128L << 10);
  curl_easy_setopt(m_easy, CURLOPT_CONNECTTIMEOUT_MS, long(request.connectTimeout.count()));
  curl_easy_setopt(m_easy, CURLOPT_ERRORBUFFER, m_message);
  curl_easy_setopt(m_easy, CURLOPT_HEADERFUNCTION, &Transfer::onHeader);
  curl_easy_setopt(m_easy, CURLOPT_HEADERDATA, this);
  curl_easy_setopt(m_easy, CURLOPT_WRITEFUNCTION, &Transfer::onBody);
  curl_easy_setopt(m_easy, CURLOPT_WRITEDATA, this);
  session.loop()->add(m_easy);
}

Transfer::~Transfer() {
  session.loop()->drop(m_easy);
  curl_slist_free_all(m_lines);
}

void Transfer::onCurlDone(CURLcode code) {
  m_code = code;
  finished = true;
  changed.notify();
}

Error Transfer::failure() const {
  if (m_tooLarge) return Error(ErrorKind::TooLarge, "the answer is larger than the limit", head.status);
  if (m_code == CURLE_OK) return Error(ErrorKind::Protocol, "the connection ended without an answer");
  auto error = curlError(m_code, m_message);
  error.httpStatus = head.status;
  return error;
}

void Transfer::resume() {
  if (!m_paused) return;
  m_paused = false;
  curl_easy_pause(m_easy, CURLPAUSE_CONT);  // calls onBody() before it returns
}

std::size_t Transfer::onHeader(char* data, std::size_t, std::size_t size, void* self) noexcept {
  auto& transfer = *static_cast<Transfer*>(self);
  std::string_view line(data, size);
  transfer.lastByte = Clock::now();
  while (!line.empty() && (line.back() == '\n' || line.back() == '\r')) line.remove_suffix(1);
  if (line.rfind("HTTP/", 0) == 0) {  // a new head: the final one follows any 1xx
    long status = 0;
    curl_easy_getinfo(transfer.m_easy, CURLINFO_RESPONSE_CODE, &status);
    transfer.head.status = int(status);
    transfer.head.http2 = line.rfind("HTTP/2", 0) == 0;
    transfer.head.headers.clear();
  } else if (line.empty()) {
    if (transfer.head.status < 200) return size;
    transfer.headComplete = true;
    transfer.changed.notify();
  } else if (!transfer.headComplete) {  // later lines are trailers
    auto colon = std::min(line.find(':'), line.size());
    auto value = colon < line.size() ? line.substr(colon + 1) : std::string_view();
    value.remove_prefix(std::min(value.find_first_not_of(" \t"), value.size()));
    transfer.head.headers.add(std::string(line.substr(0, colon)), std::string(value));
  }
  return size;
}

std::size_t Transfer::onBody(char* data, std::size_t, std::size_t size, void* self) noexcept {
  auto& transfer = *static_cast<Transfer*>(self);
  if (transfer.m_flow == Flow::BackPressure && transfer.body.size() >= highWater) {
    transfer.m_paused = true;
    return CURL_WRITEFUNC_PAUSE;  // libcurl delivers these bytes again on resume()
  }
  if (transfer.body.size() + size > transfer.m_bufferLimit) {
    transfer.m_tooLarge = true;
    return 0;
  }
  transfer.lastByte = Clock::now();
  transfer.body.append(data, size);
  if (transfer.streaming) transfer.changed.notify();
  return size;
}

const ResponseHead& Response::head() const { return m_transfer->head; }

namespace {

// nullopt: look again. Otherwise the error to return.
asio::awaitable<std::optional<Error>> waitForChange(std::shared_ptr<Transfer> transfer) {
  auto deadline = transfer->lastByte + transfer->idleTimeout;
  auto wake = co_await transfer->changed.wait(deadline);  // not inside switch (...): GCC 12 miscompiles that
  if (wake == Wake::Cancelled) co_return cancelledError();
  if (Clock::now() >= transfer->lastByte + transfer->idleTimeout)
    co_return Error(ErrorKind::Timeout, "no data from the server", transfer->head.status);
  co_return std::nullopt;
}

}  // namespace

Task<Response> open(Session session, Request request) {
  auto transfer = std::make_shared<Transfer>(session, request);
  // The connect timeout is libcurl's; the idle clock starts after it.
  transfer->lastByte += request.connectTimeout;
  while (!transfer->headComplete) {
    if (transfer->finished) co_return transfer->failure();
    auto error = co_await waitForChange(transfer);
    if (error) co_return *error;
  }
  co_return Response(transfer);
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
  transfer->resume();
  co_return std::optional<std::string>(std::move(piece));
}

Task<FullResponse> fetch(Session session, Request request) {
  request.flow = Flow::Unpaused;
  auto transfer = std::make_shared<Transfer>(session, request);
  transfer->streaming = false;
  transfer->lastByte += request.connectTimeout;
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

Error failureOf(int status, std::string body) {
  ErrorKind kind = ErrorKind::Invalid;
  if (status == 401) kind = ErrorKind::Auth;
  if (status == 403) kind = ErrorKind::Forbidden;
  if (status == 404) kind = ErrorKind::NotFound;
  if (status == 409) kind = ErrorKind::Conflict;
  if (status == 410) kind = ErrorKind::Gone;
  auto message = kubeStatusMessage(body);
  if (message.empty()) message = "HTTP status " + std::to_string(status);
  return Error(kind, std::move(message), status, std::move(body));
}

}  // namespace cleardeck::net
