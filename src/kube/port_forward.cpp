#include "kube/port_forward.h"

#include "base/log.h"
#include "kube/calls.h"
#include "kube/forward_pump.h"
#include "kube/service_pods.h"

#include <boost/asio/ip/v6_only.hpp>

namespace cleardeck::kube {

using tcp = asio::ip::tcp;
using namespace std::chrono_literals;

struct ServiceForward::State {
  State(Hub h, ServiceTarget t, ForwardOptions o) : hub(std::move(h)), target(std::move(t)), options(o) {}
  Hub hub;
  ServiceTarget target;
  ForwardOptions options;
  std::function<void(ForwardState)> onState;
  ForwardState now;
  std::optional<Error> denied;  // the right to forward is missing
  std::shared_ptr<ServicePods> pods;
  std::vector<std::weak_ptr<Notifier>> waiters;
  std::vector<ChildTask> tasks;
  ChildTasks connections;
};

namespace {

using StatePtr = std::shared_ptr<ServiceForward::State>;
using PumpPtr = std::shared_ptr<Pump>;
constexpr auto retryPause = 300ms;

void publish(ServiceForward::State& self) {
  for (const auto& waiter : self.waiters)
    if (auto alive = waiter.lock()) alive->notify();
  std::erase_if(self.waiters, [](const auto& waiter) { return waiter.expired(); });
  if (self.onState) self.onState(self.now);
}

void enter(ServiceForward::State& self, ForwardPhase phase, std::string why = {}, std::string hint = {}) {
  if (self.now.phase != phase) self.now.since = std::chrono::system_clock::now();
  self.now.phase = phase;
  self.now.why = std::move(why);
  self.now.hint = std::move(hint);
}

// The phase that follows from what is known about the service and its pods.
void decide(ServiceForward::State& self) {
  const auto& live = self.pods->state();
  const auto choice = self.pods->choose(self.now.pod);
  self.now.pod = choice.pod;
  if (self.denied) return enter(self, ForwardPhase::Failed, self.denied->message, self.denied->hint);
  switch (live.freshness) {
    case Freshness::Syncing: return enter(self, choice.pod.empty() ? ForwardPhase::Starting : ForwardPhase::Live);
    case Freshness::Stale:
    case Freshness::Reconnecting: return enter(self, ForwardPhase::Reconnecting, live.why, live.hint);
    case Freshness::NeedsSignIn:
    case Freshness::Forbidden:
    case Freshness::Failed: return enter(self, ForwardPhase::Failed, live.why, live.hint);
    case Freshness::Live: break;
  }
  if (!choice.pod.empty()) return enter(self, ForwardPhase::Live);
  enter(self, choice.impossible ? ForwardPhase::Failed : ForwardPhase::WaitingForPod, choice.why, choice.hint);
}

void refresh(ServiceForward::State& self) {
  if (!self.pods) return;  // stopped
  const auto before = self.now;
  decide(self);
  if (!(self.now == before)) publish(self);
}

Error missingRight(const ServiceForward::State& self, const std::string& verb) {
  Access access(verb, "", "pods", self.target.ns, "portforward");
  return Error(ErrorKind::Forbidden, "you may not forward ports in namespace " + self.target.ns, 403)
      .withHint("Ask the cluster's administrator for the right to " + access.text());
}

// Says at once which right is missing, not only when the first connection fails.
Task<Done> checkRight(StatePtr self) {
  Access create("create", "", "pods", self->target.ns, "portforward");
  Access get("get", "", "pods", self->target.ns, "portforward");
  auto mayCreate = co_await mayI(self->hub.session(), create);
  auto mayGet = co_await mayI(self->hub.session(), get);
  if (mayCreate && !mayCreate->allowed)
    self->denied = missingRight(*self, "create");
  else if (mayGet && !mayGet->allowed)
    self->denied = missingRight(*self, "get");
  else
    self->denied.reset();
  refresh(*self);
  co_return Done();
}

Task<Done> waitForChange(StatePtr self, Clock::time_point deadline) {
  auto notifier = std::make_shared<Notifier>(self->hub.session().executor());
  self->waiters.push_back(notifier);
  auto wake = co_await notifier->wait(deadline);
  if (wake == Wake::Cancelled) co_return cancelledError();
  co_return Done();
}

Task<net::WebSocket> connectTo(StatePtr self, PodChoice choice) {
  auto target =
      objectTarget(Pod::path, self->target.ns, choice.pod) + "/portforward?ports=" + std::to_string(choice.port);
  net::WebSocketRequest request(target);
  request.subprotocols.push_back("v4.channel.k8s.io");
  auto socket = co_await connectWebSocket(self->hub.session(), std::move(request));
  if (socket) {
    self->denied.reset();
    co_return socket;
  }
  auto& error = socket.error();
  if (error.httpStatus == 403) {
    const bool get = error.message.find("cannot get resource") != std::string::npos;
    self->denied = missingRight(*self, get ? "get" : "create");
    self->denied->detail = error.message;
  }
  co_return std::move(error).during("forward to pod " + choice.pod + " port " + std::to_string(choice.port));
}

// Until some pod takes the connection or the patience is over. Nothing was sent yet, so trying again is safe.
Task<net::WebSocket> connectSomewhere(StatePtr self) {
  const auto deadline = Clock::now() + self->options.patience;
  Error last(ErrorKind::Timeout,
             "no ready pod behind service " + self->target.service + " in namespace " + self->target.ns);
  for (;;) {
    auto choice = self->pods->choose(self->now.pod);
    auto until = deadline;
    if (!choice.pod.empty()) {
      auto socket = co_await connectTo(self, choice);
      if (socket || socket.error().kind == ErrorKind::Cancelled || self->denied) co_return socket;
      last = socket.error();
      until = std::min(deadline, Clock::now() + retryPause);
    } else if (choice.impossible && self->pods->state().freshness == Freshness::Live) {
      co_return Error(ErrorKind::NotFound, choice.why).withHint(choice.hint);
    }
    if (Clock::now() >= deadline) co_return last;
    auto waited = co_await waitForChange(self, until);
    if (!waited) co_return waited.error();
  }
}

Task<Done> forwardOne(StatePtr self, PumpPtr connection) {
  auto socket = co_await connectSomewhere(self);
  refresh(*self);
  if (!socket) {
    reset(*connection);
    co_return socket.error();
  }
  co_return co_await pump(connection, *socket);
}

void connectionEnded(ServiceForward::State& self, const Result<Done>& result) {
  --self.now.open;
  if (!result && result.error().kind != ErrorKind::Cancelled) {
    ++self.now.failed;
    self.now.lastFailure = result.error().message;
    log::room("kube")->info("forward to {}: {}", self.target.service, result.error().message);
  }
  publish(self);
}

void begin(const StatePtr& self, tcp::socket local) {
  error_code ec;
  local.set_option(tcp::no_delay(true), ec);
  auto connection = std::make_shared<Pump>(std::move(local));
  std::weak_ptr<ServiceForward::State> weak = self;
  connection->onBytes = [weak](std::size_t up, std::size_t down) {
    auto alive = weak.lock();
    if (!alive) return;
    alive->now.bytesUp += up;
    alive->now.bytesDown += down;
  };
  auto done = [weak](Result<Done> result) {
    if (auto alive = weak.lock()) connectionEnded(*alive, result);
  };
  ++self->now.open;
  ++self->now.accepted;
  self->connections.add(self->hub.session().executor(), forwardOne(self, connection), done);
  publish(*self);
}

Task<Done> acceptAll(StatePtr self, std::shared_ptr<tcp::acceptor> acceptor) {
  for (;;) {
    while (self->now.open >= self->options.maxOpen) {
      auto waited = co_await waitForChange(self, Clock::time_point::max());
      if (!waited) co_return waited;
    }
    tcp::socket local(self->hub.session().executor());
    error_code ec;
    auto token = asio::redirect_error(asio::use_awaitable, ec);
    co_await acceptor->async_accept(local, token);
    if (ec == asio::error::operation_aborted) co_return cancelledError();
    if (ec)
      co_await sleepFor(100ms);  // out of descriptors, say: the listener survives
    else
      begin(self, std::move(local));
  }
}

Result<std::shared_ptr<tcp::acceptor>> listenOn(const asio::any_io_executor& executor, tcp::endpoint endpoint) {
  auto acceptor = std::make_shared<tcp::acceptor>(executor);
  error_code ec;
  acceptor->open(endpoint.protocol(), ec);
  if (!ec) acceptor->set_option(tcp::acceptor::reuse_address(true), ec);
  if (!ec && endpoint.protocol() == tcp::v6()) acceptor->set_option(asio::ip::v6_only(true), ec);
  if (!ec) acceptor->bind(endpoint, ec);
  if (!ec) acceptor->listen(asio::socket_base::max_listen_connections, ec);
  if (!ec) return acceptor;
  const auto port = std::to_string(endpoint.port());
  if (ec == asio::error::address_in_use)
    return Error(ErrorKind::Conflict, "the local port " + port + " is in use")
        .withHint("Choose another port, or end the program that listens there");
  return Error(ErrorKind::Network, "listen on the local port " + port + ": " + ec.message());
}

// A program that asks for "localhost" may try ::1 first; without IPv6 on this machine 127.0.0.1 is enough.
void listenOnV6Too(const StatePtr& self, std::uint16_t port) {
  auto executor = self->hub.session().executor();
  auto acceptor = listenOn(executor, tcp::endpoint(asio::ip::address_v6::loopback(), port));
  auto ignore = [](Result<Done>) {};
  if (acceptor) self->tasks.emplace_back(executor, acceptAll(self, *acceptor), ignore);
}

Task<Done> waitUntilLive(StatePtr self, std::chrono::milliseconds patience) {
  const auto deadline = Clock::now() + patience;
  for (;;) {
    const auto& now = self->now;
    if (now.phase == ForwardPhase::Live) co_return Done();
    if (now.phase == ForwardPhase::Failed) {
      if (self->denied) co_return *self->denied;
      co_return Error(ErrorKind::Invalid, now.why).withHint(now.hint);
    }
    if (Clock::now() >= deadline)
      co_return Error(ErrorKind::Timeout,
                      now.why.empty() ? "the forward to " + self->target.service + " did not come up" : now.why)
          .withHint(now.hint);
    auto waited = co_await waitForChange(self, deadline);
    if (!waited) co_return waited;
  }
}

void stop(ServiceForward::State& self) {
  self.tasks.clear();
  self.connections = ChildTasks();
  self.pods.reset();
  self.onState = nullptr;
}

}  // namespace

Result<ServiceForward> ServiceForward::start(Hub hub, ServiceTarget target, ForwardOptions options,
                                             std::function<void(ForwardState)> onState) {
  auto executor = hub.session().executor();
  auto acceptor = listenOn(executor, tcp::endpoint(asio::ip::address_v4::loopback(), options.localPort));
  if (!acceptor) return acceptor.error();
  error_code ec;
  auto state = std::make_shared<State>(hub, target, options);
  state->now.localPort = (*acceptor)->local_endpoint(ec).port();
  state->now.since = std::chrono::system_clock::now();
  state->onState = std::move(onState);
  auto changed = [weak = std::weak_ptr(state)] {
    if (auto alive = weak.lock()) refresh(*alive);
  };
  state->pods = std::make_shared<ServicePods>(hub, target, changed);
  auto ignore = [](Result<Done>) {};
  state->tasks.emplace_back(executor, acceptAll(state, *acceptor), ignore);
  listenOnV6Too(state, state->now.localPort);
  state->tasks.emplace_back(executor, checkRight(state), ignore);
  state->pods->start();
  return ServiceForward(std::move(state));
}

ServiceForward& ServiceForward::operator=(ServiceForward&& other) noexcept {
  if (m_state) stop(*m_state);
  m_state = std::move(other.m_state);
  return *this;
}

ServiceForward::~ServiceForward() {
  if (m_state) stop(*m_state);
}

ForwardState ServiceForward::state() const { return m_state->now; }

Task<Done> ServiceForward::untilLive(std::chrono::milliseconds patience) const {
  return waitUntilLive(m_state, patience);
}

}  // namespace cleardeck::kube
