// Certificates that are looked at: in a text, and as a server shows them.
#include "net/certificate.h"

#include "net/peer.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <QtTest>

#include <algorithm>

using namespace cleardeck;
using namespace cleardeck::net;
using namespace cleardeck::test;
using namespace std::chrono_literals;

class CertificateTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void whatIsInAText() {
    const auto read = readCertificate(certificate("server.crt"));
    QVERIFY(read);
    QCOMPARE(read->names, (std::vector<std::string>{"127.0.0.1", "localhost", "api.test", "far.test"}));
    QCOMPARE(read->issuer, std::string("ca"));
    const auto now = std::chrono::system_clock::now();
    QVERIFY(read->notBefore <= now && read->notAfter > now + 24h * 3000);
    QVERIFY(readCertificate(certificate("expired.crt"))->notAfter < now);
  }

  void whatIsNone() {
    for (const auto& text : {std::string(), std::string("rubbish"), certificate("server.key"),
                                   std::string("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")})
      QCOMPARE(readCertificate(text).error().kind, ErrorKind::Invalid);
  }

  void whatAServerShows() {
    const auto shown = m_peer.loop().await(peerCertificate("127.0.0.1", m_peer.port(), 5s));
    QVERIFY2(shown, shown ? "" : shown.error().text().c_str());
    QVERIFY(covers(*shown, "api.test"));
    QVERIFY(!covers(*shown, "web.test"));
    QVERIFY2(!shown->distrust.empty(), "the system cannot know this authority");
  }

  void anExpiredOneIsShownToo() {
    Peer expired("expired");
    const auto shown = expired.loop().await(peerCertificate("127.0.0.1", expired.port(), 5s));
    QVERIFY(shown);
    QVERIFY(shown->notAfter < std::chrono::system_clock::now());
  }

  void nobodyListens() {
    auto refused = m_peer.loop().await(peerCertificate("127.0.0.1", 1, 5s));
    QCOMPARE(refused.error().kind, ErrorKind::Network);
    QVERIFY(refused.error().message.find("127.0.0.1:1") != std::string::npos);
  }

  void aServerThatSaysNothing() {
    // Accepts by its backlog and never answers.
    asio::io_context context;
    asio::ip::tcp::acceptor silent(context, asio::ip::tcp::endpoint(asio::ip::make_address("127.0.0.1"), 0));
    auto late = m_peer.loop().await(peerCertificate("127.0.0.1", silent.local_endpoint().port(), 200ms));
    QCOMPARE(late.error().kind, ErrorKind::Timeout);
  }

  void addresses() {
    const auto local = m_peer.loop().await(addressesOf("localhost"));
    QVERIFY(local);
    QVERIFY(std::find(local->begin(), local->end(), "127.0.0.1") != local->end());
    QCOMPARE(m_peer.loop().await(addressesOf("no such name")).error().kind, ErrorKind::Network);
  }

 private:
  Peer m_peer;
};

QTEST_GUILESS_MAIN(CertificateTest)
#include "test_certificate.moc"
