// Release Secrets that helm 3 and 4 wrote, damaged ones, and lists of them.
#include "base/text.h"
#include "helm/fixtures.h"
#include "helm/releases.h"

#include <QtTest>

using namespace cleardeck;
using helm::ReleaseStatus;

namespace {
std::string payload(const std::string& secret) {
  return test::contentOf(test::helmFixture("releases/" + secret + ".txt"));
}

kube::ReleaseSecret row(const std::string& ns, const std::string& release, unsigned revision,
                        const std::string& status) {
  kube::ReleaseSecret secret;
  secret.ns = ns;
  secret.release = release;
  secret.revision = revision;
  secret.status = status;
  return secret;
}
}  // namespace

class HelmReleasesTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void decodes_data() {
    QTest::addColumn<QString>("secret");
    QTest::addColumn<QString>("status");
    QTest::addColumn<QString>("values");
    QTest::addColumn<bool>("serverSide");
    QTest::newRow("helm 3") << "three.v1"
                            << "superseded"
                            << R"({"replicas":1,"storePassword":"s3cret"})" << false;
    QTest::newRow("helm 3 upgraded") << "three.v2"
                                     << "deployed"
                                     << R"({"replicas":3})" << false;
    QTest::newRow("helm 4") << "four.v1"
                            << "deployed"
                            << R"({"replicas":1,"storePassword":"s3cret"})" << true;
    QTest::newRow("helm 4 failed") << "four.v2"
                                   << "failed"
                                   << R"({"podAnnotations":"x"})" << true;
    QTest::newRow("interrupted") << "three.v9"
                                 << "pending-upgrade"
                                 << R"({"tag":"missing"})" << false;
  }
  void decodes() {
    QFETCH(QString, secret);
    QFETCH(QString, status);
    QFETCH(QString, values);
    QFETCH(bool, serverSide);
    std::string name = "sh.helm.release.v1." + secret.toStdString();
    auto release = helm::decodeRelease(name, payload(name));
    QVERIFY2(release, release ? "" : release.error().message.c_str());
    QCOMPARE(release->name, secret.toStdString().substr(0, secret.indexOf('.')));
    QCOMPARE(release->revision, secret.mid(secret.indexOf(".v") + 2).toInt());
    QCOMPARE(QString(helm::name(release->status)), status);
    QCOMPARE(QString::fromStdString(yaml::toJson(release->userValues)), values);
    QCOMPARE(release->serverSideApply, serverSide);
    QCOMPARE(release->chart.text(), std::string("sample-1.0.0"));
    QCOMPARE(release->chart.appVersion, std::string("2.1"));
    QCOMPARE(release->defaults["tag"].get<std::string>(), std::string("1.0"));
    QVERIFY(release->manifest.find("kind: StatefulSet") != std::string::npos);
    QVERIFY(release->schema.find("Image tag") != std::string::npos);
    QCOMPARE(release->readme, std::string("# sample\n"));
    QVERIFY(release->firstDeployed && release->lastDeployed);
  }

  void acceptsEveryWrapping() {
    const std::string json = R"({"name":"a","version":1,"namespace":"n","info":{"status":"deployed"}})";
    for (const std::string& wrapped : {json, text::toBase64(json), text::toBase64(text::toBase64(json))}) {
      auto release = helm::decodeRelease("s", wrapped);
      QVERIFY(release);
      QVERIFY(release->userValues.is_object());
    }
    auto once = text::fromBase64(payload("sh.helm.release.v1.three.v1"));
    QVERIFY(once && helm::decodeRelease("s", *once));
  }

  void damagedOnesNameTheirSecret_data() {
    QTest::addColumn<QByteArray>("payload");
    QTest::addColumn<QString>("reason");
    QByteArray good = QByteArray::fromStdString(payload("sh.helm.release.v1.three.v1"));
    QTest::newRow("empty") << QByteArray() << "JSON";
    QTest::newRow("no base64") << QByteArray("%%%") << "base64";
    QTest::newRow("cut short") << good.left(good.size() / 2 / 4 * 4) << "damaged";
    QTest::newRow("not JSON") << QByteArray("e25vdA==") << "JSON";
    QTest::newRow("no release") << QByteArray("{\"a\": 1}") << "no release";
    QTest::newRow("a list") << QByteArray("W10=") << "base64";
    QTest::newRow("too large") << QByteArray(9 << 20, 'A') << "8 MB";
  }
  void damagedOnesNameTheirSecret() {
    QFETCH(QByteArray, payload);
    QFETCH(QString, reason);
    auto release = helm::decodeRelease("sh.helm.release.v1.x.v3", payload.toStdString());
    QVERIFY(!release);
    QVERIFY2(release.error().message.find("sh.helm.release.v1.x.v3") != std::string::npos,
             release.error().message.c_str());
    QVERIFY2(release.error().message.find(reason.toStdString()) != std::string::npos, release.error().message.c_str());
    QVERIFY(!release.error().hint.empty());
  }

  void listsNewestAndHistory() {
    const std::vector<kube::ReleaseSecret> rows{row("a", "x", 2, "deployed"), row("a", "x", 10, "failed"),
                                                row("b", "x", 1, "deployed"), row("a", "x", 9, "superseded"),
                                                row("a", "y", 1, "pending-install")};
    auto newest = helm::newestRevisions(rows);
    QCOMPARE(newest.size(), std::size_t(3));
    QCOMPARE(newest[0].revision, 10u);
    QCOMPARE(newest[2].ns, std::string("b"));
    auto revisions = helm::revisionsOf(rows, "a", "x");
    QCOMPARE(revisions.size(), std::size_t(3));
    QCOMPARE(revisions[0].revision, 10u);
    QCOMPARE(helm::lastGoodRevision(revisions, 10), 9);
    QCOMPARE(helm::lastGoodRevision(revisions, 2), 0);
    QVERIFY(helm::isPending(helm::releaseStatus("pending-rollback")));
    QCOMPARE(helm::releaseStatus("something new"), ReleaseStatus::Unknown);
  }
};

QTEST_APPLESS_MAIN(HelmReleasesTest)
#include "test_helm_releases.moc"
