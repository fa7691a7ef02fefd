// The Upgrade page on screen: looked at, decided and started by keyboard, followed, taken back; every state drawn.
#include "qml/pagetest.h"
#include "upgrade/fakeupgrade.h"

using namespace cleardeck;

namespace {

struct Shown {
  explicit Shown(QSize size = QSize(1180, 900)) : page(fake.context(), fake.jobs()) {
    test.window()->resize(size);
    test.window()->setColor(QColor(0x11, 0x14, 0x17));
    QQmlEngine::setObjectOwnership(&page, QQmlEngine::CppOwnership);
  }
  QQuickItem* show() {
    page.setShown(true);
    auto* root = test.show(QStringLiteral("ClearDeck.Upgrade/UpgradePage"),
                           {{QStringLiteral("page"), QVariant::fromValue(&page)}});
    if (root) root->forceActiveFocus();
    return root;
  }
  bool ready() {
    return QTest::qWaitFor([this] { return page.isReady(); }, 5000);
  }
  void type(const char* text) {
    for (const char* c = text; *c; ++c) QTest::keyClick(test.window(), *c);
  }
  bool visible(const char* name) {
    auto* item = test.find(name);
    return item && item->isVisible();
  }
  void click(const char* name) {
    auto* item = test.find(name);
    QVERIFY2(item && item->isVisible() && item->isEnabled(), name);
    QTest::mouseClick(test.window(), Qt::LeftButton, {}, item->mapToScene(QPointF(12, 10)).toPoint());
  }
  QString focused() {
    auto* item = test.window()->activeFocusItem();
    return item ? item->objectName() : QString();
  }

  test::FakeUpgrade fake;
  UpgradeController page;
  PageTest test;
};

}  // namespace

