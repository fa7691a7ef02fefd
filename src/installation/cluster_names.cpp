#include "installation/cluster_names.h"

#include "kube/calls.h"
#include "kube/json_fields.h"
#include "kube/kinds.h"

#include <algorithm>
#include <memory>

namespace cleardeck::installation {
namespace {

// Metadata alone: what else is in a Secret never leaves the server.
constexpr kube::ResourcePath namedKinds[] = {
    {"storage.k8s.io", "v1", "storageclasses", "StorageClass", false, {}, true},
    {"networking.k8s.io", "v1", "ingressclasses", "IngressClass", false, {}, true},
    {"scheduling.k8s.io", "v1", "priorityclasses", "PriorityClass", false, {}, true},
    {"gateway.networking.k8s.io", "v1", "gatewayclasses", "GatewayClass", false, {}, true},
    {"node.k8s.io", "v1", "runtimeclasses", "RuntimeClass", false, {}, true},
    {"", "v1", "secrets", "Secret", true, {}, true},
    {"", "v1", "configmaps", "ConfigMap", true, {}, true},
    {"", "v1", "serviceaccounts", "ServiceAccount", true, {}, true},
    {"", "v1", "persistentvolumeclaims", "PersistentVolumeClaim", true, {}, true},
};
constexpr kube::ResourcePath nodeMetadata = {"", "v1", "nodes", "Node", false, {}, true};

Task<std::vector<kube::Object>> metadataOf(kube::Session session, kube::ResourcePath path, kube::Scope scope) {
  auto rows = std::make_shared<std::vector<kube::Object>>();
  kube::ItemSplitter::OnItem keep = [rows](simdjson::ondemand::object item) {
    kube::Object row;
    kube::json::object(item, row, [](std::string_view, simdjson::ondemand::value) {});
    if (!row.name.empty()) rows->push_back(std::move(row));
  };
  auto listed = co_await kube::listObjects(session, path, scope, keep);
  if (!listed) co_return listed.error();
  co_return std::move(*rows);
}

// Helm's own records are no Secrets that a value would name.
std::vector<std::string> namesOf(const std::vector<kube::Object>& rows) {
  std::vector<std::string> names;
  for (const auto& row : rows)
    if (!row.name.starts_with("sh.helm.release.")) names.push_back(row.name);
  std::sort(names.begin(), names.end());
  return names;
}

// What one node alone has is no choice, and some labels only describe the machine to the system.
std::vector<std::string> labelsOf(const std::vector<kube::Object>& nodes) {
  std::set<std::string> labels;
  for (const auto& node : nodes)
    for (const auto& [key, value] : node.labels.pairs())
      if (!key.starts_with("beta.kubernetes.io/") && !key.starts_with("node.alpha."))
        labels.insert(std::string(key) + "=" + std::string(value));
  return {labels.begin(), labels.end()};
}

bool isNoAnswer(const Error& error) {
  return error.kind == ErrorKind::Network || error.kind == ErrorKind::Cancelled || error.kind == ErrorKind::Auth;
}

}  // namespace

Task<std::map<int, std::string>> takenNodePorts(kube::Session session) {
  const kube::Scope everywhere;
  auto services = co_await kube::list<kube::Service>(session, everywhere);
  if (!services) co_return services.error();
  std::map<int, std::string> taken;
  for (const auto& service : *services)
    for (const auto& port : service.ports)
      if (port.nodePort > 0) taken.emplace(port.nodePort, service.ns + "/" + service.name);
  co_return taken;
}

Task<ClusterNames> clusterNames(kube::Session session, std::string ns) {
  ClusterNames names;
  const kube::Scope everywhere, here(ns);
  for (const kube::ResourcePath& kind : namedKinds) {
    const kube::Scope& scope = kind.namespaced ? here : everywhere;
    auto rows = co_await metadataOf(session, kind, scope);
    if (!rows && isNoAnswer(rows.error())) co_return rows.error();
    names.byKind.emplace(kind.kind, rows ? Result<std::vector<std::string>>(namesOf(*rows))
                                         : Result<std::vector<std::string>>(rows.error()));
  }
  auto nodes = co_await metadataOf(session, nodeMetadata, everywhere);
  names.nodeLabels =
      nodes ? Result<std::vector<std::string>>(labelsOf(*nodes)) : Result<std::vector<std::string>>(nodes.error());
  names.nodePorts = co_await takenNodePorts(session);
  co_return names;
}

}  // namespace cleardeck::installation
