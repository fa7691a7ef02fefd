/// Which workload, pods, Service and volumes stand for each part of an installation.
#pragma once
#include "installation/discovery.h"

namespace cleardeck::installation {

/// Pointers into Facts, valid as long as Facts is not changed.
struct PartObjects {
  const kube::Workload* workload = nullptr;
  std::string kind;  ///< of the workload: "Deployment", "StatefulSet"
  const kube::Service* service = nullptr;
  std::vector<const kube::Pod*> pods;
  std::vector<const kube::PersistentVolumeClaim*> claims;
  std::vector<const kube::Ingress*> ingresses;  ///< of Part::Ingress
};

struct Topology {
  std::array<PartObjects, 8> parts;
  const PartObjects& operator[](Part part) const { return parts[std::size_t(part)]; }
  PartObjects& operator[](Part part) { return parts[std::size_t(part)]; }
};

Topology topologyOf(const Found& found, const Facts& facts);
/// The same of any workload, whether it stands for a part or not. `kind`: "Deployment", "StatefulSet".
PartObjects objectsOf(const kube::Workload& workload, std::string kind, const Facts& facts);

/// The part that a workload of a ClearML release stands for: its component label (our chart), else its name.
std::optional<Part> partOf(const kube::Object& workload, Flavour flavour);

}  // namespace cleardeck::installation
