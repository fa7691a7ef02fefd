/// Ingresses as rows.
#pragma once
#include "kube/resource.h"

namespace cleardeck::kube {

struct IngressPath {
  std::string host;  ///< "" is every host
  std::string path;
  std::string service;
  std::string port;  ///< number or name
  bool operator==(const IngressPath&) const = default;
};

struct Ingress : Object {
  static constexpr ResourcePath path = {"networking.k8s.io", "v1", "ingresses", "Ingress"};

  std::string className;
  std::vector<IngressPath> paths;  ///< the default backend has neither host nor path
  std::vector<std::string> tlsHosts;
  std::vector<std::string> tlsSecrets;
  std::vector<std::string> addresses;  ///< that the controller gave it
  bool operator==(const Ingress&) const = default;
};

bool parse(simdjson::ondemand::object source, Ingress& row);

}  // namespace cleardeck::kube
