// The page New installation: what the form refuses, what the plan becomes, how an installation ends; live against the
// sandbox.
#include "console/sandboxrig.h"
#include "console/setup/setupmodel.h"
#include "qml/fixtures.h"
#include "qml/pagetest.h"

#include <sys/stat.h>
#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTcpServer>

using namespace cleardeck;
using installation::CheckFinding;
using installation::CheckState;

namespace {

const QString setupPage = QStringLiteral("ClearDeck.Setup/SetupPage");
QVariantMap page(PageModel* model) { return {{QStringLiteral("page"), QVariant::fromValue(model)}}; }

// A page whose engine is this test: what is asked is kept, what is answered is fed.
struct Stage {
  Stage()
      : workspace(runtime, [](kube::Session, kube::ReleaseSecret) -> Task<installation::ReleaseSummary> {
          co_return installation::ReleaseSummary();
        }) {
    qputenv("XDG_CONFIG_HOME", folder.path().toUtf8());
    qputenv("XDG_DATA_HOME", folder.path().toUtf8());
    workspace.apply("kind", fixtures::fleet());
  }
  PageContext context() { return {runtime, workspace, *workspace.notices(), nullptr, nullptr}; }
  SetupJobs jobs() {
    SetupJobs jobs;
    jobs.chart = [](auto answer) {
      answer(helm::readChart(CLEARDECK_SOURCE "/charts/clearml"));
      return bridge::Handle();
    };
    jobs.offer = [](const QString&, auto answer) {
      bridge::ClusterOffer offer;
      offer.storageClasses.resize(2);
      offer.storageClasses[0].name = "slow";
      offer.storageClasses[1].name = "fast";
      offer.storageClasses[1].isDefault = true;
      offer.ingressClasses.resize(1);
      offer.ingressClasses[0].name = "nginx";
      answer(std::move(offer));
      return bridge::Handle();
    };
    jobs.checkLocal = [this](installation::LocalNeeds needs, auto answer) {
      localNeeds = std::move(needs);
      answer(findings);
      return bridge::Handle();
    };
    jobs.check = [this](const QString&, installation::SetupNeeds needs, std::string, auto answer) {
      serverNeeds = std::move(needs);
      bridge::ServerCheck check;
      check.findings = findings;
      for (const auto& finding : findings)
        if (finding.state == CheckState::Failed) check.obstacle = finding;
      answer(std::move(check));
      return bridge::Handle();
    };
    jobs.hash = [](std::string password, auto answer) {
      answer(installation::hashPassword(password));
      return bridge::Handle();
    };
    jobs.install = [this](const QString&, bridge::ServerOrder wanted, auto) {
      order = std::move(wanted);
      return bridge::Handle();
    };
    jobs.installLocal = [this](bridge::KindOrder kind, bridge::ServerOrder wanted, auto) {
      kindOrder = std::move(kind);
      order = std::move(wanted);
      return bridge::Handle();
    };
    return jobs;
  }
  QTemporaryDir folder;
  Runtime runtime;
  Workspace workspace;
  std::vector<CheckFinding> findings = {{"Nodes", CheckState::Good, "3 ready", ""}};
  installation::LocalNeeds localNeeds;
  installation::SetupNeeds serverNeeds;
  bridge::ServerOrder order;
  bridge::KindOrder kindOrder;
};

bridge::InstallBatch said(const std::string& line) {
  bridge::InstallBatch batch;
  batch.items.push_back(bridge::InstallPiece(line));
  return batch;
}

bridge::InstallBatch endedWith(installation::Installation row) {
  bridge::InstallBatch batch;
  batch.items.push_back(bridge::InstallPiece(std::move(row)));
  return batch;
}

unsigned modeOf(const QString& path) {
  struct stat info {};
  return ::stat(path.toUtf8().constData(), &info) == 0 ? info.st_mode & 0777 : 0;
}

}  // namespace

