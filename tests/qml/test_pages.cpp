// The pages Installations, Overview and Workloads on rows that a test posts: their states, their keys, no warning.
#include "console/installations/fleetmodel.h"
#include "console/overview/overviewmodel.h"
#include "console/workloads/workloadsmodel.h"
#include "qml/fixtures.h"
#include "qml/pagetest.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>

using namespace cleardeck;

namespace {

installation::ReadSummary noSummaries() {
  return [](kube::Session, kube::ReleaseSecret) -> Task<installation::ReleaseSummary> {
    co_return installation::ReleaseSummary();
  };
}

struct Stage {
  Stage() : workspace(runtime, noSummaries()) { workspace.apply("kind", fixtures::fleet()); }
  PageContext context(const char* installation) {
    return {runtime, workspace, *workspace.notices(), workspace.info(QString::fromLatin1(installation)), nullptr};
  }
  Runtime runtime;
  Workspace workspace;
};

QVariantMap page(PageModel* model) { return {{QStringLiteral("page"), QVariant::fromValue(model)}}; }

}  // namespace

class TestPages : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void installationsShowTheWorstFirst() {
    Stage stage;
    FleetModel model(stage.context(""));
    const QAbstractItemModelTester tester(model.installations(),
                                          QAbstractItemModelTester::FailureReportingMode::QtTest);
    PageTest test;
    QVERIFY2(test.show(QStringLiteral("ClearDeck.Installations/InstallationsPage"), page(&model)),
             qPrintable(test.warnings()));
    QCOMPARE(model.installations()->keyAt(0), QStringLiteral("kind/clearml/beta"));
    QCOMPARE(model.installations()->attention(), 1);
    QVERIFY(model.isReady());
    auto* table = test.find("table");
    table->forceActiveFocus();
    QSignalSpy opened(&model, &PageModel::openRequested);
    test.press(Qt::Key_Home);
    test.press(Qt::Key_Return);
    QCOMPARE(opened.count(), 1);
    QCOMPARE(stage.workspace.current()->name(), QStringLiteral("beta"));
    test.press(Qt::Key_Slash);
    test.press(Qt::Key_A);
    test.press(Qt::Key_L);
    QCOMPARE(model.installations()->count(), 1);
    test.press(Qt::Key_Escape);
    QCOMPARE(model.installations()->count(), 2);
    test.shoot(QStringLiteral("installations"));
    QCOMPARE(test.warnings(), QString());
  }

  void lostConnectionDimsAndSaysSo() {
    Stage stage;
    FleetModel model(stage.context(""));
    PageTest test;
    QVERIFY(test.show(QStringLiteral("ClearDeck.Installations/InstallationsPage"), page(&model)));
    auto changes = fixtures::fleet();
    changes.state = fixtures::lost();
    for (auto& row : changes.upserts) row.state = changes.state;
    stage.workspace.apply("kind", changes);
    QCOMPARE(model.contexts()->troubled(), QStringLiteral("kind"));
    const auto index = model.installations()->index(0, 0);
    const auto roles = model.installations()->roleNames();
    QCOMPARE(index.data(roles.key("tone")).toInt(), int(Tone::Stale));
    QVERIFY(index.data(roles.key("sentence")).toString().startsWith(QStringLiteral("Last known")));
    test.shoot(QStringLiteral("installations-stale"));
    QCOMPARE(test.warnings(), QString());
  }

  void overviewNamesTheFirstBrokenLink() {
    Stage stage;
    OverviewModel model(stage.context("kind/clearml/beta"));
    PageTest test;
    QVERIFY2(test.show(QStringLiteral("ClearDeck.Overview/OverviewPage"), page(&model)), qPrintable(test.warnings()));
    QCOMPARE(model.brokenFrom(), int(installation::Part::Apiserver));
    QCOMPARE(model.brokenTo(), int(installation::Part::Elasticsearch));
    QCOMPARE(model.findings()->count(), 1);
    kube::Event event;
    event.uid = "e1";
    event.aboutName = "beta-elasticsearch-0";
    event.reason = "OOMKilling";
    event.message = "memory limit reached";
    event.warning = true;
    event.lastSeen = fixtures::now() - 60;
    kube::Event other = event;
    other.uid = "e2";
    other.aboutName = "somebody-else";
    Changes<kube::Event> events;
    events.upserts = {event, other};
    events.state = LiveState(Freshness::Live);
    model.timeline()->apply(events);
    QCOMPARE(model.timeline()->count(), 1);
    QVERIFY(model.isReady());
    test.shoot(QStringLiteral("overview"));
    stage.workspace.apply("kind", Changes<installation::Installation>{
                                      {fixtures::installationNamed("beta", false)}, {}, LiveState(Freshness::Live)});
    QCOMPARE(model.brokenTo(), -1);
    QCOMPARE(test.warnings(), QString());
  }

  void workloadsOpenTheWorstPod() {
    Stage stage;
    WorkloadsModel model(stage.context("kind/clearml/beta"));
    const QAbstractItemModelTester tester(model.pods(), QAbstractItemModelTester::FailureReportingMode::QtTest);
    PageTest test;
    QVERIFY2(test.show(QStringLiteral("ClearDeck.Workloads/WorkloadsPage"), page(&model)), qPrintable(test.warnings()));
    model.apply(fixtures::pods());
    model.services()->apply(fixtures::services());
    QCOMPARE(model.chosen(), QStringLiteral("uid-beta-elasticsearch-0"));
    QVERIFY(test.find("drawer")->isVisible());
    QVERIFY(model.pod()->lastEnd().contains(QStringLiteral("OOMKilled")));
    bridge::Basket<bridge::LogPiece>::Batch batch;
    for (int i = 0; i < 40; ++i) {
      kube::LogLine line;
      line.time = "2026-11-22T14:07:16.204000000Z";
      line.text = i % 9 ? "INFO Returned 200 for tasks.get_all_ex" : "ERROR cluster_block_exception";
      batch.items.push_back(line);
    }
    model.log()->apply(std::move(batch));
    QCOMPARE(model.log()->lines()->count(), 40);
    QTest::qWait(50);
    test.shoot(QStringLiteral("workloads"));
    test.find("pods")->forceActiveFocus();
    test.press(Qt::Key_BracketRight);
    QVERIFY(model.chosen() != QStringLiteral("uid-beta-elasticsearch-0"));
    test.press(Qt::Key_Escape);
    QVERIFY(!test.find("drawer")->isVisible());
    test.find("tabs")->setProperty("current", 1);
    QVERIFY(test.find("services")->isVisible());
    test.shoot(QStringLiteral("services"));
    QCOMPARE(test.warnings(), QString());
  }

  void deletedPodStaysInTheDrawer() {
    Stage stage;
    WorkloadsModel model(stage.context("kind/clearml/beta"));
    model.apply(fixtures::pods());
    Changes<kube::Pod> gone;
    gone.removals.push_back("uid-beta-elasticsearch-0");
    gone.state = LiveState(Freshness::Live);
    model.apply(gone);
    QVERIFY(model.pod()->isGone());
    QCOMPARE(model.pod()->name(), QStringLiteral("beta-elasticsearch-0"));
    QCOMPARE(model.rowCount(), 6);
  }

  void forbiddenPodsSayWhichRight() {
    Stage stage;
    WorkloadsModel model(stage.context("kind/clearml/beta"));
    PageTest test;
    QVERIFY(test.show(QStringLiteral("ClearDeck.Workloads/WorkloadsPage"), page(&model)));
    Changes<kube::Pod> refused;
    refused.state = LiveState(Freshness::Forbidden, "may not list pods in namespace clearml");
    model.apply(refused);
    QVERIFY(model.pods()->live()->isRefused());
    QVERIFY(!model.isReady());
    test.shoot(QStringLiteral("workloads-forbidden"));
    QCOMPARE(test.warnings(), QString());
  }
};

QTEST_MAIN(TestPages)
#include "test_pages.moc"
