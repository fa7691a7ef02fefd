// The History page on screen: by keyboard, every state drawn, no warning.
#include "history/fakehistory.h"
#include "qml/pagetest.h"

using namespace cleardeck;

namespace {

struct Shown {
  explicit Shown(QSize size = QSize(1240, 820)) : page(fake.context(), fake.jobs()) {
    test.window()->resize(size);
    QQmlEngine::setObjectOwnership(&page, QQmlEngine::CppOwnership);
  }
  QQuickItem* show() {
    page.setShown(true);
    auto* root = test.show(QStringLiteral("ClearDeck.History/HistoryPage"),
                           {{QStringLiteral("page"), QVariant::fromValue(&page)}});
    if (root) root->forceActiveFocus();
    return root;
  }
  bool ready() {
    return QTest::qWaitFor([this] { return page.isReady(); }, 5000);
  }
  void click(const char* name) {
    auto* item = find(name);
    QVERIFY2(item, name);
    QTest::mouseClick(test.window(), Qt::LeftButton, {}, item->mapToScene(QPointF(12, 12)).toPoint());
  }
  /// Popups are no children of the page's item, and dialogs have names in common.
  QQuickItem* find(const char* name) { return findIn(test.window()->contentItem(), QLatin1String(name), false); }
  QQuickItem* shownNow(const char* name) { return findIn(test.window()->contentItem(), QLatin1String(name), true); }
  static QQuickItem* findIn(QQuickItem* item, QLatin1String name, bool shown) {
    if (item->objectName() == name && (!shown || item->isVisible())) return item;
    for (QQuickItem* child : item->childItems())
      if (auto* found = findIn(child, name, shown)) return found;
    return nullptr;
  }
  bool visible(const char* name) {
    return QTest::qWaitFor([&] { return shownNow(name) != nullptr; });
  }

  test::FakeHistory fake;
  HistoryController page;
  PageTest test;
};

}  // namespace

