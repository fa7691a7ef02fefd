/// A release of charts/clearml, a source with three versions, and jobs that answer as the engine would: the planner and
/// the rebase are the real ones.
#pragma once
#include "console/upgrade/upgradecontroller.h"
#include "console/workspace/workspace.h"
#include "values/fakevalues.h"

namespace test {

inline const char* upgradeText =
    "clearml:\n"
    "  cookieName: mine  # ours\n"
    "fileserver:\n"
    "  replicaCont: 2\n";

class FakeUpgrade : public QObject {
 public:
  using Opened = cleardeck::installation::OpenedUpgrade;
  using Proposal = cleardeck::installation::StepProposal;
  using Look = cleardeck::bridge::UpgradeLook;
  using Outcome = cleardeck::installation::StepOutcome;

  FakeUpgrade() : workspace(runtime, cleardeck::installation::ReadSummary()) {
    auto row = installationRow();
    info = std::make_unique<InstallationInfo>(row);
  }
  PageContext context() { return PageContext{runtime, workspace, *workspace.notices(), info.get(), nullptr}; }
  void deployElsewhere() { become(++revision, "deployed"); }

  UpgradeJobs jobs() {
    UpgradeJobs jobs;
    jobs.open = [this](std::string source, auto answer) {
      return later([this, source, answer] { open(source, answer); });
    };
    jobs.look = [this](Opened from, std::string version, auto wishes, auto answer) {
      ++looks;
      return later([this, from, version, wishes, answer] { answer(look(from, version, wishes)); });
    };
    jobs.progress = [this](auto target, auto apply) {
      watched = target;
      tell = apply;
      return later([this] { progress(cleardeck::installation::ProgressState::Waiting); });
    };
    jobs.run = [this](Opened, Proposal proposal, auto told, auto answer) {
      ran = proposal;
      finish = answer;
      return later([told] { told("Helm upgrades clearml and waits for its workloads."); });
    };
    jobs.reviewRollback = [this](int to, auto answer) {
      return later([this, to, answer] {
        cleardeck::installation::RollbackReview review;
        review.to = to;
        review.newest = revision;
        review.warnings = warnings;
        answer(review);
      });
    };
    jobs.rollBack = [this](int to, int newest, auto answer) {
      return later([this, to, newest, answer] {
        using cleardeck::Error;
        if (newest != revision) return answer(Error(cleardeck::ErrorKind::Conflict, "revision moved"));
        wentBackTo = to;
        become(++revision, "deployed");
        answer(cleardeck::Result<cleardeck::Done>(cleardeck::Done()));
      });
    };
    jobs.save = [this](Opened, Proposal proposal, std::filesystem::path file, bool replace, auto answer) {
      return later([this, proposal, file, replace, answer] {
        using cleardeck::Error;
        if (planExists && !replace)
          return answer(Error(cleardeck::ErrorKind::Conflict, file.string() + " exists already"));
        savedPlan = file;
        answer(cleardeck::Result<cleardeck::Done>(cleardeck::Done()));
      });
    };
    return jobs;
  }

  /// The step ends well, as revision + 1 on the wanted chart.
  void succeed() {
    deployed = ran->step.to;
    become(++revision, "deployed");
    Outcome outcome;
    outcome.revision = revision;
    outcome.after = info->value();
    outcome.answers = "2.4.0";
    finish(outcome);
  }
  void failStep(cleardeck::Error error) {
    if (error.kind != cleardeck::ErrorKind::Conflict) become(++revision, "failed");
    finish(std::move(error));
  }
  void progress(cleardeck::installation::ProgressState state, const std::string& detail = std::string()) {
    cleardeck::Changes<cleardeck::installation::ObjectProgress> rows;
    rows.state = cleardeck::LiveState(cleardeck::Freshness::Live);
    for (std::size_t place = 0; place < watched.objects.size(); ++place) {
      cleardeck::installation::ObjectProgress row;
      row.place = place;
      row.kind = watched.objects[place].objectKind;
      row.name = watched.objects[place].name;
      row.uid = row.kind + "/" + row.name;
      row.state = place == 0 ? state : cleardeck::installation::ProgressState::Waiting;
      row.detail = place == 0 ? detail : std::string();
      rows.upserts.push_back(row);
    }
    tell(rows);
  }

  cleardeck::Runtime runtime;
  Workspace workspace;
  std::unique_ptr<InstallationInfo> info;
  std::optional<cleardeck::Error> openError, sourceError, diffProblem;
  std::vector<std::string> warnings, versions = {"0.4.0", "0.3.0", "0.2.0"};
  std::string deployed = "0.2.0", owner;
  std::optional<Proposal> ran;
  cleardeck::installation::RolloutTarget watched;
  UpgradeJobs::Answer<Outcome> finish;
  std::function<void(UpgradeJobs::Rows)> tell;
  std::filesystem::path savedPlan;
  int revision = 4, looks = 0, wentBackTo = 0;
  bool planExists = false;

