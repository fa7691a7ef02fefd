/// A release of charts/clearml without a cluster, and jobs that answer as the engine would.
#pragma once
#include "console/values/valuescontroller.h"
#include "console/workspace/workspace.h"
#include "net/runtime.h"

#include <QTimer>

namespace test {

inline const char* ownText =
    "# mine\n"
    "apiserver:\n"
    "  # comments stay\n"
    "  podAnnotations: { team: ml }\n"
    "  extraEnvs:\n"
    "    - name: A\n"
    "      value: \"1\"\n"
    "clearml:\n"
    "  testUserSecret: 'hidden-secret-word'  # private\n"
    "fileserver:\n"
    "  replicaCont: 2\n";

/// The release that `text` would make; without a chart the fields come from the release alone.
inline std::shared_ptr<cleardeck::helm::ValuesSession> sessionOf(const std::string& text, int revision = 1,
                                                                 const char* folder = CLEARDECK_SOURCE
                                                                 "/charts/clearml",
                                                                 bool withChart = true,
                                                                 const std::string& deployed = std::string()) {
  using namespace cleardeck;
  static std::map<std::string, std::shared_ptr<const helm::Chart>> charts;  // reading one is most of a test's time
  auto& chart = charts[folder];
  if (!chart) chart = std::make_shared<helm::Chart>(*helm::readChart(folder));
  helm::ValuesBase base;
  base.release.name = "clearml";
  base.release.ns = "ml";
  base.release.revision = revision;
  base.release.status = helm::ReleaseStatus::Deployed;
  base.release.chart = chart->meta;
  base.release.defaults = chart->values;
  base.release.userValues = *yaml::parse(deployed.empty() ? text : deployed);
  base.overridesText = text;
  if (withChart) base.chart = chart;
  return std::make_shared<helm::ValuesSession>(std::move(*helm::ValuesSession::create(std::move(base))));
}

/// Owns an installation and a page's context. Answers come from the event loop.
class FakeValues : public QObject {
 public:
  explicit FakeValues(std::string text = ownText)
      : workspace(runtime, cleardeck::installation::ReadSummary()), deployed(text), file(text) {
    cleardeck::installation::Installation row;
    row.uid = "kind/ml/clearml";
    row.context = "kind";
    row.ns = "ml";
    row.name = "clearml";
    row.revision = 1;
    row.status = "deployed";
    row.state.freshness = cleardeck::Freshness::Live;
    info = std::make_unique<InstallationInfo>(row);
  }
  PageContext context() { return PageContext{runtime, workspace, *workspace.notices(), info.get(), nullptr}; }
  void deployElsewhere(const std::string& text) {
    deployed = file = text;
    auto row = info->value();
    row.revision = std::uint32_t(++revision);
    info->set(row);
  }

  ValuesJobs jobs() {
    ValuesJobs jobs;
    jobs.open = [this](auto answer) { return later([this, answer] { open(answer); }); };
    jobs.preview = [this](auto, auto run, auto, auto answer) {
      ++previews;
      return later([this, run, answer] { preview(run.values, answer); });
    };
    jobs.apply = [this](auto, auto run, int base, auto answer) {
      return later([this, run, base, answer] { apply(run.values, base, answer); });
    };
    jobs.rollback = [this](int to, int, auto answer) {
      return later([this, to, answer] {
        deployed = texts.at(to);
        texts[++revision] = deployed;
        answer(cleardeck::Result<cleardeck::Done>(cleardeck::Done()));
      });
    };
    jobs.review = [this](auto order, auto answer) {
      ++reviews;
      return later([this, order, answer] {
        if (reviewError) return answer(*reviewError);
        cleardeck::installation::ValuesReview review;
        review.values = order.values;
        review.guards = guards;
        review.drift = drift;
        answer(std::move(review));
      });
    };
    jobs.names = [this](auto answer) { return later([this, answer] { answer(names); }); };
    jobs.progress = [](auto, auto) { return cleardeck::bridge::Handle(); };
    return jobs;
  }

  cleardeck::Runtime runtime;
  Workspace workspace;
  std::unique_ptr<InstallationInfo> info;
  std::string deployed, file, applied;
  std::map<int, std::string> texts{{1, deployed}};
  std::optional<cleardeck::Error> openError, previewError, missing;
  int revision = 1, previews = 0, reviews = 0;
  std::optional<cleardeck::Error> reviewError;
  std::vector<cleardeck::installation::Guard> guards;
  cleardeck::installation::ManifestDrift drift;
  cleardeck::installation::ClusterNames names;
  cleardeck::installation::OverridesFile chosen;  ///< what the engine says of the user's file

 private:
  template <class Function>
  cleardeck::bridge::Handle later(Function function) {
    auto alive = std::make_shared<bool>(true);
    QTimer::singleShot(0, this, [alive, function] {
      if (*alive) function();
    });
    return cleardeck::bridge::Handle([alive] { *alive = false; });
  }
  void open(ValuesJobs::Answer<cleardeck::installation::OpenedValues> answer) {
    if (openError) return answer(*openError);
    cleardeck::installation::OpenedValues opened;
    opened.session = sessionOf(file, revision, CLEARDECK_SOURCE "/charts/clearml", true, deployed);
    opened.whyNotApply = missing;
    opened.file = chosen;
    answer(std::move(opened));
  }
  void preview(const std::string& values, ValuesJobs::Answer<cleardeck::helm::ManifestDiff> answer) {
    using namespace cleardeck;
    if (previewError) return answer(*previewError);
    const auto manifest = [](const std::string& text) {
      const yaml::Value root = *yaml::parse(text);
      const yaml::Value* replicas = yaml::find(root, *yaml::parsePath("apiserver.replicaCount"));
      return "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: clearml-apiserver\nspec:\n  replicas: " +
             (replicas ? yaml::toJson(*replicas) : std::string("1")) +
             "\n  template:\n    metadata:\n      annotations:\n        checksum: \"" +
             std::to_string(std::hash<std::string>()(text)) + "\"\n";
    };
    answer(helm::diffManifests(manifest(deployed), manifest(values), "ml"));
  }
  void apply(const std::string& values, int base, ValuesJobs::Answer<int> answer) {
    using cleardeck::Error;
    if (base != revision) return answer(Error(cleardeck::ErrorKind::Conflict, "revision moved"));
    applied = deployed = file = values;
    texts[++revision] = values;
    answer(revision);
  }
};

}  // namespace test
