#include "installation/upgrade_rules.h"

#include <algorithm>

namespace cleardeck::installation {
namespace {

using helm::SemVer;

// Both known, and `b` before `a`, by series.
bool goesBack(const std::string& a, const std::string& b) {
  const auto from = seriesOf(a), to = seriesOf(b);
  return !from.empty() && !to.empty() && helm::isOlder(to, from);
}

std::string againstMongodb(const UpgradeFacts& facts, const UpgradeState& from, const Makeup& to) {
  const std::string series = seriesOf(to.mongodb);
  if (series.empty()) return {};
  if (goesBack(from.makeup.mongodb, to.mongodb))
    return "MongoDB " + from.makeup.mongodb + " runs, and " + to.mongodb +
           " does not open its data: there is no way back but a backup that was made before";
  if (from.fcv.empty()) return {};
  const auto& all = facts.mongodbSeries;
  const auto at = std::find(all.begin(), all.end(), series);
  if (at == all.end()) return {};
  const bool opens = from.fcv == series || (at != all.begin() && from.fcv == *std::prev(at));
  if (opens) return {};
  return "MongoDB " + series + " does not open data of the feature compatibility version " + from.fcv +
         (helm::isOlder(series, from.fcv) ? ": there is no way back but a backup that was made before" : "");
}

std::string againstElasticsearch(const UpgradeFacts& facts, const Makeup& from, const Makeup& to) {
  auto old = SemVer::parse(from.elasticsearch), now = SemVer::parse(to.elasticsearch);
  if (!old || !now) return {};
  if (goesBack(from.elasticsearch, to.elasticsearch))
    return "Elasticsearch " + from.elasticsearch + " runs, and " + to.elasticsearch +
           " does not open its data: there is no way back but a backup that was made before";
  for (auto major = old->major + 1; major <= now->major; ++major) {
    auto oldest = facts.elasticsearchFrom.find(major);
    if (oldest != facts.elasticsearchFrom.end() && helm::isOlder(seriesOf(from.elasticsearch), oldest->second))
      return "Elasticsearch " + seriesOf(to.elasticsearch) + " does not open data of " + seriesOf(from.elasticsearch) +
             ": " + oldest->second + " must run in between";
  }
  return {};
}

std::string againstClearml(const UpgradeFacts& facts, const Makeup& from, const Makeup& to) {
  const auto old = seriesOf(from.clearml), now = seriesOf(to.clearml);
  if (old.empty() || now.empty()) return {};
  if (helm::isOlder(now, old))
    return "ClearML " + old + " has migrated the data, and " + now +
           " does not read it: there is no way back but a "
           "backup that was made before";
  for (const Passage& passage : facts.passages)
    if (helm::isOlder(old, passage.through) && !helm::isOlder(now, passage.to))
      return "ClearML " + old + " must become " + passage.through + " before " + now + ": " + passage.why;
  return {};
}

std::string againstKubernetes(const helm::ChartOffer& offer, const std::string& kubernetes) {
  auto server = SemVer::parse(kubernetes);
  auto range = helm::VersionRange::parse(offer.kubeVersion);
  if (!server || !range || range->contains(*server)) return {};
  return "chart " + offer.version + " is made for Kubernetes " + offer.kubeVersion + ", and the cluster has " +
         kubernetes;
}

}  // namespace

std::string seriesOf(const std::string& version) {
  auto parsed = SemVer::parse(version);
  return parsed ? parsed->minorText() : std::string();
}

std::string fcvAfter(const UpgradeFacts& facts, const std::string& fcv, const Makeup& makeup) {
  std::string raisesTo;
  for (const auto& [server, series] : facts.raisesFcv)
    if (!helm::isOlder(seriesOf(makeup.clearml), server)) raisesTo = series;
  const bool raises = !raisesTo.empty() && raisesTo == seriesOf(makeup.mongodb);
  return raises && helm::isOlder(fcv, raisesTo) ? raisesTo : fcv;
}

std::string lowestFcv(const UpgradeFacts& facts, const UpgradeStart& start) {
  if (!start.fcv.empty()) return seriesOf(start.fcv);
  if (start.now.mongodb.empty()) return {};
  const ChartRow* row = rowOf(facts.of(start.flavour), start.chart);
  return fcvAfter(facts, row ? row->fcv : std::string(), start.now);
}

std::vector<std::string> against(const UpgradeFacts& facts, const UpgradeState& from, const UpgradeCandidate& to,
                                 const std::string& kubernetes) {
  std::vector<std::string> reasons = {againstKubernetes(to.offer, kubernetes), againstMongodb(facts, from, to.brings),
                                      againstElasticsearch(facts, from.makeup, to.brings),
                                      againstClearml(facts, from.makeup, to.brings)};
  std::erase(reasons, std::string());
  return reasons;
}

}  // namespace cleardeck::installation
