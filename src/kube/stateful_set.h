/// StatefulSets as rows.
#pragma once
#include "kube/workload.h"

namespace cleardeck::kube {

struct StatefulSet : Workload {
  static constexpr ResourcePath path = {"apps", "v1", "statefulsets", "StatefulSet"};
  bool operator==(const StatefulSet&) const = default;
};

bool parse(simdjson::ondemand::object source, StatefulSet& row);

}  // namespace cleardeck::kube
