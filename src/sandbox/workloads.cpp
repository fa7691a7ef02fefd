// Deployment → ReplicaSet → Pods, and Jobs.
#include "base/text.h"
#include "sandbox/controllers.h"

#include <algorithm>

namespace cleardeck::sandbox {
namespace {

constexpr auto revisionKey = "deployment.kubernetes.io/revision";

struct Counts {
  std::int64_t all = 0, ready = 0;
};

Counts countsOf(const Json& set) {
  return {integerAt(set, {"status", "replicas"}), integerAt(set, {"status", "readyReplicas"})};
}

std::int64_t revisionOf(const Json& set) {
  return std::atoll(textAt(set, {"metadata", "annotations", revisionKey}).c_str());
}

void scaleTo(Controllers& c, const Json& deployment, const Json& set, std::int64_t replicas) {
  auto before = integerAt(set, {"spec", "replicas"});
  if (before == replicas) return;
  Json scaled = set;
  scaled["spec"]["replicas"] = replicas;
  auto name = textAt(set, {"metadata", "name"});
  auto how = replicas > before ? "Scaled up replica set " : "Scaled down replica set ";
  c.event(deployment, "Normal", "ScalingReplicaSet",
          how + name + " from " + std::to_string(before) + " to " + std::to_string(replicas), "deployment-controller");
  c.write(kindOf("replicasets"), std::move(scaled));
}

Object makeReplicaSet(Controllers& c, const Json& deployment, const std::string& hash) {
  Json podTemplate = at(deployment, {"spec", "template"});
  podTemplate["metadata"]["labels"]["pod-template-hash"] = hash;
  Json selector = at(deployment, {"spec", "selector"});
  selector["matchLabels"]["pod-template-hash"] = hash;
  Json set = {{"metadata",
               {{"name", textAt(deployment, {"metadata", "name"}) + "-" + hash},
                {"labels", podTemplate["metadata"]["labels"]}}},
              {"spec", {{"replicas", 0}, {"selector", selector}, {"template", podTemplate}}}};
  return c.createOwned(kindOf("replicasets"), deployment, std::move(set));
}

/// The newest ReplicaSet carries the highest revision, also when it is an old one that came back.
void bumpRevision(Controllers& c, Json& deployment, const std::vector<Object>& sets, const Object& current) {
  std::int64_t highest = 0;
  for (const auto& set : sets)
    if (set != current) highest = std::max(highest, revisionOf(*set));
  auto revision = std::max<std::int64_t>(revisionOf(*current), highest + 1);
  deployment["metadata"]["annotations"][revisionKey] = std::to_string(revision);
  if (revisionOf(*current) == revision) return;
  Json numbered = *current;
  numbered["metadata"]["annotations"][revisionKey] = std::to_string(revision);
  c.write(kindOf("replicasets"), std::move(numbered));
}

void forgetOldSets(Controllers& c, const Json& deployment, std::vector<Object> old) {
  auto limit = std::size_t(std::max<std::int64_t>(integerAt(deployment, {"spec", "revisionHistoryLimit"}, 10), 0));
  std::erase_if(old, [](const Object& set) {
    return integerAt(*set, {"spec", "replicas"}) > 0 || countsOf(*set).all > 0;
  });
  std::sort(old.begin(), old.end(), [](const Object& a, const Object& b) { return revisionOf(*a) > revisionOf(*b); });
  for (std::size_t i = limit; i < old.size(); ++i) c.erase(Key::of(*old[i], kindOf("replicasets")));
}

void setDeploymentStatus(Json& deployment, const std::vector<Object>& sets, const Object& current) {
  Counts all, updated = countsOf(*current);
  for (const auto& set : sets) {
    all.all += countsOf(*set).all;
    all.ready += countsOf(*set).ready;
  }
  auto wanted = integerAt(deployment, {"spec", "replicas"}, 1);
  Json& status = deployment["status"];
  status["observedGeneration"] = at(deployment, {"metadata", "generation"});
  status["replicas"] = all.all;
  status["updatedReplicas"] = updated.all;
  status["readyReplicas"] = all.ready;
  status["availableReplicas"] = all.ready;
  status["unavailableReplicas"] = std::max<std::int64_t>(wanted - all.ready, 0);
  bool available = all.ready >= std::max<std::int64_t>(wanted - wanted / 4, wanted > 0 ? 1 : 0);
  bool complete = updated.all == wanted && updated.ready == wanted && all.all == wanted;
  auto name = textAt(*current, {"metadata", "name"});
  setCondition(deployment, "Available", available,
               available ? "MinimumReplicasAvailable" : "MinimumReplicasUnavailable",
               available ? "Deployment has minimum availability." : "Deployment does not have minimum availability.");
  setCondition(deployment, "Progressing", true, complete ? "NewReplicaSetAvailable" : "ReplicaSetUpdated",
               "ReplicaSet \"" + name + "\" " + (complete ? "has successfully progressed." : "is progressing."));
}

std::vector<Object> alive(std::vector<Object> pods) {
  std::erase_if(pods, [](const Object& pod) {
    return isDeleting(*pod) || textAt(*pod, {"status", "phase"}) == "Failed";
  });
  return pods;
}

void createPods(Controllers& c, const Json& set, std::int64_t count) {
  for (std::int64_t i = 0; i < count; ++i) {
    Json pod = podFrom(at(set, {"spec", "template"}));
    auto prefix = textAt(set, {"metadata", "name"}) + "-";
    pod["metadata"]["name"] = prefix + shortHash(newUid()).substr(0, 5);
    pod["metadata"]["generateName"] = prefix;
    auto made = c.createOwned(kindOf("pods"), set, std::move(pod));
    if (made)
      c.event(set, "Normal", "SuccessfulCreate", "Created pod: " + textAt(*made, {"metadata", "name"}),
              "replicaset-controller");
  }
}

void deletePods(Controllers& c, const Json& set, std::vector<Object> pods, std::int64_t count) {
  std::stable_sort(pods.begin(), pods.end(),
                   [](const Object& a, const Object& b) { return isReady(*a) < isReady(*b); });
  for (std::int64_t i = 0; i < count && i < std::int64_t(pods.size()); ++i) {
    c.event(set, "Normal", "SuccessfulDelete", "Deleted pod: " + textAt(*pods[std::size_t(i)], {"metadata", "name"}),
            "replicaset-controller");
    c.erase(Key::of(*pods[std::size_t(i)], kindOf("pods")));
  }
}

}  // namespace

void reconcileDeployment(Controllers& c, const Json& old) {
  if (isDeleting(old) || at(old, {"spec", "paused"}) == true) return;
  Json deployment = old;
  auto hash = shortHash(at(deployment, {"spec", "template"}));
  auto sets = c.ownedBy(deployment, kindOf("replicasets"));
  auto isCurrent = [&](const Object& set) { return textAt(*set, {"metadata", "labels", "pod-template-hash"}) == hash; };
  auto found = std::find_if(sets.begin(), sets.end(), isCurrent);
  Object current = found == sets.end() ? makeReplicaSet(c, deployment, hash) : *found;
  if (!current) return;
  auto wanted = integerAt(deployment, {"spec", "replicas"}, 1);
  std::vector<Object> before;
  std::int64_t oldPods = 0;
  for (const auto& set : sets)
    if (set != current) before.push_back(set), oldPods += countsOf(*set).all;
  // Rolling: the new ones first, the old ones go when these are ready. Recreate: the other way round.
  bool recreate = textAt(deployment, {"spec", "strategy", "type"}) == "Recreate";
  bool ready = countsOf(*current).ready >= wanted;
  for (const auto& set : before)
    if (recreate || ready) scaleTo(c, deployment, *set, 0);
  bumpRevision(c, deployment, sets, current);
  if (!recreate || oldPods == 0)
    if (auto fresh = c.store().find(Key::of(*current, kindOf("replicasets")))) scaleTo(c, deployment, *fresh, wanted);
  forgetOldSets(c, deployment, before);
  setDeploymentStatus(deployment, c.ownedBy(deployment, kindOf("replicasets")),
                      c.store().find(Key::of(*current, kindOf("replicasets"))));
  c.write(kindOf("deployments"), std::move(deployment));
}

void reconcileReplicaSet(Controllers& c, const Json& old) {
  if (isDeleting(old)) return;
  auto pods = alive(c.ownedBy(old, kindOf("pods")));
  auto wanted = integerAt(old, {"spec", "replicas"}, 1);
  auto missing = wanted - std::int64_t(pods.size());
  if (missing > 0) createPods(c, old, missing);
  if (missing < 0) deletePods(c, old, pods, -missing);
  pods = alive(c.ownedBy(old, kindOf("pods")));
  auto ready = std::count_if(pods.begin(), pods.end(), [](const Object& pod) { return isReady(*pod); });
  auto stored = c.store().find(Key::of(old, kindOf("replicasets")));
  if (!stored) return;
  Json set = *stored;
  set["status"] = {{"replicas", pods.size()},
                   {"fullyLabeledReplicas", pods.size()},
                   {"readyReplicas", ready},
                   {"availableReplicas", ready},
                   {"observedGeneration", at(set, {"metadata", "generation"})}};
  c.write(kindOf("replicasets"), std::move(set));
}

void reconcileJob(Controllers& c, const Json& old) {
  if (isDeleting(old)) return;
  auto pods = c.ownedBy(old, kindOf("pods"));
  std::int64_t succeeded = 0, active = 0;
  for (const auto& pod : pods) {
    if (textAt(*pod, {"status", "phase"}) == "Succeeded")
      ++succeeded;
    else if (!isDeleting(*pod))
      ++active;
  }
  auto completions = integerAt(old, {"spec", "completions"}, 1);
  auto wanted = std::min(integerAt(old, {"spec", "parallelism"}, 1), completions - succeeded);
  for (; active < wanted; ++active) {
    Json pod = podFrom(at(old, {"spec", "template"}));
    pod["metadata"]["name"] = textAt(old, {"metadata", "name"}) + "-" + shortHash(newUid()).substr(0, 5);
    pod["metadata"]["labels"]["batch.kubernetes.io/job-name"] = textAt(old, {"metadata", "name"});
    auto made = c.createOwned(kindOf("pods"), old, std::move(pod));
    if (made)
      c.event(old, "Normal", "SuccessfulCreate", "Created pod: " + textAt(*made, {"metadata", "name"}),
              "job-controller");
  }
  Json job = old;
  Json& status = job["status"];
  if (!status.contains("startTime")) status["startTime"] = nowText();
  status["active"] = active;
  status["ready"] = active;
  status["succeeded"] = succeeded;
  if (succeeded >= completions && !status.contains("completionTime")) {
    status["completionTime"] = nowText();
    setCondition(job, "SuccessCriteriaMet", true, "CompletionsReached", "Reached expected number of succeeded pods");
    setCondition(job, "Complete", true, "CompletionsReached", "Reached expected number of succeeded pods");
    c.event(old, "Normal", "Completed", "Job completed", "job-controller");
  }
  c.write(kindOf("jobs"), std::move(job));
}

}  // namespace cleardeck::sandbox
