/// The three doors of an installation and how they are reached from outside of the cluster.
#pragma once
#include "installation/topology.h"

namespace cleardeck::installation {

/// Web, API, files, in this order; a door whose Service was not found has an empty `service`.
/// Ingress before LoadBalancer before NodePort; a NodePort needs a node with an address in `facts`.
std::vector<Address> addressesOf(const Topology& topology, const Facts& facts);

/// The container port that the part listens on in every ClearML image: 80, 8008, 8081.
std::uint16_t containerPort(Door door);
Part partBehind(Door door);

}  // namespace cleardeck::installation
