/// PersistentVolumeClaims as rows.
#pragma once
#include "kube/resource.h"

namespace cleardeck::kube {

struct PersistentVolumeClaim : Object {
  static constexpr ResourcePath path = {"", "v1", "persistentvolumeclaims", "PersistentVolumeClaim"};

  std::string phase;      ///< Pending, Bound, Lost
  std::string requested;  ///< as written: "10Gi"
  std::string capacity;   ///< as given
  std::string storageClass;
  std::string volume;
  std::vector<std::string> accessModes;
  std::vector<Condition> conditions;
  Tone tone = Tone::Off;
  bool operator==(const PersistentVolumeClaim&) const = default;
};

bool parse(simdjson::ondemand::object source, PersistentVolumeClaim& row);

}  // namespace cleardeck::kube
