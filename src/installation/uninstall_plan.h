/// What an uninstall would keep and what it would destroy; and the uninstall itself.
#pragma once
#include "installation/values_change.h"

namespace cleardeck::installation {

struct DoomedClaim {
  std::string name, size, volume, reclaimPolicy;  ///< "Delete", "Retain", or "" when it could not be asked
};
struct UninstallPlan {
  int revision = 0;                   ///< the newest
  std::vector<std::string> dies;      ///< "Deployment clearml-apiserver", in the order of the manifest
  std::vector<std::string> kept;      ///< by the chart's wish, helm.sh/resource-policy: keep
  std::vector<std::string> claims;    ///< of StatefulSets: Kubernetes keeps them
  std::vector<DoomedClaim> dataDies;  ///< claims that Helm deletes
  std::string backup;                 ///< how to make one before; "" when the chart has none
};

/// `claims`: those of the namespace. Pure. Errors: Invalid, the manifest does not parse.
Result<UninstallPlan> planUninstall(const helm::Release& release,
                                    const std::vector<kube::PersistentVolumeClaim>& claims);

/// The plan of the deployed revision, with the reclaim policies of the volumes where they may be read.
Task<UninstallPlan> openUninstall(ValuesTools tools, Installation installation);
/// Errors: Conflict, `newest` is not the newest revision any more; 0 stands for whichever there is.
Task<Done> uninstall(ValuesTools tools, Installation installation, int newest = 0);

}  // namespace cleardeck::installation
