#include "net/curl_connection.h"

#include "net/curl_error.h"
#include "net/endpoint.h"

#include <sys/socket.h>

namespace cleardeck::net {

CurlConnection::CurlConnection(Session s, std::chrono::milliseconds connectTimeout)
    : session(std::move(s)),
      changed(session.executor()),
      descriptor(session.executor()),
      m_counted(session.loop()),
      m_easy(session.loop()->newHandle(*this)) {
  session.endpoint()->apply(m_easy, "/");
  curl_easy_setopt(m_easy, CURLOPT_CONNECT_ONLY, 1L);
  curl_easy_setopt(m_easy, CURLOPT_HTTP_VERSION, long(CURL_HTTP_VERSION_1_1));  // ALPN must not choose h2
  curl_easy_setopt(m_easy, CURLOPT_HTTPPROXYTUNNEL, 1L);                        // also for http:// URLs
  curl_easy_setopt(m_easy, CURLOPT_FRESH_CONNECT, 1L);                          // never an idle request connection
  curl_easy_setopt(m_easy, CURLOPT_CONNECTTIMEOUT_MS, long(connectTimeout.count()));
  curl_easy_setopt(m_easy, CURLOPT_ERRORBUFFER, m_message);
  session.loop()->add(m_easy);
}

CurlConnection::~CurlConnection() {
  if (descriptor.is_open()) descriptor.release();  // before libcurl closes the socket
  // The handle stayed in the multi: taken out, it could not find its connection any more.
  session.loop()->drop(m_easy);
}

void CurlConnection::onCurlDone(CURLcode code) {
  finished = true;
  m_error = Error(ErrorKind::Network, session.host() + " closed the connection");
  if (code != CURLE_OK) m_error = curlError(m_easy, code, m_message, *session.endpoint());
  curl_socket_t socket = CURL_SOCKET_BAD;
  if (code == CURLE_OK) curl_easy_getinfo(m_easy, CURLINFO_ACTIVESOCKET, &socket);
  if (socket != CURL_SOCKET_BAD) {
    // The first receive ties handle and connection together. Until then the connection lies in the
    // pool as "unused", and any new request may prune it.
    char byte = 0;
    std::size_t count = 0;
    connected = curl_easy_recv(m_easy, &byte, 1, &count) == CURLE_AGAIN;  // a server never speaks first
    error_code ec;
    if (connected) descriptor.assign(socket, ec);
    connected = connected && !ec;
  }
  changed.notify();
}

std::size_t CurlConnection::receive(asio::mutable_buffer into, error_code& ec) {
  if (into.size() == 0) return 0;
  std::size_t count = 0;
  CURLcode code = curl_easy_recv(m_easy, into.data(), into.size(), &count);
  if (code == CURLE_AGAIN)
    ec = asio::error::would_block;
  else if (code != CURLE_OK)
    ec = asio::error::connection_reset;
  else if (count == 0)
    ec = asio::error::eof;
  return count;
}

std::size_t CurlConnection::send(asio::const_buffer from, error_code& ec) {
  if (from.size() == 0) return 0;  // curl_easy_send answers AGAIN to nothing
  std::size_t count = 0;
  CURLcode code = curl_easy_send(m_easy, from.data(), from.size(), &count);
  if (code == CURLE_AGAIN)
    ec = asio::error::would_block;
  else if (code != CURLE_OK)
    ec = asio::error::broken_pipe;
  return count;
}

void CurlConnection::abort() {
  if (!descriptor.is_open()) return;
  ::shutdown(descriptor.native_handle(), SHUT_RDWR);
  descriptor.cancel();
}

Task<std::shared_ptr<CurlConnection>> connectRaw(Session session, std::chrono::milliseconds timeout) {
  if (!session.loop()->hasRoom()) co_return session.loop()->fullError(session.host());
  auto connection = std::make_shared<CurlConnection>(session, timeout);
  while (!connection->finished) {
    auto wake = co_await connection->changed.wait();
    if (wake == Wake::Cancelled) co_return cancelledError();
  }
  if (!connection->connected) co_return connection->failure();
  co_return connection;
}

}  // namespace cleardeck::net
