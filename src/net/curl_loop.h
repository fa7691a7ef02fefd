/// libcurl's multi interface driven by Asio: no thread, no poll(); sockets and the timer belong to Asio. Internal to
/// net.
#pragma once
#include "net/async.h"

#include <curl/curl.h>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <unordered_map>

namespace cleardeck::net {

class CurlLoop : public std::enable_shared_from_this<CurlLoop> {
 public:
  /// Receives the end of a transfer, from the event loop, never from inside a libcurl callback.
  class Client {
   public:
    virtual void onCurlDone(CURLcode code) = 0;

   protected:
    ~Client() = default;
  };

  static std::shared_ptr<CurlLoop> create(const asio::any_io_executor& executor);
  ~CurlLoop();
  CurlLoop(const CurlLoop&) = delete;
  CurlLoop& operator=(const CurlLoop&) = delete;

  CURL* newHandle(Client& client);  ///< with the options that every handle of ours needs
  void add(CURL* easy);
  void drop(CURL* easy);  ///< removes and frees it, at any time
  const asio::any_io_executor& executor() const { return m_executor; }

  /// Counts a connection that is not shared. libcurl queues what exceeds the limit on sockets, so without the count
  /// long-lived connections could keep every other request waiting for ever.
  class OwnConnection {
   public:
    explicit OwnConnection(std::shared_ptr<CurlLoop> loop) : m_loop(std::move(loop)) { ++m_loop->m_ownConnections; }
    ~OwnConnection() { --m_loop->m_ownConnections; }
    OwnConnection(const OwnConnection&) = delete;
    OwnConnection& operator=(const OwnConnection&) = delete;

   private:
    std::shared_ptr<CurlLoop> m_loop;
  };
  bool hasRoom() const;
  Error fullError(const std::string& host) const;

 private:
  struct Watch;
  explicit CurlLoop(const asio::any_io_executor& executor);
  static int onSocket(CURL*, curl_socket_t, int what, void* self, void*);
  static int onTimer(CURLM*, long milliseconds, void* self);
  void arm(const std::shared_ptr<Watch>& watch);
  void ready(const std::shared_ptr<Watch>& watch, int direction, error_code ec);
  void act(curl_socket_t socket, int events);

  asio::any_io_executor m_executor;
  asio::steady_timer m_timer;
  CURLM* m_multi;
  CURLSH* m_share;
  std::unordered_map<curl_socket_t, std::shared_ptr<Watch>> m_watches;
  int m_ownConnections = 0;
};

}  // namespace cleardeck::net