 private:
  static cleardeck::installation::Installation installationRow() {
    cleardeck::installation::Installation row;
    row.uid = "kind/ml/clearml";
    row.context = "kind";
    row.ns = "ml";
    row.name = "clearml";
    row.revision = 4;
    row.status = "deployed";
    row.release.chart = "clearml";
    row.state.freshness = cleardeck::Freshness::Live;
    row.health.word = cleardeck::installation::HealthWord::Healthy;
    row.health.sentence = "7 of 7 parts are ready.";
    return row;
  }
  void become(int number, const char* status) {
    auto row = info->value();
    row.revision = std::uint32_t(number);
    row.status = status;
    row.release.chartVersion = deployed;
    info->set(row);
  }
  template <class Function>
  cleardeck::bridge::Handle later(Function function) {
    auto alive = std::make_shared<bool>(true);
    QTimer::singleShot(0, this, [alive, function] {
      if (*alive) function();
    });
    return cleardeck::bridge::Handle([alive] { *alive = false; });
  }
  void open(const std::string& source, const UpgradeJobs::Answer<Opened>& answer) {
    using namespace cleardeck;
    if (openError) return answer(*openError);
    if (sourceError && !source.empty()) return answer(*sourceError);
    Opened opened;
    opened.session = sessionOf(upgradeText, revision);
    opened.source = helm::ChartSource(helm::ChartSource::Kind::Repository, "https://charts.example.com", "clearml");
    opened.owner = owner;
    opened.start.flavour = installation::Flavour::ClearDeck;
    opened.start.chart = deployed;
    opened.start.kubernetes = "v1.31.2";
    opened.start.now.clearml = "2.4.0";
    opened.start.now.mongodb = deployed == "0.2.0" ? "7.0.28" : "8.0.4";
    for (const auto& version : versions) {
      helm::ChartOffer offer;
      offer.name = "clearml";
      offer.version = version;
      offer.appVersion = version == "0.4.0" ? "2.5.0" : "2.4.0";
      offer.created = "2026-0" + version.substr(2, 1) + "-11T09:00:00Z";
      offer.kubeVersion = ">= 1.25.0-0";
      if (version == "0.4.0") offer.changes = {"changed: a shorter cookie name", "added: a schema for values"};
      opened.catalog.offers.push_back(offer);
    }
    answer(std::move(opened));
  }
  static cleardeck::helm::RebaseBase rebaseBase(const Opened& opened) {
    using namespace cleardeck;
    helm::RebaseBase base;
    base.oldChart = "clearml-" + opened.start.chart;
    base.newChart = "clearml-new";
    base.oldDefaults = base.newDefaults = opened.session->defaults();
    base.newDefaults["clearml"]["cookieName"] = "clearml-token";
    return base;
  }
  cleardeck::Result<Look> look(const Opened& opened, const std::string& version,
                               const cleardeck::installation::StepWishes& wishes) {
    using namespace cleardeck;
    std::vector<installation::UpgradeCandidate> candidates;
    for (const auto& offer : opened.catalog.offers) {
      auto one =
          installation::candidateOf(installation::upgradeFacts(), offer, opened.start.flavour, yaml::Value::object());
      one.brings.mongodb = offer.version == "0.2.0" ? "7.0.28" : offer.version == "0.4.0" ? mongodbOfNewest : "8.0.4";
      candidates.push_back(one);
    }
    Look look;
    look.plan = installation::planUpgrade(installation::upgradeFacts(), opened.start, candidates, version);
    if (look.plan.steps.empty()) return look;
    Proposal proposal;
    proposal.step = look.plan.steps.front();
    auto overrides = helm::rebase(rebaseBase(opened), opened.session->text(), wishes.decisions);
    if (!overrides) return overrides.error();
    proposal.overrides = *overrides;
    proposal.base = opened.session->release().revision;
    proposal.run.release = "clearml";
    proposal.run.chart = "/charts/clearml-" + proposal.step.to + ".tgz";
    proposal.run.version = proposal.step.to;
    proposal.run.values = overrides->text;
    proposal.diff = *helm::diffManifests(manifest(opened.start.chart), manifest(proposal.step.to), "ml");
    proposal.diffProblem = diffProblem;
    look.proposal = std::move(proposal);
    return look;
  }
  static std::string manifest(const std::string& version) {
    std::string all;
    for (const char* name : {"clearml-apiserver", "clearml-webserver"})
      all +=
          "---\napiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: " + std::string(name) +
          "\nspec:\n  template:\n    spec:\n      containers:\n        - name: main\n          image: clearml/server:" +
          version + "\n";
    return all;
  }

 public:
  std::string mongodbOfNewest = "8.0.4";
};

}  // namespace test
