// Logs that are followed through lost connections, and the errors of those that cannot be read.
#include "kube/fake_api.h"
#include "kube/logs.h"

#include <QTest>

using namespace cleardeck;
using namespace std::chrono_literals;
using test::Answer;

class TestLogs : public QObject {
  Q_OBJECT
  test::Loop loop;

  struct Reader {
    std::vector<std::string> texts;
    std::vector<Freshness> states;
    kube::LogSink sink() {
      kube::LogSink s;
      s.lines = [this](std::vector<kube::LogLine> lines) {
        for (auto& line : lines) texts.push_back(line.text);
      };
      s.state = [this](LiveState state) { states.push_back(state.freshness); };
      return s;
    }
  };
  static std::string pod(const char* phase) {
    return std::string("{\"metadata\":{\"uid\":\"u\",\"name\":\"p\"},\"status\":{\"phase\":\"") + phase + "\"}}";
  }

 private Q_SLOTS:
  void followsThroughALostConnection() {
    test::FakeApi api(loop);
    api.answer(
        Answer("sinceTime=2026-01-01T00%3A00%3A02Z",
               "2026-01-01T00:00:02Z c\n2026-01-01T00:00:02.5Z d\n2026-01-01T00:00:02.5Z d\n2026-01-01T00:00:03Z e\n"));
    api.answer(Answer("sinceTime=2026-01-01T00%3A00%3A03Z", "2026-01-01T00:00:03Z e\n"));
    api.answer(
        Answer("/log",
               "2026-01-01T00:00:01Z a\n2026-01-01T00:00:01Z a\n2026-01-01T00:00:02Z c\n2026-01-01T00:00:02.5Z d\n")
            .broken());
    api.answer(Answer("pods/p", pod("Running")));
    api.answer(Answer("pods/p", pod("Running")));
    api.answer(Answer("pods/p", pod("Succeeded")));
    Reader reader;
    kube::LogQuery query("team", "p", "main");
    query.follow = true;
    query.tailLines = 10;
    auto ended = loop.await(kube::streamLogs(api.session(), query, reader.sink()));
    QVERIFY2(ended.has_value(), ended ? "" : ended.error().text().c_str());
    const std::vector<std::string> expected = {"a", "a", "c",
                                               "d", "d", "e"};  // two lines may be equal, none comes twice
    QCOMPARE(reader.texts, expected);
    QVERIFY(api.seen[0].line.find("container=main&follow=true&tailLines=10") != std::string::npos);
    QVERIFY(std::count(reader.states.begin(), reader.states.end(), Freshness::Reconnecting) > 0);
  }

  void endsWithItsPod() {
    test::FakeApi api(loop);
    api.answer(Answer("/log", "2026-01-01T00:00:01Z a\n"));
    Reader reader;
    kube::LogQuery query("team", "p");
    query.follow = true;
    QVERIFY(loop.await(kube::streamLogs(api.session(), query, reader.sink())).has_value());  // GET of the pod: 404
    QCOMPARE(reader.texts.size(), std::size_t(1));
  }

  void refusals_data() {
    QTest::addColumn<int>("status");
    QTest::addColumn<QString>("message");
    QTest::addColumn<int>("kind");
    QTest::newRow("waiting") << 400 << "container \"x\" in pod \"p\" is waiting to start: ContainerCreating"
                             << int(ErrorKind::Invalid);
    QTest::newRow("no previous") << 400 << "previous terminated container \"x\" in pod \"p\" not found"
                                 << int(ErrorKind::Invalid);
    QTest::newRow("forbidden") << 403 << "pods \"p\" is forbidden" << int(ErrorKind::Forbidden);
    QTest::newRow("gone") << 404 << "pods \"p\" not found" << int(ErrorKind::NotFound);
    QTest::newRow("signed out") << 401 << "Unauthorized" << int(ErrorKind::Auth);
  }
  void refusals() {
    QFETCH(int, status);
    QFETCH(QString, message);
    QFETCH(int, kind);
    for (bool follow : {false, true}) {
      test::FakeApi api(loop);
      api.refuse("/log", status, message.toStdString());
      Reader reader;
      kube::LogQuery query("team", "p");
      query.follow = follow;
      auto ended = loop.await(kube::streamLogs(api.session(), query, reader.sink()));
      QVERIFY(!ended.has_value());
      QCOMPARE(int(ended.error().kind), kind);
      QVERIFY2(QString::fromStdString(ended.error().message).contains(message), ended.error().message.c_str());
      QVERIFY(ended.error().message.find("read the log of pod p in namespace team") != std::string::npos);
    }
  }
};

QTEST_GUILESS_MAIN(TestLogs)
#include "test_logs.moc"
