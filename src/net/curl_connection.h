/// A connection that libcurl made and handed over: TLS done, proxies passed, nothing of HTTP sent. Internal to net.
#pragma once
#include "net/curl_loop.h"
#include "net/http.h"

#include <boost/asio/buffer.hpp>

namespace cleardeck::net {

class CurlConnection final : public CurlLoop::Client {
 public:
  CurlConnection(Session session, std::chrono::milliseconds connectTimeout);
  ~CurlConnection();
  CurlConnection(const CurlConnection&) = delete;
  CurlConnection& operator=(const CurlConnection&) = delete;

  void onCurlDone(CURLcode code) override;
  Error failure() const { return m_error; }

  Session session;
  Notifier changed;
  bool finished = false;
  bool connected = false;

  /// Non-blocking; would_block asks to wait for readable / writable.
  std::size_t receive(asio::mutable_buffer into, error_code& ec);
  std::size_t send(asio::const_buffer from, error_code& ec);
  void abort();

  asio::posix::stream_descriptor descriptor;  ///< libcurl's socket, for waiting only
  std::vector<char> outgoing;

 private:
  CurlLoop::OwnConnection m_counted;
  CURL* m_easy;
  Error m_error;
  char m_message[CURL_ERROR_SIZE] = "";
};

/// Connected, TLS done, proxies passed; nothing of HTTP sent yet.
Task<std::shared_ptr<CurlConnection>> connectRaw(Session session, std::chrono::milliseconds timeout);

}  // namespace cleardeck::net
