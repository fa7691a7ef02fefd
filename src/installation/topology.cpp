#include "installation/topology.h"

#include <algorithm>

namespace cleardeck::installation {
namespace {

bool endsWith(std::string_view text, std::string_view end) {
  return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

// A ReplicaSet is named <deployment>-<hash>; there are no ReplicaSet rows because nothing else needs them.
bool owns(const PartObjects& part, const kube::Pod& pod) {
  if (!part.workload || pod.ns != part.workload->ns) return false;
  const std::string& name = part.workload->name;
  if (part.kind == "StatefulSet") return pod.owner.kind == "StatefulSet" && pod.owner.name == name;
  if (pod.owner.kind != "ReplicaSet" || pod.owner.name.rfind(name + "-", 0) != 0) return false;
  return pod.owner.name.find('-', name.size() + 1) == std::string::npos;
}

template <class Row>
void placeWorkloads(const Rows<Row>& rows, const Found& found, Topology& topology) {
  for (const auto& [uid, row] : rows) {
    if (row.ns != found.ns || releaseOf(row) != found.name) continue;
    const auto part = partOf(row, found.flavour);
    if (!part) continue;
    PartObjects& place = topology[*part];
    // Two for one part (a second Redis for workers, say): the one with the shorter name is the main one.
    if (place.workload && place.workload->name.size() <= row.name.size()) continue;
    place.workload = &row;
    place.kind = Row::path.kind;
  }
}

// What belongs to the workload of a part.
void placePods(PartObjects& part, const Facts& facts) {
  for (const auto& [uid, pod] : facts.pods)
    if (owns(part, pod)) part.pods.push_back(&pod);
  std::sort(part.pods.begin(), part.pods.end(), [](auto* a, auto* b) { return a->name < b->name; });
}

void placeService(PartObjects& part, const Facts& facts) {
  for (const auto& [uid, service] : facts.services) {
    if (!part.workload || service.ns != part.workload->ns || !part.workload->selector.match(service.selector)) continue;
    const bool headless = service.clusterIP == "None";
    const bool better = !part.service || (part.service->clusterIP == "None" && !headless) ||
                        (part.service->clusterIP == "None") == headless;
    const bool shorter = !part.service || service.name.size() < part.service->name.size();
    if (better && (shorter || (part.service->clusterIP == "None" && !headless))) part.service = &service;
  }
}

void placeClaims(PartObjects& part, const Facts& facts) {
  for (const auto& [uid, claim] : facts.claims) {
    const auto mounts = [&claim = claim](const kube::Pod* pod) {
      return pod->ns == claim.ns && std::count(pod->claims.begin(), pod->claims.end(), claim.name) > 0;
    };
    if (std::any_of(part.pods.begin(), part.pods.end(), mounts)) part.claims.push_back(&claim);
  }
}

void placeIngresses(const Found& found, const Facts& facts, Topology& topology) {
  const auto leadsHere = [&topology](const kube::IngressPath& path) {
    for (Part part : {Part::Webserver, Part::Apiserver, Part::Fileserver})
      if (topology[part].service && topology[part].service->name == path.service) return true;
    return false;
  };
  for (const auto& [uid, ingress] : facts.ingresses)
    if (ingress.ns == found.ns && std::any_of(ingress.paths.begin(), ingress.paths.end(), leadsHere))
      topology[Part::Ingress].ingresses.push_back(&ingress);
  auto& list = topology[Part::Ingress].ingresses;
  std::sort(list.begin(), list.end(), [](auto* a, auto* b) { return a->name < b->name; });
}

}  // namespace

std::optional<Part> partOf(const kube::Object& workload, Flavour flavour) {
  if (flavour == Flavour::ClearDeck) return partNamed(workload.labels.find("app.kubernetes.io/component"));
  const std::string_view name = workload.name;
  if (endsWith(name, "-apiserver-asyncdelete")) return Part::AsyncDelete;
  if (endsWith(name, "-apiserver")) return Part::Apiserver;
  if (endsWith(name, "-fileserver")) return Part::Fileserver;
  if (endsWith(name, "-webserver")) return Part::Webserver;
  const auto subchart = workload.labels.find("app.kubernetes.io/name");
  if (subchart == "mongodb" || endsWith(name, "-mongodb")) return Part::Mongodb;
  if (workload.labels.find("chart") == "elasticsearch" || endsWith(name, "-elastic-master")) return Part::Elasticsearch;
  if (subchart == "redis" || subchart == "dragonfly" || endsWith(name, "-redis-master")) return Part::Redis;
  return std::nullopt;
}

PartObjects objectsOf(const kube::Workload& workload, std::string kind, const Facts& facts) {
  PartObjects objects;
  objects.workload = &workload;
  objects.kind = std::move(kind);
  placePods(objects, facts);
  placeService(objects, facts);
  placeClaims(objects, facts);
  return objects;
}

Topology topologyOf(const Found& found, const Facts& facts) {
  Topology topology;
  placeWorkloads(facts.deployments, found, topology);
  placeWorkloads(facts.statefulSets, found, topology);
  for (auto& part : topology.parts) {
    placePods(part, facts);
    placeService(part, facts);
    placeClaims(part, facts);
  }
  placeIngresses(found, facts, topology);
  return topology;
}

}  // namespace cleardeck::installation
