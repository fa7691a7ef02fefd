#include "kube/storage_class.h"

#include "kube/json_fields.h"

namespace cleardeck::kube {

bool parse(simdjson::ondemand::object source, StorageClass& row) {
  using namespace json;
  return json::object(
      source, row,
      [&row](std::string_view key, od::value value) {
        if (key == "provisioner")
          row.provisioner = text(value);
        else if (key == "reclaimPolicy")
          row.reclaimPolicy = text(value);
        else if (key == "volumeBindingMode")
          row.bindingMode = text(value);
        else if (key == "allowVolumeExpansion")
          row.expandable = truth(value);
      },
      [&row](std::string_view key, od::value value) {
        if (key == "storageclass.kubernetes.io/is-default-class") row.isDefault = text(value) == "true";
      });
}

}  // namespace cleardeck::kube
