// Credentials: what a server gets to see, what is renewed when, and what a person is told.
#include "base/files.h"
#include "kube/calls.h"
#include "kube/exec_plugin.h"
#include "kube/fake_api.h"

#include <QTemporaryDir>
#include <QTest>

using namespace cleardeck;
using namespace std::chrono_literals;
using kube::Session;
using test::Answer;

namespace {

constexpr const char* v1 = "client.authentication.k8s.io/v1";

std::string credential(const std::string& status, const std::string& version = v1) {
  return "{\"kind\":\"ExecCredential\",\"apiVersion\":\"" + version + "\",\"status\":" + status + "}";
}

std::string headerOf(const test::FakeApi& api, const char* name) {
  auto value = api.last("GET /version").headers.find(name);
  return value ? std::string(*value) : std::string();
}

}  // namespace

class TestSession : public QObject {
  Q_OBJECT
  test::Loop loop;
  QTemporaryDir dir;

  std::string script(const char* name, const std::string& body) {
    auto path = dir.filePath(name).toStdString();
    if (!files::writeAtomically(path, "#!/bin/sh\n" + body + "\n", 0755)) qFatal("cannot write a script");
    return path;
  }
  // A plugin that answers TOKEN-<number of its run>.
  std::string countingPlugin(const char* name, const std::string& more = "") {
    const auto runs = dir.filePath(QString(name) + ".runs").toStdString();
    return script(name, "echo run >> " + runs + "\nn=$(wc -l < " + runs + ")\necho '" +
                            credential("{\"token\":\"TOKEN-NUMBER\"" + more + "}") + "' | sed \"s/NUMBER/$n/\"");
  }
  int runs(const char* name) {
    auto content = files::read(dir.filePath(QString(name) + ".runs").toStdString());
    return content ? int(std::count(content->begin(), content->end(), '\n')) : 0;
  }
  kube::Context pluginContext(const test::FakeApi& api, const std::string& command) {
    auto context = api.context();
    context.user.exec.emplace();
    context.user.exec->apiVersion = v1;
    context.user.exec->command = command;
    context.user.exec->installHint = "Get it from\x1b[31m the intranet\x07";
    return context;
  }
  Result<std::string> version(const Session& session) { return loop.await(kube::serverVersion(session)); }

  struct Scene {
    explicit Scene(test::Loop& loop) : api(loop, true) {
      api.answer(Answer("/version", "{\"gitVersion\":\"v1.36.4\"}"));
    }
    test::FakeApi api;
  };

 private Q_SLOTS:
  void fixedCredentials() {
    Scene scene(loop);
    auto context = scene.api.context();
    context.user.token = "abc";
    context.user.impersonate = "alice";
    context.user.impersonateGroups = {"a", "b"};
    QVERIFY(version(scene.api.session(context)).has_value());
    QCOMPARE(headerOf(scene.api, "Authorization"), std::string("Bearer abc"));
    QCOMPARE(headerOf(scene.api, "Impersonate-User"), std::string("alice"));
    int groups = 0;
    for (const auto& header : scene.api.last("GET /version").headers)
      groups += sameName(header.name, "impersonate-group");
    QCOMPARE(groups, 2);
    auto basic = scene.api.context();
    basic.user.username = "user";
    basic.user.password = "pass";
    QVERIFY(version(scene.api.session(basic)).has_value());
    QCOMPARE(headerOf(scene.api, "Authorization"), std::string("Basic dXNlcjpwYXNz"));
  }

  void nothingSecretOverHttp() {
    test::FakeApi api(loop);
    api.answer(Answer("/version", "{\"gitVersion\":\"v1\"}"));
    auto context = pluginContext(api, "/nonexistent/plugin");
    context.user.token = "abc";
    QVERIFY(version(api.session(context)).has_value());
    QCOMPARE(headerOf(api, "Authorization"), std::string());
  }

  void pluginRunsOnceForManyRequests() {
    Scene scene(loop);
    auto session = scene.api.session(pluginContext(scene.api, countingPlugin("once")));
    int good = 0;
    std::vector<ChildTask> tasks;
    for (int i = 0; i < 8; ++i)
      tasks.emplace_back(loop.executor(), kube::serverVersion(session),
                         [&good](Result<std::string> r) { good += r.has_value(); });
    QVERIFY(loop.runUntil([&] { return good == 8; }));
    QCOMPARE(runs("once"), 1);
    QCOMPARE(headerOf(scene.api, "Authorization"), std::string("Bearer TOKEN-1"));
  }

