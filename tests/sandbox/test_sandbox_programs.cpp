// The real kubectl and helm against the sandbox. Without the programs (CLEARDECK_KUBECTL or KUBECTL, CLEARDECK_HELM3,
// CLEARDECK_HELM4) these are skipped.
#include "sandbox/client.h"

#include <QtTest>

using namespace cleardeck;
using namespace cleardeck::test;

class SandboxProgramsTest : public QObject {
  Q_OBJECT
  std::unique_ptr<Client> m_client;
  QTemporaryDir m_folder;
  QString m_errors;

  bool write(const QString& name, const QByteArray& content) {
    QFile file(m_folder.filePath(name));
    return QDir(m_folder.path()).mkpath(QFileInfo(name).path()) && file.open(QIODevice::WriteOnly) &&
           file.write(content) == content.size();
  }
  /// What the program printed; empty and m_errors set when it failed.
  QString run(const QString& program, const QStringList& arguments, int* code = nullptr) {
    QProcess process;
    auto environment = QProcessEnvironment::systemEnvironment();
    environment.insert("KUBECONFIG", m_folder.filePath("kubeconfig"));
    environment.insert("HOME", m_folder.path());
    process.setProcessEnvironment(environment);
    process.start(program, arguments);
    if (!process.waitForFinished(90'000)) process.kill();
    m_errors = QString::fromUtf8(process.readAllStandardError());
    int exitCode = process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1;
    if (code) *code = exitCode;
    if (exitCode != 0 && !code) qWarning("%s", qPrintable(arguments.join(' ') + ": " + m_errors));
    return exitCode == 0 ? QString::fromUtf8(process.readAllStandardOutput()) : QString();
  }
  static QString program(const char* variable) { return qEnvironmentVariable(variable); }

 private Q_SLOTS:
  void init() {
    m_client = std::make_unique<Client>(quick(true));
    QVERIFY(m_client->good());
    QVERIFY(write("kubeconfig", QByteArray::fromStdString(m_client->cluster().kubeconfigText())));
    QVERIFY(write("tiny/Chart.yaml", "apiVersion: v2\nname: tiny\nversion: 0.1.0\n"));
    QVERIFY(write("tiny/values.yaml", "step: 1\n"));
    QVERIFY(
        write("tiny/templates/all.yaml",
              "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: tiny}\ndata:\n  step: \"{{ .Values.step }}\"\n{{ if "
              ".Values.more }}  more: x\n{{ end }}---\n"
              "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: tiny}\nspec:\n  selector: {matchLabels: "
              "{app: tiny}}\n  template:\n"
              "    metadata: {labels: {app: tiny}}\n    spec: {containers: [{name: tiny, image: \"tiny:{{ "
              ".Values.step }}\"}]}\n---\n"
              "apiVersion: batch/v1\nkind: Job\nmetadata: {name: hook, annotations: {helm.sh/hook: post-install}}\n"
              "spec: {template: {spec: {restartPolicy: Never, containers: [{name: a, image: \"b:1\"}]}}}\n"));
  }
  void kubectl() {
    const auto kubectl = program(qEnvironmentVariableIsSet("CLEARDECK_KUBECTL") ? "CLEARDECK_KUBECTL" : "KUBECTL");
    if (kubectl.isEmpty()) QSKIP("CLEARDECK_KUBECTL names no kubectl");
    QVERIFY(!run(kubectl, {"wait", "--for=condition=Available", "deploy", "--all", "--timeout=20s"}).isEmpty());
    const auto pods = run(kubectl, {"get", "pods"});
    QVERIFY(pods.contains("clearml-apiserver") && pods.contains("1/1") && pods.contains("STATUS"));
    QVERIFY(run(kubectl, {"get", "all", "-A"}).contains("statefulset.apps/"));
    QVERIFY(run(kubectl, {"logs", "deploy/clearml-apiserver", "--tail=2"}).contains("[sandbox]"));
    QVERIFY(write("a.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {a: b}\n"));
    const auto file = m_folder.filePath("a.yaml");
    QVERIFY(run(kubectl, {"apply", "-f", file}).contains("created"));
    QVERIFY(run(kubectl, {"apply", "-f", file}).contains("unchanged"));
    QVERIFY(write("a.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {c: d}\n"));
    QVERIFY(run(kubectl, {"apply", "-f", file}).contains("configured"));
    QCOMPARE(run(kubectl, {"get", "cm", "a", "-o", "jsonpath={.data}"}), QString("{\"c\":\"d\"}"));
    QVERIFY(run(kubectl, {"apply", "--server-side", "--force-conflicts", "-f", file}).contains("serverside-applied"));
    QVERIFY(run(kubectl, {"scale", "deploy/clearml-webserver", "--replicas=2"}).contains("scaled"));
    QVERIFY(run(kubectl, {"rollout", "status", "deploy/clearml-webserver", "--timeout=20s"}).contains("successfully"));
    QVERIFY(run(kubectl, {"delete", "pod", "-l", "app.kubernetes.io/component=webserver"}).contains("deleted"));
    QVERIFY(run(kubectl, {"auth", "can-i", "list", "pods"}).contains("yes"));
    int code = 0;
    run(kubectl, {"get", "pod", "none"}, &code);
    QVERIFY(code != 0 && m_errors.contains("(NotFound): pods \"none\" not found"));
    int timeout = 0;
    QVERIFY(run(kubectl, {"get", "pods", "-w", "--request-timeout=1s"}, &timeout).contains("clearml-apiserver") ||
            timeout != 0);
  }
  void helm_data() {
    QTest::addColumn<QString>("variable");
    QTest::newRow("helm 3") << "CLEARDECK_HELM3";
    QTest::newRow("helm 4") << "CLEARDECK_HELM4";
  }
  void helm() {
    QFETCH(QString, variable);
    const auto helm = program(qPrintable(variable));
    if (helm.isEmpty()) QSKIP(qPrintable(variable + " names no helm"));
    const QString chart = CLEARDECK_SOURCE "/charts/clearml";
    QVERIFY(run(helm, {"list", "-A", "-o", "json"}).contains("\"name\":\"clearml\""));
    QCOMPARE(run(helm, {"get", "values", "clearml", "-o", "json"}).trimmed(), QString("null"));
    QVERIFY(!run(helm, {"upgrade", "clearml", chart, "--reuse-values", "--set", "apiserver.replicaCount=2", "--wait",
                        "--timeout", "40s"})
                 .isEmpty());
    QCOMPARE(run(helm, {"get", "values", "clearml", "-o", "json"}).trimmed(),
             QString("{\"apiserver\":{\"replicaCount\":2}}"));
    const std::string deployment = "/apis/apps/v1/namespaces/clearml/deployments/clearml-apiserver";
    QCOMPARE(m_client->get(deployment)["status"]["readyReplicas"].get<int>(), 2);
    QVERIFY(!run(helm, {"rollback", "clearml", "1", "--wait", "--timeout", "40s"}).isEmpty());
    QCOMPARE(m_client->get(deployment)["spec"]["replicas"].get<int>(), 1);
    QVERIFY(run(helm, {"history", "clearml", "-o", "json"}).contains("\"revision\":3"));
  }
  void helmInstallsAChart_data() { helm_data(); }
  void helmInstallsAChart() {
    QFETCH(QString, variable);
    const auto helm = program(qPrintable(variable));
    if (helm.isEmpty()) QSKIP(qPrintable(variable + " names no helm"));
    const auto chart = m_folder.filePath("tiny");
    const QStringList where = {"-n", "team", "--wait", "--timeout", "40s"};
    QVERIFY(
        !run(helm, QStringList{"install", "tiny", chart, "--create-namespace", "--set", "more=1"} + where).isEmpty());
    const std::string configMap = "/api/v1/namespaces/team/configmaps/tiny";
    QCOMPARE(m_client->get(configMap)["data"], Json::parse(R"({"more":"x","step":"1"})"));
    QVERIFY(!run(helm, QStringList{"upgrade", "tiny", chart, "--set", "step=2"} + where).isEmpty());
    QCOMPARE(m_client->get(configMap)["data"], Json::parse(R"({"step":"2"})"));  // what the chart no longer has is gone
    QVERIFY(!run(helm, QStringList{"uninstall", "tiny"} + where).isEmpty());
    QCOMPARE(m_client->call("GET", configMap).status, 404);
  }
};

QTEST_GUILESS_MAIN(SandboxProgramsTest)
#include "test_sandbox_programs.moc"
