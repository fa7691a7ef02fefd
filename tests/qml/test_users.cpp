// The Users page: its states, every action by keyboard with what it will do said before, the watchdog's fields.
#include "qml/fakeusers.h"
#include "qml/pagetest.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>

using namespace cleardeck;
using fixtures::FakeUsers;
using fixtures::silentTask;
using fixtures::usersAre;
using installation::UserChange;

namespace {

struct Shown {
  explicit Shown(std::function<void(FakeUsers&)> arrange = nullptr, QSize size = QSize(1240, 820)) {
    if (arrange) arrange(fake);
    page = std::make_unique<UsersModel>(fake.context(), fake.jobs());
    QQmlEngine::setObjectOwnership(page.get(), QQmlEngine::CppOwnership);
    test.window()->resize(size);
  }
  bool show() {
    page->setShown(true);
    auto* root = test.show(QStringLiteral("ClearDeck.Users/UsersPage"),
                           {{QStringLiteral("page"), QVariant::fromValue(page.get())}});
    if (root) root->forceActiveFocus();
    return root && QTest::qWaitFor([this] { return page->isReady() || page->state() >= UsersModel::Forbidden; }, 5000);
  }
  void type(const char* text) {
    for (const char* c = text; *c; ++c) QTest::keyClick(test.window(), *c);
  }
  QString focused() {
    return test.window()->activeFocusItem() ? test.window()->activeFocusItem()->objectName() : QString();
  }
  template <class Item = QObject>
  Item* in(const char* sheet, const char* name) {
    auto* popup = test.find<QObject>(sheet);
    return popup ? popup->property("contentItem").value<QQuickItem*>()->findChild<Item*>(QLatin1String(name)) : nullptr;
  }

  FakeUsers fake;
  std::unique_ptr<UsersModel> page;
  PageTest test;
};

}  // namespace

