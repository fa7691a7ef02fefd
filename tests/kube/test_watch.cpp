// What a watch does with everything an API server may answer.
#include "kube/fake_api.h"
#include "kube/hub.h"
#include "kube/kinds.h"
#include "kube/watch.h"

#include <QTest>
#include <set>

using namespace cleardeck;
using namespace std::chrono_literals;
using kube::Pod;
using kube::Scope;
using test::Answer;
using test::podEvent;
using test::podList;

namespace {

kube::WatchTimes quick() {
  kube::WatchTimes times;
  times.firstBackOff = 5ms;
  times.maxBackOff = 20ms;
  times.idle = 10s;
  times.parked = 60s;
  return times;
}

struct View {
  std::set<std::string> names;
  std::vector<Freshness> history;
  LiveState state;
  ChangesSink<Pod> sink() {
    return [this](Changes<Pod> changes) {
      for (const auto& row : changes.upserts) names.insert(row.name);
      for (const auto& uid : changes.removals) names.erase(uid.substr(4));
      state = changes.state;
      if (history.empty() || history.back() != state.freshness) history.push_back(state.freshness);
    };
  }
  bool was(Freshness freshness) const { return std::count(history.begin(), history.end(), freshness) > 0; }
};

using Names = std::set<std::string>;

}  // namespace

class TestWatch : public QObject {
  Q_OBJECT
  test::Loop loop;

  // A server, a watch on it and what the watch's reader sees.
  struct Scene {
    explicit Scene(test::Loop& l) : loop(l), api(l) {}
    void begin(kube::WatchTimes times = quick(), Scope scope = Scope("team")) {
      session.emplace(api.session());
      task = ChildTask(loop.executor(), kube::watch<Pod>(*session, scope, view.sink(), times), [](Result<Done>) {});
    }
    bool until(std::function<bool()> condition) { return loop.runUntil(condition, 5s); }
    bool live(const Names& names) {
      return until([&] { return view.state.freshness == Freshness::Live && view.names == names; });
    }
    test::Loop& loop;
    test::FakeApi api;
    std::optional<kube::Session> session;
    View view;
    ChildTask task;
  };

 private Q_SLOTS:
  void pagesThenEventsThenResume() {
    Scene scene(loop);
    scene.api.answer(Answer("limit=1000&continue=page%20two", podList({"c"}, "8")));
    scene.api.answer(Answer("limit=100", podList({"a", "b"}, "7", "page two")));
    scene.api.answer(Answer("resourceVersion=8&", podEvent("DELETED", "a", "9") + podEvent("ADDED", "d", "10") +
                                                      podEvent("BOOKMARK", "x", "50")));
    scene.api.answer(Answer("resourceVersion=50&", podEvent("MODIFIED", "e", "51")).open());
    scene.begin();
    QVERIFY(scene.live({"b", "c", "d", "e"}));
    QCOMPARE(scene.api.count("limit="), std::size_t(2));
    QVERIFY(scene.api.last("watch=1").line.find("allowWatchBookmarks=true") != std::string::npos);
    QVERIFY(!scene.view.was(Freshness::Stale));
  }

  void goneListsAgain_data() {
    QTest::addColumn<bool>("asEvent");
    QTest::newRow("as an ERROR event") << true;
    QTest::newRow("as the answer") << false;
  }
  void goneListsAgain() {
    QFETCH(bool, asEvent);
    Scene scene(loop);
    const auto status = test::statusJson(410, "too old resource version: 7 (99)", "Expired");
    scene.api.answer(Answer("limit=", podList({"a", "b"}, "7")));
    scene.api.answer(Answer("limit=", podList({"b", "c"}, "100")));
    if (asEvent)
      scene.api.answer(Answer("resourceVersion=7&", "{\"type\":\"ERROR\",\"object\":" + status + "}\n").open());
    else
      scene.api.answer(Answer("resourceVersion=7&", status, 410));
    scene.api.answer(Answer("resourceVersion=100&", "").open());
    scene.begin();
    QVERIFY(scene.live({"b", "c"}));
    QVERIFY(!scene.view.was(Freshness::Stale));  // nothing that a person needs to know
  }

  void aVersionFromTheFutureListsAgain() {
    Scene scene(loop);
    scene.api.answer(Answer("limit=", podList({"a"}, "700")));
    scene.api.answer(Answer("limit=", podList({"b"}, "5")));
    scene.api.answer(Answer("resourceVersion=700&",
                            "{\"kind\":\"Status\",\"code\":504,\"message\":\"Too large resource version\",\"details\":"
                            "{\"causes\":[{\"reason\":\"ResourceVersionTooLarge\"}]}}",
                            504));
    scene.api.answer(Answer("resourceVersion=5&", "").open());
    scene.begin();
    QVERIFY(scene.live({"b"}));
  }

