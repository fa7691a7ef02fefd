#include "sandbox/kinds.h"

#include <algorithm>

namespace cleardeck::sandbox {

const std::vector<Kind>& kinds() {
  constexpr bool cluster = false, inNamespace = true, status = true, scale = true, all = true;
  static const std::vector<Kind> table = {
      {"", "v1", "namespaces", "Namespace", cluster, status, false, "ns"},
      {"", "v1", "nodes", "Node", cluster, status, false, "no"},
      {"", "v1", "persistentvolumes", "PersistentVolume", cluster, status, false, "pv"},
      {"", "v1", "pods", "Pod", inNamespace, status, false, "po", all},
      {"", "v1", "services", "Service", inNamespace, status, false, "svc", all},
      {"", "v1", "endpoints", "Endpoints", inNamespace, false, false, "ep"},
      {"", "v1", "secrets", "Secret", inNamespace},
      {"", "v1", "configmaps", "ConfigMap", inNamespace, false, false, "cm"},
      {"", "v1", "serviceaccounts", "ServiceAccount", inNamespace, false, false, "sa"},
      {"", "v1", "persistentvolumeclaims", "PersistentVolumeClaim", inNamespace, status, false, "pvc"},
      {"", "v1", "events", "Event", inNamespace, false, false, "ev"},
      {"", "v1", "resourcequotas", "ResourceQuota", inNamespace, status, false, "quota"},
      {"", "v1", "limitranges", "LimitRange", inNamespace, false, false, "limits"},
      {"apps", "v1", "deployments", "Deployment", inNamespace, status, scale, "deploy", all},
      {"apps", "v1", "replicasets", "ReplicaSet", inNamespace, status, scale, "rs", all},
      {"apps", "v1", "statefulsets", "StatefulSet", inNamespace, status, scale, "sts", all},
      {"batch", "v1", "jobs", "Job", inNamespace, status, false, "", all},
      {"batch", "v1", "cronjobs", "CronJob", inNamespace, status, false, "cj", all},
      {"networking.k8s.io", "v1", "ingresses", "Ingress", inNamespace, status, false, "ing"},
      {"networking.k8s.io", "v1", "ingressclasses", "IngressClass", cluster},
      {"networking.k8s.io", "v1", "networkpolicies", "NetworkPolicy", inNamespace, false, false, "netpol"},
      {"discovery.k8s.io", "v1", "endpointslices", "EndpointSlice", inNamespace},
      {"storage.k8s.io", "v1", "storageclasses", "StorageClass", cluster, false, false, "sc"},
      {"policy", "v1", "poddisruptionbudgets", "PodDisruptionBudget", inNamespace, status, false, "pdb"},
      {"autoscaling", "v2", "horizontalpodautoscalers", "HorizontalPodAutoscaler", inNamespace, status, false, "hpa",
       all},
      {"rbac.authorization.k8s.io", "v1", "roles", "Role", inNamespace},
      {"rbac.authorization.k8s.io", "v1", "rolebindings", "RoleBinding", inNamespace},
      {"rbac.authorization.k8s.io", "v1", "clusterroles", "ClusterRole", cluster},
      {"rbac.authorization.k8s.io", "v1", "clusterrolebindings", "ClusterRoleBinding", cluster},
      {"coordination.k8s.io", "v1", "leases", "Lease", inNamespace},
  };
  return table;
}

const Kind* findKind(std::string_view group, std::string_view version, std::string_view plural) {
  auto same = [&](const Kind& k) { return k.plural == plural && k.group == group && k.version == version; };
  auto found = std::find_if(kinds().begin(), kinds().end(), same);
  return found == kinds().end() ? nullptr : &*found;
}

const Kind* findKindNamed(std::string_view apiVersion, std::string_view name) {
  auto same = [&](const Kind& k) { return k.name == name && k.apiVersion() == apiVersion; };
  auto found = std::find_if(kinds().begin(), kinds().end(), same);
  return found == kinds().end() ? nullptr : &*found;
}

const Kind& kindOf(std::string_view plural) {
  auto same = [&](const Kind& k) { return k.plural == plural; };
  return *std::find_if(kinds().begin(), kinds().end(), same);
}

const Json& at(const Json& object, std::initializer_list<const char*> path) {
  static const Json nothing;
  const Json* here = &object;
  for (const char* key : path) {
    if (!here->is_object()) return nothing;
    auto found = here->find(key);
    if (found == here->end()) return nothing;
    here = &*found;
  }
  return *here;
}

std::string textAt(const Json& object, std::initializer_list<const char*> path) {
  const Json& value = at(object, path);
  return value.is_string() ? value.get<std::string>() : std::string();
}

}  // namespace cleardeck::sandbox
