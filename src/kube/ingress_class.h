/// IngressClasses as rows.
#pragma once
#include "kube/resource.h"

namespace cleardeck::kube {

struct IngressClass : Object {
  static constexpr ResourcePath path = {"networking.k8s.io", "v1", "ingressclasses", "IngressClass", false};

  std::string controller;  ///< "k8s.io/ingress-nginx"
  bool isDefault = false;  ///< annotation ingressclass.kubernetes.io/is-default-class
  bool operator==(const IngressClass&) const = default;
};

bool parse(simdjson::ondemand::object source, IngressClass& row);

}  // namespace cleardeck::kube