class TestHistory : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void twoRevisionsByKeyboard() {
    Shown on;
    QVERIFY2(on.show(), qPrintable(on.test.warnings()));
    QVERIFY(on.ready());
    QTest::qWait(50);
    on.test.shoot(QStringLiteral("history"));
    auto* table = on.test.find("revisions");
    table->forceActiveFocus();
    on.test.press(Qt::Key_Home);
    on.test.press(Qt::Key_Space);
    QCOMPARE(on.page.revisions()->marked(), 4);
    on.test.press(Qt::Key_End);
    QCOMPARE(on.page.chosen(), 1);
    QVERIFY(on.ready());
    QCOMPARE(on.fake.asked.last(), QStringLiteral("1-4"));
    on.test.find("tabs")->setProperty("current", 1);
    QTest::qWait(50);
    on.test.shoot(QStringLiteral("history-two"));
    on.test.find("tabs")->setProperty("current", 2);
    on.click("notes");
    QTest::qWait(50);
    on.test.shoot(QStringLiteral("history-notes"));
    on.fake.add(5, "deployed", "Upgrade complete", "");
    QCOMPARE(on.page.chosen(), 1);
    QCOMPARE(on.test.warnings(), QString());
  }

  void rollbackIsLookedAtAndEnterDoesNothing() {
    Shown on;
    QVERIFY(on.show());
    QVERIFY(on.ready());
    on.page.choose(2);
    on.click("rollback");
    QVERIFY(on.visible("doRollback"));
    QVERIFY(QTest::qWaitFor([&] { return on.find("doRollback")->isEnabled(); }));
    QTest::qWait(250);
    on.test.shoot(QStringLiteral("history-rollback"));
    on.test.press(Qt::Key_Return);
    QCOMPARE(on.fake.newest(), 4);
    on.page.reviewRollback();
    QVERIFY(on.visible("doRollback"));
    QVERIFY(QTest::qWaitFor([&] { return on.find("doRollback")->isEnabled(); }));
    QTest::qWait(200);
    on.click("doRollback");
    QVERIFY(QTest::qWaitFor([&] { return on.fake.newest() == 5; }));
    QVERIFY(on.visible("outcome"));
    installation::ObjectProgress row;
    row.uid = "Deployment/ml/clearml-apiserver";
    row.kind = "Deployment";
    row.name = "clearml-apiserver";
    row.state = installation::ProgressState::RollingOut;
    row.ready = 1;
    row.desired = 2;
    row.detail = "1 of 2 ready";
    HistoryJobs::Progress rows;
    rows.upserts.push_back(row);
    rows.state = LiveState(Freshness::Live);
    on.fake.progressSink(rows);
    QTest::qWait(250);
    on.test.shoot(QStringLiteral("history-outcome"));
    QCOMPARE(on.test.warnings(), QString());
  }

  void dataThatCannotGoBackAsksForTheName() {
    Shown on;
    on.fake.warnings = {"mongodb 6.0 does not open what 7.0 has written"};
    QVERIFY(on.show());
    QVERIFY(on.ready());
    on.page.choose(2);
    on.page.reviewRollback();
    QVERIFY(on.visible("typedName"));
    QVERIFY(on.page.plan()->isReady());
    QVERIFY(!on.find("doRollback")->isEnabled());
    QTest::qWait(250);
    on.test.shoot(QStringLiteral("history-rollback-data"));
    on.find("typedName")->setProperty("text", QStringLiteral("clearml"));
    QVERIFY(on.find("doRollback")->isEnabled());
    QCOMPARE(on.test.warnings(), QString());
  }

  void repairAsksWhatOnlyAPersonKnows() {
    Shown on;
    on.fake.mayStillRun = true;
    on.fake.add(5, "pending-upgrade", "Preparing upgrade", "");
    QVERIFY(on.show());
    QVERIFY(on.visible("repairBanner"));
    QTest::qWait(100);
    on.test.shoot(QStringLiteral("history-pending"));
    on.click("repair");
    QVERIFY(on.visible("confirm"));
    QTest::qWait(250);
    on.test.shoot(QStringLiteral("history-repair"));
    QVERIFY(!on.find("confirm")->isEnabled());
    on.find("nothingRuns")->setProperty("checked", true);
    QVERIFY(on.find("confirm")->isEnabled());
    on.click("confirm");
    QVERIFY(QTest::qWaitFor([&] { return on.fake.newest() == 6; }));
    QVERIFY(!on.test.find("repairBanner")->isVisible());
    QCOMPARE(on.test.warnings(), QString());
  }

  void uninstallWantsTheName() {
    Shown on;
    QVERIFY(on.show());
    QVERIFY(on.ready());
    on.click("uninstall");
    QVERIFY(QTest::qWaitFor([&] { return on.page.removal()->state() == UninstallCase::Ready; }));
    QTest::qWait(300);
    on.test.shoot(QStringLiteral("history-uninstall"));
    on.test.press(Qt::Key_Return);
    QVERIFY(!on.fake.uninstalled);
    on.test.press(Qt::Key_Escape);
    QVERIFY(QTest::qWaitFor([&] { return on.page.removal()->state() == UninstallCase::Closed; }));
    on.page.openAt(QStringLiteral("uninstall"));
    QVERIFY(QTest::qWaitFor([&] { return on.page.removal()->state() == UninstallCase::Ready; }));
    QTest::qWait(250);
    for (const char c : std::string("clearml")) QTest::keyClick(on.test.window(), c);
    on.test.press(Qt::Key_Return);  // Enter never presses the red button
    QTest::qWait(20);
    QVERIFY(!on.fake.uninstalled);
    auto* red = on.shownNow("confirm");
    QVERIFY(red && red->isEnabled());
    QTest::mouseClick(on.test.window(), Qt::LeftButton, {}, red->mapToScene(QPointF(12, 12)).toPoint());
    QVERIFY(QTest::qWaitFor([&] { return on.fake.uninstalled; }));
    QCOMPARE(on.test.warnings(), QString());
  }

  void everyStateHasAFace_data() {
    QTest::addColumn<QString>("name");
    for (const char* name : {"loading", "forbidden", "stale", "gone", "small", "light", "failed"})
      QTest::newRow(name) << QString::fromLatin1(name);
  }
  void everyStateHasAFace() {
    QFETCH(QString, name);
    Shown on(name == u"small" ? QSize(908, 628) : QSize(1240, 820));
    if (name == u"loading") on.fake.state = LiveState(Freshness::Syncing);
    if (name == u"forbidden") {
      on.fake.state = LiveState(Freshness::Forbidden, "list secrets in namespace ml: jane may not");
      on.fake.state.hint = "Needs list and watch on secrets";
    }
    if (name == u"loading" || name == u"forbidden" || name == u"gone") on.fake.rows.clear();
    if (name == u"failed") on.fake.compareError = Error(ErrorKind::Invalid, "the manifest does not parse");
    QVERIFY(on.show());
    QTest::qWait(100);
    if (name == u"stale") {
      on.fake.state = LiveState(Freshness::Stale, "connection refused");
      on.fake.tell();
    }
    if (name == u"gone") on.fake.info->setGone();
    if (name == u"light") on.test.setDark(false);
    QTest::qWait(300);
    on.test.shoot(QStringLiteral("history-") + name);
    on.test.setDark(true);
    QCOMPARE(on.test.warnings(), QString());
  }
};

QTEST_MAIN(TestHistory)
#include "test_history.moc"