class TestSetupPage : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void modelsKeepTheRules() {
    Stage stage;
    SetupModel model(stage.context(), stage.jobs());
    QAbstractItemModelTester users(model.production()->users()), checks(model.local()->checks()),
        progress(model.local()->progress()), hosts(model.production()->hosts()), file(model.local()->plan()->file());
    QTRY_COMPARE(model.local()->checks()->count(), 1);
    model.local()->setText(SetupForm::Cluster, QStringLiteral("other"));
    model.local()->plan()->setCurrent(1);
    model.production()->setText(SetupForm::Domain, QStringLiteral("ml.example.com"));
    QCOMPARE(model.production()->hosts()->count(), 3);
    model.production()->addUser(QStringLiteral("jane=Jane Doe"), QStringLiteral("very-secret"));
    QCOMPARE(model.production()->users()->count(), 1);
    model.production()->removeUser(0);
    model.production()->removeUser(7);
    QCOMPARE(model.production()->users()->count(), 0);
  }

  void portsAreRefused_data() {
    QTest::addColumn<QString>("web");
    QTest::addColumn<QString>("files");
    QTest::addColumn<int>("field");
    QTest::newRow("clash") << QStringLiteral("30080") << QStringLiteral("30080") << int(SetupForm::FilesPort);
    QTest::newRow("word") << QStringLiteral("http") << QStringLiteral("30081") << int(SetupForm::WebPort);
    QTest::newRow("too high") << QStringLiteral("65536") << QStringLiteral("30081") << int(SetupForm::WebPort);
    QTest::newRow("zero") << QStringLiteral("30080") << QStringLiteral("0") << int(SetupForm::FilesPort);
    QTest::newRow("empty") << QString() << QStringLiteral("30081") << int(SetupForm::WebPort);
  }
  void portsAreRefused() {
    QFETCH(QString, web);
    QFETCH(QString, files);
    QFETCH(int, field);
    Stage stage;
    SetupModel model(stage.context(), stage.jobs());
    auto* form = model.local();
    form->setText(SetupForm::WebPort, web);
    form->setText(SetupForm::FilesPort, files);
    QCOMPARE(int(form->problemField()), field);
    QVERIFY(!form->problem().isEmpty() && !form->obstacle().isEmpty());
    QVERIFY(form->plan()->isStale() && form->plan()->isPresent());  // the last that was right stays
    QVERIFY(!form->save());
    form->install();
    QCOMPARE(form->state(), SetupForm::Editing);
  }

  void productionRefusals_data() {
    QTest::addColumn<int>("field");
    QTest::addColumn<QString>("value");
    QTest::addColumn<QString>("said");
    const auto row = [](const char* name, SetupForm::Field field, const char* value, const char* said) {
      QTest::newRow(name) << int(field) << QString::fromLatin1(value) << QString::fromLatin1(said);
    };
    row("scheme", SetupForm::Domain, "https://ml.example.com", "scheme");
    row("port", SetupForm::Domain, "ml.example.com:443", "port");
    row("no domain", SetupForm::Domain, "", "missing");
    row("address", SetupForm::Domain, "10.0.0.7", "address");
    row("namespace", SetupForm::Namespace, "My Team", "Namespace");
    row("secret", SetupForm::TlsSecret, "", "TLS Secret");
    row("people", SetupForm::People, "many", "People");
    row("size", SetupForm::RedisSize, "big", "size");
    row("storage", SetupForm::RedisClass, "Fast!", "Storage class");
  }
  void productionRefusals() {
    QFETCH(int, field);
    QFETCH(QString, value);
    QFETCH(QString, said);
    Stage stage;
    SetupModel model(stage.context(), stage.jobs());
    auto* form = model.production();
    form->setText(SetupForm::Domain, QStringLiteral("ml.example.com"));
    QCOMPARE(form->problem(), QString());
    form->setText(SetupForm::Field(field), QStringLiteral("-"));
    form->setText(SetupForm::Field(field), value);
    QVERIFY2(form->problem().contains(said), qPrintable(form->problem()));
    QVERIFY2(!form->problem().contains(QStringLiteral("--")), qPrintable(form->problem()));
    QVERIFY(!form->obstacle().isEmpty());
  }

  void stepsTellWhatIsWrong() {
    Stage stage;
    SetupModel model(stage.context(), stage.jobs());
    auto* form = model.production();
    QAbstractItemModelTester tester(form->steps());
    const auto tone = [form](const QString& key) {
      for (const FactRow& step : form->steps()->facts())
        if (step.key == key) return step.tone;
      return Tone::Off;
    };
    QCOMPARE(tone(QStringLiteral("addresses")), Tone::Bad);  // no domain yet
    form->setText(SetupForm::Domain, QStringLiteral("ml.example.com"));
    QCOMPARE(tone(QStringLiteral("addresses")), Tone::Ok);
    QCOMPARE(tone(QStringLiteral("users")), Tone::Warn);  // everyone may enter
    QTRY_COMPARE(tone(QStringLiteral("preflight")), Tone::Ok);
    form->setText(SetupForm::MongodbSize, QStringLiteral("big"));
    QCOMPARE(tone(QStringLiteral("storage")), Tone::Bad);
  }

  void everyChoiceIsInTheValues() {
    Stage stage;
    SetupModel model(stage.context(), stage.jobs());
    auto* form = model.production();
    QCOMPARE(form->context(), QStringLiteral("kind"));
    QCOMPARE(form->usualStorage(), QStringLiteral("fast"));
    form->setText(SetupForm::Domain, QStringLiteral("ml.example.com"));
    form->setText(SetupForm::MongodbClass, QStringLiteral("slow"));
    QCOMPARE(form->usualSize(SetupForm::FileserverSize), QStringLiteral("200Gi"));
    form->setText(SetupForm::FileserverSize, QStringLiteral("321Gi"));
    form->setText(SetupForm::IngressClass, QStringLiteral("nginx"));
    form->setWatchdog(ProductionForm::On);
    form->setText(SetupForm::Watchdog, QStringLiteral("3600"));
    QCOMPARE(form->problem(), QString());
    const QString values = QString::fromStdString(form->plan()->plan().values);
    for (const char* part : {"ml.example.com", "nginx", "slow", "3600", "clearml-tls", "321Gi"})
      QVERIFY2(values.contains(QLatin1String(part)), qPrintable(values));
    QTRY_COMPARE(QString::fromStdString(stage.serverNeeds.ingressClass), QStringLiteral("nginx"));
    QCOMPARE(stage.serverNeeds.hosts.size(), std::size_t(3));
    form->setExposure(ProductionForm::GatewayApi);
    QCOMPARE(form->tls(), int(ProductionForm::Elsewhere));
    QCOMPARE(int(form->problemField()), int(SetupForm::Gateway));
    form->setText(SetupForm::Gateway, QStringLiteral("infra/main"));
    QCOMPARE(form->problem(), QString());
    for (const auto exposure : {ProductionForm::NodePort, ProductionForm::PortForward}) {
      form->setExposure(exposure);
      QCOMPARE(form->problem(), QString());
      QCOMPARE(form->hosts()->count(), 0);
    }
    form->setExternal(true);
    form->setExternalMongodb(true);
    QCOMPARE(int(form->problemField()), int(SetupForm::ExternalSecret));
    form->setText(SetupForm::ExternalSecret, QStringLiteral("databases"));
    QCOMPARE(form->problem(), QString());
  }

  void passwordsAreNowhere() {
    Stage stage;
    SetupModel model(stage.context(), stage.jobs());
    auto* form = model.production();
    form->setExposure(ProductionForm::PortForward);
    form->addUser(QStringLiteral("jane"), QString());
    QVERIFY(form->userProblem().contains(QStringLiteral("empty")));
    form->addUser(QStringLiteral("jane"), QStringLiteral("very-secret-pass"));
    form->addUser(QStringLiteral("jane"), QStringLiteral("again"));
    QVERIFY(form->userProblem().contains(QStringLiteral("already")));
    QCOMPARE(form->users()->count(), 1);
    const QString hash = QString::fromStdString(form->users()->users().front().passwordHash);
    const QString folder = stage.folder.filePath(QStringLiteral("plan"));
    form->setText(SetupForm::Folder, folder);
    QVERIFY2(form->save(), qPrintable(form->failure()));
    QString shown = form->plan()->commands()->text();
    for (int i = 0; i < form->plan()->names().size(); ++i) {
      form->plan()->setCurrent(i);
      shown += form->plan()->file()->text();
      QFile file(folder + u'/' + form->plan()->names()[i]);
      QVERIFY(file.open(QIODevice::ReadOnly));
      QVERIFY(!file.readAll().contains("very-secret-pass"));
    }
    QVERIFY(!shown.contains(QStringLiteral("very-secret-pass")) && !shown.contains(hash));
    QCOMPARE(modeOf(folder + QStringLiteral("/fixed-users.yaml")), 0600u);
    QCOMPARE(form->generatePassword().size(), 20);
    QVERIFY(form->generatePassword() != form->generatePassword());
  }

  void filesThatAreThereStay() {
    Stage stage;
    SetupModel model(stage.context(), stage.jobs());
    auto* form = model.local();
    const QString path = stage.folder.filePath(QStringLiteral("kind.yaml"));
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write("mine") == 4);
    file.close();
    form->setText(SetupForm::Folder, stage.folder.path());
    QVERIFY(!form->save());
    QVERIFY(form->isReplaceable() && form->failure().contains(QStringLiteral("another content")));
    QVERIFY(!QFile::exists(stage.folder.filePath(QStringLiteral("values.yaml"))));
    QTRY_COMPARE(form->obstacle(), QString());
    form->install();
    QVERIFY(form->state() == SetupForm::Failed && form->isReplaceable());
    QCOMPARE(QFileInfo(path).size(), 4);
    QVERIFY(form->save(true));
    QVERIFY(QFileInfo(path).size() > 4);
    form->setText(SetupForm::Folder, QStringLiteral("here"));
    QVERIFY(!form->save());
    QVERIFY(form->failure().contains(QStringLiteral("full path")));
  }

  void endsAtTheOverview() {
    Stage stage;
    SetupModel model(stage.context(), stage.jobs());
    QSignalSpy opened(&model, &PageModel::openRequested);
    auto* form = model.production();
    model.setWay(SetupModel::Production);
    form->setExposure(ProductionForm::PortForward);
    form->addUser(QStringLiteral("jane"), QStringLiteral("very-secret-pass"));
    QTRY_COMPARE(form->obstacle(), QString());
    form->install();
    QCOMPARE(form->state(), SetupForm::Running);
    QCOMPARE(stage.order.secretName, installation::fixedUsersSecretName("clearml"));
    QVERIFY(!stage.order.values.empty() && stage.order.secret.find("very-secret-pass") == std::string::npos);
    form->applyProgress(said("Helm installs clearml into namespace clearml."));
    QCOMPARE(form->progress()->count(), 1);
    form->applyProgress(endedWith(fixtures::installationNamed("beta", true)));
    QCOMPARE(form->state(), SetupForm::Failed);  // and says what is broken
    QVERIFY(form->progress()->facts().last().title.contains(QStringLiteral("elasticsearch has no ready pod")));
    QVERIFY(opened.isEmpty());
    QTRY_COMPARE(form->obstacle(), QString());
    form->install();
    form->applyProgress(endedWith(fixtures::installationNamed("alpha", false)));
    QCOMPARE(form->state(), SetupForm::Finished);
    QCOMPARE(opened.count(), 1);
    QCOMPARE(opened.first().first().toString(), QStringLiteral("Overview"));
    QCOMPARE(stage.workspace.current()->name(), QStringLiteral("alpha"));
  }

  void whatFailedIsNotTried() {
    Stage stage;
    stage.findings.push_back({"kind", CheckState::Failed, "kind is not on PATH", "Install kind"});
    SetupModel model(stage.context(), stage.jobs());
    PageTest test;
    QVERIFY2(test.show(setupPage, page(&model)), qPrintable(test.warnings()));
    QTRY_COMPARE(model.rowCount(), 2);
    QCOMPARE(model.local()->obstacle(), QStringLiteral("kind: kind is not on PATH"));
    QVERIFY(!test.find("install")->isEnabled());
    test.press(Qt::Key_Return, Qt::ControlModifier);
    QCOMPARE(model.local()->state(), SetupForm::Editing);
    model.local()->setText(SetupForm::FilesPort, QStringLiteral("30080"));
    test.shoot(QStringLiteral("setup-local-clash"));
    QCOMPARE(test.warnings(), QString());
  }

  void localByKeyboard() {
    Stage stage;
    SetupModel model(stage.context(), stage.jobs());
    model.local()->setText(SetupForm::Folder, stage.folder.filePath(QStringLiteral("kind")));
    PageTest test;
    QVERIFY2(test.show(setupPage, page(&model)), qPrintable(test.warnings()));
    QTRY_VERIFY(test.find("install")->isEnabled());
    test.press(Qt::Key_Return, Qt::ControlModifier);
    QCOMPARE(model.local()->state(), SetupForm::Running);
    QCOMPARE(stage.kindOrder.choices.cluster, std::string("clearml"));
    QVERIFY(std::filesystem::exists(stage.kindOrder.config));
    bridge::InstallBatch failed;
    failed.ended = Result<Done>(
        Error(ErrorKind::Conflict, "kind create cluster: node(s) already exist").withHint("Choose another name"));
    model.local()->applyProgress(said("Creating cluster \"clearml\" ..."));
    test.shoot(QStringLiteral("setup-running"));
    model.local()->applyProgress(std::move(failed));
    QCOMPARE(model.local()->state(), SetupForm::Failed);
    QVERIFY(test.find("progress")->isVisible());
    test.shoot(QStringLiteral("setup-failed"));
    QTRY_COMPARE(model.local()->obstacle(), QString());
    model.local()->install();
    QVERIFY(test.find("stop")->isVisible());
    model.local()->stop();
    QCOMPARE(model.local()->state(), SetupForm::Failed);
    QCOMPARE(test.warnings(), QString());
  }

  void thisMachineIsLookedAt() {
    QTcpServer busy;
    QVERIFY(busy.listen(QHostAddress::LocalHost));
    Stage stage;
    auto jobs = stage.jobs();
    SetupModel* owner = nullptr;
    jobs.checkLocal = [&](installation::LocalNeeds needs, auto answer) {
      return bridge::run(stage.runtime, installation::checkThisMachine(std::move(needs)), owner, std::move(answer));
    };
    SetupModel model(stage.context(), jobs);
    owner = &model;
    auto* form = model.local();
    form->setText(SetupForm::WebPort, QString::number(busy.serverPort()));
    QTRY_VERIFY_WITH_TIMEOUT(model.isReady(), 30'000);
    QVERIFY(form->checks()->count() >= 8);
    QCOMPARE(form->portTone(SetupForm::WebPort), int(Tone::Warn));
    const QString other = form->freePort(SetupForm::WebPort);
    QVERIFY(!other.isEmpty() && other != QString::number(busy.serverPort()));
    form->setText(SetupForm::WebPort, other);
    QTRY_COMPARE_WITH_TIMEOUT(form->portTone(SetupForm::WebPort), int(Tone::Ok), 30'000);
  }

  void liveOnTheSandbox() {
    SandboxRig rig;
    QVERIFY(rig.installation());
    rig.workspace().setCharts(CLEARDECK_SOURCE "/charts/clearml");
    auto given = rig.context();
    given.installation = nullptr;
    given.cluster = nullptr;
    SetupModel model(given);
    PageTest test;
    QVERIFY2(test.show(setupPage, page(&model)), qPrintable(test.warnings()));
    QTRY_VERIFY_WITH_TIMEOUT(model.isReady(), 30'000);
    QTest::qWait(100);
    test.shoot(QStringLiteral("setup-local"));
    model.setWay(SetupModel::Production);
    auto* form = model.production();
    test.shoot(QStringLiteral("setup-production-empty"));
    form->setText(SetupForm::Domain, QStringLiteral("clearml.example.invalid"));
    form->setText(SetupForm::Namespace, QStringLiteral("team"));
    form->addUser(QStringLiteral("platform-admin=Platform Admin"), QStringLiteral("very-secret-pass"));
    QTRY_VERIFY_WITH_TIMEOUT(form->users()->count() == 1 && model.isReady(), 30'000);
    QVERIFY(!form->storageClasses().isEmpty());
    QVERIFY(form->checks()->count() > 5);
    QTest::qWait(100);
    test.shoot(QStringLiteral("setup-production"));
    test.window()->resize(972, 652);  // the page's part of 1024 x 700
    QVERIFY(test.show(setupPage, page(&model)));
    QTest::qWait(100);
    test.shoot(QStringLiteral("setup-production-small"));
    QCOMPARE(test.warnings(), QString());
  }

  void installsOnTheSandbox() {
    if (helm::programCandidates().empty()) QSKIP("there is no helm");
    SandboxRig rig;
    QTemporaryDir data;
    qputenv("XDG_DATA_HOME", data.path().toUtf8());
    QVERIFY(rig.installation());
    rig.workspace().setCharts(CLEARDECK_SOURCE "/charts/clearml");
    SetupModel model(rig.context());
    QSignalSpy opened(&model, &PageModel::openRequested);
    model.setWay(SetupModel::Production);
    auto* form = model.production();
    form->setExposure(ProductionForm::PortForward);
    form->setText(SetupForm::Namespace, QStringLiteral("team"));
    QTRY_COMPARE_WITH_TIMEOUT(form->obstacle(), QString(), 30'000);
    form->install();
    QTRY_VERIFY2_WITH_TIMEOUT(form->state() != SetupForm::Running, qPrintable(form->failure()), 120'000);
    QVERIFY2(form->state() == SetupForm::Finished, qPrintable(form->failure()));
    QVERIFY(form->progress()->count() >= 2);
    QTRY_COMPARE(opened.count(), 1);
    QCOMPARE(rig.workspace().current()->ns(), QStringLiteral("team"));
  }
};

QTEST_MAIN(TestSetupPage)
#include "test_setup_page.moc"
