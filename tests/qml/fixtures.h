/// Rows as the engine would post them: one healthy and one broken installation, their pods and services.
#pragma once
#include "installation/model.h"
#include "kube/pod.h"
#include "kube/service.h"

#include <chrono>

namespace fixtures {

using namespace cleardeck;

inline std::int64_t now() {
  return std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch()).count();
}

inline installation::Installation installationNamed(const std::string& name, bool broken) {
  using namespace installation;
  Installation row;
  row.context = "kind";
  row.ns = "clearml";
  row.name = name;
  row.uid = "kind/clearml/" + name;
  row.release.chart = "clearml";
  row.release.chartVersion = "7.14.5";
  row.release.appVersion = "2.0.0";
  row.revision = 3;
  row.status = "deployed";
  row.changedAt = now() - 600;
  row.state = LiveState(Freshness::Live);
  for (const Part part : chain) {
    PartStatus status;
    status.part = part;
    status.state = PartState::Ok;
    status.summary = "1/1";
    status.pods = {name + "-" + std::string(installation::name(part)) + "-0"};
    row.parts.push_back(status);
  }
  row.health.word = HealthWord::Healthy;
  row.health.sentence = "8 of 8 parts work.";
  for (const Door door : {Door::Web, Door::Api, Door::Files}) {
    Address address;
    address.door = door;
    address.service = name + "-" + std::string(installation::name(door));
    address.port = "8080";
    if (!broken)
      address.url = "https://" + std::string(installation::name(door)) + ".example.com", address.via = "Ingress";
    row.addresses.push_back(address);
  }
  Volume volume;
  volume.part = "mongodb";
  volume.claim = "data-mongodb-0";
  volume.phase = "Bound";
  volume.capacity = "50Gi";
  row.volumes.push_back(volume);
  if (!broken) return row;
  row.parts[std::size_t(Part::Elasticsearch)].state = PartState::Bad;
  row.parts[std::size_t(Part::Elasticsearch)].summary = "0/1";
  row.health.word = HealthWord::Broken;
  row.health.sentence = "First broken link: apiserver to elasticsearch.";
  row.health.from = "apiserver";
  row.health.to = "elasticsearch";
  Finding finding;
  finding.severity = PartState::Bad;
  finding.part = "elasticsearch";
  finding.title = "elasticsearch has no ready pod";
  finding.evidence = "pod elastic-0: CrashLoopBackOff";
  finding.nextStep = "Look at the log of the previous instance.";
  row.health.findings.push_back(finding);
  return row;
}

inline Changes<installation::Installation> fleet() {
  Changes<installation::Installation> changes;
  changes.upserts = {installationNamed("alpha", false), installationNamed("beta", true)};
  changes.state = LiveState(Freshness::Live);
  return changes;
}

inline kube::Pod podNamed(const std::string& name, const std::string& status, kube::Tone tone) {
  kube::Pod pod;
  pod.uid = "uid-" + name;
  pod.ns = "clearml";
  pod.name = name;
  pod.createdAt = now() - 7200;
  pod.status = status;
  pod.tone = tone;
  pod.node = "node-1";
  pod.total = 1;
  pod.ready = tone == kube::Tone::Ok ? 1 : 0;
  pod.restarts = tone == kube::Tone::Bad ? 3 : 0;
  pod.owner = {"StatefulSet", "elastic"};
  kube::Container container;
  container.name = "main";
  container.image = "docker.io/clearml/server:2.0.0";
  container.state = tone == kube::Tone::Bad ? kube::ContainerState::Waiting : kube::ContainerState::Running;
  container.ready = tone == kube::Tone::Ok;
  container.reason = tone == kube::Tone::Bad ? "CrashLoopBackOff" : "";
  container.restarts = pod.restarts;
  container.endedBefore = tone == kube::Tone::Bad;
  container.lastReason = "OOMKilled";
  container.lastExitCode = 137;
  container.lastFinishedAt = now() - 300;
  pod.containers.push_back(container);
  return pod;
}

inline Changes<kube::Pod> pods() {
  Changes<kube::Pod> changes;
  for (int i = 0; i < 6; ++i)
    changes.upserts.push_back(podNamed("beta-part-" + std::to_string(i), "Running", kube::Tone::Ok));
  changes.upserts.push_back(podNamed("beta-elasticsearch-0", "CrashLoopBackOff", kube::Tone::Bad));
  changes.state = LiveState(Freshness::Live);
  return changes;
}

inline Changes<kube::Service> services() {
  Changes<kube::Service> changes;
  kube::Service service;
  service.uid = "s1";
  service.ns = "clearml";
  service.name = "beta-apiserver";
  service.type = "ClusterIP";
  service.clusterIP = "10.0.0.7";
  kube::ServicePort port;
  port.port = 8008;
  port.targetPort = "http";
  service.ports.push_back(port);
  changes.upserts.push_back(service);
  changes.state = LiveState(Freshness::Live);
  return changes;
}

inline LiveState lost() {
  LiveState state(Freshness::Reconnecting, "connection refused by 127.0.0.1:6443");
  state.hint = "Is the cluster running?";
  state.since = std::chrono::system_clock::now() - std::chrono::minutes(5);
  state.attempt = 3;
  return state;
}

}  // namespace fixtures
