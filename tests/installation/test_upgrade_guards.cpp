// Table tests of the guards before a step of an upgrade, and of who else may own a release.
#include "installation/release_owner.h"
#include "installation/upgrade_guards.h"

#include <QtTest>

using namespace cleardeck;
using namespace cleardeck::installation;

namespace {

struct Case {
  Case() {
    facts.wanted = "7.14.6";
    facts.start.chart = "7.14.5";
    facts.start.kubernetes = "v1.31.2";
    facts.kubeVersion = ">= 1.21.0-0";
    facts.backup = "nightly-17";
    facts.health.word = HealthWord::Healthy;
    UpgradeStep step;
    step.from = "7.14.5";
    step.to = "7.14.6";
    step.after.mongodb = "6.0.10";
    facts.plan.steps.push_back(step);
    facts.proposal = &proposal;
  }
  const CheckFinding* find(UpgradeGuard guard) const {
    static std::vector<GuardFinding> rows;
    rows = upgradeGuards(facts);
    for (const auto& row : rows)
      if (row.guard == guard) return &row.finding;
    return nullptr;
  }
  CheckState state(UpgradeGuard guard) const {
    const auto* finding = find(guard);
    return finding ? finding->state : CheckState::Unknown;
  }
  GuardFacts facts;
  StepProposal proposal;
};

bool holds(const std::string& haystack, const std::string& needle) { return haystack.find(needle) != haystack.npos; }

}  // namespace

class UpgradeGuardsTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void aGoodStepPassesAll() {
    Case c;
    const auto rows = upgradeGuards(c.facts);
    QCOMPARE(rows.size(), std::size_t(9));
    for (const auto& row : rows) QVERIFY2(row.finding.state == CheckState::Good, row.finding.what.c_str());
    for (const auto& row : rows) QVERIFY2(row.finding.nextStep.empty(), row.finding.what.c_str());
    QVERIFY(holds(c.find(UpgradeGuard::Path)->evidence, "MongoDB 6.0.10"));
  }

  void aBackupIsDemandedOrItsLackSaid() {
    Case c;
    c.facts.backup.clear();
    QVERIFY(c.state(UpgradeGuard::Backup) == CheckState::Failed);
    QVERIFY(upgradeGuards(c.facts).front().guard == UpgradeGuard::Backup);
    c.facts.withoutBackup = true;
    QVERIFY(c.state(UpgradeGuard::Backup) == CheckState::Warning);
  }

  void whatHasNoPathIsRefusedWithTheReason() {
    Case c;
    c.facts.plan = UpgradePlan();
    c.facts.plan.refusal = "MongoDB 6.0 does not open its data";
    c.facts.plan.hint = "Restore a backup";
    c.facts.proposal = nullptr;
    QVERIFY(c.state(UpgradeGuard::Path) == CheckState::Failed);
    QCOMPARE(c.find(UpgradeGuard::Path)->evidence, c.facts.plan.refusal);
    QCOMPARE(c.find(UpgradeGuard::Path)->nextStep, c.facts.plan.hint);
    QVERIFY(!c.find(UpgradeGuard::WayBack));
    QVERIFY(!c.find(UpgradeGuard::Overrides));
  }

  void severalStepsSayWhy() {
    Case c;
    c.facts.plan.steps.push_back(c.facts.plan.steps.front());
    c.facts.plan.whyNotDirect = {"ClearML 1.16 must become 1.17"};
    QVERIFY(c.state(UpgradeGuard::Path) == CheckState::Good);
    QVERIFY(holds(c.find(UpgradeGuard::Path)->what, "2 steps"));
    QVERIFY(holds(c.find(UpgradeGuard::Path)->evidence, "must become 1.17"));
  }

  void conflictsBlockUntilTheyAreDecided() {
    Case c;
    helm::RebaseFinding finding;
    finding.path = "clearml.cookieName";
    finding.conflict = true;
    c.proposal.overrides.findings.push_back(finding);
    QVERIFY(c.state(UpgradeGuard::Overrides) == CheckState::Failed);
    QVERIFY(holds(c.find(UpgradeGuard::Overrides)->evidence, "clearml.cookieName"));
    c.proposal.overrides.findings.front().conflict = false;
    QVERIFY(c.state(UpgradeGuard::Overrides) == CheckState::Good);
  }

  void aRefusedDryRunBlocks() {
    Case c;
    c.proposal.diffProblem = Error(ErrorKind::Invalid, "spec.selector is immutable").withHint("Delete it before");
    QVERIFY(c.state(UpgradeGuard::DryRun) == CheckState::Failed);
    QCOMPARE(c.find(UpgradeGuard::DryRun)->nextStep, std::string("Delete it before"));
    c.facts.proposal = nullptr;
    c.facts.problem = Error(ErrorKind::Protocol, "the digest is another");
    QVERIFY(c.state(UpgradeGuard::DryRun) == CheckState::Failed);
    QCOMPARE(c.find(UpgradeGuard::DryRun)->evidence, std::string("the digest is another"));
  }

  void vanishedImagesNameTheirReplacement() {
    Case c;
    c.proposal.vanished.push_back({"redis.image.repository", "bitnami/redis", "bitnamilegacy/redis"});
    QVERIFY(c.state(UpgradeGuard::Images) == CheckState::Warning);
    QCOMPARE(c.find(UpgradeGuard::Images)->nextStep, std::string("Set redis.image.repository to bitnamilegacy/redis"));
  }

  void noWayBackAndIllHealthAreWarnings() {
    Case c;
    c.facts.plan.steps.front().noWayBack = {"MongoDB 5.0 does not open data of 6.0"};
    c.facts.health.word = HealthWord::Degraded;
    c.facts.health.sentence = "Elasticsearch is read-only.";
    QVERIFY(c.state(UpgradeGuard::WayBack) == CheckState::Warning);
    QVERIFY(c.state(UpgradeGuard::Health) == CheckState::Warning);
    QCOMPARE(c.find(UpgradeGuard::Health)->evidence, c.facts.health.sentence);
  }

  void whatIsNotKnownIsNoPass() {
    Case c;
    c.facts.start.kubernetes.clear();
    c.facts.sourceProblem = Error(ErrorKind::Network, "no answer from example.com");
    QVERIFY(c.state(UpgradeGuard::Kubernetes) == CheckState::Warning);
    QVERIFY(c.state(UpgradeGuard::Source) == CheckState::Warning);
  }

  void anotherOwnerBlocks() {
    Case c;
    c.facts.owner = "Flux (HelmRelease team/clearml)";
    QVERIFY(c.state(UpgradeGuard::Owner) == CheckState::Failed);
    QVERIFY(holds(c.find(UpgradeGuard::Owner)->what, "Flux"));
  }

  void ownersAreReadFromLabels() {
    kube::Labels labels;
    labels.set("app.kubernetes.io/managed-by", "Helm");
    labels.set("app.kubernetes.io/instance", "clearml");
    QCOMPARE(ownerByLabels(labels), std::string());
    kube::Labels argo = labels, flux = labels, kustomize = labels;
    argo.set("argocd.argoproj.io/instance", "ml");
    QCOMPARE(ownerByLabels(argo), std::string("Argo CD (application ml)"));
    flux.set("helm.toolkit.fluxcd.io/name", "clearml");
    flux.set("helm.toolkit.fluxcd.io/namespace", "team");
    QCOMPARE(ownerByLabels(flux), std::string("Flux (HelmRelease team/clearml)"));
    kustomize.set("kustomize.toolkit.fluxcd.io/name", "apps");
    QCOMPARE(ownerByLabels(kustomize), std::string("Flux (Kustomization apps)"));
  }
};

QTEST_APPLESS_MAIN(UpgradeGuardsTest)
#include "test_upgrade_guards.moc"
