// Requests and WebSockets through proxies of every kind.
#include "net/peer.h"

#include <QtTest>

#include <QProcess>

using namespace cleardeck;
using namespace cleardeck::net;
using namespace cleardeck::test;

class Proxy {
 public:
  explicit Proxy(const QString& kind) {
    m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    m_process.start("python3", {CLEARDECK_SOURCE "/tests/net/proxies.py", kind, CLEARDECK_TEST_CERTIFICATES});
    if (!m_process.waitForReadyRead(20000)) qFatal("the proxy does not start");
    m_port = m_process.readLine().trimmed().toStdString();
  }
  ~Proxy() {
    m_process.kill();
    m_process.waitForFinished();
  }
  std::string address() const { return "127.0.0.1:" + m_port; }
  QByteArray seen() {
    m_process.waitForReadyRead(100);
    return m_process.readAllStandardOutput();
  }

 private:
  QProcess m_process;
  std::string m_port;
};

class ProxyTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void carriesRequestsAndSockets_data() {
    QTest::addColumn<QString>("kind");
    QTest::addColumn<QString>("scheme");
    QTest::addColumn<QByteArray>("seen");
    QTest::newRow("http") << "http"
                          << "http://" << QByteArray("CONNECT far.test:");
    QTest::newRow("http with password") << "http-auth"
                                        << "http://u:p@" << QByteArray("CONNECT far.test:");
    QTest::newRow("https") << "https"
                           << "https://" << QByteArray("CONNECT far.test:");
    QTest::newRow("socks5") << "socks5"
                            << "socks5://" << QByteArray("socks name far.test");
  }
  void carriesRequestsAndSockets() {
    QFETCH(QString, kind);
    QFETCH(QString, scheme);
    QFETCH(QByteArray, seen);
    Proxy proxy(kind);
    auto session = far(scheme.toStdString() + proxy.address());
    auto answer = m_peer.loop().await(fetch(session, Request("GET", "/facts")));
    QVERIFY2(answer, answer ? "" : answer.error().text().c_str());
    QCOMPARE(lineOf(answer->body, 0), std::string("alice"));
    QVERIFY(!answer->head.headers.find("X-From-Proxy"));
    WebSocketRequest upgrade("/echo-socket");
    auto socket = m_peer.loop().await(connectWebSocket(session, upgrade));
    QVERIFY2(socket, socket ? "" : socket.error().text().c_str());
    const std::string text(100'000, 't');
    QVERIFY(m_peer.loop().await(writeBinary(*socket, asio::buffer(text))));
    auto message = m_peer.loop().await(readMessage(*socket));
    QVERIFY(message && *message);
    QVERIFY((*message)->data == text);
    const auto log = proxy.seen();
    QVERIFY2(log.contains(seen), log.constData());
    QVERIFY(!log.contains("geheim"));
  }
  void namesTheProxyThatFails_data() {
    QTest::addColumn<QString>("kind");
    QTest::addColumn<QString>("proxyUrl");
    QTest::addColumn<int>("errorKind");
    QTest::addColumn<QString>("text");
    QTest::newRow("no password") << "http-auth"
                                 << "http://HOST" << int(ErrorKind::Network) << "answered 407";
    QTest::newRow("refused") << ""
                             << "http://127.0.0.1:1" << int(ErrorKind::Network)
                             << "connect to proxy 127.0.0.1:1: Connection refused";
    QTest::newRow("no such proxy") << ""
                                   << "http://no-such-proxy.invalid:1" << int(ErrorKind::Network)
                                   << "no proxy named no-such-proxy.invalid";
    QTest::newRow("untrusted") << "https"
                               << "https://HOST" << int(ErrorKind::Tls) << "TLS with proxy 127.0.0.1:";
  }
  void namesTheProxyThatFails() {
    QFETCH(QString, kind);
    QFETCH(QString, proxyUrl);
    QFETCH(int, errorKind);
    QFETCH(QString, text);
    std::unique_ptr<Proxy> proxy;
    if (!kind.isEmpty()) proxy = std::make_unique<Proxy>(kind);
    if (proxy) proxyUrl.replace("HOST", QString::fromStdString(proxy->address()));
    auto session = far(proxyUrl.toStdString(), "other-ca.crt");
    auto answer = m_peer.loop().await(fetch(session, Request("GET", "/facts")));
    QVERIFY(!answer);
    QCOMPARE(int(answer.error().kind), errorKind);
    QVERIFY2(QString::fromStdString(answer.error().message).contains(text), answer.error().text().c_str());
    QVERIFY(!answer.error().hint.empty());
  }
  void theEnvironmentDoesNotChooseAProxy() {
    qputenv("https_proxy", "http://127.0.0.1:1");
    qputenv("HTTPS_PROXY", "http://127.0.0.1:1");
    QVERIFY(m_peer.loop().await(fetch(m_peer.session(alice()), Request("GET", "/facts"))));
    qunsetenv("https_proxy");
    qunsetenv("HTTPS_PROXY");
  }
  void aBadProxyUrlIsRefusedAtOnce() {
    auto identity = alice();
    identity.proxyUrl = "http://user:geheim@ bad";
    auto session = Session::create(m_peer.loop().executor(), m_peer.url(), identity);
    QVERIFY(!session);
    QCOMPARE(session.error().kind, ErrorKind::Invalid);
    QVERIFY(session.error().text().find("geheim") == std::string::npos);
  }

 private:
  // A name that is known to the proxies only.
  Session far(const std::string& proxyUrl, const std::string& proxyCa = "proxy-ca.crt") {
    auto identity = alice();
    identity.bearerToken = "geheim";
    identity.proxyUrl = proxyUrl;
    identity.proxyCaPem = certificate(proxyCa);
    return m_peer.session(identity, "https://far.test:" + std::to_string(m_peer.port()));
  }
  Peer m_peer;
};

QTEST_GUILESS_MAIN(ProxyTest)
#include "test_proxies.moc"
