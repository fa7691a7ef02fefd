// The History page's model on scripted jobs: revisions as they come, compared, rolled back, repaired, uninstalled.
#include "history/fakehistory.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QtTest>

using namespace cleardeck;

namespace {

struct Page {
  explicit Page(test::FakeHistory& f) : fake(f), page(f.context(), f.jobs()) { page.setShown(true); }
  bool ready() {
    return QTest::qWaitFor([this] { return page.isReady(); }, 5000);
  }
  QString lastNotice() { return fake.workspace.notices()->index(0).data(Notices::TitleRole).toString(); }

  test::FakeHistory& fake;
  HistoryController page;
  static constexpr auto strict = QAbstractItemModelTester::FailureReportingMode::QtTest;
  QAbstractItemModelTester revisions{page.revisions(), strict}, values{page.comparison()->values(), strict},
      manifest{page.comparison()->manifest(), strict}, data{page.removal()->data(), strict},
      kept{page.removal()->kept(), strict}, progress{page.progress(), strict};
};

}  // namespace

class HistoryPageTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void newestFirstAndWhatItChanged() {
    test::FakeHistory fake;
    Page on(fake);
    QVERIFY(!on.page.isReady());
    QVERIFY(on.ready());
    QCOMPARE(on.page.revisions()->count(), 4);
    QCOMPARE(on.page.revisions()->keyAt(0), QStringLiteral("4"));
    QCOMPARE(on.page.chosen(), 4);
    QCOMPARE(fake.asked, QStringList{QStringLiteral("3-4")});
    QCOMPARE(on.page.about(), QStringLiteral("Upgrade 7.13.0 to 7.14.5, by ada@desk"));
    QCOMPARE(on.page.comparison()->values()->count(), 3);
    QVERIFY(on.page.comparison()->restarts().contains(QStringLiteral("clearml-apiserver")));
    QVERIFY(on.page.notes().contains(QStringLiteral("30080")));
  }

  void anyTwoAreCompared() {
    test::FakeHistory fake;
    Page on(fake);
    QVERIFY(on.ready());
    on.page.choose(1);
    QCOMPARE(on.page.comparison()->state(), Comparison::Nothing);
    QVERIFY(!on.page.comparison()->why().isEmpty());
    QSignalSpy told(on.page.revisions(), &QAbstractItemModel::dataChanged);
    on.page.mark(1);
    const int marked = on.page.revisions()->roleNames().key("marked");
    QVERIFY(on.page.revisions()->index(3, 0).data(marked).toBool());
    QVERIFY(!told.isEmpty() && told.last()[2].value<QList<int>>().contains(marked));
    on.page.choose(4);
    QVERIFY(on.ready());
    QCOMPARE(fake.asked.last(), QStringLiteral("1-4"));
    on.page.choose(1);  // against itself: as if nothing were marked
    QCOMPARE(on.page.comparison()->state(), Comparison::Nothing);
    on.page.mark(1);
    on.page.choose(3);
    QVERIFY(on.ready());
    QCOMPARE(fake.asked.last(), QStringLiteral("2-3"));
    fake.compareError = Error(ErrorKind::Invalid, "the manifest of revision 1 does not parse");
    on.page.mark(1);
    QVERIFY(QTest::qWaitFor([&] { return on.page.comparison()->state() == Comparison::Failed; }));
    QVERIFY(on.page.comparison()->why().contains(QStringLiteral("does not parse")));
  }

  void aRevisionMadeElsewhereAppears() {
    test::FakeHistory fake;
    Page on(fake);
    QVERIFY(on.ready());
    fake.add(5, "deployed", "Upgrade complete", "");
    QVERIFY(on.ready());
    QCOMPARE(on.page.chosen(), 5);  // the newest was in view
    on.page.choose(2);
    fake.add(6, "deployed", "Upgrade complete", "");
    QVERIFY(on.ready());
    QCOMPARE(on.page.chosen(), 2);  // what is looked at stays
    QCOMPARE(on.page.revisions()->count(), 6);
  }

  void rollbackShowsWhatChangesFirst() {
    test::FakeHistory fake;
    Page on(fake);
    QVERIFY(on.ready());
    QVERIFY(on.page.cannotRollBack().contains(QStringLiteral("deployed now")));
    on.page.choose(3);
    QVERIFY(on.page.cannotRollBack().contains(QStringLiteral("never worked")));
    on.page.choose(2);
    QCOMPARE(on.page.cannotRollBack(), QString());
    QSignalSpy asked(&on.page, &HistoryController::rollbackRequested);
    on.page.reviewRollback();
    QCOMPARE(asked.count(), 1);
    on.page.rollBack();  // not compared yet: nothing happens
    QCOMPARE(fake.newest(), 4);
    QVERIFY(QTest::qWaitFor([&] { return on.page.plan()->isReady(); }));
    QVERIFY(on.page.plan()->command().contains(QStringLiteral("rollback clearml 2")));
    QVERIFY(on.page.plan()->command().contains(QStringLiteral("kind")));
    QCOMPARE(fake.progressTarget.base, 4);
    on.page.rollBack();
    QVERIFY(!on.page.busy().isEmpty());
    QVERIFY(QTest::qWaitFor([&] { return on.page.busy().isEmpty(); }));
    QCOMPARE(on.page.outcome(), QStringLiteral("Back at revision 2"));
    QCOMPARE(on.page.revisions()->deployed(), 5);
    installation::ObjectProgress row;
    row.uid = "Deployment/ml/clearml-apiserver";
    row.kind = "Deployment";
    row.name = "clearml-apiserver";
    row.state = installation::ProgressState::Ready;
    HistoryJobs::Progress rows;
    rows.upserts.push_back(row);
    rows.state = LiveState(Freshness::Live);
    fake.progressSink(rows);
    QCOMPARE(on.page.progress()->done(), 1);
    on.page.dismissOutcome();
    QCOMPARE(on.page.outcome(), QString());
  }

  void movedInBetweenIsRefused() {
    test::FakeHistory fake;
    Page on(fake);
    QVERIFY(on.ready());
    on.page.choose(2);
    on.page.reviewRollback();
    QVERIFY(QTest::qWaitFor([&] { return on.page.plan()->isReady(); }));
    fake.add(5, "deployed", "Upgrade complete", "");
    on.page.rollBack();
    QVERIFY(QTest::qWaitFor([&] { return on.page.busy().isEmpty(); }));
    QCOMPARE(on.lastNotice(), QStringLiteral("clearml was not rolled back"));
    QCOMPARE(fake.newest(), 5);
    QCOMPARE(on.page.outcome(), QString());
  }

  void aReviewThatFailsBlocksTheRollback() {
    test::FakeHistory fake;
    fake.reviewError = Error(ErrorKind::NotFound, "clearml has no revision 2").withHint("There are: 3, 4");
    Page on(fake);
    QVERIFY(on.ready());
    on.page.choose(2);
    on.page.reviewRollback();
    QVERIFY(QTest::qWaitFor([&] { return on.page.plan()->comparison()->state() == Comparison::Failed; }));
    on.page.rollBack();
    QCOMPARE(on.page.busy(), QString());
  }

  void aPendingReleaseIsRepaired() {
    test::FakeHistory fake;
    fake.mayStillRun = true;
    fake.add(5, "pending-upgrade", "Preparing upgrade", "");
    Page on(fake);
    QVERIFY(QTest::qWaitFor([&] { return on.page.repair()->isNeeded(); }));
    QCOMPARE(on.page.repair()->title(), QStringLiteral("The release is pending-upgrade"));
    QCOMPARE(on.page.repair()->action(), QStringLiteral("Roll back to 4"));
    QVERIFY(on.page.repairCommand().contains(QStringLiteral("rollback clearml 4")));
    on.page.repairNow(true, false);
    QVERIFY(QTest::qWaitFor([&] { return on.page.busy().isEmpty(); }));
    QVERIFY(fake.consent.nothingRuns);
    QVERIFY(!fake.consent.anyway);
    QVERIFY(!on.page.repair()->isNeeded());
    QVERIFY(on.page.outcome().contains(QStringLiteral("revision 4")));
  }

  void noOtherChangeWhileOneRuns() {
    test::FakeHistory fake;
    fake.slowChange = true;
    Page on(fake);
    QVERIFY(on.ready());
    on.page.choose(2);
    on.page.reviewRollback();
    QVERIFY(QTest::qWaitFor([&] { return on.page.plan()->isReady(); }));
    on.page.rollBack();
    QVERIFY(!on.page.busy().isEmpty());
    QTest::qWait(20);
    fake.add(5, "pending-rollback", "Rollback", "");  // our own
    QTest::qWait(20);
    QVERIFY(!on.page.repair()->isNeeded());
    on.page.reviewUninstall();
    QVERIFY(QTest::qWaitFor([&] { return on.page.removal()->state() == UninstallCase::Ready; }));
    on.page.uninstall();
    QTest::qWait(20);
    QVERIFY(!fake.uninstalled);
  }

  void uninstallSaysWhatDies() {
    test::FakeHistory fake;
    Page on(fake);
    QVERIFY(on.ready());
    on.page.openAt(QStringLiteral("uninstall"));
    QCOMPARE(on.page.removal()->state(), UninstallCase::Loading);
    on.page.uninstall();  // not known yet
    QVERIFY(QTest::qWaitFor([&] { return on.page.removal()->state() == UninstallCase::Ready; }));
    QVERIFY(!fake.uninstalled);
    QCOMPARE(on.page.removal()->data()->count(), 1);
    QCOMPARE(on.page.removal()->data()->facts().first().tone, Tone::Bad);
    QCOMPARE(on.page.removal()->kept()->count(), 4);
    QVERIFY(on.page.removal()->dies().contains(QStringLiteral("2 Deployment")));
    QVERIFY(on.page.removal()->backup().contains(QStringLiteral("--context kind")));
    QVERIFY(on.page.removal()->command().contains(QStringLiteral("uninstall clearml")));
    QSignalSpy left(&on.page, &PageModel::openRequested);
    on.page.uninstall();
    QVERIFY(QTest::qWaitFor([&] { return fake.uninstalled; }));
    QVERIFY(QTest::qWaitFor([&] { return left.count() == 1; }));
    QCOMPARE(left[0][0].toString(), QStringLiteral("Installations"));
  }

  void uninstallOfAnotherRevisionIsRefused() {
    test::FakeHistory fake;
    Page on(fake);
    QVERIFY(on.ready());
    on.page.reviewUninstall();
    QVERIFY(QTest::qWaitFor([&] { return on.page.removal()->state() == UninstallCase::Ready; }));
    fake.add(5, "deployed", "Upgrade complete", "");
    on.page.uninstall();
    QVERIFY(QTest::qWaitFor([&] { return on.page.busy().isEmpty(); }));
    QVERIFY(!fake.uninstalled);
    QCOMPARE(on.lastNotice(), QStringLiteral("clearml was not uninstalled"));
    fake.removalError = Error(ErrorKind::Forbidden, "list persistentvolumeclaims: no");
    on.page.reviewUninstall();
    QVERIFY(QTest::qWaitFor([&] { return on.page.removal()->state() == UninstallCase::Failed; }));
  }

  void withoutTheRightItIsNeverReady() {
    test::FakeHistory fake;
    fake.rows.clear();
    fake.state = LiveState(Freshness::Forbidden, "may not list secrets in namespace ml");
    Page on(fake);
    QVERIFY(QTest::qWaitFor([&] { return on.page.revisions()->live()->isRefused(); }));
    QVERIFY(!on.page.isReady());
    QCOMPARE(on.page.rowCount(), 0);
    QVERIFY(!on.page.cannotRollBack().isEmpty());
  }

  void opensAtARevision() {
    test::FakeHistory fake;
    Page on(fake);
    on.page.openAt(QStringLiteral("2"));
    QVERIFY(on.ready());
    QCOMPARE(on.page.chosen(), 2);
    on.page.openAt(QStringLiteral("77"));  // there is none
    QCOMPARE(on.page.chosen(), 2);
    on.page.setShown(false);
    QVERIFY(!fake.sink);
    QCOMPARE(on.page.commands().size(), 2);
    QVERIFY(on.page.commands().first().commandLine.contains(QStringLiteral("rollback")));
  }
};

QTEST_MAIN(HistoryPageTest)
#include "test_history_page.moc"
