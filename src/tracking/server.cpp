#include "tracking/server.h"

#include "base/log.h"
#include "net/server.h"
#include "tracking/access.h"
#include "tracking/api.h"
#include "tracking/endpoint_versions.h"
#include "tracking/file_routes.h"
#include "tracking/values.h"
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
  ChildTask watchdog;
};

namespace {

constexpr std::size_t kApiBodyLimit = 64u << 20;   // the SDK cuts its batches at 15 MB
constexpr std::size_t kFilesBodyLimit = 4u << 20;  // of what is not an upload

// Runs `function` on the I/O thread and waits.
template <class Function>
auto onIo(Runtime& runtime, Function function) {
  std::packaged_task<decltype(function())()> task(std::move(function));
  auto future = task.get_future();
  asio::post(runtime.executor(), [&task] { task(); });
  return future.get();
}

std::string url(const std::string& address, std::uint16_t port) {
  return "http://" + address + ":" + std::to_string(port);
}

Task<Done> closeListeners(std::vector<net::Server>* listeners) {
  for (auto& listener : *listeners) {
    auto closed = co_await listener.stopGracefully(std::chrono::seconds(2));
    if (!closed) log::room("tracking")->debug("stop: {}", closed.error().message);
  }
  listeners->clear();
  co_return Done();
}

Result<Done> applyFixedUsers(Store& store, Shared& shared, const FixedUsers& users) {
  auto stored = store.writeNow([&users](Database& database) {
    storeFixedUsers(database, users);
    return Outcome();
  });
  if (!stored) return std::move(stored.error()).during("store the fixed users");
  shared.signIns.set(users);
  return Done();
}

bool noneStreamed(const net::ServerRequest&) { return false; }
bool isUpload(const net::ServerRequest& request) { return request.method == "POST" && request.target == "/"; }

}  // namespace

// One port; on the I/O thread.
Result<Done> Server::openPort(Parts& parts, std::uint16_t port, std::size_t bodyLimit, net::Server::Handler handler,
                              std::uint16_t* bound) {
  net::ServerOptions options;
  options.address = parts.settings.listen;
  options.port = port;
  options.bodyLimit = bodyLimit;
  options.streamed = bound == &parts.filesPort ? isUpload : noneStreamed;
  auto listener = net::Server::listen(parts.runtime->executor(), std::move(options), std::move(handler));
  if (!listener) return std::move(listener.error()).withHint("Choose another port, or 0 for any free one");
  *bound = listener->port();
  parts.listeners.push_back(std::move(*listener));
  return Done();
}

Result<Done> Server::openPorts(Parts& parts) {
  auto api = std::make_shared<const ApiContext>(ApiContext{parts.store, parts.shared});
  auto files = makeFileContext(parts.settings.dataDir / "files", parts.settings.maxUploadBytes, parts.shared,
                               parts.runtime->workers());
  auto onApi = [api](auto exchange) { return answerApi(api, exchange); };
  auto onFiles = [files](auto exchange) { return answerFiles(files, exchange); };
  auto onWeb = [shared = parts.shared](auto exchange) { return answerWeb(shared, exchange); };
  auto opened = openPort(parts, parts.settings.apiPort, kApiBodyLimit, onApi, &parts.apiPort);
  if (opened) opened = openPort(parts, parts.settings.filesPort, kFilesBodyLimit, onFiles, &parts.filesPort);
  if (opened && parts.settings.web)
    opened = openPort(parts, parts.settings.webPort, kFilesBodyLimit, onWeb, &parts.webPort);
  return opened;
}

void Server::startWatchdog(Parts& parts) {
  if (!parts.settings.watchdog.enabled) return;
  auto clock = parts.settings.clock ? parts.settings.clock : nowMs;
  auto watch = watchSilentTasks(parts.store, parts.settings.watchdog, clock);
  parts.watchdog = ChildTask(parts.runtime->executor(), std::move(watch), [](Result<Done>) {});
}

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
    p->credentials =
        prepareAccess(database, *p->shared, p->settings.accessKey, p->settings.secretKey, p->settings.accessRole);
    if (!p->settings.systemKey.empty()) prepareSystemKey(database, p->settings.systemKey, p->settings.systemSecret);
    return Outcome();
  };
  auto prepared = p->store->writeNow(prepare);
  if (!prepared) return prepared.error();
  if (auto applied = applyFixedUsers(*p->store, *p->shared, p->settings.fixedUsers); !applied) return applied.error();
  std::unique_ptr<Server> server(new Server(std::move(parts)));

  auto open = [p] { return openPorts(*p); };
  auto opened = onIo(runtime, open);
  if (!opened) return opened.error();
  p->shared->apiUrl = server->apiUrl();
  p->shared->filesUrl = server->filesUrl();
  if (p->webPort) p->shared->webUrl = url(p->settings.listen, p->webPort);
  startWatchdog(*p);
  return server;
}

void Server::stop() {
  if (!m_parts || !m_parts->store) return;
  m_parts->watchdog.cancel();
  auto ended = std::make_shared<std::promise<void>>();
  auto future = ended->get_future();
  auto begin = [parts = m_parts.get(), ended] {
    cleardeck::start(parts->runtime->executor(), closeListeners(&parts->listeners),
                     [ended](Result<Done>) { ended->set_value(); });
  };
  asio::post(m_parts->runtime->executor(), begin);
  future.get();
  auto keep = [shared = m_parts->shared](Database& database) {
    storeKeyUses(database, *shared);
    return Outcome();
  };
  if (auto kept = m_parts->store->writeNow(keep); !kept) log::room("tracking")->warn("stop: {}", kept.error().message);
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
Result<Done> Server::setFixedUsers(FixedUsers users) {
  return applyFixedUsers(*m_parts->store, *m_parts->shared, users);
}
Store& Server::store() { return *m_parts->store; }
std::vector<Server::EndpointRow> Server::endpointTable() {
  std::vector<EndpointRow> table;
  for (const auto& [name, versions] : endpointVersions()) {
    bool ours = findEndpoint(name) != nullptr;
    table.push_back({name, versions.front(), ours, ours ? "" : "no client calls it"});
  }
  return table;
}

std::vector<std::string> Server::endpoints() { return endpointNames(); }

std::vector<std::pair<std::string, std::uint64_t>> Server::unknownEndpoints() const {
  std::lock_guard guard(m_parts->shared->unknownMutex);
  return {m_parts->shared->unknown.begin(), m_parts->shared->unknown.end()};
}

}  // namespace cleardeck::tracking
