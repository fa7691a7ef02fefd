// Identities: who we are, whom we trust, tokens and the other credentials.
#include "net/peer.h"

#include <QtTest>

using namespace cleardeck;
using namespace cleardeck::net;
using namespace cleardeck::test;
using namespace std::chrono_literals;

static Result<FullResponse> ask(const Peer& peer, Identity identity, const std::string& target = "/facts") {
  return peer.loop().await(fetch(peer.session(std::move(identity)), Request("GET", target)));
}

static Identity anonymous() {
  Identity identity;
  identity.caPem = certificate("ca.crt");
  return identity;
}

static Task<Token> giveToken(std::shared_ptr<int> count, std::string text, std::chrono::seconds life) {
  co_await sleepFor(5ms);
  ++*count;
  if (text.empty()) co_return Error(ErrorKind::Auth, "sign in again");
  co_return Token(text, std::chrono::system_clock::now() + life);
}

class TlsTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void eachIdentityHasItsOwnConnection() {
    auto a = m_peer.session(alice());
    auto b = m_peer.session(bob());
    auto first = m_peer.loop().await(fetch(a, Request("GET", "/facts")));
    auto other = m_peer.loop().await(fetch(b, Request("GET", "/facts")));
    auto again = m_peer.loop().await(fetch(a, Request("GET", "/facts")));
    QCOMPARE(lineOf(first->body, 0), std::string("alice"));
    QCOMPARE(lineOf(other->body, 0), std::string("bob"));
    QCOMPARE(lineOf(again->body, 0), std::string("alice"));
    QVERIFY(lineOf(first->body, 2) != lineOf(other->body, 2));
    QCOMPARE(lineOf(first->body, 2), lineOf(again->body, 2));
  }
  void anUnknownAuthorityIsRefused() {
    auto identity = alice();
    identity.caPem = certificate("other-ca.crt");
    auto refused = ask(m_peer, identity);
    QCOMPARE(refused.error().kind, ErrorKind::Tls);
    QVERIFY(refused.error().message.find("TLS with 127.0.0.1:") == 0);
    QVERIFY(refused.error().hint.find("authority that is not trusted") != std::string::npos);
    identity.insecure = true;
    QCOMPARE(lineOf(ask(m_peer, identity)->body, 0), std::string("alice"));
  }
  void anExpiredCertificateIsNamed() {
    Peer expired("expired");
    auto refused = ask(expired, alice());
    QCOMPARE(refused.error().kind, ErrorKind::Tls);
    QVERIFY2(refused.error().hint.find("has expired") != std::string::npos, refused.error().text().c_str());
  }
  void theServerNameCanDifferFromTheAddress() {
    Peer named("named");
    auto refused = ask(named, alice());
    QCOMPARE(refused.error().kind, ErrorKind::Tls);
    QVERIFY(refused.error().hint.find("for another name") != std::string::npos);
    auto identity = alice();
    identity.tlsServerName = "api.test";
    auto accepted = ask(named, identity);
    QVERIFY(accepted);
    QCOMPARE(lineOf(accepted->body, 1), std::string("api.test"));
    QVERIFY(accepted->body.find("Host: 127.0.0.1:" + std::to_string(named.port())) != std::string::npos);
    identity.tlsServerName = "wrong.test";
    QCOMPARE(ask(named, identity).error().kind, ErrorKind::Tls);
  }
  void aKeyThatCannotBeReadIsOurFault() {
    auto identity = alice();
    identity.keyPem = "not a key";
    auto refused = ask(m_peer, identity);
    QCOMPARE(refused.error().kind, ErrorKind::Tls);
    QVERIFY2(refused.error().hint.find("Our own") == 0, refused.error().text().c_str());
  }
  void aSecondConnectionResumesTheSession() {
    auto session = m_peer.session(alice());
    QVERIFY(m_peer.loop().await(fetch(session, Request("GET", "/facts"))));
    Request own("GET", "/facts");
    own.flow = Flow::BackPressure;
    Request endless("GET", "/endless");
    endless.flow = Flow::BackPressure;
    auto busy = m_peer.loop().await(open(session, endless));  // keeps its connection
    auto busyToo = m_peer.loop().await(open(session, endless));
    auto second = m_peer.loop().await(open(session, own));
    auto body = m_peer.loop().await(readSome(*second));
    QVERIFY(body && *body);
    QCOMPARE(lineOf(**body, 3), std::string("resumed"));
  }
  void sendsTheCredentials_data() {
    QTest::addColumn<QString>("bearer");
    QTest::addColumn<QString>("user");
    QTest::addColumn<QString>("expected");
    QTest::newRow("bearer") << "geheim"
                            << ""
                            << "Authorization: Bearer geheim\n";
    QTest::newRow("basic") << ""
                           << "user"
                           << "Authorization: Basic dXNlcjpw\n";
    QTest::newRow("bearer wins") << "t"
                                 << "user"
                                 << "Authorization: Bearer t\n";
  }
  void sendsTheCredentials() {
    QFETCH(QString, bearer);
    QFETCH(QString, user);
    QFETCH(QString, expected);
    auto identity = anonymous();
    identity.bearerToken = bearer.toStdString();
    identity.user = user.toStdString();
    identity.password = "p";
    auto answer = ask(m_peer, identity);
    QCOMPARE(lineOf(answer->body, 0), std::string());
    QVERIFY(answer->body.find(expected.toStdString()) != std::string::npos);
    QCOMPARE(answer->body.find("Authorization"), answer->body.rfind("Authorization"));
  }
  void sendsTheFixedHeaders() {
    auto identity = alice();
    identity.headers.add("Impersonate-User", "carol");
    identity.headers.add("Impersonate-Group", "one");
    identity.headers.add("Impersonate-Group", "two");
    auto answer = ask(m_peer, identity);
    QVERIFY(answer->body.find("Impersonate-User: carol\nImpersonate-Group: one\nImpersonate-Group: two\n") !=
            std::string::npos);
  }
  void keepsSecretsOffPlainHttp_data() {
    QTest::addColumn<bool>("allowed");
    QTest::newRow("as kubectl") << false;
    QTest::newRow("allowed") << true;
  }
  void keepsSecretsOffPlainHttp() {
    QFETCH(bool, allowed);
    std::string seen;
    auto note = [&seen](std::shared_ptr<Exchange> exchange) -> asio::awaitable<void> {
      seen = std::string(exchange->request().headers.find("Authorization").value_or("none"));
      Headers none;
      co_await exchange->respond(200, none, "");
    };
    auto server = Server::listen(m_peer.loop().executor(), 0, std::nullopt, note);
    Identity identity;
    identity.bearerToken = "geheim";
    identity.secretsOverHttp = allowed;
    auto session = m_peer.session(identity, "http://127.0.0.1:" + std::to_string(server->port()));
    QVERIFY(m_peer.loop().await(fetch(session, Request("GET", "/"))));
    QCOMPARE(seen, std::string(allowed ? "Bearer geheim" : "none"));
  }

  void aRefusedTokenIsRenewedOnce() {
    auto count = std::make_shared<int>(0);
    auto identity = anonymous();
    identity.tokens = cachedTokens(m_peer.loop().executor(), [count, this] {
      return giveToken(count, *count == 0 ? "old" : m_peer.counts().acceptedToken, 1h);
    });
    auto session = m_peer.session(identity);
    Request request("POST", "/token");
    request.body = "sent twice";
    auto answer = m_peer.loop().await(fetch(session, request));
    QVERIFY(answer);
    QCOMPARE(answer->head.status, 200);
    QCOMPARE(answer->body, request.body);
    QCOMPARE(*count, 2);
    auto opened = m_peer.loop().await(open(session, request));
    QCOMPARE(opened->head().status, 200);
    QCOMPARE(*count, 2);  // kept
    m_peer.counts().acceptedToken = "next";
    WebSocketRequest upgrade("/token-socket");
    QVERIFY(m_peer.loop().await(connectWebSocket(session, upgrade)));
    QCOMPARE(*count, 3);
  }
  void aRepeatedUploadStartsAgain() {
    QTemporaryDir folder;
    QFile file(folder.filePath("f"));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("content");
    file.close();
    auto count = std::make_shared<int>(0);
    auto identity = anonymous();
    identity.tokens = cachedTokens(m_peer.loop().executor(), [count, this] {
      return giveToken(count, *count == 0 ? "old" : m_peer.counts().acceptedToken, 1h);
    });
    Request request("PUT", "/token");
    request.upload = *fileBody(file.fileName().toStdString());
    auto answer = m_peer.loop().await(fetch(m_peer.session(identity), request));
    QVERIFY2(answer, answer ? "" : answer.error().message.c_str());
    QCOMPARE(answer->body, std::string("content"));
  }
  void aTokenThatStaysRefusedGivesThe401() {
    auto count = std::make_shared<int>(0);
    auto identity = anonymous();
    identity.tokens = cachedTokens(m_peer.loop().executor(), [count] { return giveToken(count, "wrong", 1h); });
    m_peer.counts().requests = 0;
    auto answer = m_peer.loop().await(fetch(m_peer.session(identity), Request("GET", "/token")));
    QCOMPARE(answer->head.status, 401);
    QCOMPARE(m_peer.counts().requests, 1);  // the same token again is not worth a second request
  }
  void aTokenThatCannotBeHadIsTheError() {
    auto count = std::make_shared<int>(0);
    auto identity = anonymous();
    identity.tokens = cachedTokens(m_peer.loop().executor(), [count] { return giveToken(count, "", 1h); });
    auto answer = m_peer.loop().await(fetch(m_peer.session(identity), Request("GET", "/token")));
    QCOMPARE(answer.error().kind, ErrorKind::Auth);
    QCOMPARE(answer.error().message, std::string("sign in again"));
  }
  void anExpiringTokenIsRenewedBeforeItExpires() {
    auto count = std::make_shared<int>(0);
    auto tokens = cachedTokens(
        m_peer.loop().executor(), [count] { return giveToken(count, "t", 20s); }, 30s);
    QCOMPARE(*m_peer.loop().await(tokens->token()), std::string("t"));
    QCOMPARE(*m_peer.loop().await(tokens->token()), std::string("t"));
    QCOMPARE(*count, 2);
  }
  void waitersShareOneAttemptAlsoWhenOneIsCancelled() {
    auto count = std::make_shared<int>(0);
    auto tokens = cachedTokens(m_peer.loop().executor(), [count] { return giveToken(count, "t", 1h); });
    std::vector<Result<std::string>> results;
    auto keep = [&results](Result<std::string> result) { results.push_back(std::move(result)); };
    auto first = start<std::string>(m_peer.loop().executor(), tokens->token(), keep);
    start<std::string>(m_peer.loop().executor(), tokens->token(), keep);
    m_peer.loop().runFor(1ms);
    first.cancel();
    QVERIFY(m_peer.loop().runUntil([&] { return results.size() == 2; }));
    QCOMPARE(results[0].error().kind, ErrorKind::Cancelled);
    QCOMPARE(*results[1], std::string("t"));
    QCOMPARE(*count, 1);
  }

 private:
  Peer m_peer;
};

QTEST_GUILESS_MAIN(TlsTest)
#include "test_tls.moc"
