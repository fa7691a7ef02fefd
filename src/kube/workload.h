/// What Deployments and StatefulSets have in common: a number of pods from one template. Status after kstatus
/// (sigs.k8s.io/cli-utils pkg/kstatus/status/core.go).
#pragma once
#include "kube/resource.h"

namespace cleardeck::kube {

struct Workload : Object {
  std::int32_t desired = 1;
  std::int32_t current = 0;  ///< pods that exist
  std::int32_t ready = 0;
  std::int32_t updated = 0;  ///< pods of the newest template
  std::int32_t available = 0;
  bool observed = true;             ///< the controller has seen the newest spec
  bool paused = false;              ///< Deployments only
  std::string service;              ///< StatefulSets only: the headless Service that names the pods
  Labels selector;                  ///< matchLabels
  std::vector<std::string> images;  ///< of the template's containers, init containers first
  std::vector<Condition> conditions;
  Tone tone = Tone::Off;
  std::string status;  ///< a word: "Ready", "Progressing", "Scaled to 0", "Paused", "Stuck", "Not ready", "Terminating"
  bool operator==(const Workload&) const = default;
};

/// Reads either kind.
bool parseWorkload(simdjson::ondemand::object source, Workload& row);

}  // namespace cleardeck::kube
