// Everything that net does, cancelled at random moments: each task ends exactly once, as cancelled, and nothing leaks
// (the sanitizers look).
#include "net/peer.h"

#include <QtTest>

#include <boost/asio/post.hpp>
#include <random>

using namespace cleardeck;
using namespace cleardeck::net;
using namespace cleardeck::test;
using namespace std::chrono_literals;

static Task<std::optional<std::string>> endlessPieces() {
  co_await sleepFor(100us);
  co_return std::optional<std::string>(std::string(1000, 'p'));
}

static Task<Token> giveToken() {
  co_await sleepFor(300us);
  co_return Token("secret");
}

static Task<Done> requests(Session session) {
  auto facts = co_await fetch(session, Request("GET", "/facts"));
  if (!facts) co_return facts.error();
  Request big("GET", "/endless");
  big.flow = Flow::BackPressure;
  auto body = co_await open(session, big);
  if (!body) co_return body.error();
  for (int i = 0; i < 20; ++i) {
    auto some = co_await readSome(*body);
    if (!some) co_return some.error();
  }
  Request post("POST", "/echo");
  BodyStream stream;
  stream.size = 30'000;
  stream.begin = [] { return [] { return endlessPieces(); }; };
  post.upload = stream;
  auto posted = co_await fetch(session, post);
  if (!posted) co_return posted.error();
  co_return Done();
}

static Task<Done> sockets(Session session) {
  WebSocketRequest request("/echo-socket");
  auto socket = co_await connectWebSocket(session, request);
  if (!socket) co_return socket.error();
  std::string text(200'000, 'x');
  auto bytes = asio::const_buffer(asio::buffer(text));
  auto written = co_await writeBinary(*socket, bytes);
  if (!written) co_return written.error();
  auto message = co_await readMessage(*socket);
  if (!message) co_return message.error();
  auto closed = co_await closeWebSocket(*socket);
  if (!closed) co_return closed.error();
  co_return Done();
}

static Task<Done> processes() {
  ProcessRequest request("cat");
  request.input = std::string(100'000, 'i');
  auto result = co_await run(request);
  if (!result) co_return result.error();
  co_return Done();
}

static Task<Done> everything(Session session) {
  for (int round = 0; round < 2; ++round) {
    auto asked = co_await requests(session);
    if (!asked) co_return asked.error();
    auto talked = co_await sockets(session);
    if (!talked) co_return talked.error();
    auto ended = co_await processes();
    if (!ended) co_return ended.error();
  }
  co_return Done();
}

class CancellationTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void atAnyMoment() {
    auto shared = newSession();
    const auto begin = Clock::now();
    auto whole = m_peer.loop().await(everything(shared));
    QVERIFY2(whole, whole ? "" : whole.error().message.c_str());
    const auto span = std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - begin).count();
    std::mt19937 random(7);
    int cancelled = 0;
    for (int i = 0; i < 200; ++i) {
      auto session = i % 4 ? shared : newSession();
      std::vector<Result<Done>> ends;
      auto note = [&ends](Result<Done> result) { ends.push_back(std::move(result)); };
      auto handle = start<Done>(m_peer.loop().executor(), everything(session), note);
      const auto delay = std::uniform_int_distribution<long>(0, i % 2 ? span : span / 4)(random);
      m_peer.loop().runFor(std::chrono::microseconds(delay));
      handle.cancel();
      QVERIFY(m_peer.loop().runUntil([&] { return !ends.empty(); }));
      m_peer.loop().runFor(100us);
      QCOMPARE(ends.size(), std::size_t(1));
      const bool ok = ends[0] || ends[0].error().kind == ErrorKind::Cancelled;
      QVERIFY2(ok, ok ? "" : ends[0].error().message.c_str());
      cancelled += !ends[0];
    }
    QVERIFY(cancelled > 100);
    QVERIFY(m_peer.loop().runUntil([&] { return m_peer.counts().openSockets == 0; }));
  }
  void aHandleThatOutlivesItsTaskDoesNothing() {
    auto ignore = [](Result<Done>) {};
    auto handle = start<Done>(m_peer.loop().executor(), processes(), ignore);
    handle.cancel();  // outside of the loop: carried out by it
    m_peer.loop().runFor(5ms);
    handle.cancel();
    CancelHandle().cancel();
    m_peer.loop().runFor(5ms);
  }
  // co_spawn's own frame must not throw out of the event loop.
  void beforeTheTaskBegins() {
    for (bool inside : {false, true}) {
      std::vector<Result<Done>> ends;
      auto note = [&ends](Result<Done> result) { ends.push_back(std::move(result)); };
      auto both = [&] { start<Done>(m_peer.loop().executor(), processes(), note).cancel(); };
      if (inside)
        asio::post(m_peer.loop().executor(), both);
      else
        both();
      QVERIFY(m_peer.loop().runUntil([&] { return !ends.empty(); }));
      QCOMPARE(ends.size(), std::size_t(1));
      QCOMPARE(ends[0].error().kind, ErrorKind::Cancelled);
    }
  }

 private:
  Session newSession() {
    auto identity = alice();
    identity.tokens = cachedTokens(m_peer.loop().executor(), giveToken);
    return m_peer.session(identity);
  }
  Peer m_peer;
};

QTEST_GUILESS_MAIN(CancellationTest)
#include "test_cancellation.moc"
