#include "net/curl_loop.h"

namespace cleardeck::net {
namespace {

constexpr long maxSockets = 64;
constexpr int maxOwnConnections = 60;  // the rest is for shared requests

}  // namespace

struct CurlLoop::Watch {
  explicit Watch(const asio::any_io_executor& executor) : descriptor(executor) {}
  asio::posix::stream_descriptor descriptor;
  curl_socket_t socket = CURL_SOCKET_BAD;
  int wanted = 0;
  bool readPending = false;
  bool writePending = false;
  bool removed = false;
};

std::shared_ptr<CurlLoop> CurlLoop::create(const asio::any_io_executor& executor) {
  static const bool once = [] {
    curl_global_init(CURL_GLOBAL_ALL);
    ignoreBrokenPipes();  // curl_easy_recv may write (TLS alerts, key updates) unprotected
    return true;
  }();
  (void)once;
  return std::shared_ptr<CurlLoop>(new CurlLoop(executor));
}

CurlLoop::CurlLoop(const asio::any_io_executor& executor)
    : m_executor(executor), m_timer(executor), m_multi(curl_multi_init()), m_share(curl_share_init()) {
  curl_multi_setopt(m_multi, CURLMOPT_SOCKETFUNCTION, &CurlLoop::onSocket);
  curl_multi_setopt(m_multi, CURLMOPT_SOCKETDATA, this);
  curl_multi_setopt(m_multi, CURLMOPT_TIMERFUNCTION, &CurlLoop::onTimer);
  curl_multi_setopt(m_multi, CURLMOPT_TIMERDATA, this);
  curl_multi_setopt(m_multi, CURLMOPT_PIPELINING, long(CURLPIPE_MULTIPLEX));
  curl_multi_setopt(m_multi, CURLMOPT_MAXCONNECTS, 16L);  // idle ones kept; the default is 4 x handles
  curl_multi_setopt(m_multi, CURLMOPT_MAX_TOTAL_CONNECTIONS, maxSockets);
  // TLS tickets live in the easy handle unless shared: without this no WebSocket ever resumes.
  curl_share_setopt(m_share, CURLSHOPT_SHARE, CURL_LOCK_DATA_SSL_SESSION);
}

CurlLoop::~CurlLoop() {
  for (auto& [socket, watch] : m_watches) {
    watch->removed = true;
    watch->descriptor.release();
  }
  m_watches.clear();
  curl_multi_setopt(m_multi, CURLMOPT_SOCKETFUNCTION, nullptr);
  curl_multi_setopt(m_multi, CURLMOPT_TIMERFUNCTION, nullptr);
  curl_multi_cleanup(m_multi);
  curl_share_cleanup(m_share);
}

CURL* CurlLoop::newHandle(Client& client) {
  CURL* easy = curl_easy_init();
  curl_easy_setopt(easy, CURLOPT_PRIVATE, &client);
  curl_easy_setopt(easy, CURLOPT_SHARE, m_share);
  curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
  // Without it, dropping a handle whose name is being resolved joins the resolver thread: the
  // whole I/O thread would stop for as long as getaddrinfo() takes.
  curl_easy_setopt(easy, CURLOPT_QUICK_EXIT, 1L);
  curl_easy_setopt(easy, CURLOPT_TCP_KEEPALIVE, 1L);
  curl_easy_setopt(easy, CURLOPT_TCP_KEEPIDLE, 30L);
  curl_easy_setopt(easy, CURLOPT_TCP_KEEPINTVL, 15L);
  return easy;
}

void CurlLoop::add(CURL* easy) { curl_multi_add_handle(m_multi, easy); }

void CurlLoop::drop(CURL* easy) {
  curl_multi_remove_handle(m_multi, easy);
  curl_easy_cleanup(easy);
}

bool CurlLoop::hasRoom() const { return m_ownConnections < maxOwnConnections; }

Error CurlLoop::fullError(const std::string& host) const {
  return Error(ErrorKind::Network, std::to_string(m_ownConnections) + " connections to " + host + " are open already")
      .withHint("Close a log, an upload or a forwarded connection");
}

int CurlLoop::onSocket(CURL*, curl_socket_t socket, int what, void* self, void*) {
  auto& loop = *static_cast<CurlLoop*>(self);
  auto found = loop.m_watches.find(socket);
  if (what == CURL_POLL_REMOVE) {
    if (found == loop.m_watches.end()) return 0;
    found->second->removed = true;
    found->second->descriptor.release();  // libcurl owns and closes the socket
    loop.m_watches.erase(found);
    return 0;
  }
  if (found == loop.m_watches.end()) {
    auto watch = std::make_shared<Watch>(loop.m_executor);
    error_code ec;
    watch->descriptor.assign(socket, ec);
    if (ec) return -1;
    watch->socket = socket;
    found = loop.m_watches.emplace(socket, std::move(watch)).first;
  }
  found->second->wanted = what;
  loop.arm(found->second);
  return 0;
}

void CurlLoop::arm(const std::shared_ptr<Watch>& watch) {
  auto weak = weak_from_this();
  auto wait = [&](int direction, bool& pending, asio::posix::stream_descriptor::wait_type type) {
    if (!(watch->wanted & direction) || pending) return;
    pending = true;
    watch->descriptor.async_wait(type, [weak, watch, direction](error_code ec) {
      if (auto self = weak.lock()) self->ready(watch, direction, ec);
    });
  };
  wait(CURL_POLL_IN, watch->readPending, asio::posix::stream_descriptor::wait_read);
  wait(CURL_POLL_OUT, watch->writePending, asio::posix::stream_descriptor::wait_write);
}

void CurlLoop::ready(const std::shared_ptr<Watch>& watch, int direction, error_code ec) {
  (direction == CURL_POLL_IN ? watch->readPending : watch->writePending) = false;
  if (watch->removed) return;
  if (!(watch->wanted & direction)) return;  // no longer wanted; armed again when it is
  auto keep = shared_from_this();
  int events = direction == CURL_POLL_IN ? CURL_CSELECT_IN : CURL_CSELECT_OUT;
  act(watch->socket, ec ? CURL_CSELECT_ERR : events);
  if (!watch->removed && !ec) arm(watch);  // libcurl reports only changes of interest
}

int CurlLoop::onTimer(CURLM*, long milliseconds, void* context) {
  auto& loop = *static_cast<CurlLoop*>(context);
  loop.m_timer.cancel();
  if (milliseconds < 0) return 0;
  loop.m_timer.expires_after(std::chrono::milliseconds(milliseconds));
  loop.m_timer.async_wait([weak = loop.weak_from_this()](error_code ec) {
    auto self = weak.lock();
    if (!ec && self) self->act(CURL_SOCKET_TIMEOUT, 0);
  });
  return 0;
}

void CurlLoop::act(curl_socket_t socket, int events) {
  int running = 0;
  curl_multi_socket_action(m_multi, socket, events, &running);
  int left = 0;
  while (CURLMsg* message = curl_multi_info_read(m_multi, &left)) {
    if (message->msg != CURLMSG_DONE) continue;
    CURLcode code = message->data.result;
    Client* client = nullptr;
    curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &client);
    client->onCurlDone(code);
  }
}

}  // namespace cleardeck::net
