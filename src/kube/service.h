/// Services as rows.
#pragma once
#include "kube/resource.h"

namespace cleardeck::kube {

struct ServicePort {
  std::string name;  ///< "" when there is only one
  std::uint16_t port = 0;
  std::string targetPort;  ///< a number or the name of a container port
  std::uint16_t nodePort = 0;
  std::string protocol;  ///< "TCP" …
  bool operator==(const ServicePort&) const = default;
};

struct Service : Object {
  static constexpr ResourcePath path = {"", "v1", "services", "Service"};

  std::string type;       ///< ClusterIP, NodePort, LoadBalancer, ExternalName
  std::string clusterIP;  ///< "None" when headless
  std::string externalName;
  std::vector<std::string> addresses;  ///< of the load balancer: IPs or host names
  Labels selector;
  std::vector<ServicePort> ports;
  bool operator==(const Service&) const = default;
};

bool parse(simdjson::ondemand::object source, Service& row);

}  // namespace cleardeck::kube
