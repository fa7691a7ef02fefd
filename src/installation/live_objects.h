/// The objects of a manifest as they are in the cluster now.
#pragma once
#include "kube/session.h"
#include "yaml/value.h"

namespace cleardeck::installation {

struct LiveObject {
  std::string apiVersion, kind, ns, name;
  Result<yaml::Value> live;  ///< NotFound: it is gone; Forbidden: it may not be read
};

/// In the manifest's order; `ns` stands for objects that name no namespace. One small request an object. Secrets are in
/// clear text: not to be shown. Errors: the manifest does not parse; the cluster does not answer; Cancelled.
Task<std::vector<LiveObject>> liveObjects(kube::Session session, std::string manifest, std::string ns);

}  // namespace cleardeck::installation
