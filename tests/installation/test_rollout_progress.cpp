// Table tests of a rollout's rows: what helm has applied, and how the pods do.
#include "cluster_facts.h"
#include "installation/rollout_progress.h"

#include <QtTest>

using namespace cleardeck;
using namespace cleardeck::installation;

namespace {

helm::ObjectChange changeOf(const std::string& kind, const std::string& name,
                            helm::ChangeKind change = helm::ChangeKind::Changed) {
  helm::ObjectChange object;
  object.kind = change;
  object.objectKind = kind;
  object.name = name;
  return object;
}

// A change of revision 2: what stands in a manifest, in its order.
RolloutTarget someTarget() {
  RolloutTarget target;
  target.release = "clearml";
  target.ns = "ml";
  target.base = 2;
  target.objects = {
      changeOf("ConfigMap", "clearml-config"),     changeOf("Service", "clearml-extra", helm::ChangeKind::Added),
      changeOf("Deployment", "clearml-apiserver"), changeOf("Deployment", "clearml-webserver"),
      changeOf("StatefulSet", "clearml-mongodb"),  changeOf("Ingress", "clearml-old", helm::ChangeKind::Removed)};
  return target;
}

void addRevision(Facts& facts, std::uint32_t revision, const std::string& status) {
  kube::ReleaseSecret secret;
  secret.uid = "secret-" + std::to_string(revision);
  secret.ns = "ml";
  secret.release = "clearml";
  secret.revision = revision;
  secret.status = status;
  facts.releases[secret.uid] = secret;
}

kube::StatefulSet& mongodb(Facts& facts) { return facts.statefulSets.at("statefulsets-clearml-mongodb"); }

void touch(kube::Workload& workload) {
  ++workload.generation;
  workload.updated = 0;
}

std::string wordOf(const ObjectProgress& row) {
  switch (row.state) {
    case ProgressState::Waiting: return "waiting";
    case ProgressState::Applied: return "applied";
    case ProgressState::RollingOut: return "rolling";
    case ProgressState::Ready: return "ready";
    case ProgressState::Failed: return "failed";
  }
  return {};
}

struct Case {
  Facts facts = healthyFacts();
  RolloutStart start = rolloutStart(facts);
  RolloutTarget target = someTarget();
  std::vector<ObjectProgress> rows() const { return rolloutProgress(target, start, facts); }
  std::string words() const {
    std::string all;
    for (const auto& row : rows()) all += (all.empty() ? "" : " ") + wordOf(row);
    return all;
  }
};

}  // namespace

class RolloutProgressTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void nothingIsAppliedBeforeHelmBegins() {
    Case c;
    QCOMPARE(c.words(), std::string("waiting waiting waiting waiting waiting waiting"));
    touch(deployment(c.facts, "clearml-apiserver"));  // somebody else's edit
    QCOMPARE(c.words(), std::string("waiting waiting waiting waiting waiting waiting"));
  }

  void whatStandsBeforeAChangedObjectIsApplied() {
    Case c;
    addRevision(c.facts, 3, "pending-upgrade");
    QCOMPARE(c.words(), std::string("waiting waiting waiting waiting waiting waiting"));
    touch(deployment(c.facts, "clearml-apiserver"));
    QCOMPARE(c.words(), std::string("applied applied rolling waiting waiting waiting"));
    const auto row = c.rows().at(2);
    QCOMPARE(row.uid, std::string("Deployment/ml/clearml-apiserver"));
    QCOMPARE(row.detail, std::string("0 of 1 updated"));
    deployment(c.facts, "clearml-apiserver").updated = 1;
    QCOMPARE(c.words(), std::string("applied applied ready waiting waiting waiting"));
    QCOMPARE(c.rows().at(2).detail, std::string("1 of 1 ready"));
  }

  void everythingIsAppliedWhenTheRevisionIsDeployed() {
    Case c;
    addRevision(c.facts, 3, "deployed");
    QCOMPARE(c.words(), std::string("applied applied ready ready ready applied"));
  }

  void partOfThePodsReady() {
    Case c;
    addRevision(c.facts, 3, "pending-upgrade");
    auto& row = deployment(c.facts, "clearml-apiserver");
    touch(row);
    row.desired = 2;
    row.updated = 2;
    QCOMPARE(c.rows().at(2).detail, std::string("1 of 2 ready"));
    QCOMPARE(c.rows().at(2).ready, 1);
    QCOMPARE(c.rows().at(2).desired, 2);
    QCOMPARE(wordOf(c.rows().at(2)), std::string("rolling"));
  }

  void podsThatCannotRunAreNamed_data() {
    QTest::addColumn<QString>("status");
    QTest::addColumn<QString>("message");
    QTest::addColumn<int>("tone");
    QTest::addColumn<QString>("word");
    QTest::addColumn<QString>("detail");
    QTest::newRow("image") << "ImagePullBackOff"
                           << "manifest unknown" << int(kube::Tone::Bad) << "failed"
                           << "clearml-mongodb-0 is ImagePullBackOff: manifest unknown";
    QTest::newRow("crash") << "CrashLoopBackOff"
                           << "" << int(kube::Tone::Bad) << "failed"
                           << "clearml-mongodb-0 is CrashLoopBackOff";
    QTest::newRow("no node") << "Pending"
                             << "0/1 nodes are available: 1 Insufficient memory." << int(kube::Tone::Bad) << "failed"
                             << "clearml-mongodb-0 is Pending: 0/1 nodes are available: 1 Insufficient memory.";
    QTest::newRow("pulling") << "ContainerCreating"
                             << "" << int(kube::Tone::Busy) << "rolling"
                             << "0 of 1 ready";
    QTest::newRow("waits for another") << "Init:0/1"
                                       << "" << int(kube::Tone::Busy) << "rolling"
                                       << "0 of 1 ready";
  }
  void podsThatCannotRunAreNamed() {
    QFETCH(QString, status);
    QFETCH(QString, message);
    QFETCH(int, tone);
    Case c;
    addRevision(c.facts, 3, "pending-upgrade");
    touch(mongodb(c.facts));
    auto& pod = podOf(c.facts, "clearml-mongodb");
    pod.status = status.toStdString();
    pod.message = message.toStdString();
    pod.tone = kube::Tone(tone);
    pod.allReady = false;
    const auto row = c.rows().at(4);
    QTEST(QString::fromStdString(wordOf(row)), "word");
    QTEST(QString::fromStdString(row.detail), "detail");
    QCOMPARE(row.nextStep.empty(), row.state != ProgressState::Failed);
  }

  void oldPodOnItsWayOutIsNoFailure() {
    Case c;
    addRevision(c.facts, 3, "pending-upgrade");
    touch(mongodb(c.facts));
    podOf(c.facts, "clearml-mongodb").terminating = true;
    QCOMPARE(wordOf(c.rows().at(4)), std::string("rolling"));
  }

  void helmThatGaveUpSaysSo() {
    Case c;
    addRevision(c.facts, 3, "failed");
    touch(deployment(c.facts, "clearml-apiserver"));
    deployment(c.facts, "clearml-apiserver").updated = 1;
    QCOMPARE(c.words(), std::string("applied applied ready failed failed failed"));
    QVERIFY(c.rows().at(3).detail.find("Helm stopped") == 0);
  }

  void aFailureThatIsOlderIsNotOurs() {
    Case c;
    addRevision(c.facts, 2, "failed");
    QCOMPARE(c.words(), std::string("waiting waiting waiting waiting waiting waiting"));
  }

  void withoutSecretsTheObjectsTell() {
    Case c;
    c.facts.releases.clear();
    touch(deployment(c.facts, "clearml-webserver"));
    QCOMPARE(c.words(), std::string("applied applied ready rolling waiting waiting"));
  }

  void withoutPodsTheWorkloadTells() {
    Case c;
    c.facts.pods.clear();
    c.facts.podsForbidden = true;
    addRevision(c.facts, 3, "deployed");
    QCOMPARE(c.words(), std::string("applied applied ready ready ready applied"));
  }

  void aFirstInstallBeginsWithItsRecord() {
    Case c;
    c.facts.releases.clear();
    c.start.clear();
    c.target.base = 0;
    QCOMPARE(c.words(), std::string("waiting waiting waiting waiting waiting waiting"));
    addRevision(c.facts, 1, "pending-install");
    QCOMPARE(c.words(), std::string("applied applied ready ready ready waiting"));
  }

  void anObjectThatAppearedWasApplied() {
    Case c;
    addRevision(c.facts, 3, "pending-upgrade");
    kube::Service service;
    service.uid = "new";
    service.ns = "ml";
    service.name = "clearml-extra";
    c.facts.services["new"] = service;
    QCOMPARE(c.words(), std::string("applied applied waiting waiting waiting waiting"));
  }
};

QTEST_APPLESS_MAIN(RolloutProgressTest)
#include "test_rollout_progress.moc"