class TestUsersPage : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void listsUsers() {
    Shown on([](FakeUsers& fake) { fake.counts.keys = {{"jane", 3}}; });
    QAbstractItemModelTester tester(on.page->users(), QAbstractItemModelTester::FailureReportingMode::QtTest);
    QVERIFY2(on.show(), qPrintable(on.test.warnings()));
    QTRY_COMPARE(on.page->users()->facts().value(0).value, QStringLiteral("3"));
    QCOMPARE(on.page->users()->facts().value(1).value, QString());
    QCOMPARE(on.page->rowCount(), 5);
    on.test.shoot(QStringLiteral("users"));
    QCOMPARE(on.test.warnings(), QString());
  }

  void addsByKeyboard() {
    Shown on;
    QVERIFY2(on.show(), qPrintable(on.test.warnings()));
    on.test.press(Qt::Key_N);
    QTRY_COMPARE(on.focused(), QStringLiteral("login"));
    on.type("jane");
    on.test.press(Qt::Key_Return);  // there is one already, and no password: nothing happens
    QTRY_COMPARE(on.focused(), QStringLiteral("password"));
    QVERIFY(on.fake.wishes.empty());
    on.test.press(Qt::Key_Backtab, Qt::ShiftModifier);
    on.test.press(Qt::Key_Backtab, Qt::ShiftModifier);
    QCOMPARE(on.focused(), QStringLiteral("login"));
    on.test.press(Qt::Key_A, Qt::ControlModifier);
    on.type("ann");
    on.test.press(Qt::Key_Return);
    QTRY_COMPARE(on.focused(), QStringLiteral("password"));
    on.type("a-password");
    QTest::qWait(200);
    on.test.shoot(QStringLiteral("users-add"));
    on.test.press(Qt::Key_Return);
    QTRY_COMPARE(on.fake.wishes.size(), std::size_t(1));
    QCOMPARE(on.fake.wishes[0].change.username, std::string("ann"));
    QCOMPARE(on.fake.wishes[0].change.name, std::string("ann"));
    QCOMPARE(on.fake.wishes[0].password, std::string("a-password"));
    QTRY_COMPARE(on.page->users()->count(), 3);
    QVERIFY(on.page->users()->facts().value(2).link.contains(QStringLiteral("proved by login")));
    on.test.press(Qt::Key_N);
    QTRY_COMPARE(on.focused(), QStringLiteral("login"));
    auto* password = on.test.window()->findChild<QQuickItem*>(QStringLiteral("password"));
    if (password) QCOMPARE(password->property("text").toString(), QString());  // it is gone
    on.test.press(Qt::Key_Escape);
    QCOMPARE(on.test.warnings(), QString());
  }

  void removesOnlyWhenTheNameIsTyped() {
    Shown on([](FakeUsers& fake) { fake.counts.keys = {{"jane", 3}, {"john", 0}}; });
    QVERIFY2(on.show(), qPrintable(on.test.warnings()));
    QTRY_COMPARE(on.page->users()->facts().value(0).value, QStringLiteral("3"));
    on.test.find("userRows")->forceActiveFocus();
    on.test.press(Qt::Key_Delete);
    QTRY_COMPARE(on.focused(), QStringLiteral("typed"));
    bool said = false;
    for (const auto& step : on.page->steps()->facts())
      said = said || step.title.startsWith(QStringLiteral("3 API keys"));
    QVERIFY(said);
    on.type("jane");
    QTest::qWait(200);
    on.test.shoot(QStringLiteral("users-remove"));
    on.test.press(Qt::Key_Return);  // Enter is not the red button
    QVERIFY(on.fake.wishes.empty());
    on.test.press(Qt::Key_Tab);  // copy, cancel, remove
    on.test.press(Qt::Key_Tab);
    on.test.press(Qt::Key_Tab);
    QCOMPARE(on.focused(), QStringLiteral("remove"));
    on.test.press(Qt::Key_Space);
    QTRY_COMPARE(on.page->users()->count(), 1);
    QVERIFY(!on.page->judge(UsersModel::Remove, QStringLiteral("john"), {}, {}).isEmpty());  // the last one
    QCOMPARE(on.test.warnings(), QString());
  }

  void resetAndRenameByKeyboard() {
    Shown on([](FakeUsers& fake) { fake.proof = installation::LoginProof(installation::LoginProof::Refused, "401"); });
    QVERIFY2(on.show(), qPrintable(on.test.warnings()));
    on.test.find("userRows")->forceActiveFocus();
    on.test.press(Qt::Key_Down);
    on.test.press(Qt::Key_R);
    QTRY_COMPARE(on.focused(), QStringLiteral("password"));
    on.type("other");
    on.test.press(Qt::Key_Return);
    QTRY_COMPARE(on.fake.wishes.size(), std::size_t(1));
    QCOMPARE(on.fake.wishes[0].change.kind, UserChange::Reset);
    QCOMPARE(on.fake.wishes[0].change.username, std::string("john"));
    QTRY_VERIFY(on.page->busy().isEmpty());
    QCOMPARE(on.page->users()->facts().value(1).link, QString());  // refused: not proven
    on.test.find("userRows")->forceActiveFocus();
    on.test.press(Qt::Key_F2);
    QTRY_COMPARE(on.focused(), QStringLiteral("display"));
    on.type("!");
    on.test.press(Qt::Key_Return);
    QTRY_COMPARE(on.fake.wishes.size(), std::size_t(2));
    QCOMPARE(on.fake.wishes[1].change.name, std::string("Name of john!"));
    QCOMPARE(on.test.warnings(), QString());
  }

  void aConflictIsToldAndReadAgain() {
    Shown on([](FakeUsers& fake) { fake.changeError = Error(ErrorKind::Conflict, "somebody changed it"); });
    QVERIFY2(on.show(), qPrintable(on.test.warnings()));
    on.page->carryOut(UsersModel::Rename, QStringLiteral("jane"), QStringLiteral("J"), {});
    QVERIFY(!on.page->busy().isEmpty());
    QTRY_VERIFY(on.page->isReady());
    QCOMPARE(on.page->users()->count(), 2);
    const auto& notices = on.fake.workspace.notices();
    QCOMPARE(notices->data(notices->index(0), Notices::ToneRole).toInt(), int(Tone::Bad));
    QCOMPARE(on.test.warnings(), QString());
  }

  void badWords() {
    Shown on;
    QVERIFY2(on.show(), qPrintable(on.test.warnings()));
    const auto judge = [&](const char* login, const QString& name, const QString& password) {
      return on.page->judge(UsersModel::Add, QString::fromUtf8(login), name, password);
    };
    QCOMPARE(judge("ann", {}, QStringLiteral("p")), QString());
    for (const char* login : {"", "a b", "ä", "jane"})
      QVERIFY2(!judge(login, {}, QStringLiteral("p")).isEmpty(), login);
    QVERIFY(!judge("ann", QString(200, u'x'), QStringLiteral("p")).isEmpty());
    QVERIFY(!judge("ann", {}, {}).isEmpty());
    QVERIFY(!judge("ann", {}, QString(73, u'x')).isEmpty());
    QVERIFY(!judge("ann", {}, QString(37, u'ä')).isEmpty());  // bytes count
    QCOMPARE(on.page->generatePassword().size(), 20);
    QVERIFY(on.page->generatePassword() != on.page->generatePassword());
  }

  void states_data() {
    QTest::addColumn<int>("what");
    int what = 0;
    for (const char* name : {"off", "values", "forbidden", "failed"}) QTest::newRow(name) << what++;
  }
  void states() {
    QFETCH(int, what);
    Shown on([what](FakeUsers& fake) {
      if (what == 0) fake.state = usersAre(installation::UsersPlace::Off, {});
      if (what == 1) fake.state = usersAre(installation::UsersPlace::Values, {"jane"});
      if (what == 2)
        fake.readError = Error(ErrorKind::Forbidden, "you may not get secrets").withHint("Ask for the right");
      if (what == 3)
        fake.readError = Error(ErrorKind::Invalid, "line 1: a } is missing").withHint("Mend the file first");
    });
    QVERIFY2(on.show(), qPrintable(on.test.warnings()));
    QTest::qWait(50);
    on.test.shoot(QStringLiteral("users-state-%1").arg(QString::fromLatin1(QTest::currentDataTag())));
    auto* add = on.test.find("add");
    QCOMPARE(add->isVisible() && add->isEnabled(), what == 0);
    QCOMPARE(on.test.find("readOnly")->isVisible(), what == 1);
    QCOMPARE(on.test.find("refused")->isVisible(), what >= 2);
    on.test.press(Qt::Key_N);
    QTest::qWait(250);
    QCOMPARE(on.focused() == QStringLiteral("login"), what == 0);
    if (what == 0) {
      bool values = false;
      for (const auto& step : on.page->steps()->facts())
        values = values || step.title == QStringLiteral("fixedUsers.enabled") ||
                 step.title.contains(QStringLiteral("existingAdditionalConfigsSecret"));
      QVERIFY(values);
    }
    QCOMPARE(on.test.warnings(), QString());
  }

  void noInstallation() {
    FakeUsers fake;
    auto context = fake.context();
    context.installation = nullptr;
    UsersModel model(context, fake.jobs());
    PageTest test;
    QVERIFY2(
        test.show(QStringLiteral("ClearDeck.Users/UsersPage"), {{QStringLiteral("page"), QVariant::fromValue(&model)}}),
        qPrintable(test.warnings()));
    model.setShown(true);
    QVERIFY(test.find("empty")->isVisible());
    QCOMPARE(test.warnings(), QString());
  }

  void watchdogByKeyboard() {
    Shown on([](FakeUsers& fake) {
      // The fleet of the fixtures is upstream's chart; the watchdog's values are those of ours.
      auto row = fake.info->value();
      row.flavour = installation::Flavour::ClearDeck;
      fake.info->set(row);
      fake.tasks = {silentTask("run a", 150), silentTask("run b", 70), silentTask("run c", 5)};
      ServerAccess access;
      access.urls.api = "http://127.0.0.1:1";
      access.credentials = clearml::Credentials("key", "secret");
      fake.workspace.connections()->offer(fake.info->key(), access);
    });
    auto* form = on.page->watchdog();
    QAbstractItemModelTester tester(form->stopped(), QAbstractItemModelTester::FailureReportingMode::QtTest);
    QVERIFY2(on.show(), qPrintable(on.test.warnings()));
    QTRY_COMPARE(form->silence(), WatchdogForm::Known);
    QCOMPARE(form->stopped()->count(), 1);
    on.test.find("threshold")->forceActiveFocus();
    on.test.press(Qt::Key_A, Qt::ControlModifier);
    on.type("1h");
    QCOMPARE(form->stopped()->count(), 2);
    QCOMPARE(form->stoppedNow(), 1);
    on.test.press(Qt::Key_X);
    QVERIFY(!form->invalid().isEmpty() && !form->cannotApply().isEmpty());
    on.test.press(Qt::Key_Backspace);
    QCOMPARE(form->cannotApply(), QString());
    form->review();
    QTRY_VERIFY(!form->effect().isEmpty());
    QCOMPARE(form->changes()->facts().value(0).title, QStringLiteral("watchdog.thresholdSec"));
    QVERIFY(on.fake.planned.find("thresholdSec: 3600") != std::string::npos);
    QTest::qWait(100);
    on.test.shoot(QStringLiteral("users-watchdog"));
    auto* apply = on.test.find("apply");
    QVERIFY(apply && apply->isVisible());
    apply->forceActiveFocus();
    on.test.press(Qt::Key_Space);
    QTRY_COMPARE(on.fake.applied, on.fake.planned);
    QTRY_VERIFY(!form->isEdited());
    QCOMPARE(on.test.warnings(), QString());
  }

  void watchdogWithoutConnection() {
    Shown on(nullptr, QSize(960, 700));
    QVERIFY2(on.show(), qPrintable(on.test.warnings()));
    QCOMPARE(on.page->watchdog()->silence(), WatchdogForm::NotConnected);
    QVERIFY(on.test.find("connect")->isVisible());
    QSignalSpy opened(on.page.get(), &PageModel::openRequested);
    on.test.find("connect")->forceActiveFocus();
    on.test.press(Qt::Key_Space);
    QCOMPARE(opened.count(), 1);
    on.test.shoot(QStringLiteral("users-narrow"));
    QCOMPARE(on.test.warnings(), QString());
  }
};

QTEST_MAIN(TestUsersPage)
#include "test_users.moc"
