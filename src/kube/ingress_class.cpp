#include "kube/ingress_class.h"

#include "kube/json_fields.h"

namespace cleardeck::kube {

bool parse(simdjson::ondemand::object source, IngressClass& row) {
  using namespace json;
  return json::object(
      source, row,
      [&row](std::string_view key, od::value value) {
        if (key != "spec") return;
        fields(value, [&row](std::string_view name, od::value part) {
          if (name == "controller") row.controller = text(part);
        });
      },
      [&row](std::string_view key, od::value value) {
        if (key == "ingressclass.kubernetes.io/is-default-class") row.isDefault = text(value) == "true";
      });
}

}  // namespace cleardeck::kube
