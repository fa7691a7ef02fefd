/// EndpointSlices as rows: which pods stand behind a Service now. One Service may have several.
#pragma once
#include "kube/resource.h"

namespace cleardeck::kube {

struct Endpoint {
  std::string address;
  std::string pod;  ///< name of the pod; "" when the endpoint is no pod
  std::string node;
  bool ready = false;    ///< absent in the API means ready
  bool serving = false;  ///< as ready, but also while terminating
  bool terminating = false;
  bool operator==(const Endpoint&) const = default;
};

struct EndpointPort {
  std::string name;        ///< that of the Service's port
  std::uint16_t port = 0;  ///< of the pod, resolved
  std::string protocol;
  bool operator==(const EndpointPort&) const = default;
};

struct EndpointSlice : Object {
  static constexpr ResourcePath path = {"discovery.k8s.io", "v1", "endpointslices", "EndpointSlice"};

  std::string service;  ///< label kubernetes.io/service-name
  std::vector<Endpoint> endpoints;
  std::vector<EndpointPort> ports;
  bool operator==(const EndpointSlice&) const = default;
};

bool parse(simdjson::ondemand::object source, EndpointSlice& row);

}  // namespace cleardeck::kube
