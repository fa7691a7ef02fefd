// Connect: the models by themselves, and the whole of it against the sandbox and its tracking server.
#include "console/connect/connectmodel.h"
#include "console/doorfixtures.h"
#include "console/sandboxrig.h"

#include <QAbstractItemModelTester>
#include <QClipboard>
#include <QFile>
#include <QGuiApplication>
#include <QSignalSpy>

using namespace cleardeck;
using installation::Door;
using kube::ForwardPhase;

namespace {

QString roleOf(const DoorsModel& model, int row, int role) { return model.index(row).data(role).toString(); }

bool allLive(const ConnectModel& model) { return const_cast<ConnectModel&>(model).doors()->live() == 3; }

installation::Address address(Door door, const char* service) {
  installation::Address address;
  address.door = door;
  address.service = service;
  address.port = "80";
  return address;
}

}  // namespace

class TestConnect : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase() { QVERIFY(m_folder.isValid()); }
  void init() { qputenv("XDG_CONFIG_HOME", m_folder.path().toUtf8()); }

  void doorStates_data() {
    QTest::addColumn<int>("phase");
    QTest::addColumn<bool>("answers");
    QTest::addColumn<bool>("before");
    QTest::addColumn<int>("state");
    QTest::newRow("starting") << int(ForwardPhase::Starting) << false << false << int(DoorsModel::Starting);
    QTest::newRow("a pod that did not answer yet is not live")
        << int(ForwardPhase::Live) << false << false << int(DoorsModel::Starting);
    QTest::newRow("answers") << int(ForwardPhase::Live) << true << false << int(DoorsModel::Live);
    QTest::newRow("a new pod after the first")
        << int(ForwardPhase::Live) << false << true << int(DoorsModel::Reconnecting);
    QTest::newRow("no pod") << int(ForwardPhase::WaitingForPod) << false << true << int(DoorsModel::WaitingForPod);
    QTest::newRow("no API server") << int(ForwardPhase::Reconnecting) << false << false
                                   << int(DoorsModel::Reconnecting);
    QTest::newRow("forbidden") << int(ForwardPhase::Failed) << false << false << int(DoorsModel::Failed);
  }
  void doorStates() {
    QFETCH(int, phase);
    QFETCH(bool, answers);
    QFETCH(bool, before);
    QFETCH(int, state);
    DoorsModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    QCOMPARE(model.stateOf(1), DoorsModel::Off);
    if (before) model.setForwards({fixtures::door(Door::Api, ForwardPhase::Live, true, 8008)});
    model.setForwards({fixtures::door(Door::Api, ForwardPhase(phase), answers, 8008)});
    QCOMPARE(int(model.stateOf(1)), state);
    QCOMPARE(model.stateOf(0), DoorsModel::Off);
    QVERIFY(!roleOf(model, 1, DoorsModel::WordRole).isEmpty());
    model.setForwards({});
    QCOMPARE(model.stateOf(1), DoorsModel::Off);
  }

  void doorsSayWhereTheyLead() {
    DoorsModel model;
    model.setAddresses({address(Door::Web, "web"), address(Door::Api, "")}, "team");
    QCOMPARE(model.found(), 1);
    QCOMPARE(roleOf(model, 0, DoorsModel::TargetRole), QStringLiteral("web:80"));
    QCOMPARE(roleOf(model, 0, DoorsModel::InsideRole), QStringLiteral("http://web.team:80"));
    QVERIFY(roleOf(model, 1, DoorsModel::WhyRole).contains(QStringLiteral("No Service")));
    auto row = fixtures::door(Door::Web, ForwardPhase::Live, true, 8080);
    row.forward.open = 3;
    model.setForwards({row});
    QCOMPARE(roleOf(model, 0, DoorsModel::WhyRole), QStringLiteral("2 h 14 min, 3 open"));
    row.forward.bytesDown = 24'000;
    model.setForwards({row});
    model.tick();
    QCOMPARE(roleOf(model, 0, DoorsModel::RateRole), QStringLiteral("12.0 kB/s"));
    QCOMPARE(roleOf(model, 0, DoorsModel::DownRole), QStringLiteral("24.0 kB"));
    for (int i = 0; i < 100; ++i) model.tick();
    QCOMPARE(model.index(0).data(DoorsModel::HistoryRole).value<QList<double>>().size(), 60);
    QCOMPARE(roleOf(model, 0, DoorsModel::RateRole), QStringLiteral("0 bytes/s"));
  }

  void portsAreKeptByInstallation() {
    const QString key = QStringLiteral("a context/with=signs/[x]");
    QVERIFY(!portmemory::of(key).known);
    portmemory::keep(key, LocalPorts{18080, 18008, 18081});
    portmemory::keep(QStringLiteral("another"), LocalPorts{1, 18018, 70});
    QVERIFY(portmemory::of(key).known);
    QVERIFY(portmemory::of(key).ports == (LocalPorts{18080, 18008, 18081}));
    // What no local port can be is any port.
    QVERIFY(portmemory::of(QStringLiteral("another")).ports == (LocalPorts{0, 18018, 0}));
    QFile file(m_folder.filePath(QStringLiteral("cleardeck/ports.ini")));
    QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
    file.write("[[[ rubbish \0\xff = \n=", 20);
    file.close();
    QVERIFY(!portmemory::of(key).known);
  }

  void webAppLooksForItsApi() {
    QCOMPARE(int(LocalPorts::standard().apiThatWebLooksFor()), int(LocalPorts::standard().api));
    QCOMPARE(int(LocalPorts::second().apiThatWebLooksFor()), int(LocalPorts::second().api));
    QCOMPARE(int((LocalPorts{41234, 0, 0}.apiThatWebLooksFor())), 8008);
  }

  void connectsSurvivesItsPodAndEnds() {
    SandboxRig rig;
    ConnectModel model(rig.context());
    QVERIFY(model.installation());
    QVERIFY(model.isReady());
    QCOMPARE(model.rowCount(), 3);
    QVERIFY(model.conf().isEmpty());
    auto& connections = *rig.workspace().connections();
    QSignalSpy offers(&connections, &OpenConnections::changed);
    model.start();
    QVERIFY(!model.isReady());
    QTRY_VERIFY_WITH_TIMEOUT(allLive(model), 15'000);
    QTRY_COMPARE_WITH_TIMEOUT(model.key()->proof(), AccessKey::Proven, 10'000);
    QVERIFY(model.isReady());
    QCOMPARE(model.key()->source(), AccessKey::FromSecret);
    QVERIFY(!model.key()->user().isEmpty());
    QCOMPARE(connections.live(), 3);
    secretIsShownAndCopiedAsAsked(rig, model);
    const ServerAccess* access = connections.of(model.installation()->key());
    QVERIFY(access && offers.count() > 0);
    QCOMPARE(access->credentials.key, rig.host().tracking().accessKey());
    const auto urls = access->urls;

    const std::string pod = model.connection()->door(Door::Api)->forward.pod;
    QVERIFY(rig.deletePod(pod));
    QTRY_VERIFY_WITH_TIMEOUT(model.doors()->stateOf(1) != DoorsModel::Live, 10'000);
    QTRY_VERIFY_WITH_TIMEOUT(allLive(model), 15'000);
    QVERIFY(model.connection()->door(Door::Api)->forward.pod != pod);
    QTRY_COMPARE_WITH_TIMEOUT(model.key()->proof(), AccessKey::Proven, 10'000);
    QVERIFY2(connections.of(model.installation()->key()), "the offer outlives a pod");
    QCOMPARE(connections.of(model.installation()->key())->urls.api, urls.api);

    endsAndComesBack(model, connections);
  }

  void startsAsSoonAsTheServicesAreKnown() {
    SandboxRig rig;
    ConnectModel model(rig.context());
    auto bare = model.installation()->value();
    const auto whole = bare;
    for (auto& address : bare.addresses) address.service.clear();
    model.installation()->set(bare);
    QVERIFY(!model.obstacle().isEmpty());
    model.start();
    QCOMPARE(model.state(), ConnectModel::Off);
    model.openAt(QStringLiteral("start"));
    QCOMPARE(model.state(), ConnectModel::Off);
    QVERIFY(!model.isReady());
    model.installation()->set(whole);
    QTRY_COMPARE_WITH_TIMEOUT(model.state(), ConnectModel::Up, 15'000);
  }

  void portInUseIsNamed() {
    SandboxRig rig;
    ConnectModel first(rig.context()), second(rig.context());
    first.start();
    QTRY_COMPARE_WITH_TIMEOUT(first.state(), ConnectModel::Up, 15'000);
    const QString port = QString::number(first.connection()->ports().web);
    second.start();  // the ports of the first are kept now
    QTRY_COMPARE_WITH_TIMEOUT(second.state(), ConnectModel::Failed, 5'000);
    QVERIFY2(second.problem().contains(port), qPrintable(second.problem()));
    QVERIFY(second.isPortTaken() && !second.hint().isEmpty());
    second.startAnywhere();
    QTRY_COMPARE_WITH_TIMEOUT(second.state(), ConnectModel::Up, 15'000);
    QVERIFY(second.connection()->ports().web != first.connection()->ports().web);
    QVERIFY(portmemory::of(second.installation()->key()).ports == second.connection()->ports());
    // Which of the web application's ports are right is said, not hoped for.
    const FactRow finds = second.checks()->facts().at(1);
    QCOMPARE(finds.tone, second.connection()->ports().api == 8008 ? Tone::Ok : Tone::Warn);
  }

  void keysAreProvenBeforeTheyCount() {
    SandboxRig rig;
    ConnectModel model(rig.context());
    model.start();
    QVERIFY2(QTest::qWaitFor([&] { return model.key()->proof() == AccessKey::Proven; }, 15'000),
             qPrintable(model.key()->problem() + model.key()->hint()));
    model.key()->enter(QStringLiteral("nobody"), QStringLiteral("wrong"));
    QCOMPARE(model.key()->source(), AccessKey::ByHand);
    QTRY_COMPARE_WITH_TIMEOUT(model.key()->proof(), AccessKey::Refused, 10'000);
    QVERIFY(!model.key()->problem().isEmpty());
    QVERIFY(!model.key()->problem().contains(QStringLiteral("wrong")));
    QCOMPARE(model.checks()->facts().last().tone, Tone::Bad);
    model.key()->enter(QStringLiteral(" ") + QString::fromStdString(rig.host().tracking().accessKey()),
                       QString::fromStdString(rig.host().tracking().secretKey()));
    QVERIFY2(QTest::qWaitFor([&] { return model.key()->proof() == AccessKey::Proven; }, 10'000),
             qPrintable(model.key()->problem()));
    QTRY_VERIFY(model.key()->place().contains(QStringLiteral("no keyring")));
    model.key()->forget();
    QVERIFY(!model.key()->isKnown());
    QVERIFY(!model.conf().contains(QStringLiteral("access_key")));
    model.readSecret();
    QTRY_COMPARE_WITH_TIMEOUT(model.key()->proof(), AccessKey::Proven, 10'000);
  }

  void contextsOpenedAnewEndIt() {
    SandboxRig rig;
    ConnectModel model(rig.context());
    model.start();
    QTRY_COMPARE_WITH_TIMEOUT(model.state(), ConnectModel::Up, 15'000);
    rig.workspace().watch(kube::Kubeconfig());
    QCOMPARE(model.state(), ConnectModel::Off);
    QVERIFY(!rig.workspace().connections()->of(model.installation()->key()));
    model.start();  // the context is not open any more
    QCOMPARE(model.state(), ConnectModel::Failed);
    QVERIFY(model.problem().contains(model.installation()->context()));
  }

 private:
  void secretIsShownAndCopiedAsAsked(SandboxRig& rig, ConnectModel& model) {
    const QString secret = QString::fromStdString(rig.host().tracking().secretKey());
    const QString url = QString::fromStdString(model.connection()->urls().api);
    QVERIFY(model.conf().contains(url) && model.environment().contains(url));
    QVERIFY(!model.conf().contains(secret) && !model.environment().contains(secret));
    model.copyConf();
    QVERIFY(QGuiApplication::clipboard()->text().contains(secret));
    model.copyEnvironment();
    QVERIFY(QGuiApplication::clipboard()->text().contains(secret));
    model.setRevealed(true);
    QVERIFY(model.conf().contains(secret));
    model.setShown(false);
    QVERIFY(!model.conf().contains(secret));
    auto* notices = rig.workspace().notices();
    for (int row = 0; row < notices->rowCount(); ++row)
      QVERIFY(!notices->index(row, 0).data(Notices::DetailRole).toString().contains(secret));
  }

  // Its ports are free at once and are the same the next time.
  void endsAndComesBack(ConnectModel& model, OpenConnections& connections) {
    const LocalPorts ports = model.connection()->ports();
    model.stop();
    QCOMPARE(model.state(), ConnectModel::Off);
    QCOMPARE(connections.forwards(), 0);
    QVERIFY(!connections.of(model.installation()->key()));
    QVERIFY(model.conf().isEmpty());
    model.start();
    QTRY_VERIFY_WITH_TIMEOUT(allLive(model), 15'000);
    QVERIFY(model.connection()->ports() == ports);
  }

  QTemporaryDir m_folder;
};

QTEST_MAIN(TestConnect)
#include "test_connect.moc"
