// The page Experiments in each of its states, by keyboard, without a warning.
#include "clearml/scripted_server.h"
#include "console/experiments/experimentsmodel.h"
#include "console/experiments/plotitem.h"
#include "console/workspace/workspace.h"
#include "qml/pagetest.h"

#include <cmath>
#include <future>
#include <QPainter>

using cleardeck::test::envelope;
using cleardeck::test::refusal;
using cleardeck::test::Reply;
using nlohmann::json;
namespace net = cleardeck::net;

namespace {

const std::string projectList = R"([{"id":"v","name":"vision","stats":{"active":{"total_tasks":0}}},
  {"id":"r","name":"vision/resnet50","parent":{"id":"v"},"stats":{"active":{"total_tasks":30}}},
  {"id":"n","name":"nlp","stats":{"active":{"total_tasks":0}}}])";

constexpr const char* words[] = {"in_progress", "completed", "queued", "failed", "published", "stopped", "created"};

json document(int number, bool whole) {
  json task = {{"id", "8f41c0a7d2e94b6fa1000000000000" + std::to_string(10 + number)},
               {"name", "resnet50-run-" + std::to_string(number)},
               {"status", words[number % 7]},
               {"type", "training"},
               {"tags", number % 2 ? json{"baseline", "prod"} : json{"sam"}},
               {"user", {{"name", "Ada"}}},
               {"last_update", "2026-01-02T03:04:05+00:00"},
               {"last_iteration", 1000 * number},
               {"active_duration", 11520},
               {"project", {{"id", "r"}, {"name", "vision/resnet50"}}}};
  if (!whole) return task;
  for (int i = 0; i < 20; ++i)
    task["hyperparams"]["Args"]["p" + std::to_string(i)] = {{"value", std::to_string(i * 0.1)}, {"type", "float"}};
  task["execution"]["artifacts"] = {
      {{"key", "weights"}, {"uri", "s3://bucket/w.bin"}, {"type", "custom"}, {"content_size", 20971520}}};
  task["output"]["error"] = "CUDA out of memory";
  return task;
}

json curves() {
  json loss, accuracy;
  for (int i = 0; i < 400; ++i) {
    loss["train"]["x"].push_back(i * 100);
    loss["train"]["y"].push_back(4.5 * std::exp(-i / 80.0) + 0.8 + 0.08 * std::sin(i * 1.7));
    accuracy["top1"]["x"].push_back(i * 100);
    accuracy["top1"]["y"].push_back(0.8 - 0.75 * std::exp(-i / 70.0));
  }
  loss["val"] = loss["train"];
  return {{"loss", loss}, {"accuracy", accuracy}, {":monitor:gpu", accuracy}};
}

Reply answer(const std::string& endpoint, const net::ServerRequest& request) {
  if (endpoint == "auth.login") {
    const bool good = cleardeck::test::headerOf(request, "Authorization") == "Basic a2V5OnNlY3JldA==";
    return good ? envelope({{"token", "h.e.s"}}) : refusal(401, 22, "Unauthorized (invalid credentials)");
  }
  if (endpoint == "users.get_current_user") return envelope({{"user", {{"name", "Ada"}}}});
  if (endpoint == "server.info") return envelope({{"version", "2.3.0"}});
  if (endpoint == "events.scalar_metrics_iter_histogram") return envelope(curves());
  if (endpoint == "projects.get_unique_metric_variants")
    return envelope(
        {{"metrics", {{{"metric", "loss"}, {"variant", "val"}}, {{"metric", "accuracy"}, {"variant", "top1"}}}}});
  json list = json::array();
  if (endpoint == "projects.get_all_ex") {
    list = json::parse(projectList);
    return envelope({{"projects", list}});
  }
  const json body = json::parse(request.body);
  if (endpoint == "events.get_task_log") {
    for (int i = 0; i < 300; ++i)
      list.push_back({{"timestamp", 1795372572773 + i},
                      {"level", i % 50 ? "info" : "error"},
                      {"msg", "epoch " + std::to_string(i) + " loss=0.9"}});
    return envelope({{"events", list}, {"total", 300}});
  }
  const bool none = body.contains("project") && body["project"][0] == "n";
  if (endpoint == "tasks.get_all_ex" && !none)
    for (int i = 0; i < 30; ++i) list.push_back(document(i, false));
  if (endpoint == "tasks.get_by_id_ex") {
    const std::string id = body["id"][0];
    list.push_back(document(std::stoi(id.substr(id.size() - 2)) - 10, true));
  }
  return envelope({{"tasks", list}});
}

