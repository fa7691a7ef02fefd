// Against a real control plane: tests/cluster/run starts one and sets the variables that are read here.
#include "base/files.h"
#include "base/text.h"
#include "kube/kube.h"
#include "net/await.h"
#include "net/server.h"

#include <fstream>
#include <nlohmann/json.hpp>
#include <QProcess>
#include <QTest>
#include <set>

using namespace cleardeck;
using namespace std::chrono_literals;
using kube::Pod;
using kube::Scope;
using kube::Session;

namespace {

constexpr kube::ResourcePath pods = Pod::path;

// What a subscriber knows.
template <class Row>
struct View {
  std::map<std::string, Row> rows;
  std::set<std::string> words;  // "NAME STATUS" of every pod there ever was
  LiveState state;
  ChangesSink<Row> sink() {
    return [this](Changes<Row> changes) {
      if constexpr (std::is_same_v<Row, Pod>)
        for (const auto& row : changes.upserts) words.insert(row.name + " " + row.status);
      for (auto& row : changes.upserts) rows[row.uid] = std::move(row);
      for (const auto& uid : changes.removals) rows.erase(uid);
      state = std::move(changes.state);
    };
  }
  const Row* named(const std::string& name) const {
    for (const auto& [uid, row] : rows)
      if (row.name == name) return &row;
    return nullptr;
  }
  bool live() const { return state.freshness == Freshness::Live; }
};

using nlohmann::json;

std::string podJson(const std::string& name, const std::string& app = "none") {
  json port = {{"name", "http"}, {"containerPort", 8080}};
  json container = {{"name", "main"}, {"image", "nginx:1"}, {"ports", json::array({port})}};
  json spec = {{"terminationGracePeriodSeconds", 1}, {"containers", json::array({container})}};
  json metadata = {{"name", name}, {"labels", {{"app", app}}}};
  return json({{"apiVersion", "v1"}, {"kind", "Pod"}, {"metadata", metadata}, {"spec", spec}}).dump();
}

std::string serviceJson(const std::string& name) {
  json port = {{"name", "web"}, {"port", 80}, {"targetPort", "http"}};
  json spec = {{"selector", {{"app", name}}}, {"ports", json::array({port})}};
  return json({{"apiVersion", "v1"}, {"kind", "Service"}, {"metadata", {{"name", name}}}, {"spec", spec}}).dump();
}

asio::awaitable<void> hello(std::shared_ptr<net::Exchange> exchange) {
  net::Headers headers;
  (void)co_await exchange->respond(200, headers, "hello " + exchange->request().target);
}

double secondsSince(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

}  // namespace

class TestCluster : public QObject {
  Q_OBJECT
  test::Loop loop;
  std::filesystem::path folder;
  std::string prefix = "t" + text::toLower(text::randomToken(5)) + "-";

  Session session(const std::string& context) {
    auto config = kube::loadKubeconfig(kube::kubeconfigFiles((folder / "kubeconfig-users").string()));
    auto found = kube::findContext(config, context);
    if (!found) qFatal("%s", found.error().text().c_str());
    auto made = Session::create(loop.executor(), *found);
    if (!made) qFatal("%s", made.error().text().c_str());
    return *made;
  }
  void create(const kube::ResourcePath& path, const std::string& json) {
    auto made = loop.await(kube::createObject(session("admin"), path, "team", json));
    QVERIFY2(made.has_value(), made ? "" : made.error().text().c_str());
  }
  void kubectl(const QStringList& arguments) {
    auto program = qEnvironmentVariable("KUBECTL", "kubectl");
    QCOMPARE(
        QProcess::execute(
            program, QStringList{"--kubeconfig", QString::fromStdString((folder / "kubeconfig").string())} + arguments),
        0);
  }
  void deletePod(const std::string& name) {
    kubectl({"-n", "team", "delete", "pod", QString::fromStdString(name), "--wait=false"});
  }

