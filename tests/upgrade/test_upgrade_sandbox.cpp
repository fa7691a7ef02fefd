// The page's own model against the sandbox with the real helm: a newer chart in a folder is found, looked at, run,
// followed object by object, and verified. Skipped where there is no helm.
#include "console/upgrade/upgradecontroller.h"

#include "console/sandboxrig.h"

#include <filesystem>
#include <QSignalSpy>

using namespace cleardeck;

namespace {

// charts/clearml under another version, with a value that restarts the web server.
void writeChart(const QString& folder, const QByteArray& version) {
  std::filesystem::copy(CLEARDECK_SOURCE "/charts/clearml", folder.toStdString(),
                        std::filesystem::copy_options::recursive);
  const auto edit = [&folder](const char* name, auto change) {
    QFile file(folder + u'/' + QLatin1String(name));
    QVERIFY(file.open(QIODevice::ReadOnly));
    QByteArray text = file.readAll();
    file.close();
    change(text);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(text);
  };
  edit("Chart.yaml", [&version](QByteArray& text) { text.replace("\nversion: 0.2.0", "\nversion: " + version); });
  edit("values.yaml",
       [](QByteArray& text) { text.replace("cookieName: clearml-token-k8s", "cookieName: clearml-token"); });
}

}  // namespace

class TestUpgradeSandbox : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void aStepWithTheRealHelm() {
    QTemporaryDir home;
    if (!useHelm(home)) QSKIP("there is no helm");
    writeChart(home.filePath(QStringLiteral("clearml")), "0.2.1");
    if (QTest::currentTestFailed()) return;
    SandboxRig rig;
    rig.workspace().setCharts(CLEARDECK_SOURCE "/charts/clearml");
    const PageContext context = rig.context();
    QVERIFY(context.installation);
    QVERIFY(QTest::qWaitFor(
        [&] { return context.installation->value().health.word == installation::HealthWord::Healthy; }, 60'000));
    UpgradeController page(context);
    const auto settled = [&page] { return page.isReady() || page.state() >= UpgradeController::Forbidden; };
    page.setShown(true);
    QVERIFY(QTest::qWaitFor(settled, 60'000));
    QVERIFY2(page.isReady(), qPrintable(page.problem() + page.hint()));
    QCOMPARE(page.wanted(), QString());  // the program brings what is deployed

    page.chooseSource(home.filePath(QStringLiteral("none.tgz")));
    QVERIFY(QTest::qWaitFor([&] { return !page.sourceProblem().isEmpty(); }, 30'000));
    page.chooseSource(home.filePath(QStringLiteral("clearml")));
    QVERIFY(QTest::qWaitFor([&] { return page.isReady() && page.wanted() == QStringLiteral("0.2.1"); }, 60'000));
    QVERIFY(page.step()->objects()->count() > 0);
    page.setWithoutBackup(true);
    QCOMPARE(page.cannotStart(), QString());

    int most = 0;
    bool rolling = false;
    connect(page.work()->progress(), &ObjectProgressModel::progressed, this, [&] {
      most = std::max(most, page.work()->progress()->done());
      for (const FactRow& row : page.work()->progress()->facts()) rolling = rolling || row.tone == Tone::Busy;
    });
    const int objects = page.step()->objects()->count();
    page.start();
    QVERIFY(QTest::qWaitFor([&] { return !page.work()->isBusy(); }, 120'000));
    QVERIFY2(page.work()->state() == UpgradeRun::Done, qPrintable(page.work()->detail()));
    QCOMPARE(page.work()->tone(), Tone::Ok);
    QVERIFY(rolling);
    QVERIFY(most > objects / 2);  // the rows go with the end of the step, perhaps before the last ones were told
    QVERIFY(QTest::qWaitFor([&] { return page.isReady() && page.deployed() == QStringLiteral("0.2.1"); }, 60'000));
    QCOMPARE(page.wanted(), QString());
  }
};

QTEST_GUILESS_MAIN(TestUpgradeSandbox)
#include "test_upgrade_sandbox.moc"