  void tooManyRequestsWaitsAsTold() {
    Scene scene(loop);
    scene.api.answer(Answer("limit=", "Too many requests, please try again later.", 429).with("Retry-After", "1"));
    scene.api.answer(Answer("limit=", podList({"a"}, "7")));
    scene.api.answer(Answer("resourceVersion=7&", test::statusJson(429, "storage is (re)initializing"), 429));
    scene.api.answer(Answer("resourceVersion=7&", "").open());
    scene.begin();
    QVERIFY(scene.live({"a"}));
    QVERIFY(scene.api.seen[1].when - scene.api.seen[0].when >= 1s);
    QVERIFY(scene.until([&] { return scene.api.count("watch=1") == 2; }));
    QCOMPARE(scene.api.count("limit="), std::size_t(2));  // a busy watch cache is no reason to list again
  }

  void brokenStreams_data() {
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("cut in an event") << QByteArray("{\"type\":\"ADDED\",\"obj");
    QTest::newRow("rubbish") << QByteArray("<html>hello</html>\n");
    QTest::newRow("unknown type") << QByteArray("{\"type\":\"ODD\",\"object\":{}}\n");
    QTest::newRow("no object") << QByteArray("{\"type\":\"ADDED\",\"object\":7}\n");
    QTest::newRow("error without a code") << QByteArray("{\"type\":\"ERROR\",\"object\":{}}\n");
  }
  void brokenStreams() {
    QFETCH(QByteArray, body);
    Scene scene(loop);
    scene.api.answer(Answer("limit=", podList({"a"}, "7")));
    scene.api.answer(Answer("resourceVersion=7&", body.toStdString()).broken());
    scene.api.answer(Answer("resourceVersion=7&", podEvent("ADDED", "b", "8")).open());
    scene.begin();
    QVERIFY(scene.live({"a", "b"}));
    QVERIFY(scene.view.was(Freshness::Stale));
    QVERIFY(scene.view.was(Freshness::Reconnecting));
    QCOMPARE(scene.api.count("limit="), std::size_t(1));
  }

  void aCutListRemovesNothing() {
    Scene scene(loop);
    const auto whole = podList({"a", "b"}, "7");
    scene.api.answer(Answer("limit=", whole.substr(0, whole.size() - 40)).broken());
    scene.api.answer(Answer("limit=", whole.substr(0, 60)));
    scene.api.answer(Answer("limit=", "<html>sign in</html>"));
    scene.api.answer(Answer("limit=", whole));
    scene.api.answer(Answer("resourceVersion=7&", "").open());
    scene.begin();
    QVERIFY(scene.live({"a", "b"}));
    QCOMPARE(std::count(scene.view.history.begin(), scene.view.history.end(), Freshness::Stale), 3);
    QCOMPARE(std::count(scene.view.history.begin(), scene.view.history.end(), Freshness::Live), 1);
    QCOMPARE(scene.api.count("limit="), std::size_t(4));
  }

  void silenceIsADeadConnection() {
    Scene scene(loop);
    scene.api.answer(Answer("limit=", podList({"a"}, "7")));
    scene.api.answer(Answer("resourceVersion=7&", "").open());
    scene.api.answer(Answer("resourceVersion=7&", podEvent("ADDED", "b", "8")).open());
    auto times = quick();
    times.idle = 200ms;
    scene.begin(times);
    QVERIFY(scene.live({"a", "b"}));
    QVERIFY(scene.view.was(Freshness::Stale));
  }

  void refusedCredentialWaitsForThePerson() {
    Scene scene(loop);
    scene.api.refuse("limit=", 401, "Unauthorized");
    scene.api.answer(Answer("limit=", podList({"a"}, "7")));
    scene.api.answer(Answer("watch=1", "").open());
    scene.begin();
    QVERIFY(scene.until([&] { return scene.view.state.freshness == Freshness::NeedsSignIn; }));
    QVERIFY(!scene.view.state.hint.empty());
    loop.runFor(100ms);
    QCOMPARE(scene.api.seen.size(), std::size_t(1));
    scene.session->reconnectNow();
    QVERIFY(scene.live({"a"}));
  }

  void reconnectNowGoesOnWhereItWas() {
    Scene scene(loop);
    scene.api.answer(Answer("limit=", podList({"a"}, "7")));
    scene.api.answer(Answer("resourceVersion=7&", podEvent("ADDED", "b", "8")).open());
    scene.api.answer(Answer("resourceVersion=8&", podEvent("ADDED", "c", "9")).open());
    scene.begin();
    QVERIFY(scene.live({"a", "b"}));
    scene.session->reconnectNow();
    QVERIFY(scene.live({"a", "b", "c"}));
    QCOMPARE(scene.api.count("limit="), std::size_t(1));
  }

