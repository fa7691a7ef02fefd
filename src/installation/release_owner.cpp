#include "installation/release_owner.h"

#include "installation/discovery.h"

namespace cleardeck::installation {

std::string ownerByLabels(const kube::Labels& labels) {
  const std::string flux(labels.find("helm.toolkit.fluxcd.io/name"));
  if (!flux.empty())
    return "Flux (HelmRelease " + std::string(labels.find("helm.toolkit.fluxcd.io/namespace")) + "/" + flux + ")";
  const std::string kustomization(labels.find("kustomize.toolkit.fluxcd.io/name"));
  if (!kustomization.empty()) return "Flux (Kustomization " + kustomization + ")";
  const std::string argo(labels.find("argocd.argoproj.io/instance"));
  return argo.empty() ? std::string() : "Argo CD (application " + argo + ")";
}

Task<std::string> releaseOwner(kube::Session session, std::string ns, std::string release) {
  const kube::Scope scope(ns);
  auto rows = co_await kube::list<kube::Deployment>(session, scope);
  if (!rows && rows.error().kind == ErrorKind::Cancelled) co_return rows.error();
  if (!rows) co_return std::string();
  for (const auto& row : *rows)
    if (releaseOf(row) == release)
      if (auto owner = ownerByLabels(row.labels); !owner.empty()) co_return owner;
  co_return std::string();
}

}  // namespace cleardeck::installation