 private Q_SLOTS:
  void initTestCase() {
    if (!qEnvironmentVariableIsSet("CLEARDECK_TEST_CLUSTER"))
      QSKIP("CLEARDECK_TEST_CLUSTER names no cluster: run this with tests/cluster/run");
    folder = qEnvironmentVariable("CLEARDECK_TEST_CLUSTER").toStdString();
  }

  void contexts_data() {
    QTest::addColumn<QString>("context");
    QTest::addColumn<QString>("user");   // whom the server sees; empty: it must fail …
    QTest::addColumn<QString>("error");  // … with these words
    QTest::addColumn<int>("kind");
    for (const char* name : {"admin", "files", "insecure", "tls-server-name"})
      QTest::newRow(name) << name << "admin"
                          << "" << 0;
    for (const char* name : {"read-only", "namespace-only", "no-port-forward"})
      QTest::newRow(name) << name << name << "" << 0;
    QTest::newRow("token") << "token"
                           << "token-user"
                           << "" << 0;
    QTest::newRow("exec-plugin") << "exec-plugin"
                                 << "plugin-user"
                                 << "" << 0;
    QTest::newRow("expired") << "expired"
                             << ""
                             << "ran out on" << int(ErrorKind::Auth);
    QTest::newRow("wrong-ca") << "wrong-ca"
                              << ""
                              << "certificate-authority" << int(ErrorKind::Tls);
    QTest::newRow("wrong-tls-server-name") << "wrong-tls-server-name"
                                           << ""
                                           << "TLS server name" << int(ErrorKind::Tls);
    QTest::newRow("unreachable") << "unreachable"
                                 << ""
                                 << "Nothing listens there" << int(ErrorKind::Network);
  }
  void contexts() {
    QFETCH(QString, context);
    QFETCH(QString, user);
    QFETCH(QString, error);
    QFETCH(int, kind);
    auto who = loop.await(kube::whoAmI(session(context.toStdString())));
    if (!user.isEmpty()) {
      QVERIFY2(who.has_value(), who ? "" : who.error().text().c_str());
      QCOMPARE(QString::fromStdString(*who), user);
      return;
    }
    QVERIFY(!who.has_value());
    QVERIFY2(QString::fromStdString(who.error().text()).contains(error), who.error().text().c_str());
    QCOMPARE(int(who.error().kind), kind);
  }

  void rightsAndVersion() {
    auto version = loop.await(kube::serverVersion(session("read-only")));
    QVERIFY(version.has_value() && version->starts_with("v1."));
    auto forward = kube::Access("create", "", "pods", "team", "portforward");
    auto may = loop.await(kube::mayI(session("namespace-only"), forward));
    QVERIFY(may.has_value() && may->allowed);
    auto mayNot = loop.await(kube::mayI(session("no-port-forward"), forward));
    QVERIFY(mayNot.has_value() && !mayNot->allowed);
  }

  // A plugin is run once for many requests, and again when the server refuses its token.
  void execPluginRunsOnce() {
    auto calls = [this] {
      auto content = files::read(folder / "plugin-calls");
      return content ? std::count(content->begin(), content->end(), '\n') : 0;
    };
    auto before = calls();
    auto plugin = session("exec-plugin");
    std::vector<ChildTask> tasks;
    int good = 0;
    for (int i = 0; i < 10; ++i)
      tasks.emplace_back(loop.executor(), kube::whoAmI(plugin),
                         [&good](Result<std::string> who) { good += who.has_value(); });
    QVERIFY(loop.runUntil([&] { return good == 10; }));
    QCOMPARE(calls(), before + 1);
  }

  void refusals() {
    auto listed = loop.await(kube::list<Pod>(session("namespace-only"), Scope()));
    QVERIFY(!listed.has_value());
    QCOMPARE(listed.error().kind, ErrorKind::Forbidden);
    QVERIFY2(listed.error().hint.find("list pods in all namespaces") != std::string::npos,
             listed.error().text().c_str());
    auto absent = loop.await(kube::get<Pod>(session("admin"), "team", "absent"));
    QCOMPARE(absent.error().kind, ErrorKind::NotFound);
  }

