// History, revisions compared, plan files, and what an uninstall would do: pure parts.
#include "base/files.h"
#include "base/text.h"
#include "helm/digest.h"
#include "installation/plan_file.h"
#include "installation/release_history.h"
#include "installation/uninstall_plan.h"

#include <QTemporaryDir>
#include <QtTest>

#include <sys/stat.h>

using namespace cleardeck;
using namespace cleardeck::installation;

namespace {
helm::Release release(const char* values, const std::string& manifest, const std::string& notes) {
  helm::Release release;
  release.name = "clearml";
  release.ns = "team";
  release.revision = 3;
  release.userValues = *yaml::parse(values);
  release.manifest = manifest;
  release.notes = notes;
  return release;
}

std::string secretObject(const std::string& plain) {
  return "apiVersion: v1\nkind: Secret\nmetadata: {name: s}\ndata: {key: " + text::toBase64(plain) + "}\n";
}

kube::PersistentVolumeClaim claim(const char* name, const char* volume) {
  kube::PersistentVolumeClaim row;
  row.ns = "team";
  row.name = name;
  row.capacity = "50Gi";
  row.volume = volume;
  return row;
}

PlanFile plan() {
  PlanFile plan;
  plan.kind = "upgrade";
  plan.context = "kind";
  plan.ns = "team";
  plan.release = "clearml";
  plan.base = 4;
  plan.made = "2026-01-02T03:04:05Z";
  plan.by = "ada@desk";
  plan.fromVersion = "0.2.0";
  plan.chart = "clearml";
  plan.version = "0.3.0";
  plan.chartDigest = helm::sha256("chart");
  plan.source = "https://charts.example.com";
  plan.overrides = "# mine\na: \"ä\"\n";
  plan.overridesDigest = helm::sha256(plan.overrides);
  plan.diffDigest = helm::sha256("diff");
  plan.summary = {"change Deployment clearml-apiserver"};
  plan.noWayBack = {"MongoDB"};
  plan.note = "backup nightly";
  return plan;
}
}  // namespace

class ReleaseChangesTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void notesOfChanges() {
    const auto ours = readChangeNote(changeNote("Upgrade 1 to 2, by the book"));
    QCOMPARE(ours.what, std::string("Upgrade 1 to 2, by the book"));
    QVERIFY(ours.who.find('@') != std::string::npos);
    for (const char* foreign : {"Upgrade complete", "done, by hand", "", "x with ClearDeck"}) {
      QCOMPARE(readChangeNote(foreign).what, std::string(foreign));
      QCOMPARE(readChangeNote(foreign).who, std::string());
    }
  }
  void notesHoldNoSecrets() {
    const auto one = release("{clearml: {apiserverSecret: hunter2hunter2, cookieName: visible}}",
                             secretObject("generated-one"), "login hunter2hunter2 or generated-one at visible");
    QCOMPARE(historyEntry(one).notes, std::string("login ******** or ******** at visible"));
  }
  void revisionsCompared() {
    const auto before =
        release("{a: 1, clearml: {testUserSecret: oldoldold}, extraEnvs: [{name: X, token: tok-tok-tok}]}",
                secretObject("before-secret"), "secret oldoldold");
    const auto after =
        release("{a: 2, clearml: {testUserSecret: newnewnew}}", secretObject("after-secret"), "secret newnewnew");
    auto diff = compareRevisions(before, after);
    QVERIFY2(diff, diff ? "" : diff.error().message.c_str());
    QCOMPARE(diff->values.size(), std::size_t(3));
    QCOMPARE(diff->values[0].before, std::string("1"));
    QCOMPARE(diff->values[1].after, std::string("********"));
    std::string all = diff->manifest.text();
    for (const auto& value : diff->values) all += value.before + value.after;
    for (const auto& line : diff->notes) all += line.text;
    for (const char* secret : {"oldoldold", "newnewnew", "tok-tok-tok", "before-secret", "after-secret"})
      QVERIFY2(all.find(secret) == std::string::npos, secret);
    QCOMPARE(diff->manifest.objects.size(), std::size_t(1));
    QCOMPARE(diff->notes.size(), std::size_t(0));  // they differ in the secret alone
    auto broken = release("{}", "a: [", "");
    QVERIFY(!compareRevisions(before, broken));
  }

  void uninstalling() {
    const std::string manifest =
        "kind: Deployment\nmetadata: {name: clearml-apiserver}\n---\n"
        "kind: StatefulSet\nmetadata: {name: clearml-mongodb}\nspec: {volumeClaimTemplates: [{metadata: {name: "
        "data}}]}\n---\n"
        "kind: PersistentVolumeClaim\nmetadata: {name: files}\n---\n"
        "kind: PersistentVolumeClaim\nmetadata: {name: kept, annotations: {helm.sh/resource-policy: keep}}\n---\n"
        "kind: CronJob\nmetadata: {name: clearml-backup}\n";
    auto plan = planUninstall(release("{}", manifest, ""), {claim("data-clearml-mongodb-0", "pv1"),
                                                            claim("files", "pv2"), claim("data-clearml-mongodb-x", ""),
                                                            claim("kept", "pv3"), claim("somebody-elses", "pv4")});
    QVERIFY2(plan, plan ? "" : plan.error().message.c_str());
    QCOMPARE(plan->claims, std::vector<std::string>{"data-clearml-mongodb-0"});
    QCOMPARE(plan->kept, std::vector<std::string>{"PersistentVolumeClaim kept"});
    QCOMPARE(plan->dies.size(), std::size_t(4));
    QCOMPARE(plan->dataDies.size(), std::size_t(1));
    QCOMPARE(plan->dataDies[0].volume, std::string("pv2"));
    QCOMPARE(plan->dataDies[0].size, std::string("50Gi"));
    QVERIFY(plan->backup.find("--from=cronjob/clearml-backup") != std::string::npos);
    QVERIFY(!planUninstall(release("{}", "a: [", ""), {}));
  }

  void plansSurviveTheirFile() {
    QTemporaryDir folder;
    const auto file = std::filesystem::path(folder.path().toStdString()) / "plan.json";
    QVERIFY(files::writeAtomically(file, "open to all", 0644));
    QVERIFY(writePlan(file, plan()));
    struct stat status = {};
    QCOMPARE(stat(file.c_str(), &status), 0);
    QCOMPARE(int(status.st_mode & 0777), 0600);
    auto read = readPlan(file);
    QVERIFY2(read, read ? "" : read.error().text().c_str());
    QCOMPARE(read->overrides, plan().overrides);
    QCOMPARE(read->base, 4);
    QCOMPARE(read->noWayBack, plan().noWayBack);
    QCOMPARE(read->diffDigest, plan().diffDigest);
    QCOMPARE(read->source, plan().source);
    QCOMPARE(read->note, plan().note);
    QCOMPARE(read->timeoutSeconds, 900);
  }
  void badPlans_data() {
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QByteArray>("word");
    QTest::newRow("empty") << QByteArray() << QByteArray("no plan");
    QTest::newRow("no JSON") << QByteArray("kind: values") << QByteArray("no plan");
    QTest::newRow("a list") << QByteArray("[1]") << QByteArray("no plan");
    QTest::newRow("another format") << QByteArray("{\"format\":\"cleardeck-plan/9\"}") << QByteArray("no plan");
    QTest::newRow("parts missing") << QByteArray("{\"format\":\"cleardeck-plan/1\",\"kind\":\"values\"}")
                                   << QByteArray("missing");
    QTest::newRow("binary") << QByteArray("\x1f\x8b\x00", 3) << QByteArray("no plan");
  }
  void badPlans() {
    QFETCH(QByteArray, content);
    QFETCH(QByteArray, word);
    QTemporaryDir folder;
    const auto file = std::filesystem::path(folder.path().toStdString()) / "plan.json";
    QVERIFY(files::writeAtomically(file, content.toStdString()));
    auto read = readPlan(file);
    QVERIFY(!read);
    QVERIFY2(read.error().message.find(word.toStdString()) != std::string::npos, read.error().text().c_str());
  }
  void anEditedPlanIsRefused() {
    QTemporaryDir folder;
    const auto file = std::filesystem::path(folder.path().toStdString()) / "plan.json";
    auto edited = plan();
    edited.overrides += "b: 2\n";
    QVERIFY(writePlan(file, edited));
    auto read = readPlan(file);
    QVERIFY(!read);
    QVERIFY(read.error().message.find("edited") != std::string::npos);
    QVERIFY(!readPlan("/no/such/plan"));
  }
  void digestsOfDiffs() {
    auto one = helm::diffManifests("kind: A\nmetadata: {name: x}\nspec: 1\n", "kind: A\nmetadata: {name: x}\nspec: 2\n",
                                   "team");
    auto two = helm::diffManifests("kind: A\nmetadata: {name: x}\nspec: 1\n", "kind: A\nmetadata: {name: x}\nspec: 3\n",
                                   "team");
    QVERIFY(one && two);
    QVERIFY(diffDigest(*one) != diffDigest(*two));
    QCOMPARE(diffDigest(*one), diffDigest(*one));
  }
};

QTEST_APPLESS_MAIN(ReleaseChangesTest)
#include "test_release_changes.moc"
