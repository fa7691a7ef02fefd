// What goes on: watches, followed logs, v4 port-forwards; and that stopping ends them all.
#include "sandbox/client.h"

#include <QtTest>

using namespace cleardeck;
using namespace cleardeck::test;

namespace {

const std::string configMaps = "/api/v1/namespaces/default/configmaps";

/// One stream read line by line.
class Lines {
 public:
  Lines(Client& client, const std::string& target) : m_client(client) {
    net::Request request("GET", target);
    auto opened = client.await(net::open(client.session(), std::move(request)));
    if (opened) m_response = *opened;
  }
  int status() const { return m_response ? m_response->head().status : 0; }
  std::optional<std::string> next() {
    for (;;) {
      auto end = m_buffer.find('\n');
      if (end != std::string::npos) {
        auto line = m_buffer.substr(0, end);
        m_buffer.erase(0, end + 1);
        return line;
      }
      auto piece = m_client.await(net::readSome(*m_response));
      if (!piece || !*piece) return std::nullopt;
      m_buffer += **piece;
    }
  }
  /// The next event; bookmarks are left out unless they are wanted.
  Json event(bool bookmarks = false) {
    for (;;) {
      auto line = next();
      if (!line) return Json();
      auto json = Json::parse(*line, nullptr, false);
      if (bookmarks || json["type"] != "BOOKMARK") return json;
    }
  }

 private:
  Client& m_client;
  std::optional<net::Response> m_response;
  std::string m_buffer;
};

Json labelled(const std::string& name, const std::string& colour) {
  return {{"metadata", {{"name", name}, {"labels", {{"colour", colour}}}}}};
}

std::string nameOf(const Json& event) { return event["object"]["metadata"]["name"].get<std::string>(); }

Json runningPod(Client& client) {
  Json pod = Json::parse(
      R"({"metadata":{"name":"p","labels":{"app.kubernetes.io/component":"apiserver"}},"spec":{"containers":[{"name":"c","image":"c:1"}]}})");
  client.call("POST", "/api/v1/namespaces/default/pods", pod);
  client.until("/api/v1/namespaces/default/pods/p",
               [](const Json& p) { return p["status"].value("phase", "") == "Running"; });
  return client.get("/api/v1/namespaces/default/pods/p");
}

Result<std::string> readFrame(Client& client, net::WebSocket socket) {
  auto message = client.await(net::readMessage(socket));
  if (!message) return message.error();
  if (!*message) return Error(ErrorKind::Network, "closed");
  return std::string((**message).data);
}

}  // namespace

class SandboxStreamsTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void watchTellsEveryChange() {
    Client client;
    client.call("POST", configMaps, labelled("a", "red"));
    auto version = client.get(configMaps)["metadata"]["resourceVersion"].get<std::string>();
    Lines all(client, configMaps + "?watch=1&resourceVersion=" + version);
    Lines red(client, configMaps + "?watch=1&labelSelector=colour%3Dred&resourceVersion=" + version);
    client.call("POST", configMaps, labelled("b", "blue"));
    client.call("PUT", configMaps + "/a", labelled("a", "blue"));
    client.call("PUT", configMaps + "/b", labelled("b", "red"));
    client.call("DELETE", configMaps + "/b");
    for (const char* expected : {"ADDED b", "MODIFIED a", "MODIFIED b", "DELETED b"}) {
      auto event = all.event();
      QCOMPARE(event["type"].get<std::string>() + " " + nameOf(event), std::string(expected));
    }
    // Coming to match is ADDED, ceasing to match is DELETED.
    for (const char* expected : {"DELETED a", "ADDED b", "DELETED b"}) {
      auto event = red.event();
      QCOMPARE(event["type"].get<std::string>() + " " + nameOf(event), std::string(expected));
    }
  }
  void watchListEndsWithItsBookmark() {
    Client client;
    client.call("POST", configMaps, labelled("a", "red"));
    Lines lines(
        client,
        configMaps + "?watch=1&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true");
    QCOMPARE(nameOf(lines.event(true)), std::string("a"));
    auto bookmark = lines.event(true);
    QCOMPARE(bookmark["type"].get<std::string>(), std::string("BOOKMARK"));
    QCOMPARE(bookmark["object"]["metadata"]["annotations"]["k8s.io/initial-events-end"].get<std::string>(),
             std::string("true"));
    QCOMPARE(lines.event(true)["type"].get<std::string>(), std::string("BOOKMARK"));  // and then one now and again
  }
  void oldVersionIsGone() {
    auto settings = quick(false);
    settings.history = 5;
    Client client(settings);
    auto version = client.get(configMaps)["metadata"]["resourceVersion"].get<std::string>();
    for (int i = 0; i < 8; ++i) client.call("POST", configMaps, labelled("m" + std::to_string(i), "red"));
    Lines lines(client, configMaps + "?watch=1&resourceVersion=" + version);
    auto event = lines.event();
    QCOMPARE(event["type"].get<std::string>(), std::string("ERROR"));
    QCOMPARE(event["object"]["code"].get<int>(), 410);
    QCOMPARE(event["object"]["reason"].get<std::string>(), std::string("Expired"));
    QVERIFY(!lines.next());
  }
  void watchEndsAtItsTimeout() {
    Client client;
    Lines lines(client, configMaps + "?watch=1&timeoutSeconds=1");
    QVERIFY(!lines.next());
  }
  void logsGrow() {
    Client client;
    runningPod(client);
    const std::string log = "/api/v1/namespaces/default/pods/p/log";
    auto lines = client.call("GET", log + "?tailLines=2&timestamps=true").text;
    QCOMPARE(std::count(lines.begin(), lines.end(), '\n'), std::ptrdiff_t(2));
    QVERIFY(lines.substr(0, 40).find("Z [sandbox]") != std::string::npos);
    Lines followed(client, log + "?follow=true&tailLines=0");
    QVERIFY(followed.next() && followed.next());
    QCOMPARE(client.call("GET", log + "?previous=true").status, 400);
    QCOMPARE(client.call("GET", log + "?container=none").status, 400);
    QCOMPARE(client.call("GET", "/api/v1/namespaces/default/pods/none/log").status, 404);
    client.call("DELETE", "/api/v1/namespaces/default/pods/p");
    while (followed.next()) continue;  // the end of the pod ends its log
  }
  void portForwardReachesItsTarget() {
    Client client;
    runningPod(client);
    auto echo = [](std::shared_ptr<net::Exchange> exchange) -> asio::awaitable<void> {
      net::Headers headers;
      std::string body("hello");
      co_await exchange->respond(200, std::move(headers), std::move(body));
    };
    Runtime runtime;
    auto server = net::Server::listen(runtime.executor(), 0, std::nullopt, echo);
    QVERIFY(server);
    client.cluster().forward(8080, sandbox::ForwardTarget(server->port()));
    net::WebSocketRequest request("/api/v1/namespaces/default/pods/p/portforward?ports=8080");
    request.subprotocols = {"v4.channel.k8s.io"};
    auto socket = client.await(net::connectWebSocket(client.session(), request));
    QVERIFY(socket);
    QCOMPARE(socket->subprotocol(), std::string("v4.channel.k8s.io"));
    QCOMPARE(*readFrame(client, *socket), std::string("\x00\x90\x1f", 3));
    QCOMPARE(*readFrame(client, *socket), std::string("\x01\x90\x1f", 3));
    std::string bytes = std::string(1, '\0') + "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
    QVERIFY(client.await(net::writeBinary(*socket, asio::const_buffer(bytes.data(), bytes.size()))));
    std::string answer;
    for (auto frame = readFrame(client, *socket); frame; frame = readFrame(client, *socket)) answer += frame->substr(1);
    QVERIFY(answer.starts_with("HTTP/1.1 200") && answer.ends_with("hello"));
    server->stop();
  }
  void portForwardRefusals() {
    Client client;
    runningPod(client);
    const std::string pods = "/api/v1/namespaces/default/pods/";
    net::WebSocketRequest closed(pods + "p/portforward?ports=9999");
    closed.subprotocols = {"v4.channel.k8s.io"};
    auto socket = client.await(net::connectWebSocket(client.session(), closed));
    QVERIFY(socket);
    QVERIFY(readFrame(client, *socket) && readFrame(client, *socket));
    auto text = readFrame(client, *socket);
    QVERIFY(text && text->front() == '\x01');
    QVERIFY(text->find("error forwarding port 9999") != std::string::npos &&
            text->find("refused") != std::string::npos);
    QVERIFY(!readFrame(client, *socket));
    net::WebSocketRequest nobody(pods + "none/portforward?ports=8080");
    nobody.subprotocols = {"v4.channel.k8s.io"};
    auto missing = client.await(net::connectWebSocket(client.session(), nobody));
    QVERIFY(!missing);
    QCOMPARE(missing.error().httpStatus, 404);
    QCOMPARE(client.call("GET", pods + "p/portforward?ports=8080").status, 400);
  }
  void stopEndsWhatIsOpen() {
    Client client;
    runningPod(client);
    Lines watch(client, configMaps + "?watch=1&resourceVersion=1");
    Lines log(client, "/api/v1/namespaces/default/pods/p/log?follow=true");
    client.cluster().stop();  // joins: it returns when nothing of it runs any more
    QVERIFY(!watch.next());
    while (log.next()) continue;
    QVERIFY(!client.cluster().load({}));
  }
};

QTEST_APPLESS_MAIN(SandboxStreamsTest)
#include "test_sandbox_streams.moc"
