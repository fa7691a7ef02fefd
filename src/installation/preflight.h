/// Preflight: will an installation with these values work on this cluster? What it needs, what was found, and rules
/// that compare the two. No I/O here: preflight_facts.h gathers.
#pragma once
#include "installation/sizing.h"
#include "kube/calls.h"
#include "kube/kinds.h"
#include "net/certificate.h"

#include <map>

namespace cleardeck::installation {

enum class CheckState { Good, Warning, Failed, Unknown };
std::string_view name(CheckState state);  ///< "Good" …

struct CheckFinding {
  std::string what;  ///< "Storage class fast"
  CheckState state = CheckState::Unknown;
  std::string evidence;  ///< what was seen, where
  std::string nextStep;  ///< "" when Good
  bool operator==(const CheckFinding&) const = default;
};

struct StorageNeed {
  std::string part, storageClass, size;
};
struct NodePortNeed {
  std::string part;
  int port = 0;
};
struct SecretNeed {
  std::string name, purpose;
  std::vector<std::string> keys;
  bool tls = false;  ///< must be of the type kubernetes.io/tls and cover the hosts
};

/// A kind of objects that the chart makes.
struct KindNeed {
  std::string group, resource;
};

/// What an installation needs of a cluster.
struct SetupNeeds {
  std::string release, ns;
  std::vector<std::string> hosts;  ///< that must lead to the cluster
  bool ingress = false;
  std::string ingressClass;               ///< "" is the default class
  std::string gateway, gatewayNamespace;  ///< "" needs none
  bool https = false;
  std::string clusterIssuer;  ///< of cert-manager; "" needs none
  std::vector<KindNeed> kinds;
  std::vector<StorageNeed> storage;
  std::vector<NodePortNeed> nodePorts;
  std::vector<SecretNeed> secrets;
  Demand demand;
  std::vector<std::string> rootPods;  ///< that Pod Security "restricted" refuses
  bool mapsMemory = false;            ///< Elasticsearch maps files: vm.max_map_count must be 262144
};
/// Read from the values that the chart will see (helm::coalesce).
SetupNeeds needsOf(const yaml::Value& effectiveValues, const std::string& release, const std::string& ns);
/// What the user must be allowed to do.
std::vector<kube::Access> rightsFor(const SetupNeeds& needs);

struct SecretFact {
  std::string type;
  std::vector<std::string> keys;
  Result<net::Certificate> certificate;  ///< of tls.crt
};
struct Right {
  kube::Access access;
  Result<kube::Verdict> verdict;
};

/// What was found. An Error is a fact too: it may not be looked at, or it is not there.
struct SetupFacts {
  Result<std::string> version;
  std::vector<Right> rights;
  Result<kube::Namespace> ns;
  Result<std::vector<kube::ResourceQuota>> quotas;
  Result<std::vector<kube::Node>> nodes;
  Result<std::vector<kube::StorageClass>> storageClasses;
  Result<std::vector<kube::IngressClass>> ingressClasses;
  Result<std::vector<kube::Ingress>> ingresses;  ///< of all namespaces: their addresses are the controllers'
  Result<std::vector<kube::Service>> services;   ///< of all namespaces
  Result<Done> gateway, clusterIssuer;
  std::vector<std::string> gatewayAddresses;
  std::map<std::string, Result<SecretFact>> secrets;
  std::map<std::string, Result<std::vector<std::string>>> addresses;  ///< by host
  std::map<std::string, Result<net::Certificate>> certificates;       ///< by host, as shown on port 443
  time::Moment now;
};

/// Every rule; in the order in which one would set things right.
std::vector<CheckFinding> check(const SetupNeeds& needs, const SetupFacts& facts);
/// The worst of them: Failed, Unknown, Warning, Good.
CheckState worst(const std::vector<CheckFinding>& findings);

}  // namespace cleardeck::installation
