/// Nodes as rows.
#pragma once
#include "kube/resource.h"

namespace cleardeck::kube {

struct Node : Object {
  static constexpr ResourcePath path = {"", "v1", "nodes", "Node", false};

  bool ready = false;
  bool unschedulable = false;  ///< cordoned
  std::string address;         ///< InternalIP
  std::string kubeletVersion;
  std::string osImage;
  std::string cpu, memory, pods, gpus;  ///< allocatable, as written; gpus is nvidia.com/gpu
  std::vector<std::string> taints;      ///< "key=value:effect"
  std::vector<Condition> conditions;    ///< only those that tell of trouble
  Tone tone = Tone::Off;
  bool operator==(const Node&) const = default;
};

bool parse(simdjson::ondemand::object source, Node& row);

}  // namespace cleardeck::kube
