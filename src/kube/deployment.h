/// Deployments as rows.
#pragma once
#include "kube/workload.h"

namespace cleardeck::kube {

struct Deployment : Workload {
  static constexpr ResourcePath path = {"apps", "v1", "deployments", "Deployment"};
  bool operator==(const Deployment&) const = default;
};

bool parse(simdjson::ondemand::object source, Deployment& row);

}  // namespace cleardeck::kube
