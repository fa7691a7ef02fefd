// Sign-in, renewal, retries and errors of the client against a scripted server.
#include "base/text.h"
#include "clearml/clearml.h"
#include "clearml/scripted_server.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/thread_pool.hpp>
#include <QtTest>

using namespace cleardeck;
using namespace cleardeck::clearml;
using nlohmann::json;
using test::envelope;
using test::headerOf;
using test::refusal;
using test::Reply;

namespace {

// A token as the server makes it; nobody checks the signature here.
std::string tokenThatEnds(std::int64_t inSeconds, int number) {
  const auto exp = time::secondsSinceEpoch(std::chrono::system_clock::now()) + inSeconds;
  return "h." + text::toBase64(json{{"exp", exp}, {"n", number}}.dump()) + ".s";
}

struct Bench {
  asio::io_context io;
  asio::thread_pool workers{1};
  std::vector<std::string> calls;  // "endpoint authorization-scheme"
  int logins = 0;
  std::int64_t tokenSeconds = 3600;
  test::Script script = [](const std::string&, const net::ServerRequest&) { return envelope(json::object()); };
  std::optional<net::Server> server;
  std::optional<Session> session;

  explicit Bench(Credentials credentials = Credentials("key", "secret")) {
    auto listening = test::serve(io.get_executor(), [this](const std::string& endpoint, const net::ServerRequest& r) {
      return answer(endpoint, r);
    });
    server.emplace(std::move(*listening));
    Connection connection;
    connection.apiUrl = "http://127.0.0.1:" + std::to_string(server->port()) + "/";
    connection.credentials = credentials;
    session = *Session::create(io.get_executor(), workers.get_executor(), connection);
  }
  Reply answer(const std::string& endpoint, const net::ServerRequest& request) {
    const auto authorization = headerOf(request, "Authorization");
    calls.push_back(endpoint + " " + authorization.substr(0, authorization.find(' ')));
    if (endpoint != "auth.login") return script(endpoint, request);
    if (authorization != "Basic " + text::toBase64("key:secret")) return refusal(401, 22, "invalid credentials");
    return envelope({{"token", tokenThatEnds(tokenSeconds, ++logins)}});
  }
  template <class T>
  Result<T> run(Task<T> task) {
    Result<T> result;
    auto handle = start(io.get_executor(), std::move(task), [&](Result<T> r) {
      result = std::move(r);
      io.stop();
    });
    io.restart();
    io.run();
    return result;
  }
};

Task<int> threeCallsAtOnce(Session session) {
  auto done = std::make_shared<int>(0);
  auto executor = co_await asio::this_coro::executor;
  ChildTasks children;
  for (int i = 0; i < 3; ++i)
    children.add(executor, currentUser(session), [done](Result<User> r) { *done += bool(r); });
  while (children.count() > 0) co_await sleepFor(std::chrono::milliseconds(5));
  co_return *done;
}

}  // namespace

class SessionTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void signsInOnceAndUsesTheToken() {
    Bench bench;
    bench.script = [](const std::string&, const net::ServerRequest& r) {
      if (headerOf(r, "Authorization").rfind("Bearer h.", 0) != 0) return refusal(401, 20, "no credentials");
      return envelope({{"user", {{"id", "u1"}, {"name", "Ada"}, {"company", {{"name", "c"}}}}}});
    };
    auto user = bench.run(currentUser(*bench.session));
    QVERIFY(user);
    QCOMPARE(user->name, std::string("Ada"));
    QVERIFY(bench.run(currentUser(*bench.session)));
    QCOMPARE(bench.logins, 1);
    QCOMPARE(bench.calls.front(), std::string("auth.login Basic"));
  }
  void concurrentCallsShareOneSignIn() {
    Bench bench;
    auto done = bench.run(threeCallsAtOnce(*bench.session));
    QVERIFY(done);
    QCOMPARE(*done, 3);
    QCOMPARE(bench.logins, 1);
  }
  void aTokenAboutToExpireIsRenewed() {
    Bench bench;
    bench.tokenSeconds = 30;
    QVERIFY(bench.run(serverInfo(*bench.session)));
    QVERIFY(bench.run(serverInfo(*bench.session)));
    QCOMPARE(bench.logins, 2);
  }
  void aRefusedTokenIsRenewedOnce() {
    Bench bench;
    int refusals = 1;
    bench.script = [&refusals](const std::string&, const net::ServerRequest&) {
      return refusals-- > 0 ? refusal(401, 30, "invalid token") : envelope({{"version", "2.3.0"}});
    };
    auto info = bench.run(serverInfo(*bench.session));
    QVERIFY(info);
    QCOMPARE(info->version, std::string("2.3.0"));
    QCOMPARE(bench.logins, 2);
    refusals = 100;
    auto refused = bench.run(serverInfo(*bench.session));
    QVERIFY(!refused);
    QCOMPARE(refused.error().kind, ErrorKind::Auth);
    QCOMPARE(refusals, 98);
  }
  void wrongCredentialsAreSaidAndNotLeaked() {
    Bench bench(Credentials("key", "hunter2"));
    auto refused = bench.run(signIn(*bench.session));
    QVERIFY(!refused);
    QCOMPARE(refused.error().kind, ErrorKind::Auth);
    QVERIFY(refused.error().hint.find("Check the access key") != std::string::npos);
    QVERIFY((refused.error().text() + refused.error().detail).find("hunter2") == std::string::npos);
    Bench nobody{Credentials()};
    auto missing = nobody.run(signIn(*nobody.session));
    QVERIFY(!missing);
    QCOMPARE(missing.error().kind, ErrorKind::Auth);
    QVERIFY(nobody.calls.empty());
  }
  void badServers() {
    const std::vector<std::pair<Reply, ErrorKind>> cases = {
        {{500, test::refusal(500, 102, "database").body}, ErrorKind::Protocol},
        {{200, "<!DOCTYPE html><html></html>"}, ErrorKind::Protocol},
        {{200, ""}, ErrorKind::Protocol},
        {{200, "[1,2]"}, ErrorKind::Protocol},
        {{503, ""}, ErrorKind::Network},
        {{200, envelope({{"tasks", "none"}}).body}, ErrorKind::Protocol}};
    for (const auto& [reply, kind] : cases) {
      Bench bench;
      bench.script = [reply = reply](const std::string&, const net::ServerRequest&) { return reply; };
      auto page = bench.run(tasks(*bench.session, TaskQuery()));
      QVERIFY(!page);
      QCOMPARE(page.error().kind, kind);
      QVERIFY(!page.error().message.empty());
    }
  }
  void nothingListens() {
    Bench bench;
    bench.server.reset();
    auto refused = bench.run(serverInfo(*bench.session));
    QVERIFY(!refused);
    QCOMPARE(refused.error().kind, ErrorKind::Network);
    QVERIFY(refused.error().hint.find("forward") != std::string::npos);
  }
  void badUrls() {
    asio::io_context io;
    for (const char* url : {"", "localhost:8008", "ftp://h", "http://", "http://u:p@h:8008"}) {
      Connection connection;
      connection.apiUrl = url;
      auto session = Session::create(io.get_executor(), io.get_executor(), connection);
      QVERIFY2(!session, url);
      QVERIFY2(session.error().kind == ErrorKind::Invalid && !session.error().hint.empty(), url);
      QVERIFY2(session.error().text().find("u:p") == std::string::npos, url);
    }
  }
  void projectsArePagedToTheEnd() {
    Bench bench;
    bench.script = [](const std::string&, const net::ServerRequest& r) {
      const int page = json::parse(r.body)["page"];
      json list = json::array();
      for (int i = 0; i < (page == 0 ? 500 : 20); ++i) list.push_back({{"id", std::to_string(page * 500 + i)}});
      return envelope({{"projects", list}});
    };
    auto all = bench.run(projects(*bench.session));
    QVERIFY(all);
    QCOMPARE(all->size(), std::size_t(520));
  }
  void anAveragedCurveIsReadInFull() {
    Bench bench;
    bench.script = [](const std::string& endpoint, const net::ServerRequest& r) {
      if (endpoint == "events.scalar_metrics_iter_histogram")
        return envelope({{"loss", {{"train", {{"x", {0, 2}}, {"y", {1.5, 3.5}}}}}},
                         {"acc", {{"top1", {{"x", {0, -2147483648LL}}, {"y", {1, 9}}}}}}});
      if (endpoint == "tasks.get_by_id_ex")
        return envelope(json::parse(R"({"tasks":[{"id":"t","last_metrics":{
          "a":{"b":{"metric":"loss","variant":"train","count":4}},
          "c":{"d":{"metric":"acc","variant":"top1","count":1}}}}]})"));
      const bool second = json::parse(r.body).contains("scroll_id");
      const json xs = second ? json{2, 3} : json{0, 1}, ys = second ? json{3, 99} : json{1, 2};
      return envelope(
          {{"returned", 2}, {"total", 4}, {"scroll_id", "s"}, {"variants", {{"train", {{"iter", xs}, {"y", ys}}}}}});
    };
    auto all = bench.run(scalars(*bench.session, "t", ScalarAxis::Iteration));
    QVERIFY(all);
    QCOMPARE(all->size(), std::size_t(2));
    QCOMPARE(all->at(0).metric, std::string("acc"));
    QCOMPARE(all->at(0).x, std::vector<double>{0});  // without the single value's iteration
    QCOMPARE(all->at(1).y, (std::vector<double>{1, 2, 3, 99}));
    QVERIFY(!all->at(1).averaged);
  }
  void aMissingTaskIsNotFound() {
    Bench bench;
    bench.script = [](const std::string&, const net::ServerRequest&) { return envelope({{"tasks", json::array()}}); };
    auto missing = bench.run(task(*bench.session, "abc"));
    QVERIFY(!missing);
    QCOMPARE(missing.error().kind, ErrorKind::NotFound);
    QVERIFY(missing.error().message.find("abc") != std::string::npos);
  }
  void logPagesMeetWithoutGapOrDouble() {
    Bench bench;
    bench.script = [](const std::string&, const net::ServerRequest&) {
      return envelope(json::parse(R"({"total":9,"events":[{"timestamp":5,"msg":"e\nf\n"},{"timestamp":4,"msg":"d"},
        {"timestamp":3,"msg":"c"}]})"));
    };
    auto newest = bench.run(clearml::log(*bench.session, LogQuery("t", LogFrom::Newest)));
    QVERIFY(newest);
    QCOMPARE(newest->lines.size(), std::size_t(4));
    QCOMPARE(newest->lines.front().text, std::string("c"));
    QCOMPARE(newest->oldestMs, std::int64_t(3));
    auto older = bench.run(clearml::log(*bench.session, LogQuery("t", LogFrom::Older, 4)));
    QVERIFY(older);
    QCOMPARE(older->lines.size(), std::size_t(1));
    auto newer = bench.run(clearml::log(*bench.session, LogQuery("t", LogFrom::Newer, 5)));
    QVERIFY(newer);
    QVERIFY(newer->lines.empty());
  }
};

QTEST_APPLESS_MAIN(SessionTest)
#include "test_session.moc"
