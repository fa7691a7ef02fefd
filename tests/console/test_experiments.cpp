// The models of the page Experiments: by themselves, and live against a scripted ClearML server.
#include "clearml/scripted_server.h"
#include "console/experiments/experiments.h"
#include "console/experiments/plotaxis.h"
#include "console/experiments/taskwords.h"

#include <future>
#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using cleardeck::Changes;
using cleardeck::ErrorKind;
using cleardeck::Freshness;
using cleardeck::LiveState;
using cleardeck::test::envelope;
using cleardeck::test::refusal;
using cleardeck::test::Reply;
using nlohmann::json;
namespace clearml = cleardeck::clearml;
namespace net = cleardeck::net;

namespace {

clearml::Project project(const char* uid, const char* name, const char* parent, int tasks) {
  return {uid, name, parent, tasks};
}

Changes<clearml::Project> projects(std::vector<clearml::Project> upserts, std::vector<std::string> removals = {}) {
  Changes<clearml::Project> changes;
  changes.upserts = std::move(upserts);
  changes.removals = std::move(removals);
  changes.state = LiveState(Freshness::Live);
  return changes;
}

clearml::TaskRow row(int number, clearml::TaskStatus status) {
  clearml::TaskRow row;
  row.uid = "t" + std::to_string(number);
  row.name = "run-" + std::to_string(number);
  row.status = status;
  row.lastUpdate = cleardeck::time::fromSeconds(1000 + number);
  row.metrics = {number % 3 ? std::optional<double>(number) : std::nullopt};
  return row;
}

Changes<clearml::TaskRow> rows(int count) {
  Changes<clearml::TaskRow> changes;
  for (int i = 0; i < count; ++i)
    changes.upserts.push_back(row(i, i % 2 ? clearml::TaskStatus::Completed : clearml::TaskStatus::InProgress));
  changes.state = LiveState(Freshness::Live);
  return changes;
}

// A server with one project and some tasks; what a test changes in it shows up in the models.
struct FakeClearml {
  cleardeck::Runtime runtime;
  std::mutex mutex;
  std::vector<std::string> tasks = {"a1", "b2"};
  std::vector<std::string> log = {"hello"};
  std::string status = "in_progress";
  int lastIteration = 10;
  bool refuses = false, broken = false;
  std::optional<net::Server> server;