class TestUpgrade : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void aStepFromThePlanToTheEnd() {
    Shown on;
    auto* root = on.show();
    QVERIFY2(root, qPrintable(on.test.warnings()));
    QVERIFY(on.ready());
    QVERIFY(root->property("ready").toBool());
    QCOMPARE(root->property("rowCount").toInt(), 3);
    QTest::qWait(50);
    on.test.shoot(QStringLiteral("upgrade-blocked"));
    on.test.press(Qt::Key_Return, Qt::ControlModifier);  // two guards block
    QVERIFY(!on.visible("start"));
    auto* overrides = on.test.find("overrides");
    overrides->forceActiveFocus(Qt::TabFocusReason);
    on.test.press(Qt::Key_K);  // the conflict is the first row
    QVERIFY(on.ready());
    QCOMPARE(on.page.step()->overrides()->undecided(), 0);
    on.test.find("backup")->forceActiveFocus(Qt::TabFocusReason);
    on.type("nightly-17");
    QCOMPARE(on.page.backup(), QStringLiteral("nightly-17"));
    QCOMPARE(on.page.cannotStart(), QString());
    root->forceActiveFocus();
    QTest::qWait(50);
    on.test.shoot(QStringLiteral("upgrade-ready"));
    on.test.press(Qt::Key_Return, Qt::ControlModifier);
    QVERIFY(QTest::qWaitFor([&] { return on.visible("start"); }));
    QTest::qWait(250);
    on.test.shoot(QStringLiteral("upgrade-review"));
    on.test.press(Qt::Key_Return);  // Enter is not Start
    QVERIFY(!on.fake.ran);
    on.test.press(Qt::Key_Return, Qt::ControlModifier);
    QVERIFY(QTest::qWaitFor([&] { return on.visible("start"); }));
    on.click("start");
    QVERIFY(QTest::qWaitFor([&] { return on.visible("progress"); }));
    QVERIFY(on.fake.ran->run.description.find("backup nightly-17") != std::string::npos);
    on.fake.progress(installation::ProgressState::RollingOut, "0 of 1 ready");
    QTest::qWait(300);
    on.test.shoot(QStringLiteral("upgrade-running"));
    on.fake.succeed();
    QVERIFY(on.ready());
    QVERIFY(on.visible("result"));
    QVERIFY(!on.visible("progress"));
    QTest::qWait(50);
    on.test.shoot(QStringLiteral("upgrade-done"));
    QCOMPARE(on.test.warnings(), QString());
  }

  void aFailedStepAndTheWayBack() {
    Shown on;
    on.fake.warnings = {"MongoDB 7.0 does not open data of 8.0"};
    auto* root = on.show();
    QVERIFY(root);
    QVERIFY(on.ready());
    on.page.keep(QStringLiteral("clearml.cookieName"));
    on.page.setWithoutBackup(true);
    QVERIFY(on.ready());
    on.page.start();
    QVERIFY(QTest::qWaitFor([&] { return on.visible("progress"); }));
    QTest::qWait(20);
    on.fake.progress(installation::ProgressState::Failed, "clearml-apiserver-0 is ImagePullBackOff: not found");
    QCOMPARE(on.page.work()->progress()->failed(), 1);
    on.fake.failStep(Error(ErrorKind::Timeout, "upgrade clearml to 0.4.0: timed out waiting for its workloads"));
    QVERIFY(QTest::qWaitFor([&] { return on.visible("rollBack"); }));
    QVERIFY(on.visible("progress"));
    QCOMPARE(on.page.work()->progress()->failed(), 1);  // what is wrong stays on screen
    QTest::qWait(50);
    on.test.shoot(QStringLiteral("upgrade-failed"));
    on.click("rollBack");
    auto* dialog = on.test.find<QObject>("rollbackDialog");
    QVERIFY(dialog && QTest::qWaitFor([&] { return dialog->property("opened").toBool(); }));
    QTest::qWait(250);
    on.test.shoot(QStringLiteral("upgrade-rollback"));
    on.test.press(Qt::Key_Return);  // Enter never presses the red button
    QCOMPARE(on.fake.wentBackTo, 0);
    on.type("clearml");
    QVERIFY(dialog->property("confirmed").toBool());
    QMetaObject::invokeMethod(dialog, "accepted");
    QVERIFY(QTest::qWaitFor([&] { return on.fake.wentBackTo == 4; }));
    QVERIFY(on.ready());
    QCOMPARE(on.test.warnings(), QString());
  }

  void versionsAndSourcesByKeyboard() {
    Shown on;
    QVERIFY(on.show());
    QVERIFY(on.ready());
    on.test.press(Qt::Key_V);
    auto* versions = on.test.find("versions");
    QVERIFY(versions && QTest::qWaitFor([&] { return versions->hasActiveFocus(); }));
    QTest::qWait(250);
    on.test.shoot(QStringLiteral("upgrade-versions"));
    on.test.press(Qt::Key_Down);
    on.test.press(Qt::Key_Return);
    QVERIFY(QTest::qWaitFor([&] { return on.page.wanted() == QStringLiteral("0.3.0"); }));
    QVERIFY(on.ready());
    on.test.press(Qt::Key_V);
    auto* source = on.test.find("source");
    QVERIFY(QTest::qWaitFor([&] { return source->isVisible(); }));
    on.fake.sourceError = Error(ErrorKind::NotFound, "/none.tgz does not exist").withHint("Give a path that is there");
    source->forceActiveFocus(Qt::TabFocusReason);
    on.type("/none.tgz");
    on.test.press(Qt::Key_Return);
    QVERIFY(QTest::qWaitFor([&] { return on.visible("sourceProblem"); }));
    QTest::qWait(250);
    on.test.shoot(QStringLiteral("upgrade-source-problem"));
    on.test.press(Qt::Key_Escape);
    QVERIFY(QTest::qWaitFor([&] { return !source->isVisible(); }));
    QCOMPARE(on.page.wanted(), QStringLiteral("0.3.0"));
    QCOMPARE(on.test.warnings(), QString());
  }

  void aPlanFileIsReplacedOnlyOnASecondWord() {
    Shown on;
    QVERIFY(on.show());
    QVERIFY(on.ready());
    on.page.keep(QStringLiteral("clearml.cookieName"));
    on.page.setWithoutBackup(true);
    QVERIFY(on.ready());
    on.fake.planExists = true;
    on.test.press(Qt::Key_S, Qt::ControlModifier);
    QVERIFY(QTest::qWaitFor([&] { return on.visible("savePlan"); }));
    QTest::qWait(250);
    on.click("savePlan");
    QVERIFY(QTest::qWaitFor([&] { return on.visible("replacePlan"); }));
    on.test.shoot(QStringLiteral("upgrade-plan"));
    on.test.press(Qt::Key_Return);  // not a second word
    QTest::qWait(20);
    QVERIFY(on.fake.savedPlan.empty());
    on.click("replacePlan");
    QVERIFY(QTest::qWaitFor([&] { return !on.fake.savedPlan.empty(); }));
    QCOMPARE(on.test.warnings(), QString());
  }

  void everyStateHasAFace_data() {
    QTest::addColumn<int>("state");
    QTest::newRow("nothing newer") << 0;
    QTest::newRow("forbidden jump") << 1;
    QTest::newRow("pending") << 2;
    QTest::newRow("forbidden") << 3;
    QTest::newRow("moved") << 4;
    QTest::newRow("two steps, small") << 5;
  }
  void everyStateHasAFace() {
    QFETCH(int, state);
    Shown on(state == 5 ? QSize(960, 640) : QSize(1180, 900));
    if (state == 0) on.fake.versions = {"0.2.0", "0.1.0"};
    if (state == 1) on.fake.mongodbOfNewest = "6.0.19";
    if (state == 2)
      on.fake.openError =
          Error(ErrorKind::Conflict, "clearml: revision 4 is pending-upgrade").withHint("Repair it first");
    if (state == 3) on.fake.openError = Error(ErrorKind::Forbidden, "ada may not list secrets in namespace ml");
    if (state == 5) on.fake.versions = {"0.4.0", "0.3.0", "0.2.0"};
    QVERIFY(on.show());
    QVERIFY(QTest::qWaitFor([&] { return on.page.state() != UpgradeController::Loading && !on.page.isLooking(); }));
    if (state == 4) on.fake.deployElsewhere();
    QTest::qWait(250);
    QCOMPARE(on.visible("foreign"), state == 4);
    on.test.shoot(QStringLiteral("upgrade-state-%1").arg(state));
    on.test.setDark(false);
    QTest::qWait(20);
    on.test.shoot(QStringLiteral("upgrade-state-%1-light").arg(state));
    on.test.setDark(true);
    QCOMPARE(on.test.warnings(), QString());
  }
};

QTEST_MAIN(TestUpgrade)
#include "test_upgrade.moc"
