// The page Connect in each of its states, by keyboard, without a warning; live against the sandbox.
#include "console/connect/connectmodel.h"
#include "console/doorfixtures.h"
#include "console/sandboxrig.h"
#include "qml/fixtures.h"
#include "qml/pagetest.h"

using namespace cleardeck;
using installation::Door;
using kube::ForwardPhase;

namespace {

// A context whose API server refuses: what the page shows is what the test feeds.
struct Stage {
  Stage()
      : workspace(runtime, [](kube::Session, kube::ReleaseSecret) -> Task<installation::ReleaseSummary> {
          co_return installation::ReleaseSummary();
        }) {
    qputenv("XDG_CONFIG_HOME", folder.path().toUtf8());
    qputenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent");
    workspace.apply("kind", fixtures::fleet());
  }
  PageContext context(const char* installation) {
    return {runtime, workspace, *workspace.notices(), workspace.info(QString::fromLatin1(installation)), nullptr};
  }
  QTemporaryDir folder;
  Runtime runtime;
  Workspace workspace;
};

QVariantMap page(PageModel* model) { return {{QStringLiteral("page"), QVariant::fromValue(model)}}; }
const QString connectPage = QStringLiteral("ClearDeck.Connect/ConnectPage");

}  // namespace

class TestConnectPage : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void connectsByKeyboard() {
    SandboxRig rig;
    ConnectModel model(rig.context());
    PageTest test;
    QVERIFY2(test.show(connectPage, page(&model)), qPrintable(test.warnings()));
    test.shoot(QStringLiteral("connect-off"));
    QVERIFY(test.find("connect")->isVisible());
    test.press(Qt::Key_F);
    QCOMPARE(model.state(), ConnectModel::Starting);
    test.shoot(QStringLiteral("connect-starting"));
    QTRY_COMPARE_WITH_TIMEOUT(model.doors()->live(), 3, 15'000);
    QTRY_COMPARE_WITH_TIMEOUT(model.key()->proof(), AccessKey::Proven, 10'000);
    QVERIFY(test.find("experiments")->isEnabled());
    QTest::qWait(200);
    test.shoot(QStringLiteral("connect-live"));
    test.find("snippets")->setProperty("current", 1);
    test.shoot(QStringLiteral("connect-environment"));
    test.press(Qt::Key_F, Qt::ShiftModifier);
    QCOMPARE(model.state(), ConnectModel::Off);
    QVERIFY(test.find("connect")->isVisible());
    QCOMPARE(test.warnings(), QString());
  }

  void everyDoorStateIsDrawn() {
    Stage stage;
    ConnectModel model(stage.context("kind/clearml/alpha"));
    PageTest test;
    QVERIFY2(test.show(connectPage, page(&model)), qPrintable(test.warnings()));
    model.connection()->apply(fixtures::threeLive());
    model.key()->enter(QStringLiteral("7KQ4N2W8ZC1M"), QStringLiteral("secret"));
    clearml::User user;
    user.name = "platform-admin";
    model.key()->settle(user);
    auto waiting = fixtures::door(Door::Files, ForwardPhase::WaitingForPod, false, 8081);
    waiting.forward.why = "no ready pod behind service alpha-fileserver in namespace clearml";
    auto replaced = fixtures::door(Door::Api, ForwardPhase::Live, false, 8008);
    model.connection()->apply(fixtures::doors({waiting, replaced}));
    for (int i = 0; i < 60; ++i) {
      auto busy = fixtures::door(Door::Web, ForwardPhase::Live, true, 8080);
      busy.forward.bytesDown = std::uint64_t(40'000 * i + 15'000 * (i % 7) * (i % 3));
      busy.forward.open = 3;
      model.connection()->apply(fixtures::doors({busy}));
      model.doors()->tick();
    }
    QCOMPARE(model.doors()->stateOf(1), DoorsModel::Reconnecting);
    QCOMPARE(model.doors()->stateOf(2), DoorsModel::WaitingForPod);
    QCOMPARE(model.state(), ConnectModel::Up);
    QTest::qWait(100);
    test.shoot(QStringLiteral("connect-mixed"));
    QCOMPARE(test.warnings(), QString());
  }

  void missingRightIsNamed() {
    Stage stage;
    ConnectModel model(stage.context("kind/clearml/alpha"));
    PageTest test;
    QVERIFY(test.show(connectPage, page(&model)));
    std::vector<installation::DoorForward> rows;
    for (const Door which : {Door::Web, Door::Api, Door::Files}) {
      auto row = fixtures::door(which, ForwardPhase::Failed, false, std::uint16_t(18000 + int(which)));
      row.forward.why = "you may not forward ports in namespace clearml";
      row.forward.hint =
          "Ask the cluster's administrator for the right to create on pods/portforward in namespace clearml";
      rows.push_back(row);
    }
    model.connection()->apply(fixtures::doors(rows));
    QVERIFY(test.find("problem")->isVisible());
    QVERIFY(model.hint().contains(QStringLiteral("pods/portforward")));
    QVERIFY(model.isReady());
    test.shoot(QStringLiteral("connect-forbidden"));
    QCOMPARE(test.warnings(), QString());
  }

  void takenPortOffersOthers() {
    Stage stage;
    ConnectModel model(stage.context("kind/clearml/alpha"));
    PageTest test;
    QVERIFY(test.show(connectPage, page(&model)));
    bridge::DoorBatch batch;
    batch.ended = Result<Done>(Error(ErrorKind::Conflict, "listen on port 8080 of 127.0.0.1: it is in use")
                                   .withHint("Choose another port, or end the program that uses port 8080"));
    model.connection()->apply(std::move(batch));
    QCOMPARE(model.state(), ConnectModel::Failed);
    QVERIFY(test.find("anywhere")->isVisible());
    test.shoot(QStringLiteral("connect-port"));
    QCOMPARE(test.warnings(), QString());
  }

  void secretThatMayNotBeReadAsksForAKey() {
    Stage stage;
    ConnectModel model(stage.context("kind/clearml/alpha"));
    PageTest test;
    QVERIFY(test.show(connectPage, page(&model)));
    model.connection()->apply(fixtures::threeLive());
    model.readSecret();  // there is no cluster
    QVERIFY(!model.key()->problem().isEmpty());
    QVERIFY(test.find("accessKey")->isVisible());
    test.shoot(QStringLiteral("connect-key"));
    test.find("accessKey")->forceActiveFocus();
    for (const int key : {Qt::Key_F, Qt::Key_O, Qt::Key_O}) test.press(key);
    QCOMPARE(model.state(), ConnectModel::Up);  // F was a letter
    test.press(Qt::Key_Return);
    for (const int key : {Qt::Key_B, Qt::Key_A, Qt::Key_R}) test.press(key);
    test.press(Qt::Key_Return);
    QCOMPARE(model.key()->name(), QStringLiteral("foo"));
    QCOMPARE(model.key()->credentials().secret, std::string("bar"));
    QVERIFY(!test.find("accessKey")->isVisible());
    QVERIFY(test.find("secretKey")->property("text").toString().isEmpty());
    QCOMPARE(test.warnings(), QString());
  }

  void nothingToConnectTo() {
    Stage stage;
    auto bare = fixtures::fleet();
    bare.state = fixtures::lost();
    for (auto& row : bare.upserts) {
      row.state = bare.state;
      for (auto& address : row.addresses) address.service.clear();
    }
    stage.workspace.apply("kind", bare);
    ConnectModel none(stage.context("")), model(stage.context("kind/clearml/beta"));
    PageTest test;
    QVERIFY2(test.show(connectPage, page(&none)), qPrintable(test.warnings()));
    QVERIFY(test.find("empty")->isVisible());
    test.press(Qt::Key_F);
    QCOMPARE(none.state(), ConnectModel::Off);
    QVERIFY(test.show(connectPage, page(&model)));
    QCOMPARE(model.rowCount(), 0);
    QVERIFY(!test.find("connect")->isEnabled());
    QVERIFY(!model.obstacle().isEmpty());
    test.press(Qt::Key_F);
    QCOMPARE(model.state(), ConnectModel::Off);
    test.shoot(QStringLiteral("connect-none"));
    QCOMPARE(test.warnings(), QString());
  }
};

QTEST_MAIN(TestConnectPage)
#include "test_connect_page.moc"
