/// The sample installation: one Helm release `clearml` in the namespace `clearml`, as `helm install` of charts/clearml
/// leaves it. The release is resources/sandbox/release.json (written by resources/sandbox/refresh with the real helm);
/// its manifest is what gets created. Everything carries the label cleardeck.dev/sample=true.
#pragma once
#include "base/result.h"

#include <nlohmann/json_fwd.hpp>

#include <string>
#include <vector>

namespace cleardeck::sandbox {

inline constexpr const char* sampleLabel = "cleardeck.dev/sample";

/// The node, the storage class, the namespaces, the release Secret and the objects of its manifest, in the order to
/// create them. Errors: Internal when the built-in release cannot be read.
Result<std::vector<nlohmann::json>> sampleObjects();

/// What every cluster has without any sample: nodes, storage class, namespaces, the default service account.
std::vector<nlohmann::json> clusterObjects();

/// A release's JSON as Helm's secret driver stores it in `data.release`: base64(base64(gzip(json))).
Result<std::string> encodeRelease(const nlohmann::json& release);

}  // namespace cleardeck::sandbox