  FakeClearml() {
    std::promise<std::uint16_t> port;
    cleardeck::asio::post(runtime.executor(), [this, &port] {
      auto script = [this](const std::string& endpoint, const net::ServerRequest& r) { return answer(endpoint, r); };
      server.emplace(std::move(*cleardeck::test::serve(runtime.executor(), script)));
      port.set_value(server->port());
    });
    url = QStringLiteral("http://127.0.0.1:%1").arg(port.get_future().get());
  }
  ~FakeClearml() {
    std::promise<void> gone;
    cleardeck::asio::post(runtime.executor(), [this, &gone] {
      server.reset();
      gone.set_value();
    });
    gone.get_future().wait();
  }
  template <class Change>
  void set(Change change) {
    const std::scoped_lock lock(mutex);
    change();
  }
  json document(const std::string& id) const {
    return {{"id", id},
            {"name", "run " + id},
            {"status", status},
            {"type", "training"},
            {"tags", {"x"}},
            {"last_update", "2026-01-02T03:04:05+00:00"},
            {"last_iteration", lastIteration},
            {"hyperparams", {{"Args", {{"lr", {{"value", "0.1"}, {"type", "float"}}}}}}}};
  }
  Reply answer(const std::string& endpoint, const net::ServerRequest& request) {
    const std::scoped_lock lock(mutex);
    if (broken) return {500, "<html>no</html>"};
    if (endpoint == "auth.login")
      return refuses ? refusal(401, 22, "invalid credentials") : envelope({{"token", "h.e.s"}});
    if (refuses) return refusal(401, 30, "invalid token");
    if (endpoint == "users.get_current_user") return envelope({{"user", {{"name", "Ada"}}}});
    if (endpoint == "server.info") return envelope({{"version", "2.3.0"}});
    if (endpoint == "projects.get_all_ex")
      return envelope(
          {{"projects", {{{"id", "p"}, {"name", "vision"}, {"stats", {{"active", {{"total_tasks", 2}}}}}}}}});
    if (endpoint == "projects.get_unique_metric_variants")
      return envelope(
          {{"metrics", {{{"metric", "loss"}, {"variant", "train"}}, {{"metric", ":monitor:gpu"}, {"variant", "x"}}}}});
    return answerAboutTasks(endpoint, json::parse(request.body));
  }
  Reply answerAboutTasks(const std::string& endpoint, const json& body) {
    json list = json::array();
    if (endpoint == "tasks.get_all_ex")
      for (const auto& id : tasks) list.push_back(document(id));
    if (endpoint == "tasks.get_by_id_ex") {
      const std::string id = body["id"][0];
      if (std::count(tasks.begin(), tasks.end(), id)) list.push_back(document(id));
    }
    if (endpoint.rfind("tasks.", 0) == 0) return envelope({{"tasks", list}});
    if (endpoint == "events.scalar_metrics_iter_histogram")
      return envelope({{"loss", {{"train", {{"x", {1, 2, lastIteration}}, {"y", {3, 2, 1}}}}}}});
    if (endpoint == "events.get_task_log") {
      for (std::size_t i = 0; i < log.size(); ++i) list.push_back({{"timestamp", 1000 + i}, {"msg", log[i]}});
      return envelope({{"events", list}, {"total", log.size()}});
    }
    return refusal(404, 0, "Unable to find endpoint");
  }
  QString url;
};

clearml::Rhythm fast() {
  clearml::Rhythm rhythm;
  rhythm.changes = rhythm.retry = std::chrono::milliseconds(20);
  rhythm.whole = std::chrono::milliseconds(60);
  return rhythm;
}

}  // namespace

