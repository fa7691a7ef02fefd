/// Namespaces as rows. Their labels say what Pod Security asks of pods.
#pragma once
#include "kube/resource.h"

namespace cleardeck::kube {

struct Namespace : Object {
  static constexpr ResourcePath path = {"", "v1", "namespaces", "Namespace", false};

  std::string phase;  ///< Active, Terminating
  bool operator==(const Namespace&) const = default;
};

bool parse(simdjson::ondemand::object source, Namespace& row);

}  // namespace cleardeck::kube
