// Port-forwards: which pod is chosen, what happens to the bytes, and what a person is told.
#include "kube/fake_api.h"
#include "kube/port_forward.h"
#include "kube/service_pods.h"

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>
#include <QTest>

using namespace cleardeck;
using namespace std::chrono_literals;
using kube::ForwardPhase;
using test::Answer;
using tcp = asio::ip::tcp;

namespace {

kube::ServiceFacts facts() {
  kube::ServiceFacts all;
  kube::Service service;
  service.uid = "s";
  service.selector.set("app", "web");
  service.ports = {{"api", 8008, "http", 0, "TCP"}, {"web", 80, "8080", 0, "TCP"}, {"dns", 53, "53", 0, "UDP"}};
  all.services["s"] = service;
  return all;
}

kube::EndpointSlice slice(std::vector<kube::Endpoint> endpoints) {
  kube::EndpointSlice one;
  one.endpoints = std::move(endpoints);
  one.ports = {{"api", 9008, "TCP"}, {"web", 8080, "TCP"}};
  return one;
}

kube::Endpoint endpoint(const char* pod, bool ready, bool terminating = false) {
  kube::Endpoint one;
  one.pod = pod;
  one.ready = ready;
  one.serving = true;
  one.terminating = terminating;
  return one;
}

std::string choose(const kube::ServiceFacts& known, const char* port, const char* preferred = "") {
  auto choice = kube::choosePod(known, kube::ServiceTarget("team", "web", port), preferred);
  if (!choice.pod.empty()) return choice.pod + ":" + std::to_string(choice.port);
  return choice.impossible ? "impossible" : "wait";
}

const std::string watched = "{\"metadata\":{\"resourceVersion\":\"5\"},\"items\":[";

std::string serviceList() {
  return watched +
         "{\"metadata\":{\"uid\":\"s\",\"name\":\"web\",\"namespace\":\"team\"},\"spec\":{\"selector\":{\"app\":"
         "\"web\"},\"ports\":"
         "[{\"name\":\"web\",\"port\":80,\"targetPort\":8080,\"protocol\":\"TCP\"}]}}]}";
}
std::string sliceJson(const std::string& pod) {
  return "{\"metadata\":{\"uid\":\"e\",\"name\":\"web-1\",\"namespace\":\"team\",\"resourceVersion\":\"6\"},\"ports\":["
         "{\"name\":\"web\",\"port\":8080}],"
         "\"endpoints\":[{\"addresses\":[\"10.0.0.1\"],\"targetRef\":{\"kind\":\"Pod\",\"name\":\"" +
         pod + "\"}}]}";
}

// The other side of v4.channel.k8s.io: says what it got in capitals until it reads "bye".
asio::awaitable<void> shoutBack(std::shared_ptr<net::Exchange> exchange) {
  auto socket = co_await exchange->accept("v4.channel.k8s.io");
  if (!socket) co_return;
  for (char channel : {'\0', '\1'}) {
    std::string port;
    port += channel;
    port += "\x90\x1f";
    (void)co_await socket->write(port);
  }
  for (;;) {
    auto message = co_await socket->read();
    if (!message) co_return;
    auto text = message->substr(1);
    if (text == "refuse") {
      const std::string error = "\1error forwarding port 8080 to pod x: connection refused";
      (void)co_await socket->write(error);
    }
    for (auto& c : text) c = char(toupper(c));
    const std::string answer = std::string(1, '\0') + text;
    (void)co_await socket->write(answer);
    if (text == "BYE") co_await socket->close();
  }
}

Task<std::string> talk(std::uint16_t port, std::string words, bool halfClose) {
  auto executor = co_await asio::this_coro::executor;
  tcp::socket socket(executor);
  error_code ec;
  auto token = asio::redirect_error(asio::use_awaitable, ec);
  tcp::endpoint address(asio::ip::address_v4::loopback(), port);
  co_await socket.async_connect(address, token);
  if (ec) co_return Error(ErrorKind::Network, "connect: " + ec.message());
  auto bytes = asio::buffer(words);
  co_await asio::async_write(socket, bytes, token);
  if (halfClose) socket.shutdown(tcp::socket::shutdown_send, ec);
  std::string answer;
  auto into = asio::dynamic_buffer(answer);
  co_await asio::async_read(socket, into, token);
  if (ec != asio::error::eof) co_return Error(ErrorKind::Network, ec.message());
  co_return answer;
}

}  // namespace

class TestForward : public QObject {
  Q_OBJECT
  test::Loop loop;

