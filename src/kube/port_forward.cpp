#include "kube/port_forward.h"

#include "base/log.h"
#include "kube/calls.h"
#include "kube/forward_pump.h"
#include "kube/service_pods.h"
#include "net/listener.h"

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
  ChildTask rightCheck;
  std::optional<net::Listener> listener;
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
    if (!self->pods) co_return cancelledError();  // stopped; this connection's own cancellation is still on its way
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

/// Counts one connection as open while it lives.
class Counted {
 public:
  explicit Counted(StatePtr state) : m_state(std::move(state)) {
    ++m_state->now.open;
    ++m_state->now.accepted;
    publish(*m_state);
  }
  ~Counted() {
    --m_state->now.open;
    publish(*m_state);
  }
  Counted(const Counted&) = delete;
  Counted& operator=(const Counted&) = delete;

 private:
  StatePtr m_state;
};

PumpPtr pumpFor(const StatePtr& self, tcp::socket local) {
  error_code ec;
  local.set_option(tcp::no_delay(true), ec);
  auto connection = std::make_shared<Pump>(std::move(local));
  connection->onBytes = [weak = std::weak_ptr(self)](std::size_t up, std::size_t down) {
    auto alive = weak.lock();
    if (!alive) return;
    alive->now.bytesUp += up;
    alive->now.bytesDown += down;
  };
  return connection;
}

Task<Done> forwardOne(StatePtr self, PumpPtr connection) {
  while (self->now.open >= self->options.maxOpen) {
    auto waited = co_await waitForChange(self, Clock::time_point::max());
    if (!waited) co_return waited;
  }
  const Counted counted(self);
  auto socket = co_await connectSomewhere(self);
  refresh(*self);
  if (!socket) {
    reset(*connection);
    co_return socket.error();
  }
  co_return co_await pump(connection, *socket);
}

void connectionFailed(ServiceForward::State& self, const Error& error) {
  ++self.now.failed;
  self.now.lastFailure = error.message;
  log::room("kube")->info("forward to {}: {}", self.target.service, error.message);
  publish(self);
}

Result<Done> listen(const StatePtr& self) {
  std::weak_ptr<ServiceForward::State> weak = self;
  auto serve = [weak](tcp::socket local) {
    auto alive = weak.lock();  // it owns the listener that calls this
    return forwardOne(alive, pumpFor(alive, std::move(local)));
  };
  auto failed = [weak](const Error& error) {
    if (auto alive = weak.lock()) connectionFailed(*alive, error);
  };
  auto listener = net::Listener::listen(self->hub.session().executor(), self->options.localPort, serve, failed);
  if (!listener) return listener.error();
  self->now.localPort = listener->port();
  self->listener.emplace(std::move(*listener));
  return Done();
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
  self.onState = nullptr;
  self.pods.reset();
  self.rightCheck.cancel();
  self.listener.reset();
}

}  // namespace

Result<ServiceForward> ServiceForward::start(Hub hub, ServiceTarget target, ForwardOptions options,
                                             std::function<void(ForwardState)> onState) {
  auto state = std::make_shared<State>(hub, target, options);
  state->now.since = std::chrono::system_clock::now();
  state->onState = std::move(onState);
  auto changed = [weak = std::weak_ptr(state)] {
    if (auto alive = weak.lock()) refresh(*alive);
  };
  state->pods = std::make_shared<ServicePods>(hub, target, changed);
  auto listening = listen(state);
  if (!listening) return listening.error();
  auto ignore = [](Result<Done>) {};
  state->rightCheck = ChildTask(hub.session().executor(), checkRight(state), ignore);
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
