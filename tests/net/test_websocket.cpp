// The WebSocket client against our server: frames, refusals, pings, the end of a connection, many of them.
#include "net/peer.h"

#include <QtTest>

using namespace cleardeck;
using namespace cleardeck::net;
using namespace cleardeck::test;
using namespace std::chrono_literals;

static WebSocketRequest asking(const std::string& target) {
  WebSocketRequest request(target);
  request.subprotocols.push_back("v4.channel.k8s.io");
  return request;
}

// Message views live only until the next read: the test wants to keep them.
static Task<std::string> readText(WebSocket socket) {
  auto message = co_await readMessage(socket);
  if (!message) co_return message.error();
  if (!*message) co_return std::string("closed");
  co_return std::string((*message)->data);
}

class WebSocketTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void carriesFramesOfEverySize_data() {
    QTest::addColumn<int>("size");
    for (const int size : {1, 125, 126, 4096, 65535, 65536, 1'000'000, 5'000'000}) QTest::addRow("%d", size) << size;
  }
  void carriesFramesOfEverySize() {
    QFETCH(int, size);
    auto socket = connect("/echo-socket");
    std::string sent(std::size_t(size), 'a');
    for (std::size_t i = 0; i < sent.size(); ++i) sent[i] = char(i * 31 + sent.size());
    QVERIFY(m_peer.loop().await(writeBinary(socket, asio::buffer(sent))));
    auto text = m_peer.loop().await(readText(socket));
    QVERIFY(text);
    QVERIFY(*text == sent);
  }
  void agreesOnTheSubprotocol() {
    QCOMPARE(connect("/echo-socket").subprotocol(), std::string("v4.channel.k8s.io"));
    auto odd = m_peer.loop().await(connectWebSocket(m_session, asking("/other-protocol")));
    QVERIFY(!odd);
    QCOMPARE(odd.error().kind, ErrorKind::Protocol);
    QVERIFY(odd.error().message.find("'nonsense'") != std::string::npos);
  }
  void aRefusedUpgradeCarriesTheWholeAnswer() {
    auto refused = m_peer.loop().await(connectWebSocket(m_session, asking("/forbidden")));
    QVERIFY(!refused);
    QCOMPARE(refused.error().kind, ErrorKind::Forbidden);
    QCOMPARE(refused.error().httpStatus, 403);
    QCOMPARE(refused.error().message, std::string("alice may not"));
    QVERIFY(refused.error().detail.size() > 4000);
  }
  void anAnswerThatIsNoUpgradeIsAnError() {
    auto refused = m_peer.loop().await(connectWebSocket(m_session, asking("/facts")));
    QVERIFY(!refused);
    QCOMPARE(refused.error().httpStatus, 200);
  }
  void endsCleanlyOnBothSides() {
    auto ours = connect("/echo-socket");
    QVERIFY(m_peer.loop().await(closeWebSocket(ours)));
    auto theirs = connect("/echo-socket");
    const std::string quit = "quit";
    QVERIFY(m_peer.loop().await(writeBinary(theirs, asio::buffer(quit))));
    QCOMPARE(*m_peer.loop().await(readText(theirs)), quit);
    QCOMPARE(*m_peer.loop().await(readText(theirs)), std::string("closed"));
    QVERIFY(m_peer.loop().runUntil([&] { return m_peer.counts().openSockets == 0; }));
  }
  void aServerThatVanishesIsANetworkError() {
    WebSocketRequest request("/vanish");
    auto socket = m_peer.loop().await(connectWebSocket(m_session, request));
    QVERIFY(socket);
    auto text = m_peer.loop().await(readText(*socket));
    QVERIFY(!text);
    QCOMPARE(text.error().kind, ErrorKind::Network);
  }
  void droppingTheSocketEndsItAtTheServer() {
    {
      auto socket = connect("/echo-socket");
      QVERIFY(m_peer.loop().runUntil([&] { return m_peer.counts().openSockets == 1; }));
    }
    QVERIFY(m_peer.loop().runUntil([&] { return m_peer.counts().openSockets == 0; }));
  }
  void aMessageOverTheLimitIsTooLarge() {
    auto request = asking("/echo-socket");
    request.maxMessage = 1000;
    auto socket = m_peer.loop().await(connectWebSocket(m_session, request));
    const std::string big(2000, 'b');
    QVERIFY(m_peer.loop().await(writeBinary(*socket, asio::buffer(big))));
    QCOMPARE(m_peer.loop().await(readText(*socket)).error().kind, ErrorKind::TooLarge);
  }
  void pingsKeepAnIdleSocket() {
    auto request = asking("/echo-socket");
    request.idleTimeout = 200ms;
    auto socket = m_peer.loop().await(connectWebSocket(m_session, request));
    QVERIFY(socket);
    bool ended = false;
    auto note = [&ended](Result<std::string>) { ended = true; };
    ChildTask reading(m_peer.loop().executor(), readText(*socket), note);
    m_peer.loop().runFor(800ms);
    QVERIFY(!ended);
    reading.cancel();
    QVERIFY(m_peer.loop().runUntil([&] { return ended; }));
  }
  void aSilentServerIsATimeout() {
    asio::ip::tcp::endpoint any(asio::ip::address_v4::loopback(), 0);
    asio::ip::tcp::acceptor silent(m_peer.loop().executor(), any);
    auto session = m_peer.session(alice(), "https://127.0.0.1:" + std::to_string(silent.local_endpoint().port()));
    auto request = asking("/echo-socket");
    request.connectTimeout = 100ms;
    QCOMPARE(m_peer.loop().await(connectWebSocket(session, request)).error().kind, ErrorKind::Timeout);
  }
  void manySocketsSurviveRequests() {
    // More than the pool keeps idle, while requests come and go: none may be pruned.
    std::vector<WebSocket> sockets;
    for (int i = 0; i < 40; ++i) {
      sockets.push_back(connect("/echo-socket"));
      QVERIFY(m_peer.loop().await(fetch(m_session, Request("GET", "/facts"))));
    }
    m_peer.loop().runFor(1200ms);
    QVERIFY(m_peer.loop().await(fetch(m_session, Request("GET", "/facts"))));
    const std::string hello = "hello";
    for (auto& socket : sockets) {
      QVERIFY(m_peer.loop().await(writeBinary(socket, asio::buffer(hello))));
      QCOMPARE(*m_peer.loop().await(readText(socket)), hello);
    }
  }

 private:
  WebSocket connect(const std::string& target) {
    auto socket = m_peer.loop().await(connectWebSocket(m_session, asking(target)));
    if (!socket) qFatal("%s", socket.error().message.c_str());
    return *socket;
  }
  Peer m_peer;
  Session m_session = m_peer.session(alice());
};

QTEST_GUILESS_MAIN(WebSocketTest)
#include "test_websocket.moc"
