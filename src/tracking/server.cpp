#include "tracking/server.h"

#include "base/log.h"
#include "net/server.h"
#include "tracking/access.h"
#include "tracking/api.h"
#include "tracking/file_routes.h"
#include "tracking/web_page.h"

#include <future>

namespace cleardeck::tracking {

struct Server::Parts {
  Runtime* runtime = nullptr;
  Settings settings;
  std::shared_ptr<Store> store;
  std::shared_ptr<Shared> shared = std::make_shared<Shared>();
  FirstCredentials credentials;
  std::vector<net::Server> listeners;  // touched on the I/O thread only
  std::uint16_t apiPort = 0, filesPort = 0, webPort = 0;
};

namespace {

// Runs `function` on the I/O thread and waits.
template <class Function>
auto onIo(Runtime& runtime, Function function) {
  std::packaged_task<decltype(function())()> task(std::move(function));
  auto future = task.get_future();
  asio::post(runtime.executor(), [&task] { task(); });
  return future.get();
}

Error portError(const char* what, std::uint16_t port, const Error& error) {
  return Error(ErrorKind::Conflict, std::string(what) + " port " + std::to_string(port) + ": " + error.message)
      .withHint("Choose another port, or 0 for any free one");
}

std::string url(const std::string& address, std::uint16_t port) { return "http://" + address + ":" + std::to_string(port); }

}  // namespace

Server::Server(std::unique_ptr<Parts> parts) : m_parts(std::move(parts)) {}
Server::~Server() { stop(); }

Result<std::unique_ptr<Server>> Server::start(Runtime& runtime, Settings settings) {
  auto parts = std::make_unique<Parts>();
  auto p = parts.get();
  p->runtime = &runtime;
  p->settings = std::move(settings);
  auto store = Store::open(p->settings.dataDir);
  if (!store) return store.error();
  p->store = *store;
  auto prepare = [p](Database& database) {
    p->credentials = prepareAccess(database, *p->shared, p->settings.accessKey, p->settings.secretKey, p->settings.accessRole);
    return Outcome();
  };
  auto prepared = p->store->writeNow(prepare);
  if (!prepared) return prepared.error();
  std::unique_ptr<Server> server(new Server(std::move(parts)));

  auto api = std::make_shared<const ApiContext>(ApiContext{p->store, p->shared});
  auto files = makeFileContext(p->settings.dataDir / "files", p->settings.maxUploadBytes, p->shared, runtime.workers());
  auto listen = [p](const char* what, std::uint16_t port, net::Server::Handler handler, std::uint16_t* bound) -> Result<Done> {
    auto listener = net::Server::listen(p->runtime->executor(), port, std::nullopt, std::move(handler));
    if (!listener) return portError(what, port, listener.error());
    *bound = listener->port();
    p->listeners.push_back(std::move(*listener));
    return Done();
  };
  auto open = [p, api, files, listen]() -> Result<Done> {
    auto opened = listen("API", p->settings.apiPort, [api](auto exchange) { return answerApi(api, exchange); }, &p->apiPort);
    if (opened) opened = listen("files", p->settings.filesPort, [files](auto exchange) { return answerFiles(files, exchange); }, &p->filesPort);
    if (opened && p->settings.web)
      opened = listen("web", p->settings.webPort, [s = p->shared](auto exchange) { return answerWeb(s, exchange); }, &p->webPort);
    return opened;
  };
  auto opened = onIo(runtime, open);
  if (!opened) return opened.error();
  p->shared->apiUrl = server->apiUrl();
  p->shared->filesUrl = server->filesUrl();
  if (p->webPort) p->shared->webUrl = url(p->settings.listen, p->webPort);
  return server;
}

void Server::stop() {
  if (!m_parts || !m_parts->store) return;
  auto close = [this] {
    for (auto& listener : m_parts->listeners) listener.stop();
    m_parts->listeners.clear();
    return 0;
  };
  onIo(*m_parts->runtime, close);
  m_parts->store->close();
  m_parts->store.reset();
}

std::uint16_t Server::apiPort() const { return m_parts->apiPort; }
std::uint16_t Server::filesPort() const { return m_parts->filesPort; }
std::uint16_t Server::webPort() const { return m_parts->webPort; }
std::string Server::apiUrl() const { return url(m_parts->settings.listen, m_parts->apiPort); }
std::string Server::filesUrl() const { return url(m_parts->settings.listen, m_parts->filesPort); }
const std::string& Server::accessKey() const { return m_parts->credentials.accessKey; }
const std::string& Server::secretKey() const { return m_parts->credentials.secretKey; }
bool Server::firstStart() const { return m_parts->credentials.generated; }
Store& Server::store() { return *m_parts->store; }
std::vector<std::string> Server::endpoints() { return endpointNames(); }

std::vector<std::pair<std::string, std::uint64_t>> Server::unknownEndpoints() const {
  std::lock_guard guard(m_parts->shared->unknownMutex);
  return {m_parts->shared->unknown.begin(), m_parts->shared->unknown.end()};
}

}  // namespace cleardeck::tracking