  void aMissingKindIsNotAskedForAllTheTime() {
    Scene scene(loop);
    scene.begin();
    QVERIFY(scene.until([&] { return scene.view.state.freshness == Freshness::Failed; }));
    loop.runFor(100ms);
    QCOMPARE(scene.api.seen.size(), std::size_t(1));
  }

  void forbiddenTriesTheNamespaces() {
    Scene scene(loop);
    scene.api.refuse("GET /api/v1/pods?", 403, "pods is forbidden: User \"u\" cannot list resource \"pods\"");
    scene.api.refuse("GET /api/v1/namespaces?", 403, "namespaces is forbidden");
    scene.api.refuse("/namespaces/default/pods?", 403, "pods is forbidden in default");
    scene.api.answer(Answer("/namespaces/one/pods?limit", podList({"a"}, "7", "", "one")));
    scene.api.answer(Answer("/namespaces/two/pods?limit", podList({"b"}, "9", "", "two")));
    scene.api.answer(Answer("/namespaces/one/pods?watch", "").open());
    scene.api.answer(Answer("/namespaces/two/pods?watch", podEvent("ADDED", "c", "10", "two")).open());
    scene.begin(quick(), Scope());
    QVERIFY(
        scene.until([&] { return scene.view.state.freshness == Freshness::Forbidden; }));  // only "default" is known
    QVERIFY2(scene.view.state.hint.find("list pods in all namespaces") != std::string::npos,
             scene.view.state.hint.c_str());
    QVERIFY(!scene.view.was(Freshness::Live));
    scene.session->setNamespaces({"one", "two"});
    QVERIFY(scene.live({"a", "b", "c"}));
    scene.session->setNamespaces({"one"});
    QVERIFY(scene.live({"a"}));
  }

  void releaseSecretsAreAskedForWithoutTheirPayload() {
    Scene scene(loop);
    scene.api.answer(Answer("limit=", "{\"metadata\":{\"resourceVersion\":\"7\"},\"items\":[]}"));
    scene.api.answer(Answer("watch=1", "").open());
    bool live = false;
    auto sink = [&live](Changes<kube::ReleaseSecret> changes) { live = changes.state.freshness == Freshness::Live; };
    ChildTask task(loop.executor(), kube::watch<kube::ReleaseSecret>(scene.api.session(), Scope(), sink),
                   [](Result<Done>) {});
    QVERIFY(scene.until([&] { return live && scene.api.count("watch=1") == 1; }));
    QVERIFY(scene.api.seen[0].line.starts_with("GET /api/v1/secrets?labelSelector=owner%3Dhelm&"));
    for (const auto& seen : scene.api.seen)
      QVERIFY(seen.headers.find("Accept")->find("PartialObjectMetadata") != std::string_view::npos);
  }

  void hubSharesAndLetsGo() {
    Scene scene(loop);
    scene.api.answer(Answer("limit=", podList({"a"}, "7")));
    scene.api.answer(Answer("watch=1", podEvent("ADDED", "b", "8")).open());
    kube::Hub hub(scene.api.session(), 100ms, quick());
    View early, late;
    auto first = hub.subscribe<Pod>(Scope("team"), early.sink());
    QCOMPARE(early.history.size(), std::size_t(1));
    QVERIFY(loop.runUntil([&] { return early.names == Names({"a", "b"}); }));
    auto second = hub.subscribe<Pod>(Scope("team"), late.sink());
    QVERIFY(late.names == Names({"a", "b"}));
    QVERIFY(late.state.freshness == Freshness::Live);
    QCOMPARE(hub.watches(), std::size_t(1));
    first.release();
    second.release();
    QCOMPARE(hub.watches(), std::size_t(1));  // somebody may come back
    auto third = hub.subscribe<Pod>(Scope("team"), late.sink());
    loop.runFor(200ms);
    QCOMPARE(hub.watches(), std::size_t(1));
    third.release();
    QVERIFY(loop.runUntil([&] { return hub.watches() == 0; }));
    QCOMPARE(scene.api.count("watch=1"), std::size_t(1));
  }

  void aReaderMayLeaveInItsOwnCall() {
    Scene scene(loop);
    scene.api.answer(Answer("limit=", podList({"a"}, "7")));
    scene.api.answer(Answer("watch=1", "").open());
    kube::Hub hub(scene.api.session(), 50ms, quick());
    kube::Lease lease;
    int calls = 0;
    auto sink = [&](Changes<Pod> changes) {
      ++calls;
      if (!changes.upserts.empty()) lease.release();
    };
    lease = hub.subscribe<Pod>(Scope("team"), sink);
    QVERIFY(loop.runUntil([&] { return hub.watches() == 0; }));
    QVERIFY(calls >= 2);
  }
};

QTEST_GUILESS_MAIN(TestWatch)
#include "test_watch.moc"
