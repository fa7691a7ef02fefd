#include "installation/connection.h"

#include "base/text.h"
#include "kube/calls.h"

#include <nlohmann/json.hpp>

namespace cleardeck::installation {
namespace {

using namespace std::chrono_literals;

const char* probePath(Door door) { return door == Door::Api ? "/debug.ping" : "/"; }

Task<std::string> probe(asio::any_io_executor executor, std::string url, Door door) {
  auto session = net::Session::create(executor, url, net::Identity());
  if (!session) co_return session.error();
  net::Request request("GET", probePath(door));
  request.idleTimeout = 5s;
  const auto begun = Clock::now();
  auto response = co_await net::fetch(*session, request);
  if (!response) co_return response.error();
  const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - begun);
  std::string text = std::to_string(response->head.status) + " in " + std::to_string(took.count()) + " ms";
  if (response->head.status >= 400)
    co_return Error(ErrorKind::Protocol, "GET " + std::string(probePath(door)) + " answered " + text,
                    response->head.status);
  co_return text;
}

}  // namespace

struct Connection::State : std::enable_shared_from_this<State> {
  struct Held {
    DoorForward row;
    std::optional<kube::ServiceForward> forward;
    ChildTask probe;
  };

  State(kube::Hub h, ChangesSink<DoorForward> s) : hub(std::move(h)), sink(std::move(s)) {}

  void onState(Door door, kube::ForwardState state) {
    Held& held = doors[door];
    const bool newPod = state.phase == kube::ForwardPhase::Live &&
                        (held.row.forward.phase != kube::ForwardPhase::Live || held.row.forward.pod != state.pod);
    held.row.forward = std::move(state);
    if (held.row.forward.phase != kube::ForwardPhase::Live || newPod) {
      held.row.answers = false;
      held.row.answer.clear();
    }
    if (newPod) ask(door);
    tell(held.row);
  }

  void ask(Door door) {
    Held& held = doors[door];
    auto done = [weak = weak_from_this(), door](Result<std::string> answer) {
      if (auto self = weak.lock()) self->onAnswer(door, std::move(answer));
    };
    const auto executor = hub.session().executor();
    held.probe = ChildTask(executor, probe(executor, held.row.url, door), std::move(done));
  }

  void onAnswer(Door door, Result<std::string> answer) {
    if (!answer && answer.error().kind == ErrorKind::Cancelled) return;
    Held& held = doors[door];
    held.row.answers = bool(answer);
    held.row.answer = answer ? *answer : answer.error().text();
    tell(held.row);
    if (!answer && held.row.forward.phase == kube::ForwardPhase::Live) askAgain(door);
  }

  // A ready pod may still refuse for a moment, and a dying one answers nothing.
  void askAgain(Door door) {
    auto done = [weak = weak_from_this(), door](Result<Done> slept) {
      auto self = weak.lock();
      if (slept && self) self->ask(door);
    };
    doors[door].probe = ChildTask(hub.session().executor(), pause(), std::move(done));
  }

  static Task<Done> pause() {
    co_await sleepFor(500ms);
    co_return Done();
  }

  void tell(const DoorForward& row) {
    Changes<DoorForward> changes;
    changes.upserts.push_back(row);
    changes.state = LiveState(Freshness::Live);
    if (sink) sink(std::move(changes));
    changed.notify();
  }

  Result<Done> open(const Installation& installation, const Address& address, std::uint16_t localPort) {
    Held& held = doors[address.door];
    held.row.uid = name(address.door);
    held.row.door = address.door;
    held.row.service = address.service;
    held.row.port = address.port;
    kube::ForwardOptions options;
    options.localPort = localPort;
    auto onState = [weak = weak_from_this(), door = address.door](kube::ForwardState state) {
      if (auto self = weak.lock()) self->onState(door, std::move(state));
    };
    kube::ServiceTarget target(installation.ns, address.service, address.port);
    auto forward = kube::ServiceForward::start(hub, target, options, std::move(onState));
    if (!forward) return std::move(forward.error()).during("forward " + held.row.uid);
    held.row.url = "http://127.0.0.1:" + std::to_string(forward->localPort());
    held.forward.emplace(std::move(*forward));
    tellFirst(address.door);
    return Done();
  }

  // The forward may have spoken before its URL was known.
  void tellFirst(Door door) {
    auto state = doors[door].forward->state();
    doors[door].row.forward.phase = kube::ForwardPhase::Starting;
    onState(door, std::move(state));
  }

  kube::Hub hub;
  ChangesSink<DoorForward> sink;
  std::map<Door, Held> doors;
  Notifier changed{hub.session().executor()};
};

Result<Connection> Connection::start(kube::Hub hub, Installation installation, ConnectionOptions options,
                                     ChangesSink<DoorForward> sink) {
  auto state = std::make_shared<State>(std::move(hub), std::move(sink));
  for (const auto& address : installation.addresses) {
    if (address.service.empty()) continue;
    auto opened = state->open(installation, address, options.localPorts[address.door]);
    if (!opened) return opened.error();
  }
  if (state->doors.empty())
    return Error(ErrorKind::NotFound,
                 "no Service of " + installation.name + " in namespace " + installation.ns + " was found")
        .withHint("Services may be forbidden to you, or the release is not complete; look at Workloads");
  return Connection(std::move(state));
}

