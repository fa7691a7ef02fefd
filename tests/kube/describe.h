/// A row as text, for golden files: one overload a kind.
#pragma once
#include "kube/kinds.h"

namespace cleardeck::test {

std::string describe(const kube::Pod& row);
std::string describe(const kube::Service& row);
std::string describe(const kube::EndpointSlice& row);
std::string describe(const kube::Workload& row);
std::string describe(const kube::PersistentVolumeClaim& row);
std::string describe(const kube::Ingress& row);
std::string describe(const kube::Node& row);
std::string describe(const kube::Event& row);
std::string describe(const kube::ReleaseSecret& row);
std::string describe(const kube::Namespace& row);
std::string describe(const kube::StorageClass& row);
std::string describe(const kube::IngressClass& row);
std::string describe(const kube::ResourceQuota& row);

}  // namespace cleardeck::test
