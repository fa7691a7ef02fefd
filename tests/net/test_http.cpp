// Requests and answers: methods, headers, bodies, limits, timeouts, back-pressure, uploads.
#include "net/peer.h"

#include <QtTest>

#include <dlfcn.h>
#include <netdb.h>
#include <fstream>

using namespace cleardeck;
using namespace cleardeck::net;
using namespace cleardeck::test;
using namespace std::chrono_literals;

// A name that takes long to resolve (the linker exports this one to libcurl).
extern "C" int getaddrinfo(const char* node, const char* service, const addrinfo* hints, addrinfo** result) {
  using Real = int (*)(const char*, const char*, const addrinfo*, addrinfo**);
  static Real real = reinterpret_cast<Real>(dlsym(RTLD_NEXT, "getaddrinfo"));
  if (node && std::string_view(node) == "slow.test") std::this_thread::sleep_for(3s);
  return real(node, service, hints, result);
}

static Task<std::optional<std::string>> giveThree(std::shared_ptr<int> count) {
  co_await sleepFor(20ms);
  if (++*count > 3) co_return std::optional<std::string>();
  co_return std::optional<std::string>("piece " + std::to_string(*count) + " ");
}

static Task<std::optional<std::string>> giveError() {
  co_await sleepFor(1ms);
  co_return Error(ErrorKind::Invalid, "the disk is gone");
}

class HttpTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void sendsHeadersAsTheyAre() {
    Request request("GET", "/facts");
    request.headers.add("Impersonate-Group", "one");
    request.headers.add("Impersonate-Group", "two");
    request.headers.add("X-Empty", "");
    auto answer = m_peer.loop().await(fetch(m_session, request));
    QVERIFY2(answer, answer ? "" : answer.error().message.c_str());
    QCOMPARE(answer->head.status, 200);
    for (const std::string text : {"Impersonate-Group: one\nImpersonate-Group: two", "X-Empty: \n",
                                   "User-Agent: cleardeck/", "Host: 127.0.0.1:"})
      QVERIFY2(answer->body.find(text) != std::string::npos, text.c_str());
    int twice = 0;
    for (const auto& header : answer->head.headers) twice += header.name == "X-Twice";
    QCOMPARE(twice, 2);
  }
  void keepsTheConnection() {
    auto first = m_peer.loop().await(fetch(m_session, Request("GET", "/facts")));
    auto second = m_peer.loop().await(fetch(m_session, Request("GET", "/facts")));
    QCOMPARE(lineOf(first->body, 2), lineOf(second->body, 2));
  }
  void methodsAndBodies_data() {
    QTest::addColumn<QString>("method");
    QTest::addColumn<int>("size");
    QTest::addColumn<QString>("begin");
    QTest::newRow("POST") << "POST" << 5 << "POST ";
    QTest::newRow("empty POST") << "POST" << 0 << "POST ";
    QTest::newRow("large PATCH") << "PATCH" << 3'000'000 << "PATCH ";
    QTest::newRow("PUT") << "PUT" << 1 << "PUT ";
    QTest::newRow("DELETE") << "DELETE" << 0 << "DELETE ";
    QTest::newRow("DELETE with options") << "DELETE" << 20 << "DELETE ";
  }
  void methodsAndBodies() {
    QFETCH(QString, method);
    QFETCH(int, size);
    QFETCH(QString, begin);
    Request request(method.toStdString(), "/echo");
    request.body = std::string(std::size_t(size), 'b');
    auto answer = m_peer.loop().await(fetch(m_session, request));
    QVERIFY(answer);
    QCOMPARE(answer->body, begin.toStdString() + request.body);
  }
  void headHasNoBody() {
    auto answer = m_peer.loop().await(fetch(m_session, Request("HEAD", "/facts")));
    QVERIFY(answer);
    QCOMPARE(answer->body, std::string());
    QVERIFY(std::stoi(std::string(*answer->head.headers.find("content-length"))) > 10);
  }
  void aStatusIsAValue() {
    auto empty = m_peer.loop().await(fetch(m_session, Request("GET", "/empty")));
    QCOMPARE(empty->head.status, 204);
    auto missing = m_peer.loop().await(fetch(m_session, Request("GET", "/missing")));
    auto error = failureOf(missing->head.status, missing->body);
    QCOMPARE(error.kind, ErrorKind::NotFound);
    QCOMPARE(error.message, std::string("pods \"x\" not found"));
    QCOMPARE(failureOf(502, "<html>").message, std::string("HTTP status 502"));
    QCOMPARE(failureOf(500, R"({"message":7})").message, std::string("HTTP status 500"));
  }
  void aTruncatedBodyIsAnError() {
    auto cut = m_peer.loop().await(fetch(m_session, Request("GET", "/cut")));
    QVERIFY(!cut);
    QCOMPARE(cut.error().kind, ErrorKind::Network);
  }
  void limitsBodyAndHeader() {
    Request body("GET", "/endless");
    body.bufferLimit = 1u << 20;
    QCOMPARE(m_peer.loop().await(fetch(m_session, body)).error().kind, ErrorKind::TooLarge);
    Request header("GET", "/huge-header");
    QVERIFY(m_peer.loop().await(fetch(m_session, header)));
    header.headerLimit = 100'000;
    QCOMPARE(m_peer.loop().await(fetch(m_session, header)).error().kind, ErrorKind::TooLarge);
  }
  void badUrlsAreRefused() {
    for (const std::string url : {"", "ftp://host", "https://", "http://a b", "kubernetes"}) {
      auto session = Session::create(m_peer.loop().executor(), url, Identity());
      QVERIFY2(!session, url.c_str());
      QCOMPARE(session.error().kind, ErrorKind::Invalid);
    }
  }
  void aSilentServerIsATimeout() {
    Request slow("GET", "/slow");
    slow.connectTimeout = 100ms;
    slow.idleTimeout = 200ms;
    auto answer = m_peer.loop().await(fetch(m_session, slow));
    QCOMPARE(answer.error().kind, ErrorKind::Timeout);
    QVERIFY(answer.error().message.find("127.0.0.1:") == 0);
    // A listener that never speaks TLS: the connect timeout covers the handshake.
    asio::ip::tcp::endpoint any(asio::ip::address_v4::loopback(), 0);
    asio::ip::tcp::acceptor silent(m_peer.loop().executor(), any);
    auto session = m_peer.session(alice(), "https://127.0.0.1:" + std::to_string(silent.local_endpoint().port()));
    answer = m_peer.loop().await(fetch(session, slow));
    QCOMPARE(answer.error().kind, ErrorKind::Timeout);
  }
  void errorsNameHostAndCause() {
    auto refused = m_peer.loop().await(fetch(m_peer.session(alice(), "https://127.0.0.1:1"), Request("GET", "/")));
    QCOMPARE(refused.error().kind, ErrorKind::Network);
    QCOMPARE(refused.error().message, std::string("connect to 127.0.0.1:1: Connection refused"));
    QVERIFY(refused.error().hint.find("Nothing listens there") == 0);
    auto unknown =
        m_peer.loop().await(fetch(m_peer.session(alice(), "https://no-such-host.invalid"), Request("GET", "/")));
    QCOMPARE(unknown.error().kind, ErrorKind::Network);
    QCOMPARE(unknown.error().message, std::string("there is no host named no-such-host.invalid"));
  }
  void cancellingASlowNameDoesNotStopTheLoop() {
    auto begin = Clock::now();
    auto session = m_peer.session(alice(), "https://slow.test");
    auto ignore = [](Result<FullResponse>) {};
    auto handle = start<FullResponse>(m_peer.loop().executor(), fetch(session, Request("GET", "/")), ignore);
    m_peer.loop().runFor(50ms);
    handle.cancel();
    m_peer.loop().runFor(10ms);
    QVERIFY(Clock::now() - begin < 2s);  // the resolver itself takes 3 s
  }
  void aSlowReaderSlowsTheServer() {
    m_peer.counts().endlessSent = 0;
    Request request("GET", "/endless");
    request.flow = Flow::BackPressure;
    auto response = m_peer.loop().await(open(m_session, request));
    QVERIFY(response);
    m_peer.loop().runFor(300ms);
    const auto before = m_peer.counts().endlessSent;
    m_peer.loop().runFor(200ms);
    QCOMPARE(m_peer.counts().endlessSent, before);
    QVERIFY(before < 32u << 20);
    std::size_t total = 0;
    while (total < 2 * before) {
      auto piece = m_peer.loop().await(readSome(*response));
      QVERIFY(piece && *piece);
      total += (*piece)->size();
    }
    QVERIFY(m_peer.loop().await(fetch(m_session, Request("GET", "/facts"))));
  }
  void uploadsWhatAProducerGives_data() {
    QTest::addColumn<int>("size");
    QTest::newRow("chunked") << -1;
    QTest::newRow("known size") << 24;
  }
  void uploadsWhatAProducerGives() {
    QFETCH(int, size);
    BodyStream body;
    if (size >= 0) body.size = std::uint64_t(size);
    body.begin = [] {
      auto count = std::make_shared<int>(0);
      return [count] { return giveThree(count); };
    };
    Request request("POST", "/echo");
    request.upload = body;
    auto answer = m_peer.loop().await(fetch(m_session, request));
    QVERIFY2(answer, answer ? "" : answer.error().message.c_str());
    QCOMPARE(answer->body, std::string("POST piece 1 piece 2 piece 3 "));
  }
  void uploadsAFileInAFrame() {
    QTemporaryDir folder;
    const std::string path = folder.filePath("model.bin").toStdString();
    std::ofstream(path, std::ios::binary) << std::string(3'000'000, 'm');
    auto body = fileBody(path, "<", ">");
    QVERIFY(body);
    Request request("POST", "/echo");
    request.upload = *body;
    auto answer = m_peer.loop().await(fetch(m_session, request));
    QVERIFY(answer);
    QCOMPARE(answer->body, "POST <" + std::string(3'000'000, 'm') + ">");
    QCOMPARE(fileBody(folder.filePath("none").toStdString()).error().kind, ErrorKind::NotFound);
    QCOMPARE(fileBody(folder.path().toStdString()).error().kind, ErrorKind::Invalid);
  }
  void aFailedProducerIsTheError() {
    BodyStream body;
    body.begin = [] { return [] { return giveError(); }; };
    Request request("POST", "/echo");
    request.upload = body;
    auto answer = m_peer.loop().await(fetch(m_session, request));
    QCOMPARE(answer.error().message, std::string("the disk is gone"));
  }
  void tooManyConnectionsIsAnError() {
    std::vector<Response> held;
    for (int i = 0; i < 60; ++i) {
      Request request("GET", "/endless");
      request.flow = Flow::BackPressure;
      auto response = m_peer.loop().await(open(m_session, request));
      QVERIFY(response);
      held.push_back(*response);
    }
    Request request("GET", "/endless");
    request.flow = Flow::BackPressure;
    auto refused = m_peer.loop().await(open(m_session, request));
    QVERIFY(!refused);
    QVERIFY(refused.error().message.find("60 connections to 127.0.0.1") == 0);
    QVERIFY(m_peer.loop().await(fetch(m_session, Request("GET", "/facts"))));  // shared requests still go through
    held.clear();
    QVERIFY(m_peer.loop().await(open(m_session, request)));
  }

 private:
  Peer m_peer;
  Session m_session = m_peer.session(alice());
};

QTEST_GUILESS_MAIN(HttpTest)
#include "test_http.moc"