// Runtime and server; the page's models die before them.
struct Bench {
  cleardeck::Runtime runtime;
  std::optional<net::Server> server;
  QString url;
  std::unique_ptr<Workspace> workspace;
  PageContext context() { return {runtime, *workspace, *workspace->notices(), nullptr, nullptr}; }
  Bench() {
    workspace = std::make_unique<Workspace>(runtime, cleardeck::installation::ReadSummary());
    std::promise<int> port;
    cleardeck::asio::post(runtime.executor(), [this, &port] {
      server.emplace(std::move(*cleardeck::test::serve(runtime.executor(), answer)));
      port.set_value(server->port());
    });
    url = QStringLiteral("http://127.0.0.1:%1").arg(port.get_future().get());
  }
  ~Bench() {
    workspace.reset();
    std::promise<void> gone;
    cleardeck::asio::post(runtime.executor(), [this, &gone] {
      server.reset();
      gone.set_value();
    });
    gone.get_future().wait();
  }
};

}  // namespace

class TestExperimentsPage : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void fromNothingToATask() {
    Bench bench;
    ExperimentsModel model(bench.context());
    Experiments& page = *model.experiments();
    PageTest test;
    auto* root = show(test, model);
    QVERIFY2(root, qPrintable(test.warnings()));
    QVERIFY(test.find("notConnected")->isVisible());
    page.setConnection(bench.url, QString(), {});
    QVERIFY(test.find("signIn")->isVisible());
    test.shoot(QStringLiteral("experiments-signin"));
    type(test, "key");
    test.press(Qt::Key_Return);
    type(test, "wrong");
    test.press(Qt::Key_Return);
    QTRY_VERIFY(page.problem().contains(QStringLiteral("invalid credentials")));
    QVERIFY(test.find("signIn")->isVisible());
    test.find("secret")->forceActiveFocus();
    type(test, "secret");
    test.press(Qt::Key_Return);
    QTRY_COMPARE(page.tasks()->count(), 30);
    QVERIFY(!test.find("signIn")->isVisible());
    auto* table = test.find("table");
    table->forceActiveFocus();
    test.press(Qt::Key_Down);
    QTRY_COMPARE(page.task()->charts()->count(), 3);
    QTRY_VERIFY(model.isReady());
    QCOMPARE(model.rowCount(), 30);
    QVERIFY(test.find("task")->isVisible());
    page.projects()->setOpen(QStringLiteral("v"), true);
    test.press(Qt::Key_Slash);
    type(test, "run-1");
    QCOMPARE(page.tasks()->count(), 11);
    test.press(Qt::Key_Escape);
    QCOMPARE(page.tasks()->count(), 30);
    QTest::qWait(200);
    test.shoot(QStringLiteral("experiments-scalars"));
    QCOMPARE(test.warnings(), QString());
  }
  void everyTabOfATask() {
    Bench bench;
    ExperimentsModel model(bench.context());
    Experiments& page = *model.experiments();
    PageTest test;
    QVERIFY(show(test, model));
    page.setConnection(bench.url, QString(), {"key", "secret"});
    QTRY_COMPARE(page.tasks()->count(), 30);
    page.task()->open(page.tasks()->keyAt(3));
    auto* tabs = test.find("tabs");
    QTRY_VERIFY(page.task()->isKnown());
    tabs->forceActiveFocus();
    test.press(Qt::Key_Right);
    QTRY_COMPARE(page.task()->log()->count(), 300);
    QTest::qWait(100);
    test.shoot(QStringLiteral("experiments-console"));
    test.press(Qt::Key_Right);
    QVERIFY(test.find("artifacts")->isVisible());
    QCOMPARE(page.task()->artifacts()->count(), 1);
    for (int i = 0; i < 3; ++i) test.press(Qt::Key_Left);
    QVERIFY(test.find("configuration")->isVisible());
    QCOMPARE(page.task()->configuration()->count(), 20);
    QTest::qWait(50);
    test.shoot(QStringLiteral("experiments-configuration"));
    test.press(Qt::Key_Left);
    QVERIFY(test.find("overview")->isVisible());
    QVERIFY(page.task()->overview()->count() > 5);
    QTest::qWait(50);
    test.shoot(QStringLiteral("experiments-overview"));
    test.press(Qt::Key_Escape);
    QCOMPARE(page.task()->key(), QString());
    QVERIFY(!test.find("task")->isVisible());
    page.setProject(QStringLiteral("n"));
    QTRY_COMPARE(page.tasks()->live()->state(), LiveStatus::Live);
    QVERIFY(test.find("state")->isVisible());
    test.shoot(QStringLiteral("experiments-empty"));
    QCOMPARE(test.warnings(), QString());
  }
  void anErrorHasAWayOut() {
    Bench bench;
    ExperimentsModel model(bench.context());
    Experiments& page = *model.experiments();
    PageTest test;
    QVERIFY(show(test, model));
    page.setConnection(QStringLiteral("http://127.0.0.1:1"), QString(), {"key", "secret"});
    QTRY_COMPARE(page.state(), Experiments::Failed);
    QVERIFY(test.find("failed")->isVisible());
    test.shoot(QStringLiteral("experiments-failed"));
    QCOMPARE(test.warnings(), QString());
  }
  void thePlotDrawsZoomsAndReads() {
    Charts charts;
    cleardeck::clearml::Series series{"loss", "train", {}, {}, false};
    for (int i = 0; i < 200'000; ++i) series.x.push_back(i), series.y.push_back(i == 123'456 ? 50 : 1);
    charts.set({series}, false);
    PlotItem plot;
    plot.setSize(QSizeF(480, 160));
    plot.setColors({Qt::red});
    plot.setChart(charts.at(0));
    QCOMPARE(redRowsOf(plot).first < 40, true);  // the one peak reaches the top
    plot.setCursor(plot.area().right());
    QCOMPARE(charts.at(0)->cursorText(), QStringLiteral("199999"));
    plot.setCursor(1);
    QCOMPARE(plot.cursor(), -1.0);
    plot.zoom(plot.area().left(), 0.1);
    QVERIFY(plot.isZoomed());
    plot.pan(-1e6);  // as far as there are values
    plot.setCursor(plot.area().right());
    QCOMPARE(charts.at(0)->cursorText(), QStringLiteral("199999"));
    plot.zoom(100, 1000);
    QVERIFY(!plot.isZoomed());
  }

 private:
  static QQuickItem* show(PageTest& test, ExperimentsModel& page) {
    return test.show(QStringLiteral("ClearDeck.Experiments/ExperimentsPage"),
                     {{QStringLiteral("page"), QVariant::fromValue(&page)}});
  }
  static void type(PageTest& test, const char* text) {
    for (const char* c = text; *c; ++c) QTest::keyClick(test.window(), *c);
  }
  // The highest and lowest row that has red in it.
  static std::pair<int, int> redRowsOf(PlotItem& plot) {
    QImage image(plot.size().toSize(), QImage::Format_ARGB32);
    image.fill(Qt::black);
    QPainter painter(&image);
    plot.paint(&painter);
    std::pair<int, int> rows(-1, -1);
    for (int y = 0; y < image.height(); ++y)
      for (int x = 0; x < image.width(); ++x)
        if (qRed(image.pixel(x, y)) > 100) rows = {rows.first < 0 ? y : rows.first, y};
    return rows;
  }
};

QTEST_MAIN(TestExperimentsPage)
#include "test_experiments.moc"
