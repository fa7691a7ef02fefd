// The Values page's model on a real control plane with the real helm: install, find a value, change it in the form,
// look at the diff, apply, undo. The environment is that of tests/cluster/run.
#include "console/values/valuescontroller.h"
#include "console/workspace/workspace.h"
#include "helm/overrides_file.h"
#include "net/runtime.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QtTest>

using namespace cleardeck;

namespace {

constexpr const char* space = "values-story";
const QByteArray ownText =
    "# Overrides of the story.   Two spaces   before this dot   .\n"
    "apiserver:\n"
    "  # comments stay\n"
    "  podAnnotations: { story: \"yes\" }   # here too\n";

}  // namespace

class ValuesStoryTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase() {
    const QString cluster = qEnvironmentVariable("CLEARDECK_TEST_CLUSTER");
    m_helm = qEnvironmentVariable("CLEARDECK_HELM3");
    if (cluster.isEmpty() || m_helm.isEmpty()) QSKIP("needs a control plane: tests/cluster/run ctest -L cluster");
    m_kubeconfig = cluster + QStringLiteral("/kubeconfig");
    for (const char* variable : {"XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_RUNTIME_DIR"})
      qputenv(variable, m_home.path().toLocal8Bit());
    qputenv("CLEARDECK_HELM", m_helm.toLocal8Bit());
    QFile file(m_home.filePath(QStringLiteral("own.yaml")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(ownText);
    file.close();
    runHelm({QStringLiteral("install"), QStringLiteral("clearml"), QStringLiteral(CLEARDECK_SOURCE "/charts/clearml"),
             QStringLiteral("--create-namespace"), QStringLiteral("-f"), file.fileName()});
  }
  void cleanupTestCase() {
    if (m_installed) runHelm({QStringLiteral("uninstall"), QStringLiteral("clearml")});
  }

  void oneValueFromFormToCluster() {
    Runtime runtime;
    Workspace workspace(runtime, installation::summaryReader(runtime.workers()));
    workspace.setCharts(CLEARDECK_SOURCE "/charts/clearml");
    const auto config = kube::loadKubeconfig({m_kubeconfig.toStdString()});
    const std::string contextName = config.contexts.at(0).name;
    // The commented file is the user's own, as if ClearDeck had installed it.
    const helm::ReleaseKey key(contextName, space, "clearml");
    QVERIFY(helm::saveOverrides(key, ownText.toStdString()));
    workspace.watch(config);
    InstallationInfo* info = nullptr;
    const QString uid = QString::fromStdString(contextName + "/" + space + "/clearml");
    QVERIFY(QTest::qWaitFor([&] { return (info = workspace.info(uid)) && info->revision() == 1; }, 30'000));

    ValuesController page(PageContext{runtime, workspace, *workspace.notices(), info, workspace.cluster(contextName)});
    page.setShown(true);
    const auto settled = [&page] { return page.isReady() || page.state() >= ValuesController::Forbidden; };
    QVERIFY(QTest::qWaitFor(settled, 30'000));
    QVERIFY2(page.isReady(), qPrintable(page.problem()));
    QCOMPARE(page.draft()->text().toUtf8(), ownText);
    changeAndApply(page);
    if (QTest::currentTestFailed()) return;
    undo(page, *workspace.notices());
  }

 private:
  void changeAndApply(ValuesController& page) {
    FieldsModel& fields = *page.draft()->fields();
    const QByteArray before = runHelm(values());
    fields.setSearch(QStringLiteral("apiserver.replicaCount"));
    const QString path = fields.pathAt(1);
    QCOMPARE(path, QStringLiteral("apiserver.replicaCount"));
    QVERIFY(page.draft()->set(path, QStringLiteral("2")));
    QVERIFY(QTest::qWaitFor([&] { return page.isReady(); }, 60'000));
    QVERIFY2(page.cannotApply().isEmpty(), qPrintable(page.cannotApply() + page.preview()->why()));
    QStringList objects;  // two pods get a disruption budget as well
    for (int row = 0; row < page.preview()->objects()->count(); ++row)
      objects += page.preview()->objects()->index(row).data(ManifestModel::TitleRole).toString();
    objects.sort();
    QCOMPARE(objects, (QStringList{QStringLiteral("Deployment/clearml-apiserver"),
                                   QStringLiteral("PodDisruptionBudget/clearml-apiserver")}));
    QCOMPARE(runHelm(values()), before);  // looking changes nothing
    page.apply();
    QVERIFY(QTest::qWaitFor([&] { return page.revision() == 2 && page.isReady(); }, 60'000));

    QJsonObject wanted = QJsonDocument::fromJson(before).object();
    QJsonObject server = wanted[QStringLiteral("apiserver")].toObject();
    server[QStringLiteral("replicaCount")] = 2;
    wanted[QStringLiteral("apiserver")] = server;
    QCOMPARE(QJsonDocument::fromJson(runHelm(values())).object(), wanted);
    const auto history = QJsonDocument::fromJson(runHelm({QStringLiteral("history"), QStringLiteral("clearml"),
                                                          QStringLiteral("-o"), QStringLiteral("json")}))
                             .array();
    QCOMPARE(history.size(), 2);
    QCOMPARE(history[1][QStringLiteral("chart")], history[0][QStringLiteral("chart")]);
    QCOMPARE(history[1][QStringLiteral("status")].toString(), QStringLiteral("deployed"));
    QCOMPARE(page.draft()->text().toUtf8(), ownText + "  replicaCount: 2\n");
    QCOMPARE(page.foreignRevision(), 0);
  }

  void undo(ValuesController& page, Notices& notices) {
    QCOMPARE(notices.index(0).data(Notices::ActionRole).toString(), QStringLiteral("Undo"));
    notices.act(notices.index(0).data(Notices::IdRole).toInt());
    QVERIFY(QTest::qWaitFor([&] { return page.revision() == 3 && page.isReady(); }, 60'000));
    QVERIFY(!runHelm(values()).contains("replicaCount"));
    QCOMPARE(page.draft()->text().toUtf8(), ownText);
    QTest::qWait(500);
    QCOMPARE(page.foreignRevision(), 0);  // it was us

    // Somebody else: the page says so and does not overwrite it.
    page.draft()->set(QStringLiteral("webserver.replicaCount"), QStringLiteral("2"));
    runHelm({QStringLiteral("upgrade"), QStringLiteral("clearml"), QStringLiteral(CLEARDECK_SOURCE "/charts/clearml"),
             QStringLiteral("--reuse-values"), QStringLiteral("--set"), QStringLiteral("fileserver.enabled=true")});
    QVERIFY(QTest::qWaitFor([&] { return page.foreignRevision() == 4; }, 30'000));
    QVERIFY(!page.cannotApply().isEmpty());
    page.reload();
    QVERIFY(QTest::qWaitFor([&] { return page.revision() == 4 && page.isReady(); }, 60'000));
    QCOMPARE(page.draft()->changes()->count(), 1);
    QVERIFY2(page.cannotApply().isEmpty(), qPrintable(page.cannotApply()));
  }

  static QStringList values() {
    return {QStringLiteral("get"), QStringLiteral("values"), QStringLiteral("clearml"), QStringLiteral("-o"),
            QStringLiteral("json")};
  }
  QByteArray runHelm(QStringList arguments) {
    arguments << QStringLiteral("--kubeconfig") << m_kubeconfig << QStringLiteral("-n") << QString::fromLatin1(space);
    QProcess process;
    process.start(m_helm, arguments);
    const bool good = process.waitForFinished(120'000) && process.exitCode() == 0;
    if (!good) QTest::qFail(process.readAllStandardError().constData(), __FILE__, __LINE__);
    m_installed = m_installed || good;
    return process.readAllStandardOutput();
  }

  QTemporaryDir m_home;
  QString m_helm, m_kubeconfig;
  bool m_installed = false;
};

QTEST_GUILESS_MAIN(ValuesStoryTest)
#include "test_values_story.moc"
