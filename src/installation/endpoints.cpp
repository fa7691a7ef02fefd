#include "installation/endpoints.h"

#include <algorithm>

namespace cleardeck::installation {
namespace {

const kube::ServicePort* httpPort(const kube::Service& service) {
  for (const auto& port : service.ports)
    if (port.name == "http") return &port;
  return service.ports.empty() ? nullptr : &service.ports.front();
}

std::string withPort(const std::string& scheme, const std::string& host, std::uint16_t port) {
  const bool usual = port == (scheme == "https" ? 443 : 80);
  return scheme + "://" + host + (usual ? std::string() : ":" + std::to_string(port));
}

std::string ingressUrl(const PartObjects& ingress, const std::string& service) {
  for (const auto* object : ingress.ingresses)
    for (const auto& path : object->paths) {
      if (path.service != service || path.host.empty()) continue;
      const bool tls = std::count(object->tlsHosts.begin(), object->tlsHosts.end(), path.host) > 0;
      std::string url = (tls ? "https://" : "http://") + path.host;
      if (path.path != "/") url += path.path;
      return url;
    }
  return std::string();
}

std::string nodeAddress(const Facts& facts) {
  std::string best;
  for (const auto& [uid, node] : facts.nodes)
    if (node.ready && !node.address.empty() && (best.empty() || node.address < best)) best = node.address;
  return best;
}

void reach(Address& address, const kube::Service& service, const kube::ServicePort& port, const Topology& topology,
           const Facts& facts) {
  if (auto url = ingressUrl(topology[Part::Ingress], service.name); !url.empty()) {
    address.url = url;
    address.via = "Ingress";
  } else if (service.type == "LoadBalancer" && !service.addresses.empty()) {
    address.url = withPort("http", service.addresses.front(), port.port);
    address.via = "LoadBalancer";
  } else if (port.nodePort != 0) {
    const std::string node = nodeAddress(facts);
    if (node.empty()) return;
    address.url = withPort("http", node, port.nodePort);
    address.via = "NodePort";
  }
}

}  // namespace

Part partBehind(Door door) {
  switch (door) {
    case Door::Web: return Part::Webserver;
    case Door::Api: return Part::Apiserver;
    case Door::Files: return Part::Fileserver;
  }
  return Part::Webserver;
}

std::uint16_t containerPort(Door door) {
  switch (door) {
    case Door::Web: return 80;
    case Door::Api: return 8008;
    case Door::Files: return 8081;
  }
  return 80;
}

std::string_view name(Door door) {
  switch (door) {
    case Door::Web: return "web";
    case Door::Api: return "api";
    case Door::Files: return "files";
  }
  return "web";
}

std::vector<Address> addressesOf(const Topology& topology, const Facts& facts) {
  std::vector<Address> result;
  for (Door door : {Door::Web, Door::Api, Door::Files}) {
    Address address;
    address.door = door;
    const auto* service = topology[partBehind(door)].service;
    const auto* port = service ? httpPort(*service) : nullptr;
    if (port) {
      address.service = service->name;
      address.port = std::to_string(port->port);
      reach(address, *service, *port, topology, facts);
    }
    result.push_back(std::move(address));
  }
  return result;
}

}  // namespace cleardeck::installation
