#include "installation/upgrade_guards.h"

#include "base/text.h"

#include <algorithm>

namespace cleardeck::installation {
namespace {

CheckFinding passes(std::string what, std::string evidence) {
  return CheckFinding{std::move(what), CheckState::Good, std::move(evidence), std::string()};
}
CheckFinding warns(std::string what, std::string evidence, std::string nextStep) {
  return CheckFinding{std::move(what), CheckState::Warning, std::move(evidence), std::move(nextStep)};
}
CheckFinding blocks(std::string what, std::string evidence, std::string nextStep) {
  return CheckFinding{std::move(what), CheckState::Failed, std::move(evidence), std::move(nextStep)};
}

std::string madeUpOf(const Makeup& makeup) {
  std::vector<std::string> words;
  if (!makeup.clearml.empty()) words.push_back("ClearML " + makeup.clearml);
  if (!makeup.mongodb.empty()) words.push_back("MongoDB " + makeup.mongodb);
  if (!makeup.elasticsearch.empty()) words.push_back("Elasticsearch " + makeup.elasticsearch);
  return text::join(words, ", ");
}

CheckFinding checkPath(const GuardFacts& facts) {
  const auto& steps = facts.plan.steps;
  const std::string way = facts.start.chart + " to " + facts.wanted;
  if (steps.empty()) return blocks("There is no legal path to " + facts.wanted, facts.plan.refusal, facts.plan.hint);
  const std::string brings = madeUpOf(steps.front().after);
  const std::string evidence = brings.empty() ? "No database changes that is known of" : "The step brings " + brings;
  if (steps.size() == 1) return passes("One step is legal: " + way, evidence);
  return passes(std::to_string(steps.size()) + " steps lead to " + facts.wanted + ", each verified before the next",
                text::join(facts.plan.whyNotDirect, "; "));
}

CheckFinding checkBackup(const GuardFacts& facts) {
  if (!facts.backup.empty())
    return passes("A backup is named: " + facts.backup, "ClearDeck has not looked into it; the history will name it");
  if (facts.withoutBackup)
    return warns("There is no backup", "You said so, and the history will say so",
                 "What the step does to the databases cannot be taken back");
  return blocks("No backup is named", "An upgrade needs something to go back to",
                "Make one and write its name, or say that there is none");
}

CheckFinding checkOverrides(const GuardFacts& facts) {
  const auto& overrides = facts.proposal->overrides;
  const auto open = overrides.conflicts();
  const auto count = overrides.findings.size();
  const std::string looks = count == 1 ? "One is worth a look" : std::to_string(count) + " are worth a look";
  if (open.empty())
    return passes("Your overrides fit the new defaults",
                  count == 0 ? "Nothing in them is touched by the step" : looks + "; none is undecided");
  std::vector<std::string> paths;
  for (const auto& finding : open) paths.push_back(finding.path);
  return blocks(open.size() == 1 ? "A conflict is undecided" : std::to_string(open.size()) + " conflicts are undecided",
                text::join(paths, ", "), "Decide each: keep yours, or take the new default");
}

CheckFinding checkDryRun(const GuardFacts& facts) {
  if (facts.proposal->diffProblem)
    return blocks("The server refuses it", facts.proposal->diffProblem->message, facts.proposal->diffProblem->hint);
  const auto& diff = facts.proposal->diff;
  const std::string objects = std::to_string(diff.objects.size()) + (diff.objects.size() == 1 ? " object" : " objects");
  return passes("The server's dry run is good",
                objects + " would change; " +
                    (diff.restarts.empty() ? "nothing restarts" : "new pods: " + text::join(diff.restarts, ", ")));
}

CheckFinding checkOwner(const GuardFacts& facts) {
  if (facts.owner.empty()) return passes("Nothing else owns this release", "No label of Argo CD or Flux was found");
  return blocks(facts.owner + " owns this release",
                "It would take the upgrade back, whatever the data has become by then",
                "Change the version where " + facts.owner + " reads it");
}

CheckFinding checkImages(const GuardFacts& facts) {
  const auto& vanished = facts.proposal->vanished;
  if (vanished.empty()) return passes("No image is known to be gone", "Of those that the values name");
  const auto& first = vanished.front();
  return warns("The image " + first.image + " is no longer there",
               vanished.size() == 1 ? "A pod that needs it anew cannot start"
                                    : "And " + std::to_string(vanished.size() - 1) + " more",
               "Set " + first.value + " to " + first.instead);
}

CheckFinding checkWayBack(const GuardFacts& facts) {
  const auto& step = facts.plan.steps.front();
  if (step.noWayBack.empty()) return passes("The step can be rolled back", "The data stays readable for " + step.from);
  return warns("There is no way back after this step", text::join(step.noWayBack, "; "), "Only the backup helps then");
}

CheckFinding checkKubernetes(const GuardFacts& facts) {
  const auto& has = facts.start.kubernetes;
  const std::string asks =
      facts.kubeVersion.empty() ? "The chart asks for no version" : "Chart asks for " + facts.kubeVersion;
  if (has.empty()) return warns("The version of Kubernetes is not known", asks, "Compare it yourself: kubectl version");
  return passes("Kubernetes " + has + " is accepted", asks);
}

CheckFinding checkHealth(const GuardFacts& facts) {
  const auto word = facts.health.word;
  if (word == HealthWord::Healthy) return passes("It is healthy now", facts.health.sentence);
  return warns("It is " + std::string(name(word)) + " now", facts.health.sentence,
               "Put that right first, or the step cannot be told from what was broken before");
}

int rank(const GuardFinding& row) {
  switch (row.finding.state) {
    case CheckState::Failed: return 0;
    case CheckState::Warning:
    case CheckState::Unknown: return 1;
    case CheckState::Good: break;
  }
  return 2;
}

}  // namespace

std::vector<GuardFinding> upgradeGuards(const GuardFacts& facts) {
  std::vector<GuardFinding> rows;
  const auto add = [&rows](UpgradeGuard guard, CheckFinding finding) { rows.push_back({guard, std::move(finding)}); };
  add(UpgradeGuard::Path, checkPath(facts));
  add(UpgradeGuard::Backup, checkBackup(facts));
  if (facts.proposal) {
    add(UpgradeGuard::Overrides, checkOverrides(facts));
    add(UpgradeGuard::DryRun, checkDryRun(facts));
    add(UpgradeGuard::Images, checkImages(facts));
  } else if (facts.problem) {
    add(UpgradeGuard::DryRun, blocks("The step cannot be looked at", facts.problem->message, facts.problem->hint));
  }
  add(UpgradeGuard::Owner, checkOwner(facts));
  if (!facts.plan.steps.empty()) {
    add(UpgradeGuard::WayBack, checkWayBack(facts));
    add(UpgradeGuard::Kubernetes, checkKubernetes(facts));
  }
  add(UpgradeGuard::Health, checkHealth(facts));
  if (facts.sourceProblem)
    add(UpgradeGuard::Source,
        warns("The versions are those of the last answer", facts.sourceProblem->message, facts.sourceProblem->hint));
  std::stable_sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) { return rank(a) < rank(b); });
  return rows;
}

}  // namespace cleardeck::installation
