// Table tests of the rules: what is an installation, how it does, where it is reached.
#include "base/time.h"
#include "cluster_facts.h"

#include <QtTest>

using namespace cleardeck;
using namespace cleardeck::installation;

namespace {

Installation only(const Facts& facts) {
  auto rows = installationsOf(facts, testNow);
  return rows.size() == 1 ? rows.front() : Installation();
}

void crash(kube::Pod& pod) {
  pod.status = "CrashLoopBackOff";
  pod.tone = kube::Tone::Bad;
  pod.allReady = false;
  kube::Container container;
  container.endedBefore = true;
  container.lastReason = "Error";
  container.lastExitCode = 62;
  pod.containers.push_back(container);
}

std::string word(const Installation& row) { return std::string(name(row.health.word)); }

}  // namespace

class InstallationTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void ourReleaseIsFoundAndHealthy() {
    const auto row = only(healthyFacts());
    QCOMPARE(row.uid, std::string("kind/ml/clearml"));
    QVERIFY(row.flavour == Flavour::ClearDeck);
    QCOMPARE(row.release.chartVersion, std::string("0.1.0"));
    QCOMPARE(row.release.appVersion, std::string("2.3.0"));
    QCOMPARE(row.revision, 2u);
    QCOMPARE(word(row), std::string("Healthy"));
    QCOMPARE(row.health.sentence, std::string("7 of 7 parts are ready."));
  }

  void upstreamReleaseHasAllItsParts() {
    const auto row = only(upstreamFacts());
    QVERIFY(row.flavour == Flavour::Upstream);
    QCOMPARE(row.release.chartVersion, std::string("7.14.4"));
    for (Part part : chain)
      if (part != Part::Ingress) QVERIFY2(row.part(part).state == PartState::Ok, std::string(name(part)).c_str());
    QCOMPARE(row.part(Part::AsyncDelete).workload, std::string("Deployment/clearml-apiserver-asyncdelete"));
    QCOMPARE(row.part(Part::Elasticsearch).pods, std::vector<std::string>{"clearml-elastic-master-0"});
  }

  void otherChartsAreNotInstallations() {
    Facts facts = healthyFacts();
    for (auto& [uid, row] : facts.deployments) row.labels.set("helm.sh/chart", "clearml-agent-5.3.2");
    for (auto& [uid, row] : facts.statefulSets) row.labels.set("helm.sh/chart", "nginx-1.0.0");
    const auto discovery = discover(facts);
    QVERIFY(discovery.found.empty());
    QVERIFY2(discovery.read.empty(), "its workloads tell the chart, so no payload need be read");
  }

  void releaseWithoutWorkloadsIsReadAndThenFound() {
    Facts facts = healthyFacts();
    facts.deployments.clear();
    facts.statefulSets.clear();
    facts.pods.clear();
    auto discovery = discover(facts);
    QVERIFY(discovery.found.empty());
    QCOMPARE(discovery.read.size(), std::size_t(1));
    QCOMPARE(discovery.read[0].revision, 2u);
    ReleaseSummary summary;
    summary.chart = "clearml";
    summary.chartVersion = "7.14.4";
    facts.summaries[Facts::summaryKey(discovery.read[0])] = summary;
    const auto row = only(facts);
    QCOMPARE(row.release.chartVersion, std::string("7.14.4"));
    QCOMPARE(word(row), std::string("Broken"));
    QVERIFY(discover(facts).read.empty());
  }

  void unreadableSecretIsAFindingAndHidesNothing() {
    Facts facts = healthyFacts();
    ReleaseSummary broken;
    broken.problem = "Secret sh.helm.release.v1.clearml.v2: not gzip";
    for (const auto& [uid, secret] : facts.releases)
      if (secret.revision == 2) facts.summaries[Facts::summaryKey(secret)] = broken;
    const auto row = only(facts);
    QCOMPARE(row.release.chartVersion, std::string("0.1.0"));
    QCOMPARE(word(row), std::string("Degraded"));
    QCOMPARE(row.health.findings.size(), std::size_t(1));
    QCOMPARE(row.health.findings[0].evidence, broken.problem);
  }

  void withoutRightToSecretsWorkloadsAreEnough() {
    Facts facts = healthyFacts();
    facts.releases.clear();
    const auto row = only(facts);
    QCOMPARE(row.revision, 0u);
    QCOMPARE(word(row), std::string("Healthy"));
  }

  void firstBrokenLinkIsTheRootCause() {
    Facts facts = healthyFacts();
    crash(podOf(facts, "clearml-mongodb"));
    auto& api = podOf(facts, "clearml-apiserver");
    api.status = "Init:0/1";
    api.tone = kube::Tone::Busy;
    api.allReady = false;
    const auto row = only(facts);
    QCOMPARE(word(row), std::string("Broken"));
    QCOMPARE(row.health.from, std::string("apiserver"));
    QCOMPARE(row.health.to, std::string("mongodb"));
    QCOMPARE(row.health.sentence,
             std::string("First broken link: apiserver to mongodb. clearml-mongodb-0 is CrashLoopBackOff, "
                         "last Error (exit 62)."));
    QCOMPARE(row.health.findings[0].nextStep, std::string("Read the log of its previous container"));
  }

  void killedPodBreaksAtOnce() {
    Facts facts = healthyFacts();
    podOf(facts, "clearml-apiserver").terminating = true;
    QCOMPARE(word(only(facts)), std::string("Broken"));
    QCOMPARE(only(facts).health.to, std::string("apiserver"));
    deployment(facts, "clearml-apiserver").desired = 0;
    QCOMPARE(word(only(facts)), std::string("Paused"));
  }

  void freshInstallIsUpdatingNotBroken() {
    Facts facts = healthyFacts();
    auto& row = deployment(facts, "clearml-apiserver");
    row.createdAt = time::secondsSinceEpoch(testNow) - 30;
    auto& pod = podOf(facts, "clearml-apiserver");
    pod.status = "ContainerCreating";
    pod.tone = kube::Tone::Busy;
    pod.allReady = false;
    QCOMPARE(word(only(facts)), std::string("Updating"));
    crash(pod);
    QCOMPARE(word(only(facts)), std::string("Broken"));
  }

  void rolloutIsUpdating() {
    Facts facts = healthyFacts();
    auto& row = deployment(facts, "clearml-apiserver");
    row.desired = 2;
    row.updated = 1;
    QCOMPARE(word(only(facts)), std::string("Updating"));
    row.updated = 2;
    QCOMPARE(word(only(facts)), std::string("Degraded"));
  }

  void recentRestartIsAWarningForAWhile() {
    Facts facts = healthyFacts();
    kube::Container container;
    container.ready = container.endedBefore = true;
    container.lastReason = "OOMKilled";
    container.lastExitCode = 137;
    container.lastFinishedAt = time::secondsSinceEpoch(testNow) - 60;
    podOf(facts, "clearml-elasticsearch").containers.push_back(container);
    const auto row = only(facts);
    QCOMPARE(word(row), std::string("Degraded"));
    QCOMPARE(row.health.to, std::string("elasticsearch"));
    QCOMPARE(row.health.findings[0].nextStep, std::string("Raise its memory limit in Values"));
    const auto later = installationsOf(facts, testNow + std::chrono::hours(1));
    QCOMPARE(word(later.at(0)), std::string("Healthy"));
  }

  void unboundVolumeIsNamed() {
    Facts facts = healthyFacts();
    auto& pod = podOf(facts, "clearml-mongodb");
    pod.allReady = false;
    pod.status = "Pending";
    pod.claims = {"data-clearml-mongodb-0"};
    auto& claim = facts.claims["c"];
    claim.ns = "ml";
    claim.name = "data-clearml-mongodb-0";
    claim.phase = "Pending";
    claim.storageClass = "fast";
    const auto row = only(facts);
    QCOMPARE(row.part(Part::Mongodb).reason, std::string("Its volume data-clearml-mongodb-0 is Pending"));
    QCOMPARE(row.part(Part::Mongodb).nextStep, std::string("Check that the storage class fast exists"));
    QCOMPARE(row.volumes.size(), std::size_t(1));
    QCOMPARE(row.volumes[0].part, std::string("mongodb"));
  }

  void failedHelmOperationIsAFinding() {
    Facts facts = healthyFacts();
    for (auto& [uid, secret] : facts.releases)
      if (secret.revision == 2) secret.status = "failed";
    QCOMPARE(word(only(facts)), std::string("Degraded"));
  }

  void missingRightsAreNotBadHealth() {
    Facts facts = healthyFacts();
    facts.pods.clear();
    facts.podsForbidden = true;
    QCOMPARE(word(only(facts)), std::string("Unknown"));
  }

  void addressesPreferIngressThenNodePort() {
    Facts facts = healthyFacts();
    auto row = only(facts);
    QCOMPARE(row.addresses[0].url, std::string("http://10.1.1.1:30080"));
    QCOMPARE(row.addresses[1].service, std::string("clearml-apiserver"));
    QCOMPARE(row.addresses[1].port, std::string("8008"));
    auto& ingress = facts.ingresses["i"];
    ingress.ns = "ml";
    ingress.name = "clearml-webserver";
    kube::IngressPath path;
    path.host = "app.example.com";
    path.path = "/";
    path.service = "clearml-webserver";
    ingress.paths.push_back(path);
    ingress.tlsHosts = {"app.example.com"};
    row = only(facts);
    QCOMPARE(row.addresses[0].url, std::string("https://app.example.com"));
    QCOMPARE(row.addresses[0].via, std::string("Ingress"));
    QCOMPARE(row.part(Part::Ingress).reason, std::string("Ingress clearml-webserver has no address"));
  }

  void serviceWithoutEndpointsIsSeen() {
    Facts facts = healthyFacts();
    for (auto& [uid, slice] : facts.slices)
      if (slice.service == "clearml-apiserver") slice.endpoints.clear();
    QCOMPARE(word(only(facts)), std::string("Degraded"));
    QCOMPARE(only(facts).health.to, std::string("apiserver"));
  }
};

QTEST_APPLESS_MAIN(InstallationTest)
#include "test_installation.moc"
