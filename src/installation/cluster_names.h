/// Names in the cluster that a value may refer to: what the form offers, and what it warns about when a name is not
/// there.
#pragma once
#include "kube/session.h"

#include <map>
#include <set>

namespace cleardeck::installation {

/// Names only; nothing of a Secret but its name is ever asked for.
struct ClusterNames {
  /// By kind, as Field::reference spells it: "StorageClass", "IngressClass", "PriorityClass", "GatewayClass",
  /// "RuntimeClass", and of the namespace "Secret", "ConfigMap", "ServiceAccount", "PersistentVolumeClaim". Sorted. An
  /// Error says why they cannot be had.
  std::map<std::string, Result<std::vector<std::string>>> byKind;
  Result<std::vector<std::string>> nodeLabels;   ///< "pool=gpu", those that make sense in a nodeSelector; sorted
  Result<std::map<int, std::string>> nodePorts;  ///< taken: by number, "namespace/service"
};

/// The node ports of all Services. Errors: Forbidden, Services of all namespaces may not be listed.
Task<std::map<int, std::string>> takenNodePorts(kube::Session session);

/// Some small requests, one after the other. Errors: the cluster does not answer at all; Cancelled.
Task<ClusterNames> clusterNames(kube::Session session, std::string ns);

}  // namespace cleardeck::installation
