#include "cluster_facts.h"

#include "base/time.h"

namespace cleardeck::installation {

const std::chrono::system_clock::time_point testNow = *time::parseRfc3339("2026-01-01T12:00:00Z");

namespace {

const std::int64_t yesterday = time::secondsSinceEpoch(testNow) - 86'400;

template <class Row>
Row& add(Rows<Row>& rows, const std::string& name) {
  const std::string uid = std::string(Row::path.plural) + "-" + name;
  Row& row = rows[uid];
  row.uid = uid;
  row.ns = "ml";
  row.name = name;
  row.createdAt = yesterday;
  return row;
}

void addPod(Facts& facts, const kube::Workload& workload, const std::string& kind) {
  auto& pod = add(facts.pods, kind == "StatefulSet" ? workload.name + "-0" : workload.name + "-abc12-xyz");
  pod.owner.kind = kind == "StatefulSet" ? "StatefulSet" : "ReplicaSet";
  pod.owner.name = kind == "StatefulSet" ? workload.name : workload.name + "-abc12";
  pod.status = pod.phase = "Running";
  pod.tone = kube::Tone::Ok;
  pod.ready = pod.total = 1;
  pod.allReady = true;
  pod.node = "node-1";
}

template <class Row>
void addWorkload(Facts& facts, Rows<Row>& rows, const std::string& name, kube::Labels labels) {
  Row& row = add(rows, name);
  row.labels = std::move(labels);
  row.helmRelease = "clearml";
  row.desired = row.current = row.ready = row.updated = row.available = 1;
  row.selector.set("app", name);
  row.images = {"clearml/server:2.3.0"};
  addPod(facts, row, std::string(Row::path.kind));
}

void addService(Facts& facts, const std::string& name, std::uint16_t port, std::uint16_t nodePort) {
  auto& service = add(facts.services, name);
  service.type = nodePort ? "NodePort" : "ClusterIP";
  service.clusterIP = "10.0.0.1";
  service.selector.set("app", name);
  kube::ServicePort http;
  http.name = "http";
  http.port = port;
  http.nodePort = nodePort;
  service.ports.push_back(http);
  auto& slice = add(facts.slices, name + "-1");
  slice.service = name;
  kube::Endpoint endpoint;
  endpoint.ready = true;
  slice.endpoints.push_back(endpoint);
}

kube::Labels labels(const std::string& chart, const std::string& component) {
  kube::Labels result;
  if (!chart.empty()) result.set("helm.sh/chart", chart);
  result.set("app.kubernetes.io/instance", "clearml");
  result.set("app.kubernetes.io/version", "2.3.0");
  if (!component.empty()) result.set("app.kubernetes.io/component", component);
  return result;
}

void addSecret(Facts& facts, std::uint32_t revision, const std::string& status) {
  auto& secret = add(facts.releases, "sh.helm.release.v1.clearml.v" + std::to_string(revision));
  secret.release = "clearml";
  secret.revision = revision;
  secret.status = status;
  secret.modifiedAt = yesterday;
}

Facts common() {
  Facts facts;
  facts.context = "kind";
  addSecret(facts, 1, "superseded");
  addSecret(facts, 2, "deployed");
  auto& node = add(facts.nodes, "node-1");
  node.ready = true;
  node.address = "10.1.1.1";
  return facts;
}

}  // namespace

Facts healthyFacts() {
  Facts facts = common();
  const std::string chart = "clearml-0.1.0";
  for (const char* part : {"webserver", "apiserver", "fileserver", "async-delete"})
    addWorkload(facts, facts.deployments, std::string("clearml-") + part, labels(chart, part));
  for (const char* part : {"mongodb", "elasticsearch", "redis"})
    addWorkload(facts, facts.statefulSets, std::string("clearml-") + part, labels(chart, part));
  addService(facts, "clearml-webserver", 8080, 30080);
  addService(facts, "clearml-apiserver", 8008, 30008);
  addService(facts, "clearml-fileserver", 8081, 30081);
  return facts;
}

Facts upstreamFacts() {
  Facts facts = common();
  const std::string chart = "clearml-7.14.4";
  for (const char* part : {"webserver", "apiserver", "fileserver", "apiserver-asyncdelete"})
    addWorkload(facts, facts.deployments, std::string("clearml-") + part, labels(chart, ""));
  auto mongodb = labels("mongodb-13.18.5", "mongodb");
  mongodb.set("app.kubernetes.io/name", "mongodb");
  addWorkload(facts, facts.deployments, "clearml-mongodb", mongodb);
  auto redis = labels("redis-17.8.3", "master");
  redis.set("app.kubernetes.io/name", "redis");
  addWorkload(facts, facts.statefulSets, "clearml-redis-master", redis);
  kube::Labels elastic;
  elastic.set("release", "clearml");
  elastic.set("chart", "elasticsearch");
  addWorkload(facts, facts.statefulSets, "clearml-elastic-master", elastic);
  return facts;
}

kube::Pod& podOf(Facts& facts, const std::string& workload) {
  for (auto& [uid, pod] : facts.pods)
    if (pod.owner.name.rfind(workload, 0) == 0) return pod;
  throw std::out_of_range("no pod of " + workload);
}

kube::Deployment& deployment(Facts& facts, const std::string& name) {
  return facts.deployments.at("deployments-" + name);
}

const PartStatus& partIn(const Installation& row, Part part) { return row.parts.at(std::size_t(part)); }

}  // namespace cleardeck::installation
