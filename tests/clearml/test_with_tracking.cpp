// The client against our own tracking server with its samples: what one writes the other reads.
#include "clearml/clearml.h"
#include "tracking/tracking.h"

#include <future>
#include <QTemporaryDir>
#include <QtTest>

using namespace cleardeck;
using namespace cleardeck::clearml;

class WithTrackingTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase() {
    tracking::Settings settings;
    settings.dataDir = m_dir.path().toStdString();
    settings.apiPort = settings.filesPort = 0;
    auto server = tracking::Server::start(m_runtime, settings);
    QVERIFY2(server, server ? "" : server.error().text().c_str());
    m_server = std::move(*server);
    QVERIFY(tracking::seedSamples(m_server->store()));
    Connection connection;
    connection.apiUrl = m_server->apiUrl();
    connection.filesUrl = m_server->filesUrl();
    connection.credentials = Credentials(m_server->accessKey(), m_server->secretKey());
    m_session = *Session::create(m_runtime.executor(), m_runtime.workers(), connection);
  }
  void cleanupTestCase() {
    std::promise<void> gone;  // its connections live on the I/O thread
    asio::post(m_runtime.executor(), [this, &gone] {
      m_session.reset();
      gone.set_value();
    });
    gone.get_future().wait();
    m_server.reset();
  }
  void knowsUsAndItself() {
    auto user = ask(currentUser(*m_session));
    QVERIFY2(user, whyNot(user));
    QVERIFY(!user->name.empty());
    auto info = ask(serverInfo(*m_session));
    QVERIFY2(info, whyNot(info));
    QVERIFY(!info->version.empty());
    auto modes = ask(loginModes(*m_session));
    QVERIFY2(modes, whyNot(modes));
  }
  void projectsCountTheirTasks() {
    auto all = ask(projects(*m_session));
    QVERIFY2(all, whyNot(all));
    int sum = 0;
    for (const auto& project : *all) sum += project.taskCount;
    QVERIFY(all->size() > 1);
    TaskQuery query;
    auto page = ask(tasks(*m_session, query));
    QVERIFY2(page, whyNot(page));
    QCOMPARE(sum, int(page->rows.size()));  // each task once, in the project that it is in
  }
  void tasksAreFoundSortedAndPaged() {
    TaskQuery query;
    query.pageSize = 10;
    auto page = ask(tasks(*m_session, query));
    QVERIFY2(page, whyNot(page));
    QCOMPARE(page->rows.size(), std::size_t(10));
    QVERIFY(!page->last);
    for (std::size_t i = 1; i < page->rows.size(); ++i)
      QVERIFY(page->rows[i - 1].lastUpdate >= page->rows[i].lastUpdate);
    query.text = page->rows[3].name;
    query.pageSize = 500;
    auto found = ask(tasks(*m_session, query));
    QVERIFY2(found, whyNot(found));
    QVERIFY(!found->rows.empty());
    for (const auto& row : found->rows) QVERIFY(row.name.find(query.text) != std::string::npos);
    query.text = "no such [task";
    found = ask(tasks(*m_session, query));
    QVERIFY2(found, whyNot(found));
    QVERIFY(found->rows.empty());
    query.text.clear();
    query.changedSince = std::chrono::system_clock::now() + std::chrono::hours(24 * 365);
    found = ask(tasks(*m_session, query));
    QVERIFY2(found, whyNot(found));
    QVERIFY(found->rows.empty());
  }
  void metricColumnsHoldValues() {
    auto names = ask(metricNames(*m_session, std::string()));
    QVERIFY2(names, whyNot(names));
    QVERIFY(!names->empty());
    TaskQuery query;
    query.metrics = *names;
    query.order = TaskOrder::Metric;
    auto page = ask(tasks(*m_session, query));
    QVERIFY2(page, whyNot(page));
    int values = 0;
    for (const auto& row : page->rows) values += row.metrics.at(0).has_value();
    QVERIFY(values > 0);
  }
  void aTaskHasCurvesAndAConsole() {
    auto page = ask(tasks(*m_session, TaskQuery()));
    QVERIFY2(page, whyNot(page));
    int points = 0, lines = 0, parameters = 0;
    for (const auto& row : page->rows) {
      auto detail = ask(task(*m_session, row.uid));
      QVERIFY2(detail, whyNot(detail));
      QCOMPARE(detail->row.name, row.name);
      parameters += int(detail->parameters.size());
      auto curves = ask(scalars(*m_session, row.uid, ScalarAxis::Iteration));
      QVERIFY2(curves, whyNot(curves));
      for (const auto& curve : *curves) {
        QVERIFY(!curve.averaged);
        QVERIFY(std::is_sorted(curve.x.begin(), curve.x.end()));
        points += int(curve.x.size());
      }
      auto console = ask(clearml::log(*m_session, LogQuery(row.uid, LogFrom::Newest)));
      QVERIFY2(console, whyNot(console));
      lines += int(console->lines.size());
    }
    QVERIFY(points > 1000);
    QVERIFY(lines > 10);
    QVERIFY(parameters > 10);
  }
  void logPagesJoinWithoutGapOrDouble() {
    auto page = ask(tasks(*m_session, TaskQuery()));
    QVERIFY2(page, whyNot(page));
    for (const auto& row : page->rows) {
      auto whole = ask(clearml::log(*m_session, LogQuery(row.uid, LogFrom::Start)));
      QVERIFY2(whole, whyNot(whole));
      if (whole->lines.size() < 5 || !whole->end) continue;
      std::vector<LogLine> joined;
      LogQuery query(row.uid, LogFrom::Start);
      query.events = 3;
      for (bool end = false; !end;) {
        auto some = ask(clearml::log(*m_session, query));
        QVERIFY2(some, whyNot(some));
        joined.insert(joined.end(), some->lines.begin(), some->lines.end());
        end = some->lines.empty() || some->end;
        const int events = query.events;
        query = LogQuery(row.uid, LogFrom::Newer, some->newestMs);
        query.events = events;
      }
      QCOMPARE(joined.size(), whole->lines.size());
      QVERIFY(joined == whole->lines);
      return;
    }
    QFAIL("no sample has a console log");
  }
  void whatIsMissingIsSaid() {
    auto missing = ask(task(*m_session, std::string(32, '0')));
    QVERIFY(!missing);
    QCOMPARE(missing.error().kind, ErrorKind::NotFound);
  }

 private:
  template <class T>
  Result<T> ask(Task<T> question) {
    std::promise<Result<T>> answer;
    auto handle =
        start<T>(m_runtime.executor(), std::move(question), [&](Result<T> r) { answer.set_value(std::move(r)); });
    return answer.get_future().get();
  }
  template <class T>
  const char* whyNot(const Result<T>& result) {
    m_why = result ? std::string() : result.error().text();
    return m_why.c_str();
  }
  QTemporaryDir m_dir;
  Runtime m_runtime;
  std::unique_ptr<tracking::Server> m_server;
  std::optional<Session> m_session;
  std::string m_why;
};

QTEST_GUILESS_MAIN(WithTrackingTest)
#include "test_with_tracking.moc"