class TestExperiments : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void projectsFormATree() {
    ProjectsModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.apply(projects({project("v", "vision", "", 1), project("r", "vision/resnet", "v", 4),
                          project("o", "hidden/orphan", "unseen", 2), project("n", "nlp", "", 0)}));
    QCOMPARE(model.count(), 4);  // all, hidden/orphan, nlp, vision
    QCOMPARE(model.index(0).data(ProjectsModel::TasksRole).toInt(), 7);
    QCOMPARE(model.keyAt(3), QStringLiteral("v"));
    QCOMPARE(model.index(3).data(ProjectsModel::TasksRole).toInt(), 5);
    model.setOpen(QStringLiteral("v"), true);
    QCOMPARE(model.count(), 5);
    QCOMPARE(model.index(4).data(ProjectsModel::NameRole).toString(), QStringLiteral("resnet"));
    model.setFilter(QStringLiteral("RESN"));
    QCOMPARE(model.count(), 2);
    QCOMPARE(model.rowOf(QStringLiteral("r")), 1);
    model.setFilter(QString());
    model.apply(projects({project("r", "vision/renamed", "v", 4), project("a", "audio", "", 1)}, {"n"}));
    QCOMPARE(model.nameOf(QStringLiteral("r")), QStringLiteral("vision/renamed"));
    QCOMPARE(model.rowOf(QStringLiteral("n")), -1);
    model.clear();
    QCOMPARE(model.count(), 0);
  }
  void tasksSortFilterAndKeepTheirPlace() {
    TasksModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.apply(rows(300));
    QCOMPARE(model.keyAt(0), QStringLiteral("t299"));  // newest first
    model.setShow(TasksModel::Running);
    QCOMPARE(model.count(), 150);
    QCOMPARE(model.keyAt(0), QStringLiteral("t298"));
    model.setFilter(QStringLiteral("run-29"));
    QCOMPARE(model.count(), 5);  // the even ones of run-29 and run-290 to run-299
    model.setFilter(QString());
    model.setShow(TasksModel::All);
    model.sortBy(TasksModel::First);
    QCOMPARE(model.index(0, TasksModel::First).data().toString(),
             QStringLiteral("\u2013"));  // never reported: below all
    model.clear();
    QCOMPARE(model.total(), 0);
  }
  void metricsWorthAColumn() {
    const auto chosen =
        worthAColumn({{":monitor:gpu", "util"}, {"loss", "train"}, {"loss", "val"}, {"accuracy", "top1"}});
    QCOMPARE(chosen.size(), std::size_t(2));
    QCOMPARE(chosen[0].metric, std::string("accuracy"));
    QCOMPARE(chosen[1].variant, std::string("val"));
    QVERIFY(worthAColumn({{":monitor:gpu", "util"}}).empty());
    QCOMPARE(worthAColumn({{"m", "a"}, {"m", "b"}, {"m", "c"}}).size(), std::size_t(2));
  }
  void chartsKeepTheirObjects() {
    Charts charts;
    QAbstractItemModelTester tester(&charts, QAbstractItemModelTester::FailureReportingMode::QtTest);
    charts.set({{":monitor:gpu", "u", {1}, {1}, false}, {"loss", "train", {1, 2}, {3, 4}, false}}, false);
    QCOMPARE(charts.at(0)->title(), QStringLiteral("loss"));
    Chart* loss = charts.at(0);
    QAbstractItemModelTester legend(loss, QAbstractItemModelTester::FailureReportingMode::QtTest);
    charts.set({{"acc", "top1", {1}, {1}, false},
                {"loss", "train", {1, 2, 9}, {3, 4, 5}, true},
                {"loss", "val", {1}, {7}, false}},
               false);
    QCOMPARE(charts.count(), 2);
    QCOMPARE(charts.at(1), loss);
    QVERIFY(loss->isAveraged());
    QCOMPARE(loss->index(0).data(Chart::ValueRole).toString(), QStringLiteral("5"));
    loss->setCursor(2.4);
    QCOMPARE(loss->index(0).data(Chart::ValueRole).toString(), QStringLiteral("4"));
    charts.set({{"loss", "train", {5000, 9000}, {1, 2}, false}}, true);
    QCOMPARE(loss->lastX(), 4.0);
    charts.clear();
    QCOMPARE(charts.count(), 0);
  }
  void axesHaveRoundMarks() {
    QCOMPARE(roundTicks(0, 100, 5).at, (std::vector<double>{0, 20, 40, 60, 80, 100}));
    QCOMPARE(tickText(roundTicks(0.13, 0.29, 4).at.at(2), 0.05), QStringLiteral("0.25"));
    QVERIFY(roundTicks(1, 1, 4).at.empty());
    QVERIFY(roundTicks(0, std::numeric_limits<double>::quiet_NaN(), 4).at.empty());
    QVERIFY(roundTicks(0, std::numeric_limits<double>::infinity(), 4).at.size() <= 100);
    QCOMPARE(timeTicks(0, 7200, 4).at.at(1), 1800.0);
    QCOMPARE(tickText(20000, 20000), QStringLiteral("20k"));
    QCOMPARE(tickText(1'500'000, 500'000), QStringLiteral("1.5M"));
    QCOMPARE(tickText(0.25, 0.05), QStringLiteral("0.25"));
    QCOMPARE(tickText(0, 0.1), QStringLiteral("0"));
    QCOMPARE(numberText(0.78411), QStringLiteral("0.7841"));
    QCOMPARE(numberText(1e-7), QStringLiteral("1.00e-07"));
    QCOMPARE(numberText(std::numeric_limits<double>::quiet_NaN()), QStringLiteral("nan"));
  }
  void aServerIsReadAndFollowed() {
    FakeClearml fake;
    Experiments page(fake.runtime);
    page.setRhythm(fast());
    QAbstractItemModelTester tester(page.tasks(), QAbstractItemModelTester::FailureReportingMode::QtTest);
    QCOMPARE(page.state(), Experiments::NotConnected);
    page.setConnection(fake.url, QString(), {});
    QCOMPARE(page.state(), Experiments::NeedsSignIn);
    page.signIn(QStringLiteral("key"), QStringLiteral("secret"));
    QCOMPARE(page.state(), Experiments::SigningIn);
    QTRY_COMPARE(page.tasks()->total(), 2);
    QCOMPARE(page.user(), QStringLiteral("Ada"));
    QTRY_COMPARE(page.projects()->total(), 1);
    QTRY_COMPARE(page.version(), QStringLiteral("2.3.0"));
    QCOMPARE(page.tasks()->metrics(), QStringList(QStringLiteral("loss/train")));
    fake.set([&] { fake.tasks = {"b2", "c3"}; });  // one came, one was deleted
    QTRY_COMPARE(page.tasks()->rowOf(QStringLiteral("a1")), -1);
    QTRY_VERIFY(page.tasks()->rowOf(QStringLiteral("c3")) >= 0);
    page.setProject(QStringLiteral("p"));
    QTRY_COMPARE(page.projectName(), QStringLiteral("vision"));
    QTRY_COMPARE(page.tasks()->total(), 2);
    page.task()->open(QStringLiteral("b2"));
    page.pause();
    QCOMPARE(page.tasks()->total(), 0);
    page.resume();
    QTRY_COMPARE(page.tasks()->total(), 2);
    QTRY_VERIFY(page.task()->isKnown());
    page.clearConnection();
    QCOMPARE(page.tasks()->total(), 0);
    QCOMPARE(page.state(), Experiments::NotConnected);
  }
  void aTaskIsFollowed() {
    FakeClearml fake;
    Experiments page(fake.runtime);
    page.setRhythm(fast());
    page.setConnection(fake.url, QString(), {"key", "secret"});
    QTRY_COMPARE(page.tasks()->total(), 2);
    page.task()->open(QStringLiteral("a1"));
    QTRY_COMPARE(page.task()->charts()->count(), 1);
    QCOMPARE(page.task()->word(), QStringLiteral("Running"));
    QCOMPARE(page.task()->configuration()->count(), 1);
    fake.set([&] { fake.status = "completed", fake.lastIteration = 20; });
    QTRY_COMPARE(page.task()->word(), QStringLiteral("Completed"));
    QTRY_COMPARE(page.task()->charts()->at(0)->lastX(), 20.0);
    page.task()->setTab(TaskPanel::Console);
    QTRY_COMPARE(page.task()->log()->count(), 1);
    fake.set([&] { fake.log.push_back("two\nthree"); });
    QTRY_COMPARE(page.task()->log()->count(), 3);
    page.task()->open(QStringLiteral("gone"));
    QTRY_VERIFY(page.task()->live()->isRefused());
    QVERIFY(page.task()->live()->why().contains(QStringLiteral("gone")));
    page.task()->close();
    QVERIFY(!page.task()->isKnown());
  }
  void troublesAreSaidAndHealed() {
    FakeClearml fake;
    Experiments page(fake.runtime);
    page.setRhythm(fast());
    fake.set([&] { fake.broken = true; });
    page.setConnection(fake.url, QString(), {"key", "secret"});
    QTRY_COMPARE(page.state(), Experiments::Failed);
    QVERIFY(page.problem().contains(QStringLiteral("web page")) && !page.hint().isEmpty());
    fake.set([&] { fake.broken = false; });
    page.retry();
    QTRY_COMPARE(page.tasks()->total(), 2);
    fake.set([&] { fake.broken = true; });
    QTRY_COMPARE(page.tasks()->live()->state(), LiveStatus::Reconnecting);
    QCOMPARE(page.tasks()->total(), 2);  // old rows stay, said to be old
    QVERIFY(page.tasks()->live()->isOld());
    fake.set([&] { fake.broken = false; });
    QTRY_COMPARE(page.tasks()->live()->state(), LiveStatus::Live);
    fake.set([&] { fake.refuses = true; });
    QTRY_COMPARE(page.tasks()->live()->state(), LiveStatus::NeedsSignIn);
    page.retry();
    QTRY_COMPARE(page.state(), Experiments::NeedsSignIn);
    page.setConnection(QStringLiteral("nonsense"), QString(), {"key", "secret"});
    QCOMPARE(page.state(), Experiments::Failed);
    QVERIFY(page.problem().contains(QStringLiteral("nonsense")));
  }
};

QTEST_MAIN(TestExperiments)
#include "test_experiments.moc"
