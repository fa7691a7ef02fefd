// The helm program: found, versions, argument lists, its failures in our words, and real runs without a cluster.
#include "base/text.h"
#include "helm/commands.h"
#include "helm/fixtures.h"
#include "helm/values.h"
#include "net/await.h"

#include <QtTest>

#include <filesystem>

using namespace cleardeck;
namespace fs = std::filesystem;

namespace {
helm::Program program(const char* version) { return helm::Program("helm", *helm::parseVersion(version)); }

helm::ChartRun sampleRun() {
  helm::ChartRun run;
  run.release = "rel";
  run.chart = "/charts/sample-1.0.0.tgz";
  run.version = "1.0.0";
  run.values = "storePassword: topsecret\n";
  run.wait = true;
  return run;
}

QString line(const std::vector<std::string>& arguments) { return QString::fromStdString(text::join(arguments, " ")); }

/// A program of ours that plays an odd helm.
QString script(const QTemporaryDir& folder, const QByteArray& body) {
  QString path = folder.filePath("helm");
  QFile file(path);
  if (!file.open(QIODevice::WriteOnly)) return QString();
  file.write("#!/bin/sh\n" + body);
  file.close();
  file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
  return path;
}
}  // namespace

class HelmProgramTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void versions_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("major");
    QTest::addColumn<int>("minor");
    QTest::newRow("full") << "v3.21.4" << 3 << 21;
    QTest::newRow("go install") << "v4.2\n" << 4 << 2;
    QTest::newRow("without v") << "3.12.0+g1" << 3 << 12;
    QTest::newRow("rubbish") << "hello" << -1 << 0;
    QTest::newRow("empty") << "" << -1 << 0;
  }
  void versions() {
    QFETCH(QString, text);
    QFETCH(int, major);
    QFETCH(int, minor);
    auto version = helm::parseVersion(text.toStdString());
    QCOMPARE(version ? version->major : -1, major);
    if (version) QCOMPARE(version->minor, minor);
  }

  void rollsBackByItself() {
    auto run = sampleRun();
    run.wait = false;
    run.rollBack = true;
    const auto three = helm::upgradeInvocation(program("v3.22.0"), run),
               four = helm::upgradeInvocation(program("v4.3.1"), run);
    QVERIFY(line(three.arguments).contains("--wait ") && line(three.arguments).contains("--atomic"));
    QVERIFY(line(four.arguments).contains("--wait=legacy") && line(four.arguments).contains("--rollback-on-failure"));
    QVERIFY(four.timeout > 2 * run.timeout);  // helm is not stopped on its way back
    run.rollBack = false;
    QVERIFY(!line(helm::upgradeInvocation(program("v4.3.1"), run).arguments).contains("roll"));
  }

  void arguments_data() {
    QTest::addColumn<QString>("version");
    QTest::addColumn<QString>("upgrade");
    QTest::addColumn<QString>("check");
    const QString common =
        "upgrade rel /charts/sample-1.0.0.tgz --version 1.0.0 --values - --timeout 900s %1 --reset-values "
        "--cleanup-on-fail --output json";
    QTest::newRow("3.12") << "v3.12.0" << common.arg("--wait") << " --dry-run";
    QTest::newRow("3.22") << "v3.22.0" << common.arg("--wait") << " --dry-run=server";
    QTest::newRow("4.3") << "v4.3.1" << common.arg("--wait=legacy") << " --dry-run=server";
  }
  void arguments() {
    QFETCH(QString, version);
    QFETCH(QString, upgrade);
    QFETCH(QString, check);
    auto helm = program(version.toUtf8());
    QCOMPARE(line(helm::upgradeInvocation(helm, sampleRun()).arguments), upgrade);
    QCOMPARE(line(helm::renderInvocation(helm, sampleRun(), true).arguments), upgrade + check);
    auto rendered = line(helm::renderInvocation(helm, sampleRun(), false).arguments);
    QVERIFY(rendered.startsWith("template rel /charts/sample-1.0.0.tgz") && rendered.contains("--is-upgrade"));
    QVERIFY(line(helm::installInvocation(helm, sampleRun()).arguments).startsWith("install rel"));
    QVERIFY(line(helm::rollbackInvocation(helm, "rel", 3, false).arguments).startsWith("rollback rel 3"));
    QVERIFY(line(helm::uninstallInvocation(helm, "rel", true).arguments).contains("--keep-history"));
  }

  void theTargetIsAlwaysNamedAndSecretsNever() {
    helm::Target target({"/home/me/my config"}, "prod", "clearml");
    auto invocation = helm::upgradeInvocation(program("v4.3.1"), sampleRun());
    auto arguments = line(helm::argumentsFor(target, invocation));
    QVERIFY(arguments.endsWith("--kubeconfig /home/me/my config --kube-context prod --namespace clearml"));
    QVERIFY(!arguments.contains("topsecret"));
    QCOMPARE(invocation.input, std::string("storePassword: topsecret\n"));
    auto shown = QString::fromStdString(helm::commandLine(target, invocation, "overrides.yaml"));
    QVERIFY(shown.contains("--values overrides.yaml") && shown.contains("'/home/me/my config'"));
    helm::Target several({"/a", "/b"}, "prod", "x");
    QVERIFY(!line(helm::argumentsFor(several, invocation)).contains("--kubeconfig"));
    QVERIFY(QString::fromStdString(helm::commandLine(several, invocation, "v"))
                .startsWith("KUBECONFIG=/a:/b helm upgrade"));
  }

  void failures_data() {
    QTest::addColumn<QString>("file");
    QTest::addColumn<QString>("kind");
    const std::map<std::string, const char*> kinds{{"bad-values", "invalid"},
                                                   {"conflict", "conflict"},
                                                   {"expired", "auth"},
                                                   {"forbidden", "forbidden"},
                                                   {"immutable", "invalid"},
                                                   {"in-use", "conflict"},
                                                   {"nil", "invalid"},
                                                   {"no-chart", "notFound"},
                                                   {"not-found-history", "notFound"},
                                                   {"not-found-revision", "notFound"},
                                                   {"not-found-upgrade", "notFound"},
                                                   {"ownership", "conflict"},
                                                   {"pending", "conflict"},
                                                   {"schema", "invalid"},
                                                   {"statefulset", "invalid"},
                                                   {"timeout", "timeout"},
                                                   {"unreachable", "network"},
                                                   {"wrong-ca", "tls"}};
    for (const auto& entry : fs::directory_iterator(test::helmFixture("failures"))) {
      std::string name = entry.path().filename().string();
      auto kind = kinds.find(name.substr(0, name.find('.')));
      QTest::newRow(name.c_str()) << entry.path().c_str() << (kind == kinds.end() ? "?" : kind->second);
    }
  }
  void failures() {
    QFETCH(QString, file);
    QFETCH(QString, kind);
    auto error = helm::translateFailure("upgrade rel", test::contentOf(file.toStdString()));
    QCOMPARE(QString(name(error.kind)), kind);
    QVERIFY(!error.hint.empty());
    QVERIFY2(error.message.rfind("upgrade rel: ", 0) == 0 && error.message.find("UPGRADE FAILED") == std::string::npos,
             error.message.c_str());
    QVERIFY(error.message.find("level=") == std::string::npos && error.message.size() > 20);
  }

  void missingOldAndOddPrograms() {
    test::Loop loop;
    QTemporaryDir folder;
    auto missing = loop.await(helm::probe("/nothing/helm"));
    QVERIFY(!missing);
    QCOMPARE(missing.error().kind, ErrorKind::NotFound);
    QVERIFY(!missing.error().hint.empty());
    auto old = loop.await(helm::probe(script(folder, "echo v3.11.3\n").toStdString()));
    QVERIFY(!old);
    QVERIFY2(old.error().message.find("3.12") != std::string::npos, old.error().message.c_str());
    QVERIFY(!loop.await(helm::probe(script(folder, "echo hello\n").toStdString())));
    QVERIFY(!loop.await(helm::probe(script(folder, "exit 3\n").toStdString())));
    QVERIFY(loop.await(helm::probe(script(folder, "echo v3.12.0\n").toStdString())));
  }

  void theChosenProgramWins() {
    QTemporaryDir folder;
    qputenv("CLEARDECK_HELM", script(folder, "echo v4.1.0\n").toUtf8());
    test::Loop loop;
    auto found = loop.await(helm::findProgram());
    qputenv("CLEARDECK_HELM", "/nothing/helm");
    auto none = loop.await(helm::findProgram());
    qunsetenv("CLEARDECK_HELM");
    QVERIFY(found);
    QCOMPARE(found->version.text, std::string("v4.1.0"));
    QVERIFY(!none);
  }

  void theEnvironmentDoesNotLeadAway() {
    QTemporaryDir folder;
    auto odd = script(folder, "echo \"$KUBECONFIG|$HELM_KUBECONTEXT|$HELM_NAMESPACE|$*\"; cat\n");
    qputenv("HELM_KUBECONTEXT", "elsewhere");
    test::Loop loop;
    helm::Program fake(odd.toStdString(), *helm::parseVersion("v4.1.0"));
    helm::Invocation invocation;
    invocation.arguments = {"x"};
    invocation.input = "values";
    auto output = loop.await(helm::invoke(fake, helm::Target({"/k"}, "here", "ns"), invocation));
    qunsetenv("HELM_KUBECONTEXT");
    QVERIFY(output);
    QCOMPARE(*output, std::string("/k|||x --kubeconfig /k --kube-context here --namespace ns\nvalues"));
  }

  void cancelEndsHelm() {
    QTemporaryDir folder;
    QString ended = folder.filePath("ended");
    auto slow = script(folder, "trap 'echo > " + ended.toUtf8() + "; exit 1' TERM\nsleep 30 & wait\n");
    test::Loop loop;
    helm::Invocation invocation;
    std::optional<Result<std::string>> result;
    auto keep = [&result](Result<std::string> r) { result = std::move(r); };
    helm::Program fake(slow.toStdString(), *helm::parseVersion("v4.1.0"));
    auto handle = start<std::string>(loop.executor(), helm::invoke(fake, helm::Target(), invocation), keep);
    loop.runFor(std::chrono::milliseconds(300));
    handle.cancel();
    QVERIFY(loop.runUntil([&] { return result.has_value() && QFile::exists(ended); }));
    QCOMPARE(result->error().kind, ErrorKind::Cancelled);
  }

  /// The only check that catches a mistake of our own reading: helm prints what it reads out of each file.
  void readsLikeRealHelm_data() { rendersWithRealHelm_data(); }
  void readsLikeRealHelm() {
    QFETCH(QByteArray, variable);
    if (qEnvironmentVariableIsEmpty(variable.constData()))
      QSKIP("set CLEARDECK_HELM3 and CLEARDECK_HELM4 to helm programs");
    test::Loop loop;
    auto real = loop.await(helm::probe(qgetenv(variable.constData()).toStdString()));
    QVERIFY(real);
    QTemporaryDir folder;
    fs::path chart = folder.path().toStdString();
    fs::create_directories(chart / "templates");
    QVERIFY(files::writeAtomically(chart / "Chart.yaml", "apiVersion: v2\nname: empty\nversion: 1.0.0\n"));
    QVERIFY(files::writeAtomically(chart / "templates" / "values.yaml",
                                   "kind: Values\nvalues: {{ toJson .Values | quote }}\n"));
    int compared = 0;
    for (const char* top : {"/charts", "/yaml"})
      for (const auto& entry : fs::recursive_directory_iterator(std::string(CLEARDECK_FIXTURES) + top)) {
        bool values =
            entry.path().filename().string().rfind("values", 0) == 0 || entry.path().parent_path().filename() == "yaml";
        if (!entry.is_regular_file() || !values) continue;
        helm::ChartRun run;
        run.release = "rel";
        run.chart = chart;
        run.values = test::contentOf(entry.path());
        auto output = loop.await(helm::render(*real, helm::Target({}, "", "ns"), run, false));
        QVERIFY2(output, output ? "" : (entry.path().string() + output.error().message).c_str());
        auto printed = yaml::parse(*output);
        auto theirs = yaml::fromJson((*printed)["values"].get<std::string>());
        auto ours = yaml::parse(run.values);
        QVERIFY(theirs && ours);
        // Sub-charts aside, helm adds nothing to a chart without values.
        auto difference = helm::diffValues(*theirs, *ours);
        QVERIFY2(*theirs == *ours,
                 difference.empty() ? "" : (entry.path().string() + yaml::toString(difference[0].path)).c_str());
        ++compared;
      }
    QVERIFY(compared >= 12);
  }

  void rendersWithRealHelm_data() {
    QTest::addColumn<QByteArray>("variable");
    QTest::newRow("helm 3") << QByteArray("CLEARDECK_HELM3");
    QTest::newRow("helm 4") << QByteArray("CLEARDECK_HELM4");
  }
  void rendersWithRealHelm() {
    QFETCH(QByteArray, variable);
    if (qEnvironmentVariableIsEmpty(variable.constData()))
      QSKIP("set CLEARDECK_HELM3 and CLEARDECK_HELM4 to helm programs");
    test::Loop loop;
    auto real = loop.await(helm::probe(qgetenv(variable.constData()).toStdString()));
    QVERIFY2(real, real ? "" : real.error().message.c_str());
    helm::ChartRun run;
    run.release = "rel";
    run.chart = test::helmFixture("sample");
    run.version = "1.0.0";
    run.values = "replicas: 7\n";
    run.kubeVersion = "v1.31.0";
    auto manifest = loop.await(helm::render(*real, helm::Target({}, "", "ns"), run, false));
    QVERIFY2(manifest, manifest ? "" : manifest.error().text().c_str());
    QVERIFY(manifest->find("replicas: 7") != std::string::npos);
    run.values = "replicas: 700\n";
    auto refused = loop.await(helm::render(*real, helm::Target({}, "", "ns"), run, false));
    QVERIFY(!refused);
    QCOMPARE(refused.error().kind, ErrorKind::Invalid);
    QVERIFY2(refused.error().message.find("replicas") != std::string::npos, refused.error().message.c_str());
  }
};

QTEST_APPLESS_MAIN(HelmProgramTest)
#include "test_helm_program.moc"
