#include "sandbox/cluster.h"

#include "base/text.h"
#include "sandbox/api.h"
#include "sandbox/certificate.h"
#include "sandbox/sample.h"
#include "sandbox/server.h"
#include "sandbox/status.h"

#include <boost/asio/post.hpp>

namespace cleardeck::sandbox {
namespace {

/// Runs something on the I/O thread and waits for what it returns.
template <class Function>
auto onIoThread(const asio::any_io_executor& executor, Function function) {
  std::promise<std::invoke_result_t<Function&>> promise;
  auto result = promise.get_future();
  asio::post(executor, [&] { promise.set_value(function()); });
  return result.get();
}

Result<Done> loadInto(State& state, const std::vector<Json>& objects) {
  for (Json object : objects) {
    auto kind = findKindNamed(textAt(object, {"apiVersion"}), textAt(object, {"kind"}));
    if (!kind)
      return Error(ErrorKind::Invalid,
                   "the sandbox does not serve " + textAt(object, {"apiVersion"}) + " " + textAt(object, {"kind"}));
    Json status = at(object, {"status"});
    auto made = admit(state, *kind, std::move(object), false);
    if (!made) return std::move(made.error()).during("create " + kind->plural);
    if (status.is_null()) continue;
    Json whole = **made;  // what is loaded may come with its status: nodes
    whole["status"] = std::move(status);
    auto written = state.store.update(*kind, std::move(whole), Scope::Status);
    if (!written) return written.error();
  }
  return Done();
}

Result<Done> open(StatePtr state, const net::ServerTls& tls, const std::vector<Json>& objects) {
  auto handler = [weak = std::weak_ptr(state)](ExchangePtr exchange) -> asio::awaitable<void> {
    return serve(weak.lock(), std::move(exchange));
  };
  auto server = net::Server::listen(state->executor, state->settings.port, tls, handler);
  if (!server)
    return std::move(server.error()).during("start the sandbox on port " + std::to_string(state->settings.port));
  state->port = server->port();
  state->server.emplace(std::move(*server));
  return loadInto(*state, objects);
}

}  // namespace

Result<std::unique_ptr<Cluster>> Cluster::start(Runtime& runtime, Settings settings) {
  auto tls = makeCertificate();
  if (!tls) return tls.error();
  auto objects = clusterObjects();
  if (settings.sample) {
    auto sample = sampleObjects();
    if (!sample) return sample.error();
    objects.insert(objects.end(), sample->begin(), sample->end());
  }
  auto state = std::make_shared<State>(runtime.executor(), std::move(settings));
  state->token = text::randomToken(40);
  state->certificatePem = tls->certificatePem;
  // From here on only the cluster holds the state: its destructor waits for the last other holder.
  std::unique_ptr<Cluster> cluster(new Cluster(runtime, std::move(state)));
  auto begin = [&]() -> Result<Done> {
    auto opened = open(cluster->m_state, *tls, objects);
    if (!opened) return opened;
    auto running = runControllers(cluster->m_state);
    cluster->m_state->controlling = ChildTask(runtime.executor(), std::move(running), [](Result<Done>) {});
    return opened;
  };
  auto begun = onIoThread(runtime.executor(), begin);
  if (!begun) return begun.error();
  cluster->m_baseUrl = "https://127.0.0.1:" + std::to_string(cluster->m_state->port);
  return cluster;
}

Cluster::Cluster(Runtime& runtime, std::shared_ptr<State> state)
    : m_runtime(runtime),
      m_state(std::move(state)),
      m_gone(m_state->gone.get_future()),
      m_token(m_state->token),
      m_certificatePem(m_state->certificatePem) {}

Cluster::~Cluster() { stop(); }

void Cluster::stop() {
  if (!m_state) return;
  asio::post(m_runtime.executor(), [state = std::move(m_state)] {
    state->server.reset();
    state->controlling.cancel();
  });
  m_gone.wait();
}

void Cluster::forward(std::uint16_t podPort, ForwardTarget target) {
  if (!m_state) return;
  onIoThread(m_runtime.executor(), [&] {
    m_state->settings.forwards[podPort] = std::move(target);
    return true;
  });
}

Result<Done> Cluster::load(const std::vector<nlohmann::json>& objects) {
  if (!m_state) return Error(ErrorKind::Invalid, "the sandbox has ended");
  return onIoThread(m_runtime.executor(), [&] { return loadInto(*m_state, objects); });
}

std::string Cluster::kubeconfigText() const {
  return "apiVersion: v1\nkind: Config\ncurrent-context: sandbox\nclusters:\n- name: sandbox\n  cluster:\n    "
         "server: " +
         m_baseUrl + "\n    certificate-authority-data: " + text::toBase64(m_certificatePem) +
         "\nusers:\n- name: sandbox\n  user:\n    token: " + m_token +
         "\ncontexts:\n- name: sandbox\n  context:\n    cluster: sandbox\n    user: sandbox\n    namespace: clearml\n";
}

}  // namespace cleardeck::sandbox
