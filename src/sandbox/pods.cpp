// A pod's life as a kubelet would report it: Pending, ContainerCreating, Running and Ready, and its end.
#include "sandbox/controllers.h"

namespace cleardeck::sandbox {
namespace {

constexpr auto nodeName = "sandbox-node";

/// Images with the tag `missing` cannot be pulled, as on the test control plane: a way to see a broken upgrade.
std::string missingImage(const Json& pod) {
  for (const auto& container : at(pod, {"spec", "containers"}))
    if (auto image = textAt(container, {"image"}); image.ends_with(":missing")) return image;
  return {};
}

std::string unboundClaim(Controllers& c, const Json& pod) {
  for (const auto& volume : at(pod, {"spec", "volumes"})) {
    auto name = textAt(volume, {"persistentVolumeClaim", "claimName"});
    if (name.empty()) continue;
    auto claim = c.store().find(Key(kindOf("persistentvolumeclaims"), textAt(pod, {"metadata", "namespace"}), name));
    if (!claim) return "persistentvolumeclaim \"" + name + "\" not found";
    if (textAt(*claim, {"status", "phase"}) != "Bound") return "pod has unbound immediate PersistentVolumeClaims";
  }
  return {};
}

Json containerStatus(const Json& container, Json stateOfIt, bool ready) {
  auto image = textAt(container, {"image"});
  return {{"name", textAt(container, {"name"})},
          {"image", image},
          {"imageID", ready ? image : ""},
          {"ready", ready},
          {"started", ready},
          {"restartCount", 0},
          {"state", std::move(stateOfIt)},
          {"lastState", Json::object()}};
}

void setContainers(Json& pod, const Json& stateOfAll, bool ready) {
  Json statuses = Json::array();
  for (const auto& container : at(pod, {"spec", "containers"}))
    statuses.push_back(containerStatus(container, stateOfAll, ready));
  pod["status"]["containerStatuses"] = std::move(statuses);
  setCondition(pod, "Ready", ready, ready ? "" : "ContainersNotReady", "");
  setCondition(pod, "ContainersReady", ready, ready ? "" : "ContainersNotReady", "");
}

void schedule(Controllers& c, const Json& old) {
  auto problem = unboundClaim(c, old);
  Json pod = old;
  pod["status"]["phase"] = "Pending";
  if (!problem.empty()) {
    auto message = "0/1 nodes are available: " + problem + ".";
    setCondition(pod, "PodScheduled", false, "Unschedulable", message);
    if (at(pod, {"status"}) != at(old, {"status"}))
      c.event(old, "Warning", "FailedScheduling", message, "default-scheduler");
    c.write(kindOf("pods"), std::move(pod));
    return c.again(Key::of(old, kindOf("pods")), std::chrono::milliseconds(200));
  }
  pod["spec"]["nodeName"] = nodeName;
  pod["status"]["hostIP"] = "10.0.0.10";
  pod["status"]["startTime"] = nowText();
  pod["status"]["qosClass"] = "Burstable";
  setCondition(pod, "PodScheduled", true, "", "");
  setCondition(pod, "Initialized", true, "", "");
  setContainers(pod, {{"waiting", {{"reason", "ContainerCreating"}}}}, false);
  auto name = textAt(old, {"metadata", "namespace"}) + "/" + textAt(old, {"metadata", "name"});
  c.event(old, "Normal", "Scheduled", "Successfully assigned " + name + " to " + nodeName, "default-scheduler");
  c.write(kindOf("pods"), std::move(pod));
}

void failPull(Controllers& c, const Json& old, const std::string& image) {
  Json pod = old;
  auto message = "Back-off pulling image \"" + image + "\": ErrImagePull: " + image + ": not found";
  setContainers(pod, {{"waiting", {{"reason", "ImagePullBackOff"}, {"message", message}}}}, false);
  if (pod == old) return;
  c.event(old, "Warning", "Failed",
          "Failed to pull image \"" + image + "\": rpc error: code = NotFound desc = " + image + ": not found",
          "kubelet");
  c.event(old, "Warning", "Failed", "Error: ImagePullBackOff", "kubelet");
  c.write(kindOf("pods"), std::move(pod));
}

void startContainers(Controllers& c, const Json& old) {
  if (auto image = missingImage(old); !image.empty()) return failPull(c, old, image);
  Json pod = old;
  auto address = c.nextPodAddress();
  pod["status"]["phase"] = "Running";
  pod["status"]["podIP"] = address;
  pod["status"]["podIPs"] = Json::array({{{"ip", address}}});
  setContainers(pod, {{"running", {{"startedAt", nowText()}}}}, true);
  Json inits = Json::array();
  for (const auto& container : at(pod, {"spec", "initContainers"})) {
    Json ended = {{"terminated",
                   {{"exitCode", 0}, {"reason", "Completed"}, {"startedAt", nowText()}, {"finishedAt", nowText()}}}};
    inits.push_back(containerStatus(container, std::move(ended), true));
  }
  if (!inits.empty()) pod["status"]["initContainerStatuses"] = std::move(inits);
  for (const auto& container : at(pod, {"spec", "containers"})) {
    auto name = textAt(container, {"name"}), image = textAt(container, {"image"});
    c.event(old, "Normal", "Pulled", "Container image \"" + image + "\" already present on machine", "kubelet");
    c.event(old, "Normal", "Created", "Created container: " + name, "kubelet");
    c.event(old, "Normal", "Started", "Started container " + name, "kubelet");
  }
  c.started(pod);
  c.write(kindOf("pods"), std::move(pod));
}

bool runsToCompletion(const Json& pod) {
  for (const auto& owner : at(pod, {"metadata", "ownerReferences"}))
    if (textAt(owner, {"kind"}) == "Job") return true;
  auto policy = textAt(pod, {"spec", "restartPolicy"});
  return policy == "Never" || policy == "OnFailure";
}

void complete(Controllers& c, const Json& old) {
  Json pod = old;
  pod["status"]["phase"] = "Succeeded";
  Json ended = {{"terminated",
                 {{"exitCode", 0},
                  {"reason", "Completed"},
                  {"startedAt", textAt(old, {"status", "startTime"})},
                  {"finishedAt", nowText()}}}};
  setContainers(pod, ended, false);
  for (const char* type : {"Ready", "ContainersReady"}) setCondition(pod, type, false, "PodCompleted", "");
  c.write(kindOf("pods"), std::move(pod));
}

void terminate(Controllers& c, const Json& pod, const Key& key) {
  auto grace = std::chrono::seconds(integerAt(pod, {"metadata", "deletionGracePeriodSeconds"}, 30));
  auto wanted = std::min<Clock::duration>(c.pace().terminate, grace);
  auto passed = c.elapsed(pod, "Terminating");
  if (passed < std::chrono::milliseconds(1))
    for (const auto& container : at(pod, {"spec", "containers"}))
      c.event(pod, "Normal", "Killing", "Stopping container " + textAt(container, {"name"}), "kubelet");
  if (passed < wanted) return c.again(key, wanted - passed);
  const Json& finalizers = at(pod, {"metadata", "finalizers"});
  if (!finalizers.is_array() || finalizers.empty()) return c.erase(key, true);
  Json ready = pod;  // its node is done with it: the last finalizer's end will be its own
  ready["status"]["phase"] = "Succeeded";
  c.write(kindOf("pods"), std::move(ready));
}

}  // namespace

void reconcilePod(Controllers& c, const Json& pod) {
  Key key = Key::of(pod, kindOf("pods"));
  if (isDeleting(pod)) return terminate(c, pod, key);
  auto phase = textAt(pod, {"status", "phase"});
  bool scheduled = !textAt(pod, {"spec", "nodeName"}).empty() && !phase.empty();
  auto stage = scheduled ? phase + "@node" : std::string("new");
  Clock::duration wanted = c.pace().schedule;
  if (scheduled) wanted = c.pace().start;
  if (phase == "Running") wanted = c.pace().job;
  auto passed = c.elapsed(pod, stage);
  if (passed < wanted) return c.again(key, wanted - passed);
  if (!scheduled) return schedule(c, pod);
  if (phase == "Pending") return startContainers(c, pod);
  if (phase == "Running" && runsToCompletion(pod)) complete(c, pod);
}

}  // namespace cleardeck::sandbox
