/// Fields that Kubernetes never changes on an object that exists. Found before helm is asked, for a dry run does not
/// tell: helm sends nothing to the server until it applies.
#pragma once
#include "helm/diff.h"

namespace cleardeck::installation {

struct ImmutableChange {
  std::string object;         ///< "StatefulSet clearml-mongodb"
  std::string field;          ///< "spec.volumeClaimTemplates[data].spec.resources.requests.storage"
  std::string before, after;  ///< as FieldChange: JSON, masked
  std::string remedy;
};

/// Of every object that is changed and stays. Source: the Validate…Update functions of kubernetes pkg/apis, v1.33.
std::vector<ImmutableChange> immutableChanges(const helm::ManifestDiff& diff);

}  // namespace cleardeck::installation
