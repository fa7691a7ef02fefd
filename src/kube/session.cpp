#include "kube/session.h"

#include "base/text.h"
#include "kube/session_state.h"

namespace cleardeck::kube {
namespace {

struct Ready {
  explicit Ready(net::Session c) : connection(std::move(c)) {}
  net::Session connection;
  net::Headers headers;
  unsigned number = 0;
};

std::string hostOf(const std::string& server) {
  auto start = server.find("://");
  auto host = server.substr(start == server.npos ? 0 : start + 3);
  return host.substr(0, host.find_first_of("/?#"));
}

// A new client certificate needs new connections; a new token does not.
Result<net::Session> connectionFor(Session::State& state, const Proof& proof) {
  if (state.connection && state.connectionCertificate == proof.certificatePem) return *state.connection;
  auto identity = state.identity;
  if (!proof.certificatePem.empty()) {
    identity.certificatePem = proof.certificatePem;
    identity.keyPem = proof.keyPem;
  }
  auto made = net::Session::create(state.executor, state.context.cluster.server, std::move(identity));
  if (!made) return made.error();
  state.connection = *made;
  state.connectionCertificate = proof.certificatePem;
  return made;
}

Task<Ready> ready(Session session, unsigned refused) {
  auto& state = session.state();
  Credential credential;
  if (state.secure) {
    auto current = co_await currentCredential(state.credentials, refused);
    if (!current) co_return current.error();
    credential = std::move(*current);
  }
  auto connection = connectionFor(state, credential.proof);
  if (!connection) co_return connection.error();
  Ready result(*connection);
  result.number = credential.number;
  if (!credential.proof.token.empty()) result.headers.add("Authorization", "Bearer " + credential.proof.token);
  co_return result;
}

template <class Request>
Request with(Request request, const net::Headers& headers) {
  for (const auto& header : headers) request.headers.add(header.name, header.value);
  return request;
}

// Whether a 401 to credential `number` is worth another try; otherwise what it means is left to the caller.
bool renewable(const Session& session, int status, unsigned number) {
  auto& state = session.state();
  if (status != 401) state.credentials->accepted(number);
  return status == 401 && state.secure && !state.credentials->fixed();
}

}  // namespace

Result<Session> Session::create(const asio::any_io_executor& executor, Context context, SessionOptions options) {
  if (context.problem) return *context.problem;
  auto identity = identityOf(context);
  if (!identity) return identity.error();
  auto state = std::make_shared<State>(executor);
  const auto host = hostOf(context.cluster.server);
  state->secure = context.cluster.server.starts_with("https://");
  state->loopback = host.starts_with("127.") || host.starts_with("localhost") || host.starts_with("[::1]");
  state->identity = std::move(*identity);
  state->credentials = std::make_shared<Credentials>(executor, context, state->identity.caPem, options.pluginTimeout);
  state->context = std::move(context);
  state->options = std::move(options);
  auto probe = connectionFor(*state, Proof());  // finds an unusable URL now
  if (!probe) return std::move(probe.error()).during("context “" + state->context.name + "”");
  return Session(std::move(state));
}

const Context& Session::context() const { return m_state->context; }
std::string Session::defaultNamespace() const { return context().ns.empty() ? std::string("default") : context().ns; }
const std::vector<std::string>& Session::namespaces() const { return m_state->options.namespaces; }
const asio::any_io_executor& Session::executor() const { return m_state->executor; }

void Session::setNamespaces(std::vector<std::string> namespaces) {
  if (m_state->options.namespaces == namespaces) return;
  m_state->options.namespaces = std::move(namespaces);
  ++m_state->namespacesVersion;
  reconnectNow();
}

void Session::reconnectNow() {
  m_state->credentials->forgive();
  auto wakers = m_state->wakers;  // one may take itself off the list
  for (auto& [number, wake] : wakers) wake();
}

std::shared_ptr<void> Session::onReconnect(std::function<void()> wake) const {
  auto number = ++m_state->lastWaker;
  m_state->wakers[number] = std::move(wake);
  auto forget = [weak = std::weak_ptr(m_state), number](void*) {
    if (auto alive = weak.lock()) alive->wakers.erase(number);
  };
  return std::shared_ptr<void>(m_state.get(), forget);
}

Task<net::Response> open(Session session, net::Request request) {
  unsigned refused = 0;
  for (int attempt = 0;; ++attempt) {
    auto prepared = co_await ready(session, refused);
    if (!prepared) co_return prepared.error();
    auto complete = with(request, prepared->headers);
    auto response = co_await net::open(prepared->connection, std::move(complete));
    if (!response) co_return connectionError(session, std::move(response.error()));
    if (attempt > 0 || !renewable(session, response->head().status, prepared->number)) co_return response;
    refused = prepared->number;
  }
}

Task<net::FullResponse> fetch(Session session, net::Request request) {
  unsigned refused = 0;
  for (int attempt = 0;; ++attempt) {
    auto prepared = co_await ready(session, refused);
    if (!prepared) co_return prepared.error();
    auto complete = with(request, prepared->headers);
    auto response = co_await net::fetch(prepared->connection, std::move(complete));
    if (!response) co_return connectionError(session, std::move(response.error()));
    if (attempt > 0 || !renewable(session, response->head.status, prepared->number)) co_return response;
    refused = prepared->number;
  }
}

Task<net::WebSocket> connectWebSocket(Session session, net::WebSocketRequest request) {
  unsigned refused = 0;
  for (int attempt = 0;; ++attempt) {
    auto prepared = co_await ready(session, refused);
    if (!prepared) co_return prepared.error();
    auto complete = with(request, prepared->headers);
    auto socket = co_await net::connectWebSocket(prepared->connection, std::move(complete));
    int status = socket ? 101 : socket.error().httpStatus;
    if (socket) co_return socket;
    if (status == 0) co_return connectionError(session, std::move(socket.error()));
    if (attempt > 0 || !renewable(session, status, prepared->number)) co_return socket;
    refused = prepared->number;
  }
}

}  // namespace cleardeck::kube
