#include "installation/workload_status.h"

namespace cleardeck::installation {
namespace {

// The sentence about the pod that is worst off: what the node or the scheduler says of it.
std::string podReason(const kube::Pod& pod) {
  const std::string word = pod.status.empty() ? "not scheduled yet" : pod.status;
  std::string text = pod.name + " is " + (pod.terminating ? "being deleted" : word);
  for (const auto& container : pod.containers)
    if (container.endedBefore && !container.ready && pod.status == "CrashLoopBackOff")
      text += ", last " + exitText(container);
  if (!pod.message.empty() && !pod.terminating) text += ": " + pod.message;
  return text;
}

std::string podNextStep(const kube::Pod& pod) {
  const std::string& status = pod.status;
  if (status == "ImagePullBackOff" || status == "ErrImagePull")
    return "Check the image name and that the node can reach the registry";
  if (status == "CrashLoopBackOff" || status == "Error") return "Read the log of its previous container";
  if (status == "OOMKilled") return "Raise its memory limit in Values";
  if (status.rfind("Init:", 0) == 0) return "It waits for another part; look at the databases first";
  if (status == "Pending" && pod.node.empty()) return "No node takes it: check requests, taints and volumes";
  return "Look at its events and log";
}

const kube::Pod* worstPod(const PartObjects& part) {
  const auto rank = [](const kube::Pod* pod) {
    if (pod->tone == kube::Tone::Bad) return 0;
    return pod->terminating ? 2 : 1;
  };
  const kube::Pod* worst = nullptr;
  for (const auto* pod : part.pods)
    if (!works(*pod) && (!worst || rank(pod) < rank(worst))) worst = pod;
  return worst;
}

const kube::PersistentVolumeClaim* unbound(const PartObjects& part) {
  for (const auto* claim : part.claims)
    if (claim->phase != "Bound") return claim;
  return nullptr;
}

}  // namespace

bool works(const kube::Pod& pod) { return pod.allReady && !pod.terminating; }

std::string exitText(const kube::Container& container) {
  std::string text = container.lastReason.empty() ? "exited" : container.lastReason;
  return text + " (exit " + std::to_string(container.lastExitCode) + ")";
}

bool rollingOut(const kube::Workload& workload) {
  return !workload.observed || workload.updated < workload.desired || workload.current > workload.desired;
}

Trouble troubleOf(const PartObjects& objects) {
  const auto* pod = worstPod(objects);
  Trouble trouble;
  trouble.failing = pod && pod->tone == kube::Tone::Bad;
  if (const auto* claim = unbound(objects)) {
    trouble.reason = "Its volume " + claim->name + " is " + claim->phase;
    trouble.nextStep = "Check that the storage class " +
                       (claim->storageClass.empty() ? std::string("(the default one)") : claim->storageClass) +
                       " exists";
  } else if (pod) {
    trouble.reason = podReason(*pod);
    trouble.nextStep = podNextStep(*pod);
  } else {
    trouble.reason = objects.kind + "/" + objects.workload->name + " has no pod yet";
    trouble.nextStep = "Look at its events: a quota or an admission rule may refuse pods";
  }
  return trouble;
}

}  // namespace cleardeck::installation
