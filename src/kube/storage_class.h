/// StorageClasses as rows.
#pragma once
#include "kube/resource.h"

namespace cleardeck::kube {

struct StorageClass : Object {
  static constexpr ResourcePath path = {"storage.k8s.io", "v1", "storageclasses", "StorageClass", false};

  std::string provisioner;
  std::string reclaimPolicy = "Delete";   ///< what happens to a volume whose claim is deleted
  std::string bindingMode = "Immediate";  ///< WaitForFirstConsumer
  bool expandable = false;                ///< claims may grow
  bool isDefault = false;                 ///< annotation storageclass.kubernetes.io/is-default-class
  bool operator==(const StorageClass&) const = default;
};

bool parse(simdjson::ondemand::object source, StorageClass& row);

}  // namespace cleardeck::kube