  void pluginRunsAgainAfter401() {
    test::FakeApi api(loop, true);
    api.refuse("/version", 401, "Unauthorized");
    api.answer(Answer("/version", "{\"gitVersion\":\"v1\"}"));
    auto session = api.session(pluginContext(api, countingPlugin("again")));
    auto result = version(session);
    QVERIFY2(result.has_value(), result ? "" : result.error().text().c_str());
    QCOMPARE(runs("again"), 2);
    QCOMPARE(headerOf(api, "Authorization"), std::string("Bearer TOKEN-2"));
  }

  void pluginIsNotRunForEver() {
    test::FakeApi api(loop, true);
    api.refuse("/version", 401, "Unauthorized");
    auto session = api.session(pluginContext(api, countingPlugin("refused")));
    for (int i = 0; i < 5; ++i) {
      auto result = version(session);
      QVERIFY(!result.has_value());
      QCOMPARE(result.error().kind, ErrorKind::Auth);
      QVERIFY(!result.error().hint.empty() || i > 0);
    }
    QCOMPARE(runs("refused"), 2);
    session.reconnectNow();
    QVERIFY(!version(session).has_value());
    QCOMPARE(runs("refused"), 3);
  }

  void expiredTokensAreRenewed() {
    Scene scene(loop);
    auto past = countingPlugin("past", ",\"expirationTimestamp\":\"2020-01-01T00:00:00Z\"");
    auto session = scene.api.session(pluginContext(scene.api, past));
    QVERIFY(version(session).has_value());
    QVERIFY(version(session).has_value());
    QCOMPARE(runs("past"), 2);
    auto future = countingPlugin("future", ",\"expirationTimestamp\":\"2999-01-01T00:00:00Z\"");
    auto lasting = scene.api.session(pluginContext(scene.api, future));
    QVERIFY(version(lasting).has_value());
    QVERIFY(version(lasting).has_value());
    QCOMPARE(runs("future"), 1);
  }

  void badPlugins_data() {
    QTest::addColumn<QString>("body");
    QTest::addColumn<QString>("message");
    QTest::addColumn<QString>("hint");
    QTest::newRow("prints rubbish") << "echo hello"
                                    << "printed no JSON object"
                                    << "in a terminal";
    QTest::newRow("prints nothing") << "true"
                                    << "printed no JSON object"
                                    << "in a terminal";
    QTest::newRow("fails") << "echo first >&2; printf '\\033[31mplease sign in\\033[0m\\n' >&2; exit 3"
                           << "ended with code 3: please sign in"
                           << "Sign in";
    QTest::newRow("hangs") << "exec sleep 30"
                           << "gave no answer within"
                           << "browser";
    QTest::newRow("old version") << "echo '" +
                                        QString::fromStdString(
                                            credential("{\"token\":\"x\"}", "client.authentication.k8s.io/v1beta1")) +
                                        "'"
                                 << "the kubeconfig asks for"
                                 << "in a terminal";
  }
  void badPlugins() {
    QFETCH(QString, body);
    QFETCH(QString, message);
    QFETCH(QString, hint);
    Scene scene(loop);
    auto context = pluginContext(scene.api, script("bad", body.toStdString()));
    kube::SessionOptions options;
    options.pluginTimeout = 300ms;
    auto session = Session::create(loop.executor(), context, options);
    auto result = version(*session);
    QVERIFY(!result.has_value());
    QCOMPARE(result.error().kind, ErrorKind::Auth);
    QVERIFY2(QString::fromStdString(result.error().message).contains(message), result.error().text().c_str());
    QVERIFY2(QString::fromStdString(result.error().hint).contains(hint), result.error().text().c_str());
    QVERIFY(result.error().text().find('\x1b') == std::string::npos);
    QCOMPARE(scene.api.seen.size(), std::size_t(0));
  }

  void missingPlugins() {
    Scene scene(loop);
    for (const char* command : {"/nonexistent/plugin", "no-such-plugin-anywhere"}) {
      auto result = version(scene.api.session(pluginContext(scene.api, command)));
      QVERIFY(!result.has_value());
      QCOMPARE(result.error().kind, ErrorKind::Auth);
      QCOMPARE(result.error().hint, std::string("Get it from the intranet"));
    }
    auto terminal = pluginContext(scene.api, countingPlugin("terminal"));
    terminal.user.exec->interactiveMode = "Always";
    auto result = version(scene.api.session(terminal));
    QVERIFY(!result && result.error().message.find("wants a terminal") != std::string::npos);
    QCOMPARE(runs("terminal"), 0);
  }

