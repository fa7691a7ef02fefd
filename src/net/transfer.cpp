#include "net/transfer.h"

#include "net/curl_error.h"
#include "net/endpoint.h"
#include "net/user_agent.h"

namespace cleardeck::net {
namespace {

constexpr std::size_t highWater = 256u << 10;  // a paused body holds at most this plus one libcurl buffer

curl_slist* appendHeader(curl_slist* lines, const std::string& name, const std::string& value) {
  // libcurl: "Name:" would remove the header, "Name;" sends it empty.
  return curl_slist_append(lines, (value.empty() ? name + ";" : name + ": " + value).c_str());
}

}  // namespace

Transfer::Transfer(Session s, std::shared_ptr<const Request> request, const std::string& token)
    : session(std::move(s)),
      changed(session.executor()),
      idleTimeout(request->idleTimeout),
      m_easy(session.loop()->newHandle(*this)),
      m_request(std::move(request)) {
  lastByte += m_request->connectTimeout;  // the connect timeout is libcurl's; the idle clock starts after it
  session.endpoint()->apply(m_easy, m_request->target);
  setHeaders(token);
  setBody();
  setConnection();
  curl_easy_setopt(m_easy, CURLOPT_ERRORBUFFER, m_message);
  curl_easy_setopt(m_easy, CURLOPT_HEADERFUNCTION, &Transfer::onHeader);
  curl_easy_setopt(m_easy, CURLOPT_HEADERDATA, this);
  curl_easy_setopt(m_easy, CURLOPT_WRITEFUNCTION, &Transfer::onBody);
  curl_easy_setopt(m_easy, CURLOPT_WRITEDATA, this);
  session.loop()->add(m_easy);
}

Transfer::~Transfer() {
  m_upload.reset();
  session.loop()->drop(m_easy);
  curl_slist_free_all(m_lines);
}

void Transfer::setHeaders(const std::string& token) {
  const auto& endpoint = *session.endpoint();
  m_lines = appendHeader(m_lines, "Host", endpoint.host());
  m_lines = curl_slist_append(m_lines, "Expect:");  // no 100-continue: it costs a second at servers without it
  for (const auto& line : endpoint.headersFor(m_request->headers, token))
    m_lines = appendHeader(m_lines, line.name, line.value);
  for (const auto& line : m_request->headers) m_lines = appendHeader(m_lines, line.name, line.value);
  curl_easy_setopt(m_easy, CURLOPT_HTTPHEADER, m_lines);
  curl_easy_setopt(m_easy, CURLOPT_USERAGENT, userAgent().c_str());
  if (m_request->acceptGzip) curl_easy_setopt(m_easy, CURLOPT_ACCEPT_ENCODING, "gzip");
}

void Transfer::setBody() {
  const auto& method = m_request->method;
  const auto& bytes = m_request->body;
  if (m_request->upload) {
    m_upload.emplace(session.executor(), *m_request->upload, [this] { unpause(); });
    const auto& size = m_request->upload->size;
    curl_easy_setopt(m_easy, CURLOPT_POST, 1L);
    curl_easy_setopt(m_easy, CURLOPT_POSTFIELDSIZE_LARGE, size ? curl_off_t(*size) : curl_off_t(-1));
    curl_easy_setopt(m_easy, CURLOPT_READFUNCTION, &Transfer::onUpload);
    curl_easy_setopt(m_easy, CURLOPT_READDATA, this);
    curl_easy_setopt(m_easy, CURLOPT_UPLOAD_BUFFERSIZE, 128L << 10);
    curl_easy_setopt(m_easy, CURLOPT_FRESH_CONNECT, 1L);  // a stale connection would ask for a rewind
  } else if (method == "HEAD") {
    curl_easy_setopt(m_easy, CURLOPT_NOBODY, 1L);
  } else if (!bytes.empty() || method == "POST" || method == "PUT" || method == "PATCH") {
    curl_easy_setopt(m_easy, CURLOPT_POST, 1L);
    curl_easy_setopt(m_easy, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(bytes.size()));
    curl_easy_setopt(m_easy, CURLOPT_POSTFIELDS, bytes.data());
  }
  curl_easy_setopt(m_easy, CURLOPT_CUSTOMREQUEST, method.c_str());
}

void Transfer::setConnection() {
  // A paused HTTP/2 stream still takes up to 32 MB into memory (libcurl's window) and slows the other
  // streams of its connection meanwhile, so a body that may be paused uses HTTP/1.1, alone.
  const bool own = needsOwnConnection(*m_request);
  if (own) m_ownConnection.emplace(session.loop());
  curl_easy_setopt(m_easy, CURLOPT_HTTP_VERSION, long(own ? CURL_HTTP_VERSION_1_1 : CURL_HTTP_VERSION_2TLS));
  curl_easy_setopt(m_easy, CURLOPT_PIPEWAIT, own ? 0L : 1L);  // wait for the shared connection, open no burst
  curl_easy_setopt(m_easy, CURLOPT_BUFFERSIZE, 128L << 10);
  curl_easy_setopt(m_easy, CURLOPT_CONNECTTIMEOUT_MS, long(m_request->connectTimeout.count()));
}

void Transfer::onCurlDone(CURLcode code) {
  m_code = code;
  finished = true;
  changed.notify();
}

Error Transfer::failure() const {
  const auto& host = session.host();
  if (m_upload && m_code == CURLE_ABORTED_BY_CALLBACK) return m_upload->failure();
  if (m_tooLarge) return Error(ErrorKind::TooLarge, "the answer of " + host + " is larger than the limit", head.status);
  if (m_code == CURLE_OK) return Error(ErrorKind::Protocol, host + " ended the connection without an answer");
  auto error = curlError(m_easy, m_code, m_message, *session.endpoint());
  error.httpStatus = head.status;
  return error;
}

void Transfer::bodyTaken() {
  if (m_receivePaused) unpause();
}

// curl_easy_pause calls onBody() and onUpload() before it returns, and these may pause again.
void Transfer::unpause() {
  if (finished || (!m_receivePaused && !m_sendPaused)) return;
  m_receivePaused = m_sendPaused = false;
  curl_easy_pause(m_easy, CURLPAUSE_CONT);
}

std::size_t Transfer::onHeader(char* data, std::size_t, std::size_t size, void* self) noexcept {
  auto& transfer = *static_cast<Transfer*>(self);
  transfer.lastByte = Clock::now();
  transfer.m_headerBytes += size;
  if (transfer.m_headerBytes > transfer.m_request->headerLimit) {
    transfer.m_tooLarge = true;
    return 0;
  }
  std::string_view line(data, size);
  while (!line.empty() && (line.back() == '\n' || line.back() == '\r')) line.remove_suffix(1);
  transfer.headerLine(line);
  return size;
}

void Transfer::headerLine(std::string_view line) {
  if (line.rfind("HTTP/", 0) == 0) {  // a new head: the final one follows any 1xx
    long status = 0;
    curl_easy_getinfo(m_easy, CURLINFO_RESPONSE_CODE, &status);
    head.status = int(status);
    head.http2 = line.rfind("HTTP/2", 0) == 0;
    head.headers.clear();
  } else if (line.empty()) {
    if (head.status < 200) return;
    headComplete = true;
    changed.notify();
  } else if (!headComplete) {  // later lines are trailers
    auto colon = std::min(line.find(':'), line.size());
    auto value = colon < line.size() ? line.substr(colon + 1) : std::string_view();
    value.remove_prefix(std::min(value.find_first_not_of(" \t"), value.size()));
    head.headers.add(std::string(line.substr(0, colon)), std::string(value));
  }
}

std::size_t Transfer::onBody(char* data, std::size_t, std::size_t size, void* self) noexcept {
  auto& transfer = *static_cast<Transfer*>(self);
  if (transfer.m_request->flow == Flow::BackPressure && transfer.streaming && transfer.body.size() >= highWater) {
    transfer.m_receivePaused = true;
    return CURL_WRITEFUNC_PAUSE;  // libcurl delivers these bytes again after unpause()
  }
  if (transfer.body.size() + size > transfer.m_request->bufferLimit) {
    transfer.m_tooLarge = true;
    return 0;
  }
  transfer.lastByte = Clock::now();
  transfer.body.append(data, size);
  if (transfer.streaming) transfer.changed.notify();
  return size;
}

std::size_t Transfer::onUpload(char* into, std::size_t, std::size_t size, void* self) noexcept {
  auto& transfer = *static_cast<Transfer*>(self);
  transfer.lastByte = Clock::now();
  std::size_t count = 0;
  switch (transfer.m_upload->read(into, size, count)) {
    case Upload::State::Bytes:
    case Upload::State::Ended: return count;
    case Upload::State::Waiting: transfer.m_sendPaused = true; return CURL_READFUNC_PAUSE;
    case Upload::State::Failed: break;
  }
  return CURL_READFUNC_ABORT;
}

}  // namespace cleardeck::net