  void watchSeesEveryChange() {
    const auto name = prefix + "watched";
    kube::Hub hub(session("admin"), 100ms);
    View<Pod> view, late;
    auto lease = hub.subscribe<Pod>(Scope(), view.sink());
    QVERIFY(loop.runUntil([&] { return view.live(); }));
    create(pods, podJson(name));
    QVERIFY(loop.runUntil([&] { return view.named(name) && view.named(name)->status == "Running"; }));
    QVERIFY(view.named(name)->tone == kube::Tone::Ok);
    auto second = hub.subscribe<Pod>(Scope(), late.sink());
    QCOMPARE(late.rows.size(), view.rows.size());
    QCOMPARE(hub.watches(), std::size_t(1));
    auto started = Clock::now();
    deletePod(name);
    QVERIFY(loop.runUntil([&] { return !view.named(name) && !late.named(name); }));
    QVERIFY(view.words.count(name + " Terminating"));
    qInfo("gone after %.2f s, kubectl's own time included", secondsSince(started));
    lease.release();
    second.release();
    QVERIFY(loop.runUntil([&] { return hub.watches() == 0; }));
  }

  // Every kind there is a row for can be listed and watched.
  void everyKind() {
    kube::Hub hub(session("admin"));
    auto check = [&]<class Row>(Row) {
      View<Row> view;
      auto lease = hub.subscribe<Row>(Scope(), view.sink());
      if (!loop.runUntil([&] { return view.live(); }))
        qCritical("%s: %s", std::string(Row::path.plural).c_str(), view.state.why.c_str());
      return view.live();
    };
    bool all = std::apply([&](auto... rows) { return (check(rows) & ...); }, kube::Kinds());
    QVERIFY(all);
  }

  void forbiddenFallsBackToTheNamespace() {
    const auto name = prefix + "mine";
    kube::Hub hub(session("namespace-only"));
    View<Pod> view;
    View<kube::Node> nodes;
    auto lease = hub.subscribe<Pod>(Scope(), view.sink());
    auto nodeLease = hub.subscribe<kube::Node>(Scope(), nodes.sink());
    QVERIFY(loop.runUntil([&] { return view.live(); }));
    create(pods, podJson(name));
    QVERIFY(loop.runUntil([&] { return view.named(name) != nullptr; }));
    for (const auto& [uid, row] : view.rows) QCOMPARE(row.ns, std::string("team"));
    QVERIFY(loop.runUntil([&] { return nodes.state.freshness == Freshness::Forbidden; }));
    QVERIFY2(nodes.state.why.find("nodes") != std::string::npos, nodes.state.why.c_str());
    deletePod(name);
    QVERIFY(loop.runUntil([&] { return !view.named(name); }));
  }

  void logs() {
    const auto name = prefix + "logs";
    create(pods, podJson(name));
    View<Pod> view;
    kube::Hub hub(session("admin"));
    auto lease = hub.subscribe<Pod>(Scope("team"), view.sink());
    QVERIFY(loop.runUntil([&] { return view.named(name) && view.named(name)->status == "Running"; }));
    std::vector<kube::LogLine> lines;
    kube::LogSink sink;
    sink.lines = [&lines](std::vector<kube::LogLine> more) { lines.insert(lines.end(), more.begin(), more.end()); };
    kube::LogQuery query("team", name);
    query.previous = true;
    auto read = loop.await(kube::streamLogs(session("admin"), query, sink));
    QVERIFY2(read.has_value(), read ? "" : read.error().text().c_str());
    QCOMPARE(lines.size(), std::size_t(10));
    QCOMPARE(lines[0].text, std::string("previous line 1"));
    QVERIFY(lines[0].time.starts_with("2026-01-01T00:00:01"));
    lines.clear();
    query.previous = false;
    query.follow = true;
    query.tailLines = 5;
    bool ended = false;
    ChildTask follow(loop.executor(), kube::streamLogs(session("admin"), query, sink),
                     [&ended](Result<Done>) { ended = true; });
    QVERIFY(loop.runUntil([&] { return lines.size() >= 5; }));
    const auto mark = "appended " + prefix;
    std::ofstream(folder / "pod-log" / "current.log", std::ios::app)
        << "2026-06-01T00:00:00.000000001Z stdout F " << mark << "\n";
    QVERIFY(loop.runUntil([&] { return lines.back().text == mark; }));
    QVERIFY(!ended);
    follow.cancel();
    QVERIFY(loop.runUntil([&] { return ended; }));
    query.container = "none";
    auto wrong = loop.await(kube::streamLogs(session("admin"), query, sink));
    QVERIFY(!wrong.has_value());
    deletePod(name);
  }