  void tokenFilesAreReadAgain() {
    test::FakeApi api(loop, true);
    api.answer(Answer("/version", "{\"gitVersion\":\"v1\"}"));
    api.refuse("/version", 401, "Unauthorized");
    api.answer(Answer("/version", "{\"gitVersion\":\"v2\"}"));
    auto path = dir.filePath("token").toStdString();
    QVERIFY(files::writeAtomically(path, " one\n").has_value());
    auto context = api.context();
    context.user.tokenFile = path;
    auto session = api.session(context);
    QVERIFY(version(session).has_value());
    QCOMPARE(headerOf(api, "Authorization"), std::string("Bearer one"));
    QVERIFY(files::writeAtomically(path, "two").has_value());
    QCOMPARE(*version(session), std::string("v2"));
    QCOMPARE(headerOf(api, "Authorization"), std::string("Bearer two"));
    context.user.tokenFile = "/nonexistent/token";
    auto result = version(api.session(context));
    QVERIFY(!result && result.error().kind == ErrorKind::Auth);
  }

  void unusableContexts() {
    test::FakeApi api(loop);
    auto context = api.context();
    context.user.certificateFile = "/nonexistent/a.crt";
    context.user.keyData = "x";
    auto session = Session::create(loop.executor(), context);
    QVERIFY(!session && session.error().message.find("/nonexistent/a.crt") != std::string::npos);
    auto odd = api.context();
    odd.cluster.server = "not a url";
    QVERIFY(!Session::create(loop.executor(), odd));
    auto broken = api.context();
    broken.problem = Error(ErrorKind::Invalid, "the reason");
    auto refused = Session::create(loop.executor(), broken);
    QVERIFY(!refused && refused.error().message == "the reason");
  }

  void answersThatAreNoKubernetes_data() {
    QTest::addColumn<QString>("body");
    QTest::addColumn<int>("status");
    QTest::newRow("HTML") << "<html>" << 200;
    QTest::newRow("nothing") << "" << 200;
    QTest::newRow("other JSON") << "[1]" << 200;
    QTest::newRow("500") << "oops" << 500;
    QTest::newRow("503") << "" << 503;
    QTest::newRow("redirect") << "" << 302;
  }
  void answersThatAreNoKubernetes() {
    QFETCH(QString, body);
    QFETCH(int, status);
    test::FakeApi api(loop);
    api.answer(Answer("/version", body.toStdString(), status));
    auto result = version(api.session());
    QVERIFY(!result.has_value());
    QVERIFY(!result.error().hint.empty());
  }

  void credentials_data() {
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<bool>("good");
    auto row = [](const char* name, const std::string& text, bool good) {
      QTest::newRow(name) << QByteArray::fromStdString(text) << good;
    };
    row("token", credential("{\"token\":\"t\",\"expirationTimestamp\":\"2030-01-01T00:00:00Z\"}"), true);
    row("certificate", credential("{\"clientCertificateData\":\"c\",\"clientKeyData\":\"k\"}"), true);
    row("half", credential("{\"clientCertificateData\":\"c\"}"), false);
    row("empty status", credential("{}"), false);
    row("status is a list", credential("[]"), false);
    row("token is a number", credential("{\"token\":7}"), false);
    row("odd time", credential("{\"token\":\"t\",\"expirationTimestamp\":\"soon\"}"), false);
    row("other kind", "{\"kind\":\"Status\",\"apiVersion\":\"" + std::string(v1) + "\"}", false);
    row("no JSON", "token", false);
    row("nothing", "", false);
  }
  void credentials() {
    QFETCH(QByteArray, json);
    QFETCH(bool, good);
    auto proof = kube::parseExecCredential(json.toStdString(), v1);
    QCOMPARE(proof.has_value(), good);
    QVERIFY(good || proof.error().kind == ErrorKind::Auth);
  }

 private:
  static bool sameName(const std::string& a, const char* b) {
    return QString::fromStdString(a).compare(b, Qt::CaseInsensitive) == 0;
  }
};

QTEST_GUILESS_MAIN(TestSession)
#include "test_session.moc"