  struct Scene {
    Scene(test::Loop& l, const std::string& firstSlices, const std::string& sliceEvents = "") : loop(l), api(l) {
      api.onUpgrade = shoutBack;
      api.answer(Answer("/services?fieldSelector=metadata.name%3Dweb&limit", serviceList()));
      api.answer(Answer("/services?fieldSelector=metadata.name%3Dweb&watch", "").open());
      api.answer(Answer("endpointslices?labelSelector=kubernetes.io%2Fservice-name%3Dweb&limit",
                        watched + firstSlices + "]}"));
      api.answer(Answer("endpointslices?labelSelector=kubernetes.io%2Fservice-name%3Dweb&watch", sliceEvents).open());
      api.answer(Answer("selfsubjectaccessreviews", "{\"status\":{\"allowed\":true}}"));
    }
    bool start(kube::ForwardOptions options = kube::ForwardOptions(), const char* port = "web") {
      hub.emplace(api.session());
      auto made = kube::ServiceForward::start(*hub, kube::ServiceTarget("team", "web", port), options, nullptr);
      if (made) forward.emplace(std::move(*made));
      return made.has_value();
    }
    bool phase(ForwardPhase wanted) {
      return loop.runUntil([&] { return forward->state().phase == wanted; }, 5s);
    }
    Result<std::string> say(const std::string& words, bool halfClose = false) {
      return loop.await(talk(forward->localPort(), words, halfClose));
    }
    test::Loop& loop;
    test::FakeApi api;
    std::optional<kube::Hub> hub;
    std::optional<kube::ServiceForward> forward;
  };

 private Q_SLOTS:
  void choice() {
    auto known = facts();
    QCOMPARE(choose(kube::ServiceFacts(), "web"), std::string("impossible"));
    QCOMPARE(choose(known, "web"), std::string("wait"));
    QCOMPARE(choose(known, ""), std::string("impossible"));  // several ports
    QCOMPARE(choose(known, "none"), std::string("impossible"));
    QCOMPARE(choose(known, "dns"), std::string("impossible"));
    known.slices["1"] = slice({endpoint("a", false), endpoint("b", true), endpoint("c", true)});
    QCOMPARE(choose(known, "web"), std::string("b:8080"));
    QCOMPARE(choose(known, "80"), std::string("b:8080"));
    QCOMPARE(choose(known, "8008"), std::string("b:9008"));  // the slice's port is resolved already
    QCOMPARE(choose(known, "web", "c"), std::string("c:8080"));
    QCOMPARE(choose(known, "web", "a"), std::string("b:8080"));
    known.slices["1"] = slice({endpoint("a", false, true), endpoint("b", false)});
    QCOMPARE(choose(known, "web"), std::string("a:8080"));  // still serving while it goes away
    known.slices["1"] = slice({endpoint("", true)});
    QCOMPARE(choose(known, "web"), std::string("impossible"));
  }

  void choiceWithoutSlices() {
    auto known = facts();
    kube::Pod pod;
    pod.name = "p";
    pod.labels.set("app", "web");
    pod.ports = {{"http", 7000}};
    known.pods["p"] = pod;
    QCOMPARE(choose(known, "api"), std::string("wait"));
    known.pods["p"].allReady = true;
    QCOMPARE(choose(known, "api"), std::string("p:7000"));  // targetPort by name
    QCOMPARE(choose(known, "web"), std::string("p:8080"));
    known.pods["p"].terminating = true;
    QCOMPARE(choose(known, "web"), std::string("wait"));
  }

  void bytesBothWays() {
    Scene scene(loop, sliceJson("web-a"));
    QVERIFY(scene.start());
    QVERIFY(scene.phase(ForwardPhase::Live));
    QCOMPARE(*scene.say("bye"), std::string("BYE"));
    QVERIFY(scene.api.count("pods/web-a/portforward?ports=8080") == 1);
    QVERIFY(loop.runUntil([&] { return scene.forward->state().open == 0; }));
    const auto state = scene.forward->state();
    QCOMPARE(state.bytesUp, std::uint64_t(3));
    QCOMPARE(state.bytesDown, std::uint64_t(3));
    QCOMPARE(state.accepted, 1u);
    QCOMPARE(state.failed, 0u);
    QCOMPARE(state.pod, std::string("web-a"));
  }

  void theLocalProgramMayFinishFirst() {
    Scene scene(loop, sliceJson("web-a"));
    QVERIFY(scene.start());
    QCOMPARE(*scene.say("bye", true), std::string("BYE"));
  }

  void thePodsErrorResetsTheConnection() {
    Scene scene(loop, sliceJson("web-a"));
    QVERIFY(scene.start());
    auto answer = scene.say("refuse");
    QVERIFY(!answer.has_value());  // a plain end would look like a whole answer
    QVERIFY(loop.runUntil([&] { return scene.forward->state().failed == 1; }));
    QVERIFY(scene.forward->state().lastFailure.find("connection refused") != std::string::npos);
  }

