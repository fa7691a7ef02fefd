// The Upgrade page's model: choosing, guards, decisions, one step run, and every way in which it can end.
#include "upgrade/fakeupgrade.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace cleardeck;

namespace {

struct Opened {
  Opened() : page(fake.context(), fake.jobs()) {}
  bool ready() {
    return QTest::qWaitFor([this] { return page.isReady(); }, 5000);
  }
  bool open() {
    page.setShown(true);
    return ready();
  }
  // Ready to start the step to 0.4.0.
  bool decide() {
    page.keep(QStringLiteral("clearml.cookieName"));
    page.setWithoutBackup(true);
    return ready();
  }
  bool run() {
    page.start();
    return QTest::qWaitFor([this] { return !page.work()->said().isEmpty(); });
  }

  test::FakeUpgrade fake;
  UpgradeController page;
};

QString guardNamed(UpgradeController& page, const QString& start) {
  for (const FactRow& row : page.step()->guards()->facts())
    if (row.title.startsWith(start)) return row.detail;
  return QStringLiteral("(none)");
}

Error helmFailed() { return Error(ErrorKind::Timeout, "upgrade clearml: timed out").withHint("Roll back"); }

}  // namespace

class TestUpgradePage : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void plansTheWayToTheNewest() {
    Opened on;
    QAbstractItemModelTester versions(on.page.versions(), QAbstractItemModelTester::FailureReportingMode::Fatal);
    QAbstractItemModelTester overrides(on.page.step()->overrides(),
                                       QAbstractItemModelTester::FailureReportingMode::Fatal);
    QVERIFY(on.open());
    QCOMPARE(on.page.wanted(), QStringLiteral("0.4.0"));
    QCOMPARE(on.page.deployed(), QStringLiteral("0.2.0"));
    QCOMPARE(on.page.appNote(), QStringLiteral("app 2.5.0, was 2.4.0"));
    QCOMPARE(on.page.versions()->count(), 3);
    QCOMPARE(on.page.versions()->facts()[0].value, QStringLiteral("newest"));
    QCOMPARE(on.page.versions()->facts()[2].value, QStringLiteral("deployed"));
    QCOMPARE(on.page.step()->path()->count(), 2);
    QCOMPARE(on.page.step()->objects()->count(), 2);
  }

  void blocksUntilBackupAndConflictAreDecided() {
    Opened on;
    QVERIFY(on.open());
    QCOMPARE(on.page.step()->blocking(), 2);
    QCOMPARE(on.page.step()->overrides()->undecided(), 1);
    QVERIFY(!on.page.cannotStart().isEmpty());
    on.page.start();
    QVERIFY(!on.fake.ran);
    on.page.setBackup(QStringLiteral("nightly-17"));
    QCOMPARE(on.page.step()->blocking(), 1);
    on.page.drop(QStringLiteral("clearml.cookieName"));
    QCOMPARE(on.page.cannotStart(), QStringLiteral("Checking on the server"));  // the diff on screen is of another text
    QVERIFY(on.ready());
    QCOMPARE(on.page.step()->blocking(), 0);
    QCOMPARE(on.page.cannotStart(), QString());
    QVERIFY(on.page.step()->proposal()->overrides.text.find("mine") == std::string::npos);
    on.page.keep(QStringLiteral("clearml.cookieName"));
    QVERIFY(on.ready());
    QVERIFY(on.page.step()->proposal()->overrides.text.find("mine") != std::string::npos);
    on.page.setWithoutBackup(true);
    QCOMPARE(on.page.backup(), QString());
    on.page.setWithoutBackup(false);
    QCOMPARE(on.page.step()->blocking(), 1);
  }

  void oneStepIsRunAndTheNextBeginsWithWhatItLeft() {
    Opened on;
    on.fake.versions = {"0.3.0", "0.2.0"};
    QVERIFY(on.open());
    QVERIFY(on.decide());
    QVERIFY(on.run());
    QCOMPARE(on.page.work()->state(), UpgradeRun::Running);
    QCOMPARE(on.fake.ran->step.to, std::string("0.3.0"));
    QVERIFY(on.fake.ran->run.description.find("without backup") != std::string::npos);
    QCOMPARE(on.page.cannotStart(), on.page.work()->title());
    on.fake.progress(installation::ProgressState::RollingOut, "0 of 1 ready");
    QCOMPARE(on.page.work()->progress()->facts()[0].detail, QStringLiteral("0 of 1 ready"));
    on.fake.succeed();
    QVERIFY(on.ready());
    QCOMPARE(on.page.work()->state(), UpgradeRun::Done);
    QCOMPARE(on.page.work()->tone(), Tone::Ok);
    QVERIFY(on.page.work()->detail().contains(QStringLiteral("2.4.0")));
    QCOMPARE(on.page.deployed(), QStringLiteral("0.3.0"));
    QCOMPARE(on.page.wanted(), QString());  // nothing newer
    QCOMPARE(on.page.foreignRevision(), 0);
  }

  void aFailedStepOffersTheRollback() {
    Opened on;
    QVERIFY(on.open());
    QVERIFY(on.decide());
    QVERIFY(on.run());
    on.fake.progress(installation::ProgressState::Failed, "clearml-apiserver-0 is ImagePullBackOff");
    on.fake.failStep(helmFailed());
    QCOMPARE(on.page.work()->state(), UpgradeRun::Failed);
    QCOMPARE(on.page.work()->rollbackTo(), 4);
    QCOMPARE(on.page.work()->progress()->failed(), 1);  // what is wrong stays on screen
    QCOMPARE(on.page.foreignRevision(), 0);             // our own failed attempt
    QVERIFY(!on.page.cannotStart().isEmpty());
    on.page.work()->askRollback();
    QVERIFY(QTest::qWaitFor([&] { return on.fake.wentBackTo == 4; }));
    QVERIFY(on.ready());
    QCOMPARE(on.page.work()->rollbackTo(), 0);
    QCOMPARE(on.page.wanted(), QStringLiteral("0.4.0"));
  }

  void aRollbackThatMayHarmAsksFirst() {
    Opened on;
    on.fake.warnings = {"MongoDB 7.0 does not open data of 8.0"};
    QVERIFY(on.open());
    QVERIFY(on.decide());
    QVERIFY(on.run());
    on.fake.failStep(helmFailed());
    QSignalSpy asked(on.page.work(), &UpgradeRun::rollbackAsked);
    on.page.work()->askRollback();
    QVERIFY(asked.wait());
    QCOMPARE(on.fake.wentBackTo, 0);
    QVERIFY(on.page.work()->warning().contains(QStringLiteral("does not open")));
    on.page.work()->rollBack();
    QVERIFY(QTest::qWaitFor([&] { return on.fake.wentBackTo == 4; }));
  }

  void aReleaseThatMovedIsNotTouched() {
    Opened on;
    QVERIFY(on.open());
    QVERIFY(on.decide());
    on.fake.deployElsewhere();
    QCOMPARE(on.page.foreignRevision(), 5);
    QVERIFY(on.page.cannotStart().contains(QStringLiteral("revision 5")));
    on.page.start();
    QVERIFY(!on.fake.ran);
    on.page.reload();
    QVERIFY(on.ready());
    QCOMPARE(on.page.foreignRevision(), 0);
    QCOMPARE(on.page.cannotStart(), QString());  // the decisions are kept
  }

  void aConflictAtTheStartChangedNothing() {
    Opened on;
    QVERIFY(on.open());
    QVERIFY(on.decide());
    QVERIFY(on.run());
    on.fake.failStep(Error(ErrorKind::Conflict, "revision 5 is newer"));
    QVERIFY(on.ready());
    QCOMPARE(on.page.work()->rollbackTo(), 0);
    QCOMPARE(on.page.work()->title(), QStringLiteral("Nothing was changed"));
  }

  void forbiddenJumpSaysWhy() {
    Opened on;
    on.fake.versions = {"0.4.0", "0.2.0"};
    on.fake.mongodbOfNewest = "6.0.19";
    QVERIFY(on.open());
    QCOMPARE(on.page.step()->steps(), 0);
    QCOMPARE(on.page.step()->path()->facts().last().tone, Tone::Bad);
    QVERIFY2(guardNamed(on.page, QStringLiteral("There is no legal path")).contains(QStringLiteral("MongoDB")),
             qPrintable(guardNamed(on.page, QStringLiteral("There is no legal path"))));
    on.page.start();
    QVERIFY(!on.fake.ran);
  }

  void anotherOwnerOrARefusedDryRunBlocks() {
    Opened on;
    on.fake.owner = "Flux (HelmRelease ml/clearml)";
    on.fake.diffProblem = Error(ErrorKind::Invalid, "spec.selector is immutable");
    QVERIFY(on.open());
    QVERIFY(on.decide());
    QCOMPARE(on.page.step()->blocking(), 2);
    on.page.start();
    QVERIFY(!on.fake.ran);
  }

  void aSourceThatFailsLeavesThePageAsItWas() {
    Opened on;
    QVERIFY(on.open());
    on.fake.sourceError = Error(ErrorKind::NotFound, "/tmp/none.tgz does not exist");
    on.page.chooseSource(QStringLiteral("/tmp/none.tgz"));
    QVERIFY(on.ready());
    QVERIFY(on.page.sourceProblem().contains(QStringLiteral("does not exist")));
    QCOMPARE(on.page.state(), UpgradeController::Ready);
    QCOMPARE(on.page.versions()->count(), 3);
    on.page.chooseSource(QString());
    QVERIFY(on.ready());
    QCOMPARE(on.page.sourceProblem(), QString());
  }

  void nothingNewerIsSaid() {
    Opened on;
    on.fake.versions = {"0.2.0"};
    QVERIFY(on.open());
    QCOMPARE(on.page.wanted(), QString());
    QCOMPARE(on.page.step()->guards()->count(), 0);
    QCOMPARE(on.page.cannotStart(), QStringLiteral("Choose a version first"));
    QCOMPARE(on.fake.looks, 0);
  }

  void aPendingReleaseIsReadAgainWhenItMoves() {
    Opened on;
    on.fake.openError = Error(ErrorKind::Conflict, "revision 4 is pending-upgrade").withHint("repair");
    on.page.setShown(true);
    QVERIFY(QTest::qWaitFor([&] { return on.page.state() == UpgradeController::Failed; }));
    QCOMPARE(on.page.hint(), QStringLiteral("repair"));
    on.fake.openError.reset();
    on.fake.deployElsewhere();
    QVERIFY(on.ready());
  }

  void commandsAndPlanFile() {
    Opened on;
    QVERIFY(on.open());
    QVERIFY(on.decide());
    const QString lines = on.page.commandText();
    QVERIFY2(
        lines.contains(QStringLiteral("cleardeckctl")) && lines.contains(QStringLiteral("--keep clearml.cookieName")),
        qPrintable(lines));
    QVERIFY2(lines.contains(QStringLiteral("--without-backup")) && lines.contains(QStringLiteral("--version 0.4.0")),
             qPrintable(lines));
    on.fake.planExists = true;
    QSignalSpy refused(&on.page, &UpgradeController::planRefused), saved(&on.page, &UpgradeController::planSaved);
    on.page.savePlan(QStringLiteral("/tmp/step.json"), false);
    QVERIFY(refused.wait());
    QVERIFY(on.fake.savedPlan.empty());
    on.page.savePlan(QStringLiteral("/tmp/step.json"), true);
    QVERIFY(saved.wait());
    QCOMPARE(on.fake.savedPlan, std::filesystem::path("/tmp/step.json"));
  }

  void withoutRightsItSaysWhich() {
    Opened on;
    on.fake.openError = Error(ErrorKind::Forbidden, "may not list secrets");
    on.page.setShown(true);
    QVERIFY(QTest::qWaitFor([&] { return on.page.state() == UpgradeController::Forbidden; }));
    QVERIFY(!on.page.isReady());
    QCOMPARE(on.page.problem(), QStringLiteral("may not list secrets"));
  }
};

QTEST_GUILESS_MAIN(TestUpgradePage)
#include "test_upgrade_page.moc"
