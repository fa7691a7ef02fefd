/// Who else keeps a Helm release: a controller that would undo what a person does.
#pragma once
#include "kube/calls.h"
#include "kube/kinds.h"

namespace cleardeck::installation {

/// "Flux (HelmRelease team/clearml)", "Argo CD (application clearml)"; "" when the labels name nobody. Sources:
/// fluxcd.io docs, helm-controller's origin labels; argo-cd.readthedocs.io, resource tracking.
std::string ownerByLabels(const kube::Labels& labels);

/// Asks the workloads of the release. What may not be listed tells nothing: "".
Task<std::string> releaseOwner(kube::Session session, std::string ns, std::string release);

}  // namespace cleardeck::installation