  void forwardSurvivesItsPod() {
    const auto port = qEnvironmentVariable("CLEARDECK_TEST_WEB_PORT").toUShort();
    if (!port) QSKIP("CLEARDECK_TEST_WEB_PORT is not set: run this with tests/cluster/run");
    auto server = net::Server::listen(loop.executor(), port, std::nullopt, hello);
    QVERIFY2(server.has_value(), server ? "" : server.error().text().c_str());
    const auto app = prefix + "web", first = prefix + "web-1", second = prefix + "web-2";
    constexpr kube::ResourcePath services = kube::Service::path;
    create(services, serviceJson(app));
    kube::Hub hub(session("namespace-only"));
    std::set<kube::ForwardPhase> phases;
    auto started = Clock::now();
    auto forward = kube::ServiceForward::start(hub, kube::ServiceTarget("team", app, "web"), kube::ForwardOptions(),
                                               [&phases](kube::ForwardState state) { phases.insert(state.phase); });
    QVERIFY(forward.has_value());
    QVERIFY(loop.runUntil([&] { return forward->state().phase == kube::ForwardPhase::WaitingForPod; }));
    create(pods, podJson(first, app));
    auto live = loop.await(forward->untilLive(20s));
    QVERIFY2(live.has_value(), live ? "" : live.error().text().c_str());
    QCOMPARE(forward->state().pod, first);
    auto ask = [&] {
      auto client = net::Session::create(loop.executor(), "http://127.0.0.1:" + std::to_string(forward->localPort()),
                                         net::Identity());
      auto answer = loop.await(net::fetch(*client, net::Request("GET", "/x")));
      return answer ? answer->body : answer.error().text();
    };
    started = Clock::now();
    QCOMPARE(ask(), std::string("hello /x"));
    qInfo("first answer through the forward after %.3f s", secondsSince(started));
    auto taken = kube::ForwardOptions();
    taken.localPort = forward->localPort();
    auto again = kube::ServiceForward::start(hub, kube::ServiceTarget("team", app, "80"), taken, nullptr);
    QVERIFY(!again && again.error().kind == ErrorKind::Conflict && !again.error().hint.empty());

    deletePod(first);
    QVERIFY(loop.runUntil([&] { return forward->state().phase == kube::ForwardPhase::WaitingForPod; }));
    create(pods, podJson(second, app));
    QCOMPARE(ask(), std::string("hello /x"));  // waits until the second pod is ready
    QVERIFY(forward->state().phase == kube::ForwardPhase::Live);
    QCOMPARE(forward->state().pod, second);
    QCOMPARE(forward->state().accepted, 2u);
    QVERIFY(forward->state().bytesUp > 0 && forward->state().bytesDown > 0);
    QVERIFY(phases.count(kube::ForwardPhase::WaitingForPod));

    kube::Hub poor(session("no-port-forward"));
    auto denied =
        kube::ServiceForward::start(poor, kube::ServiceTarget("team", app, ""), kube::ForwardOptions(), nullptr);
    QVERIFY(denied.has_value());
    auto why = loop.await(denied->untilLive(10s));
    QVERIFY(!why && why.error().kind == ErrorKind::Forbidden);
    QVERIFY2(why.error().hint.find("create on pods/portforward in namespace team") != std::string::npos,
             why.error().text().c_str());
    deletePod(second);
    kubectl({"-n", "team", "delete", "service", QString::fromStdString(app)});
  }
};

QTEST_GUILESS_MAIN(TestCluster)
#include "test_cluster.moc"
