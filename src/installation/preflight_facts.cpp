#include "installation/preflight_facts.h"

#include "base/text.h"

#include <nlohmann/json.hpp>

namespace cleardeck::installation {
namespace {

using nlohmann::json;

constexpr kube::ResourcePath gateways = {"gateway.networking.k8s.io", "v1", "gateways", "Gateway"};
constexpr kube::ResourcePath clusterIssuers = {"cert-manager.io", "v1", "clusterissuers", "ClusterIssuer", false};
constexpr std::uint16_t httpsPort = 443;

// The rights are asked for one after the other: one connection, some milliseconds each.
Task<std::vector<Right>> rightsOf(kube::Session session, std::vector<kube::Access> wanted) {
  std::vector<Right> rights;
  for (const auto& access : wanted) {
    auto verdict = co_await kube::mayI(session, access);
    rights.push_back(Right{access, verdict});
    if (!verdict) break;  // the others would fail for the same reason
  }
  co_return rights;
}

// Names of the keys and the public part of a certificate; nothing secret stays.
Result<SecretFact> readSecret(const std::string& text) {
  const auto root = json::parse(text, nullptr, false);
  if (!root.is_object()) return Error(ErrorKind::Protocol, "the server's answer is no Secret");
  SecretFact fact;
  fact.type = root.value("type", std::string("Opaque"));
  const auto data = root.find("data");
  if (data == root.end() || !data->is_object()) return fact;
  for (const auto& [key, value] : data->items()) fact.keys.push_back(key);
  fact.certificate = Error(ErrorKind::NotFound, "there is none");
  if (auto found = data->find("tls.crt"); found != data->end() && found->is_string()) {
    auto pem = text::fromBase64(found->get_ref<const std::string&>());
    fact.certificate = pem ? net::readCertificate(*pem) : Result<net::Certificate>(pem.error());
  }
  return fact;
}

Task<SecretFact> secretOf(kube::Session session, std::string ns, std::string name) {
  auto text = co_await kube::getObject(session, kube::secretPath, ns, name);
  if (!text) co_return text.error();
  co_return readSecret(*text);
}

Task<std::vector<std::string>> gatewayOf(kube::Session session, std::string ns, std::string name) {
  auto text = co_await kube::getObject(session, gateways, ns, name);
  if (!text) co_return text.error();
  std::vector<std::string> addresses;
  const auto root = json::parse(*text, nullptr, false);
  const auto place = json::json_pointer("/status/addresses");
  if (root.is_object() && root.contains(place) && root[place].is_array())
    for (const auto& address : root[place])
      if (address.is_object()) addresses.push_back(address.value("value", std::string()));
  co_return addresses;
}

// What the cluster has, whoever asks.
Task<SetupFacts> clusterFacts(kube::Session session, SetupNeeds needs) {
  SetupFacts facts;
  facts.now = std::chrono::system_clock::now();
  facts.version = co_await kube::serverVersion(session);
  if (!facts.version) co_return facts.version.error();
  auto wanted = rightsFor(needs);
  auto rights = co_await rightsOf(session, std::move(wanted));
  if (rights) facts.rights = std::move(*rights);
  const std::string noNamespace;
  const kube::Scope everywhere, here(needs.ns);
  facts.ns = co_await kube::get<kube::Namespace>(session, noNamespace, needs.ns);
  facts.quotas = co_await kube::list<kube::ResourceQuota>(session, here);
  facts.nodes = co_await kube::list<kube::Node>(session, everywhere);
  facts.storageClasses = co_await kube::list<kube::StorageClass>(session, everywhere);
  co_return facts;
}

Task<Done> addAddresses(kube::Session session, SetupNeeds needs, std::shared_ptr<SetupFacts> facts) {
  const kube::Scope everywhere;
  if (!needs.nodePorts.empty()) facts->services = co_await kube::list<kube::Service>(session, everywhere);
  if (needs.ingress) {
    facts->ingressClasses = co_await kube::list<kube::IngressClass>(session, everywhere);
    facts->ingresses = co_await kube::list<kube::Ingress>(session, everywhere);
  }
  if (!needs.gateway.empty()) {
    const std::string ns = needs.gatewayNamespace.empty() ? needs.ns : needs.gatewayNamespace;
    auto found = co_await gatewayOf(session, ns, needs.gateway);
    facts->gateway = found ? Result<Done>(Done()) : Result<Done>(found.error());
    if (found) facts->gatewayAddresses = *found;
  }
  if (!needs.clusterIssuer.empty()) {
    auto found = co_await kube::getObject(session, clusterIssuers, std::string(), needs.clusterIssuer);
    facts->clusterIssuer = found ? Result<Done>(Done()) : Result<Done>(found.error());
  }
  co_return Done();
}

Task<Done> addHosts(SetupNeeds needs, std::shared_ptr<SetupFacts> facts) {
  for (const auto& host : needs.hosts) {
    auto addresses = co_await net::addressesOf(host);
    const bool known = bool(addresses);
    facts->addresses.emplace(host, std::move(addresses));
    if (!needs.https || !known) continue;
    auto certificate = co_await net::peerCertificate(host, httpsPort, std::chrono::seconds(5));
    facts->certificates.emplace(host, std::move(certificate));
  }
  co_return Done();
}

}  // namespace

Task<SetupFacts> gatherFacts(kube::Session session, SetupNeeds needs) {
  auto cluster = co_await clusterFacts(session, needs);
  if (!cluster) co_return cluster.error();
  auto facts = std::make_shared<SetupFacts>(std::move(*cluster));
  auto addressed = co_await addAddresses(session, needs, facts);
  if (!addressed) co_return addressed.error();
  for (const auto& need : needs.secrets) {
    auto secret = co_await secretOf(session, needs.ns, need.name);
    facts->secrets.emplace(need.name, std::move(secret));
  }
  auto reached = co_await addHosts(needs, facts);
  if (!reached) co_return reached.error();
  co_return std::move(*facts);
}

}  // namespace cleardeck::installation
