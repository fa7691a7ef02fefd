#include "installation/upgrade_plan.h"

#include "base/text.h"
#include "installation/upgrade_rules.h"

#include <algorithm>
#include <deque>

namespace cleardeck::installation {
namespace {

struct Walked {
  UpgradeState state;
  std::vector<const UpgradeCandidate*> path;
};

// Versions that a path may lead over, newest first: so the shortest path goes over the newest of each.
std::vector<const UpgradeCandidate*> stops(const std::vector<UpgradeCandidate>& candidates, Flavour flavour,
                                           const UpgradeCandidate& goal) {
  std::vector<const UpgradeCandidate*> all;
  for (const UpgradeCandidate& candidate : candidates) {
    auto version = helm::SemVer::parse(candidate.offer.version);
    const bool usable = version && version->prerelease.empty() && !candidate.offer.deprecated;
    if (candidate.flavour == flavour && usable && helm::isOlder(candidate.offer.version, goal.offer.version))
      all.push_back(&candidate);
  }
  std::stable_sort(all.begin(), all.end(),
                   [](const auto* a, const auto* b) { return helm::isOlder(b->offer.version, a->offer.version); });
  all.insert(all.begin(), &goal);
  return all;
}

UpgradeState after(const UpgradeFacts& facts, const UpgradeState& from, const UpgradeCandidate& step) {
  UpgradeState next;
  next.chart = step.offer.version;
  next.makeup = step.brings;
  next.fcv = step.brings.mongodb.empty() ? std::string() : fcvAfter(facts, from.fcv, step.brings);
  return next;
}

// Breadth first: the fewest steps.
std::vector<const UpgradeCandidate*> shortestPath(const UpgradeFacts& facts, const UpgradeStart& start,
                                                  const UpgradeState& begin,
                                                  const std::vector<const UpgradeCandidate*>& all) {
  std::deque<Walked> open = {Walked{begin, {}}};
  std::vector<std::string> seen;
  while (!open.empty()) {
    Walked here = std::move(open.front());
    open.pop_front();
    for (const UpgradeCandidate* next : all) {
      if (!helm::isOlder(here.state.chart, next->offer.version)) continue;
      if (!against(facts, here.state, *next, start.kubernetes).empty()) continue;
      Walked there{after(facts, here.state, *next), here.path};
      there.path.push_back(next);
      if (next == all.front()) return there.path;
      const std::string key = there.state.chart + " " + there.state.fcv;
      if (std::find(seen.begin(), seen.end(), key) != seen.end()) continue;
      seen.push_back(key);
      open.push_back(std::move(there));
    }
  }
  return {};
}

void addChange(std::vector<std::string>& reasons, const std::string& what, const std::string& before,
               const std::string& now) {
  if (!before.empty() && !now.empty() && before != now) reasons.push_back(what + " " + before + " → " + now);
}

void addTraps(UpgradeStep& step, const ChartFacts& facts) {
  auto append = [](std::vector<std::string>& to, const std::vector<std::string>& more) {
    for (const std::string& text : more)
      if (std::find(to.begin(), to.end(), text) == to.end()) to.push_back(text);
  };
  for (const UpgradeTrap& trap : facts.traps) {
    if (!helm::isOlder(step.from, trap.crossing) || helm::isOlder(step.to, trap.crossing)) continue;
    step.notes.push_back(trap.crossing + ": " + trap.title + "; " + trap.why);
    append(step.doBefore, trap.before);
    append(step.doAfter, trap.after);
    append(step.notes, trap.notes);
    append(step.restarts, trap.restarts);
  }
}

void addRestarts(UpgradeStep& step) {
  std::vector<std::string> parts;
  if (step.before.clearml != step.after.clearml) parts = {"webserver", "apiserver", "fileserver", "async-delete"};
  if (step.before.mongodb != step.after.mongodb) parts.push_back("mongodb");
  if (step.before.elasticsearch != step.after.elasticsearch) parts.push_back("elasticsearch");
  if (step.before.redis != step.after.redis) parts.push_back("redis");
  for (const std::string& part : step.restarts)
    if (std::find(parts.begin(), parts.end(), part) == parts.end()) parts.push_back(part);
  step.restarts = std::move(parts);
}

UpgradeStep describe(const UpgradeFacts& facts, const UpgradeState& from, const UpgradeCandidate& to) {
  UpgradeStep step;
  const UpgradeState next = after(facts, from, to);
  step.from = from.chart;
  step.to = next.chart;
  step.before = from.makeup;
  step.after = next.makeup;
  step.fcvAfter = next.fcv;
  addChange(step.reasons, "ClearML", from.makeup.clearml, next.makeup.clearml);
  addChange(step.reasons, "MongoDB", from.makeup.mongodb, next.makeup.mongodb);
  addChange(step.reasons, "MongoDB's feature compatibility version", from.fcv, next.fcv);
  addChange(step.reasons, "Elasticsearch", from.makeup.elasticsearch, next.makeup.elasticsearch);
  addChange(step.reasons, "Redis", from.makeup.redis, next.makeup.redis);
  addTraps(step, facts.of(to.flavour));
  addRestarts(step);
  step.noWayBack = noWayBack(facts, next.makeup, from.makeup);
  if (!from.fcv.empty() && !next.fcv.empty() && from.fcv != next.fcv)
    step.noWayBack.push_back("the feature compatibility version of MongoDB's data becomes " + next.fcv);
  if (helm::isOlder(seriesOf(next.makeup.redis), seriesOf(from.makeup.redis)))
    step.doBefore.push_back("Redis " + next.makeup.redis + " does not read what " + from.makeup.redis +
                            " has saved: it is a cache, so delete its claim when it does not start");
  if (to.offer.deprecated) step.notes.push_back("this version of the chart is marked as deprecated");
  return step;
}

std::vector<UpgradeStep> stepsOf(const UpgradeFacts& facts, UpgradeState at,
                                 const std::vector<const UpgradeCandidate*>& path) {
  std::vector<UpgradeStep> steps;
  for (const UpgradeCandidate* candidate : path) {
    steps.push_back(describe(facts, at, *candidate));
    at = after(facts, at, *candidate);
  }
  return steps;
}

// The path over versions that are known but not at hand, for the hint of a refusal.
std::string pathByFacts(const UpgradeFacts& facts, const UpgradeStart& start, const UpgradeState& begin,
                        const UpgradeCandidate& goal) {
  std::vector<UpgradeCandidate> known;
  for (const ChartRow& row : facts.of(start.flavour).versions) {
    UpgradeCandidate candidate;
    candidate.offer.version = row.from;
    candidate.flavour = start.flavour;
    candidate.brings = row.makeup;
    known.push_back(std::move(candidate));
  }
  std::vector<std::string> versions;
  for (const auto* step : shortestPath(facts, start, begin, stops(known, start.flavour, goal)))
    versions.push_back(step->offer.version);
  return text::join(versions, ", then ");
}

UpgradePlan refused(std::string refusal, std::string hint) {
  UpgradePlan plan;
  plan.refusal = std::move(refusal);
  plan.hint = std::move(hint);
  return plan;
}

// What has nothing to do with a path: no such version, not newer, another chart.
std::optional<UpgradePlan> refuseAtOnce(const UpgradeStart& start, const UpgradeCandidate* goal,
                                        const std::string& wanted) {
  if (!goal) return refused("there is no version " + wanted + " at hand", "`--versions` lists those there are");
  if (goal->flavour != start.flavour)
    return refused(std::string("the installation is made by ") + name(start.flavour) + ", and " + wanted + " is " +
                       name(goal->flavour) + ": its databases have other names, so the data would be left behind",
                   "Install it beside the old one, and move the data by a backup and a restore");
  if (wanted == start.chart) return refused("version " + wanted + " is installed", "To change values: values set");
  if (helm::isOlder(wanted, start.chart))
    return refused(wanted + " is older than the installed " + start.chart,
                   "An upgrade never goes back: `rollback` leads to an earlier revision, as far as the data allows it");
  return std::nullopt;
}

}  // namespace

UpgradeCandidate candidateOf(const UpgradeFacts& facts, const helm::ChartOffer& offer, Flavour flavour,
                             const yaml::Value& overrides) {
  UpgradeCandidate candidate;
  candidate.offer = offer;
  candidate.flavour = flavour;
  helm::ChartMeta meta;
  meta.version = offer.version;
  meta.appVersion = offer.appVersion;
  candidate.brings = makeupOf(facts.of(flavour), meta, overrides);
  return candidate;
}

std::vector<std::string> noWayBack(const UpgradeFacts& facts, const Makeup& now, const Makeup& then) {
  UpgradeState from;
  from.makeup = now;
  from.fcv = fcvAfter(facts, std::string(), now);
  UpgradeCandidate back;
  back.brings = then;
  return against(facts, from, back, std::string());
}

UpgradePlan planUpgrade(const UpgradeFacts& facts, const UpgradeStart& start,
                        const std::vector<UpgradeCandidate>& candidates, const std::string& wanted) {
  const auto found = std::find_if(candidates.begin(), candidates.end(),
                                  [&](const UpgradeCandidate& one) { return one.offer.version == wanted; });
  const UpgradeCandidate* goal = found == candidates.end() ? nullptr : &*found;
  if (auto refusal = refuseAtOnce(start, goal, wanted)) return *refusal;
  UpgradeState begin;
  begin.chart = start.chart;
  begin.makeup = start.now;
  begin.fcv = lowestFcv(facts, start);
  UpgradePlan plan;
  plan.whyNotDirect = against(facts, begin, *goal, start.kubernetes);
  const auto path = shortestPath(facts, start, begin, stops(candidates, start.flavour, *goal));
  plan.steps = stepsOf(facts, begin, path);
  if (!plan.steps.empty()) return plan;
  plan.refusal = text::join(plan.whyNotDirect, "; ");
  const std::string byFacts = pathByFacts(facts, start, begin, *goal);
  plan.hint = byFacts.empty() ? "No version in between leads there. Dump the data, install the new version, restore it"
                              : "Legal path: " + byFacts + ". Give a source that has these versions";
  return plan;
}

}  // namespace cleardeck::installation