  void connectionsWaitForAPod() {
    Scene scene(loop, "", "");
    QVERIFY(scene.start());
    QVERIFY(scene.phase(ForwardPhase::WaitingForPod));
    QVERIFY(scene.forward->state().why.find("service web in namespace team") != std::string::npos);
    auto answer = std::make_shared<std::optional<Result<std::string>>>();
    ChildTask early(loop.executor(), talk(scene.forward->localPort(), "bye", false),
                    [answer](Result<std::string> r) { *answer = std::move(r); });
    loop.runFor(100ms);
    QVERIFY(!*answer);
    const auto added = "{\"type\":\"ADDED\",\"object\":" + sliceJson("web-b") + "}\n";
    scene.api.replace(Answer("endpointslices?labelSelector=kubernetes.io%2Fservice-name%3Dweb&watch", added).open());
    auto session = scene.hub->session();
    session.reconnectNow();
    QVERIFY(loop.runUntil([&] { return answer->has_value(); }, 8s));
    QVERIFY2((*answer)->has_value(), **answer ? "" : (*answer)->error().text().c_str());
    QCOMPARE(***answer, std::string("BYE"));
  }

  void patienceEnds() {
    Scene scene(loop, "");
    kube::ForwardOptions options;
    options.patience = 100ms;
    QVERIFY(scene.start(options));
    auto answer = scene.say("bye");
    QVERIFY(!answer.has_value());
    QVERIFY(loop.runUntil([&] { return scene.forward->state().failed == 1; }));
    auto live = loop.await(scene.forward->untilLive(50ms));
    QVERIFY(!live && live.error().kind == ErrorKind::Timeout);
  }

  void aRefusedUpgradeNamesTheRight() {
    Scene scene(loop, sliceJson("web-a"));
    scene.api.onUpgrade = nullptr;
    scene.api.refuse("portforward", 403,
                     "pods \"web-a\" is forbidden: User \"u\" cannot create resource \"pods/portforward\"");
    QVERIFY(scene.start());
    QVERIFY(!scene.say("bye").has_value());
    QVERIFY(scene.phase(ForwardPhase::Failed));
    QVERIFY(scene.forward->state().hint.find("create on pods/portforward in namespace team") != std::string::npos);
  }

  void aPodThatIsGoneIsNotTheEnd() {
    Scene scene(loop, sliceJson("web-a"));
    scene.api.onUpgrade = nullptr;
    scene.api.refuse("portforward", 404, "pods \"web-a\" not found");
    QVERIFY(scene.start());
    auto answer = std::make_shared<std::optional<Result<std::string>>>();
    ChildTask early(loop.executor(), talk(scene.forward->localPort(), "bye", false),
                    [answer](Result<std::string> r) { *answer = std::move(r); });
    QVERIFY(loop.runUntil([&] { return scene.api.count("portforward") >= 1; }));
    scene.api.onUpgrade = shoutBack;
    QVERIFY(loop.runUntil([&] { return answer->has_value(); }));
    QVERIFY((*answer)->has_value());
  }

  void noSuchService() {
    Scene scene(loop, "");
    QVERIFY(scene.start(kube::ForwardOptions(), "no-such-port"));
    QVERIFY(scene.phase(ForwardPhase::Failed));
    QCOMPARE(scene.forward->state().hint, std::string("Its ports are: 80 (web)"));
    QVERIFY(!loop.await(scene.forward->untilLive(1s)).has_value());
  }

  void theLocalPortIsInUse() {
    Scene scene(loop, "");
    QVERIFY(scene.start());
    kube::ForwardOptions options;
    options.localPort = scene.forward->localPort();
    auto second = kube::ServiceForward::start(*scene.hub, kube::ServiceTarget("team", "web", "web"), options, nullptr);
    QVERIFY(!second && second.error().kind == ErrorKind::Conflict && !second.error().hint.empty());
    scene.forward.reset();
    loop.runFor(10ms);
    auto third = kube::ServiceForward::start(*scene.hub, kube::ServiceTarget("team", "web", "web"), options, nullptr);
    QVERIFY2(third.has_value(), third ? "" : third.error().text().c_str());
  }

  // Dropped in the middle of everything: nothing may call back or leak.
  void droppedWhileBusy() {
    for (int step = 0; step < 12; ++step) {
      Scene scene(loop, sliceJson("web-a"));
      QVERIFY(scene.start());
      ChildTask talker(loop.executor(), talk(scene.forward->localPort(), "hello", false), [](Result<std::string>) {});
      loop.runFor(std::chrono::milliseconds(step * 3));
      scene.forward.reset();
      loop.runFor(5ms);
    }
  }
};

QTEST_GUILESS_MAIN(TestForward)
#include "test_forward.moc"
