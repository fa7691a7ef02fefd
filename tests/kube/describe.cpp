#include "kube/describe.h"

#include "base/text.h"

#include <fmt/format.h>

namespace cleardeck::test {
namespace {

using namespace kube;

const char* word(Tone tone) {
  constexpr const char* words[] = {"ok", "busy", "warn", "bad", "off"};
  return words[int(tone)];
}

const char* word(ContainerState state) {
  constexpr const char* words[] = {"waiting", "running", "terminated"};
  return words[int(state)];
}

std::string joined(const std::vector<std::string>& texts) { return text::join(texts, ", "); }

std::string common(const Object& row) {
  return fmt::format("{}/{} uid {} created {} generation {}{}\nlabels [{}] owner {}/{} release {}\n", row.ns, row.name,
                     row.uid, row.createdAt, row.generation, row.terminating ? " terminating" : "",
                     row.labels.selectorText(), row.owner.kind, row.owner.name, row.helmRelease);
}

std::string describe(const std::vector<Condition>& conditions) {
  std::string all;
  for (const auto& c : conditions)
    all += fmt::format("condition {}={} {} {}: {}\n", c.type, c.status, c.since, c.reason, c.message);
  return all;
}

std::string describe(const Container& c) {
  auto flags = fmt::format("{}{}{}{}{}", c.init ? "init " : "", c.sidecar ? "sidecar " : "",
                           c.reported ? "reported " : "", c.ready ? "ready " : "", c.started ? "started " : "");
  auto text = fmt::format("container {} {} {}{} reason {} message {} exit {} signal {} restarts {}\n", c.name, c.image,
                          flags, word(c.state), c.reason, c.message, c.exitCode, c.signal, c.restarts);
  if (c.endedBefore)
    text += fmt::format("  before: {} exit {} at {}\n", c.lastReason, c.lastExitCode, c.lastFinishedAt);
  return text;
}

}  // namespace

std::string describe(const Pod& row) {
  auto text = common(row);
  text += fmt::format("status {} ({}) phase {} reason {} ready {}/{} restarts {} allReady {}\n", row.status,
                      word(row.tone), row.phase, row.reason, row.ready, row.total, row.restarts, row.allReady);
  text += fmt::format("message {}\nnode {} ip {} claims [{}]\n", row.message, row.node, row.podIP, joined(row.claims));
  for (const auto& container : row.containers) text += describe(container);
  for (const auto& port : row.ports) text += fmt::format("port {} {}\n", port.name, port.port);
  return text + describe(row.conditions);
}

std::string describe(const Service& row) {
  auto text = common(row);
  text += fmt::format("{} {} external {} addresses [{}] selector [{}]\n", row.type, row.clusterIP, row.externalName,
                      joined(row.addresses), row.selector.selectorText());
  for (const auto& p : row.ports)
    text += fmt::format("port {} {} -> {} node {} {}\n", p.name, p.port, p.targetPort, p.nodePort, p.protocol);
  return text;
}

std::string describe(const EndpointSlice& row) {
  auto text = common(row) + "service " + row.service + "\n";
  for (const auto& e : row.endpoints)
    text += fmt::format("endpoint {} pod {} node {}{}{}{}\n", e.address, e.pod, e.node, e.ready ? " ready" : "",
                        e.serving ? " serving" : "", e.terminating ? " terminating" : "");
  for (const auto& p : row.ports) text += fmt::format("port {} {} {}\n", p.name, p.port, p.protocol);
  return text;
}

std::string describe(const Workload& row) {
  auto text = common(row);
  text += fmt::format("{} ({}) desired {} current {} ready {} updated {} available {}{}{}\n", row.status,
                      word(row.tone), row.desired, row.current, row.ready, row.updated, row.available,
                      row.observed ? "" : " not-observed", row.paused ? " paused" : "");
  text += fmt::format("selector [{}] images [{}] service {}\n", row.selector.selectorText(), joined(row.images),
                      row.service);
  return text + describe(row.conditions);
}

std::string describe(const PersistentVolumeClaim& row) {
  return common(row) +
         fmt::format("{} ({}) requested {} capacity {} class {} volume {} modes [{}]\n", row.phase, word(row.tone),
                     row.requested, row.capacity, row.storageClass, row.volume, joined(row.accessModes)) +
         describe(row.conditions);
}

std::string describe(const Ingress& row) {
  auto text = common(row);
  text += fmt::format("class {} tls hosts [{}] secrets [{}] addresses [{}]\n", row.className, joined(row.tlsHosts),
                      joined(row.tlsSecrets), joined(row.addresses));
  for (const auto& p : row.paths) text += fmt::format("path {}{} -> {}:{}\n", p.host, p.path, p.service, p.port);
  return text;
}

std::string describe(const Node& row) {
  return common(row) +
         fmt::format("{}{} ({}) address {} kubelet {} os {} cpu {} memory {} pods {} gpus {} taints [{}]\n",
                     row.ready ? "ready" : "not ready", row.unschedulable ? " cordoned" : "", word(row.tone),
                     row.address, row.kubeletVersion, row.osImage, row.cpu, row.memory, row.pods, row.gpus,
                     joined(row.taints)) +
         describe(row.conditions);
}

std::string describe(const Event& row) {
  return common(row) + fmt::format("{}{} {}: {}\nabout {} {}/{} {} from {} count {} last {}\n", row.type,
                                   row.warning ? " !" : "", row.reason, row.message, row.aboutKind, row.aboutNs,
                                   row.aboutName, row.aboutUid, row.source, row.count, row.lastSeen);
}

std::string describe(const ReleaseSecret& row) {
  return common(row) +
         fmt::format("release {} revision {} {} modified {}\n", row.release, row.revision, row.status, row.modifiedAt);
}

std::string describe(const Namespace& row) { return common(row) + "phase " + row.phase + "\n"; }

std::string describe(const StorageClass& row) {
  return common(row) + fmt::format("provisioner {} reclaim {} binding {}{}{}\n", row.provisioner, row.reclaimPolicy,
                                   row.bindingMode, row.expandable ? " expandable" : "",
                                   row.isDefault ? " default" : "");
}

std::string describe(const IngressClass& row) {
  return common(row) + fmt::format("controller {}{}\n", row.controller, row.isDefault ? " default" : "");
}

std::string describe(const ResourceQuota& row) {
  auto text = common(row);
  for (const auto& limit : row.limits)
    text += fmt::format("limit {} hard {} used {}\n", limit.resource, limit.hard, limit.used);
  return text;
}

}  // namespace cleardeck::test
