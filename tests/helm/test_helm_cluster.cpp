// A release's life on a real control plane with real helm 3 and 4: install, values upgrade, drift, rollback, pending.
// CLEARDECK_TEST_CLUSTER is the folder of a cluster that tests/cluster/up started.
#include "helm/commands.h"
#include "helm/fixtures.h"
#include "helm/releases.h"
#include "helm/values_session.h"
#include "helm/values_upgrade.h"
#include "net/await.h"
#include "net/runtime.h"

#include <QtTest>

using namespace cleardeck;

class HelmClusterTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void aReleasesLife_data() {
    QTest::addColumn<QByteArray>("variable");
    QTest::newRow("helm 3") << QByteArray("CLEARDECK_HELM3");
    QTest::newRow("helm 4") << QByteArray("CLEARDECK_HELM4");
  }
  void aReleasesLife() {
    QFETCH(QByteArray, variable);
    std::filesystem::path cluster = qgetenv("CLEARDECK_TEST_CLUSTER").toStdString();
    if (cluster.empty()) QSKIP("set CLEARDECK_TEST_CLUSTER to the folder of a running test cluster");
    if (qEnvironmentVariableIsEmpty(variable.constData()))
      QSKIP("set CLEARDECK_HELM3 and CLEARDECK_HELM4 to helm programs");
    m_helm = *await(helm::probe(qgetenv(variable.constData()).toStdString()));
    auto config = kube::loadKubeconfig({cluster / "kubeconfig"});
    auto context = kube::findContext(config, "");
    QVERIFY(context);
    auto session = kube::Session::create(m_loop.executor(), *context);
    QVERIFY(session);
    m_target = helm::Target({cluster / "kubeconfig"}, context->name,
                            variable == "CLEARDECK_HELM3" ? "life-three" : "life-four");
    auto leftOver = await(helm::uninstall(m_helm, m_target, "life", false));
    QVERIFY2(leftOver || leftOver.error().kind == ErrorKind::NotFound, "an earlier run left a release behind");

    install();
    if (!QTest::currentTestFailed()) upgradeValues(*session);
    if (!QTest::currentTestFailed()) rollBack(*session);
    auto gone = await(helm::uninstall(m_helm, m_target, "life", false));
    QVERIFY2(gone, gone ? "" : gone.error().text().c_str());
    auto again = await(helm::history(m_helm, m_target, "life"));
    QVERIFY(!again);
    QCOMPARE(again.error().kind, ErrorKind::NotFound);
  }

 private:
  template <class T>
  Result<T> await(Task<T> task) {
    return m_loop.await(std::move(task));
  }

  void install() {
    helm::ChartRun run;
    run.release = "life";
    run.chart = test::helmFixture("sample");
    run.version = "1.0.0";
    run.values = m_text;
    run.createNamespace = true;
    run.wait = true;
    auto revision = await(helm::install(m_helm, m_target, run));
    QVERIFY2(revision, revision ? "" : revision.error().text().c_str());
    QCOMPARE(*revision, 1);
  }

  Result<helm::Release> newest(kube::Session session) {
    auto history = await(helm::openHistory(session, m_target.ns, "life", 10, m_runtime.workers()));
    if (!history) return history.error();
    return history->revisions.at(0);
  }

  void upgradeValues(kube::Session session) {
    auto release = newest(session);
    QVERIFY2(release, release ? "" : release.error().text().c_str());
    helm::ValuesBase base;
    base.release = *release;
    base.chart = std::make_shared<helm::Chart>(*helm::readChart(test::helmFixture("sample")));
    base.overridesText = m_text;
    auto values = helm::ValuesSession::create(std::move(base));
    QVERIFY(values && values->drift().empty());
    QVERIFY(values->set({std::string("tag")}, "2.0"));
    auto run = values->plan();
    QVERIFY(run);
    for (bool onServer : {false, true}) {
      auto diff = await(helm::preview(m_helm, m_target, *run, release->manifest, onServer, m_runtime.workers()));
      QVERIFY2(diff, diff ? "" : diff.error().text().c_str());
      QCOMPARE(diff->objects.size(), std::size_t(1));
      QCOMPARE(diff->objects[0].fields.size(), std::size_t(1));
      QCOMPARE(diff->objects[0].fields[0].path, std::string("spec.template.spec.containers[web].image"));
    }
    auto outdated = await(helm::applyOver(m_helm, m_target, *run, 7));
    QVERIFY(!outdated);
    QCOMPARE(outdated.error().kind, ErrorKind::Conflict);
    auto revision = await(helm::applyOver(m_helm, m_target, *run, release->revision));
    QVERIFY2(revision, revision ? "" : revision.error().text().c_str());
    QCOMPARE(*revision, 2);
    auto stored = await(helm::storedValues(m_helm, m_target, "life", 0, false));
    QVERIFY(stored);
    QCOMPARE(yaml::toJson(*stored), std::string(R"({"replicas":1,"tag":"2.0"})"));
    auto all = await(helm::storedValues(m_helm, m_target, "life", 0, true));
    QVERIFY(all);
    QCOMPARE(*all, values->effective());
    QCOMPARE(newest(session)->chart.version, std::string("1.0.0"));
    QCOMPARE(values->text(), m_text + "tag: \"2.0\"\n");
  }

  void rollBack(kube::Session session) {
    auto done = await(helm::rollback(m_helm, m_target, "life", 1, true));
    QVERIFY2(done, done ? "" : done.error().text().c_str());
    auto history = await(helm::history(m_helm, m_target, "life"));
    QVERIFY(history);
    QCOMPARE(history->size(), std::size_t(3));
    QCOMPARE(history->back().status, helm::ReleaseStatus::Deployed);
    QCOMPARE(yaml::toJson(newest(session)->userValues), std::string(R"({"replicas":1})"));
    auto missing = await(helm::rollback(m_helm, m_target, "life", 99, false));
    QVERIFY(!missing);
    QCOMPARE(missing.error().kind, ErrorKind::NotFound);
  }

  const std::string m_text = "# my overrides\nreplicas: 1 # one is enough\n";
  Runtime m_runtime;
  test::Loop m_loop;
  helm::Program m_helm;
  helm::Target m_target;
};

QTEST_APPLESS_MAIN(HelmClusterTest)
#include "test_helm_cluster.moc"
