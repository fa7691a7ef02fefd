// StatefulSets: pods in order, each with its own claims, replaced from the highest ordinal down.
#include "sandbox/controllers.h"

namespace cleardeck::sandbox {
namespace {

constexpr auto revisionLabel = "controller-revision-hash";

void makeClaims(Controllers& c, const Json& set, const std::string& podName) {
  const Kind& kind = kindOf("persistentvolumeclaims");
  auto space = textAt(set, {"metadata", "namespace"});
  for (const auto& wanted : at(set, {"spec", "volumeClaimTemplates"})) {
    auto name = textAt(wanted, {"metadata", "name"}) + "-" + podName;
    if (c.store().find(Key(kind, space, name))) continue;
    Json claim = {{"metadata", wanted["metadata"]}, {"spec", wanted["spec"]}};
    claim["metadata"]["name"] = name;
    for (const auto& [key, value] : at(set, {"spec", "selector", "matchLabels"}).items())
      claim["metadata"]["labels"][key] = value;
    bool owned = textAt(set, {"spec", "persistentVolumeClaimRetentionPolicy", "whenDeleted"}) == "Delete";
    auto made = c.createOwned(kind, set, std::move(claim));
    if (!made || owned) continue;
    Json kept = *made;  // claims survive their set
    kept["metadata"].erase("ownerReferences");
    c.write(kind, std::move(kept));
  }
}

void makePod(Controllers& c, const Json& set, std::int64_t ordinal, const std::string& revision) {
  Json pod = podFrom(at(set, {"spec", "template"}));
  auto name = textAt(set, {"metadata", "name"}) + "-" + std::to_string(ordinal);
  makeClaims(c, set, name);
  Json& labels = pod["metadata"]["labels"];
  labels["statefulset.kubernetes.io/pod-name"] = name;
  labels["apps.kubernetes.io/pod-index"] = std::to_string(ordinal);
  labels[revisionLabel] = revision;
  pod["metadata"]["name"] = name;
  pod["spec"]["hostname"] = name;
  pod["spec"]["subdomain"] = textAt(set, {"spec", "serviceName"});
  for (const auto& claim : at(set, {"spec", "volumeClaimTemplates"})) {
    auto volume = textAt(claim, {"metadata", "name"});
    pod["spec"]["volumes"].push_back(
        {{"name", volume}, {"persistentVolumeClaim", {{"claimName", volume + "-" + name}}}});
  }
  auto made = c.createOwned(kindOf("pods"), set, std::move(pod));
  if (made)
    c.event(set, "Normal", "SuccessfulCreate",
            "create Pod " + name + " in StatefulSet " + textAt(set, {"metadata", "name"}) + " successful",
            "statefulset-controller");
}

struct Ordinals {
  std::map<std::int64_t, Object> pods;
  std::int64_t ready = 0, updated = 0;
  bool settled = true;  ///< all there are ready and none is going
};

Ordinals ordinalsOf(Controllers& c, const Json& set, const std::string& revision) {
  Ordinals result;
  for (const auto& pod : c.ownedBy(set, kindOf("pods"))) {
    auto name = textAt(*pod, {"metadata", "name"});
    result.pods[std::atoll(name.substr(name.rfind('-') + 1).c_str())] = pod;
    result.ready += isReady(*pod) && !isDeleting(*pod);
    result.updated += textAt(*pod, {"metadata", "labels", revisionLabel}) == revision;
    result.settled = result.settled && isReady(*pod) && !isDeleting(*pod);
  }
  return result;
}

/// One step: create the next, remove the highest surplus one, or replace the highest stale one.
void takeStep(Controllers& c, const Json& set, const Ordinals& now, const std::string& revision) {
  auto wanted = integerAt(set, {"spec", "replicas"}, 1);
  bool parallel = textAt(set, {"spec", "podManagementPolicy"}) == "Parallel";
  for (std::int64_t i = 0; i < wanted; ++i) {
    auto known = now.pods.find(i);
    if (known == now.pods.end()) {
      makePod(c, set, i, revision);
      if (!parallel) return;
    } else if (!parallel && !isReady(*known->second)) {
      // An unready pod of an old revision would block its own repair for ever.
      bool stale = textAt(*known->second, {"metadata", "labels", revisionLabel}) != revision;
      if (stale && !isDeleting(*known->second)) c.erase(Key::of(*known->second, kindOf("pods")));
      return;
    }
  }
  auto last = now.pods.rbegin();
  if (last != now.pods.rend() && last->first >= wanted) {
    if (!isDeleting(*last->second)) c.erase(Key::of(*last->second, kindOf("pods")));
    return;
  }
  auto partition = integerAt(set, {"spec", "updateStrategy", "rollingUpdate", "partition"});
  if (textAt(set, {"spec", "updateStrategy", "type"}) == "OnDelete" || !now.settled) return;
  for (; last != now.pods.rend() && last->first >= partition; ++last)
    if (textAt(*last->second, {"metadata", "labels", revisionLabel}) != revision)
      return c.erase(Key::of(*last->second, kindOf("pods")));
}

}  // namespace

void reconcileStatefulSet(Controllers& c, const Json& old) {
  if (isDeleting(old)) return;
  auto revision = textAt(old, {"metadata", "name"}) + "-" + shortHash(at(old, {"spec", "template"}));
  takeStep(c, old, ordinalsOf(c, old, revision), revision);
  auto now = ordinalsOf(c, old, revision);
  auto stored = c.store().find(Key::of(old, kindOf("statefulsets")));
  if (!stored) return;
  Json set = *stored;
  auto wanted = integerAt(set, {"spec", "replicas"}, 1);
  bool complete = now.updated == wanted && now.ready == wanted && std::int64_t(now.pods.size()) == wanted;
  auto before = textAt(set, {"status", "currentRevision"});
  auto current = complete || before.empty() ? revision : before;
  set["status"] = {{"observedGeneration", at(set, {"metadata", "generation"})},
                   {"replicas", now.pods.size()},
                   {"readyReplicas", now.ready},
                   {"availableReplicas", now.ready},
                   {"updatedReplicas", now.updated},
                   {"currentReplicas", complete ? wanted : std::int64_t(now.pods.size()) - now.updated},
                   {"currentRevision", current},
                   {"updateRevision", revision},
                   {"collisionCount", 0}};
  c.write(kindOf("statefulsets"), std::move(set));
}

}  // namespace cleardeck::sandbox