Connection::~Connection() = default;

void Connection::tellTraffic() {
  for (auto& [door, held] : m_state->doors) {
    if (!held.forward) continue;
    const auto now = held.forward->state();
    auto& told = held.row.forward;
    if (now.bytesUp == told.bytesUp && now.bytesDown == told.bytesDown) continue;
    told.bytesUp = now.bytesUp;
    told.bytesDown = now.bytesDown;
    m_state->tell(held.row);
  }
}

std::vector<DoorForward> Connection::doors() const {
  std::vector<DoorForward> rows;
  for (const auto& [door, held] : m_state->doors) rows.push_back(held.row);
  return rows;
}

clearml::ServerUrls Connection::urls() const {
  clearml::ServerUrls urls;
  for (const auto& [door, held] : m_state->doors)
    (door == Door::Api ? urls.api : door == Door::Files ? urls.files : urls.web) = held.row.url;
  return urls;
}

namespace {

std::optional<Result<Done>> verdict(const std::vector<DoorForward>& doors) {
  bool all = true;
  for (const auto& door : doors) {
    if (door.forward.phase == kube::ForwardPhase::Failed)
      return Result<Done>(
          Error(ErrorKind::Network, "forward " + door.uid + ": " + door.forward.why).withHint(door.forward.hint));
    all = all && door.answers;
  }
  if (!all) return std::nullopt;
  return Result<Done>(Done());
}

Error tooLate(const std::vector<DoorForward>& doors) {
  std::string text;
  for (const auto& door : doors)
    if (!door.answers)
      text += (text.empty() ? "" : "; ") + door.uid + ": " + (door.answer.empty() ? door.forward.why : door.answer);
  return Error(ErrorKind::Timeout, "no answer through the forward of " + text)
      .withHint("Look at the health of the installation: a forward needs a ready pod behind it");
}

}  // namespace

Task<Done> waitUntilAnswering(const Connection& connection, std::chrono::milliseconds patience) {
  return [](std::shared_ptr<Connection::State> state, Clock::time_point deadline) -> Task<Done> {
    for (;;) {
      std::vector<DoorForward> doors;
      for (const auto& [door, held] : state->doors) doors.push_back(held.row);
      if (auto known = verdict(doors)) co_return *known;
      const Wake wake = co_await state->changed.wait(deadline);
      if (wake == Wake::Cancelled) co_return cancelledError();
      if (wake == Wake::Deadline) co_return tooLate(doors);
    }
  }(connection.m_state, Clock::now() + patience);
}

Task<Done> holdConnection(kube::Hub hub, Installation installation, ConnectionOptions options,
                          ChangesSink<DoorForward> sink) {
  auto connection = Connection::start(std::move(hub), std::move(installation), std::move(options), std::move(sink));
  if (!connection) co_return connection.error();
  for (;;) {
    co_await sleepFor(2s);
    connection->tellTraffic();
  }
}

Result<clearml::Credentials> credentialsIn(const std::string& secretJson, const std::string& owner) {
  const auto json = nlohmann::json::parse(secretJson, nullptr, false);
  const auto data = json.is_object() && json.contains("data") ? json["data"] : nlohmann::json::object();
  const auto read = [&data](const std::string& key) {
    const auto value =
        data.is_object() && data.contains(key) && data[key].is_string() ? data[key].get<std::string>() : "";
    auto decoded = text::fromBase64(value);
    return decoded ? *decoded : std::string();
  };
  clearml::Credentials credentials(read(owner + "_key"), read(owner + "_secret"));
  if (credentials.key.empty() || credentials.secret.empty())
    return Error(ErrorKind::NotFound, "the Secret holds no " + owner + "_key and " + owner + "_secret");
  return credentials;
}

namespace {

Task<clearml::Credentials> keyOf(kube::Session session, Installation installation, std::string owner) {
  // Our chart names its Secret after the release's full name, upstream's is fixed.
  std::vector<std::string> names = {"clearml-conf"};
  if (const auto& api = installation.part(Part::Apiserver).workload; api.rfind("Deployment/", 0) == 0) {
    const std::string deployment = api.substr(11);
    names.insert(names.begin(), deployment.substr(0, deployment.rfind("-apiserver")) + "-credentials");
  }
  Error last(ErrorKind::NotFound, "no Secret with credentials was found in namespace " + installation.ns);
  for (const auto& secret : names) {
    auto json = co_await kube::getObject(session, kube::secretPath, installation.ns, secret);
    if (!json && json.error().kind != ErrorKind::NotFound) co_return json.error();
    if (!json) continue;
    co_return credentialsIn(*json, owner);
  }
  co_return std::move(last).withHint("Make an access key in the web app's settings and enter it here");
}

}  // namespace

Task<clearml::Credentials> credentialsOf(kube::Session session, Installation installation) {
  const std::string owner = "test_user";
  co_return co_await keyOf(std::move(session), std::move(installation), owner);
}

Task<clearml::Credentials> systemCredentialsOf(kube::Session session, Installation installation) {
  const std::string owner = "apiserver";
  co_return co_await keyOf(std::move(session), std::move(installation), owner);
}

}  // namespace cleardeck::installation
