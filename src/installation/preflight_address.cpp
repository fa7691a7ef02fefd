#include "installation/preflight_rules.h"

#include "base/text.h"

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <set>

namespace cleardeck::installation {
namespace {

constexpr int lowestNodePort = 30000, highestNodePort = 32767;  // the API server's default range

// Addresses of the controllers: those that Ingresses of the class got already, else the Gateway's.
std::set<std::string> expectedAddresses(const SetupNeeds& needs, const SetupFacts& facts) {
  std::set<std::string> expected(facts.gatewayAddresses.begin(), facts.gatewayAddresses.end());
  if (!needs.ingress || !facts.ingresses) return expected;
  for (const auto& row : *facts.ingresses)
    if (needs.ingressClass.empty() || row.className == needs.ingressClass)
      expected.insert(row.addresses.begin(), row.addresses.end());
  return expected;
}

std::string joined(const std::set<std::string>& texts) {
  return text::join(std::vector<std::string>(texts.begin(), texts.end()), ", ");
}

void checkHost(const std::string& host, const Result<std::vector<std::string>>& addresses,
               const std::set<std::string>& expected, CheckFindings& findings) {
  const auto what = "DNS " + host;
  const auto record = "Make a record for " + host + " that leads to " +
                      (expected.empty() ? "the address of the ingress controller or Gateway" : joined(expected));
  if (!addresses) {
    findings.push_back(failed(what, addresses.error().message, record));
    return;
  }
  const auto evidence = "leads to " + text::join(*addresses, ", ");
  const bool met = std::any_of(addresses->begin(), addresses->end(),
                               [&expected](const std::string& address) { return expected.count(address); });
  if (expected.empty() || met)
    findings.push_back(good(what, evidence));
  else
    findings.push_back(warning(what, evidence + ", and the controller has " + joined(expected),
                               "Correct the record, unless a proxy stands between"));
}

}  // namespace

void checkNodePorts(const SetupNeeds& needs, const SetupFacts& facts, CheckFindings& findings) {
  if (needs.nodePorts.empty()) return;
  if (!facts.services) {
    findings.push_back(unknown("Node ports", facts.services.error()));
    return;
  }
  for (const auto& need : needs.nodePorts) {
    const auto what = fmt::format("Node port {} ({})", need.port, need.part);
    std::string taken;
    for (const auto& service : *facts.services) {
      if (service.ns == needs.ns && service.helmRelease == needs.release) continue;
      for (const auto& port : service.ports)
        if (port.nodePort == need.port) taken = service.ns + "/" + service.name;
    }
    if (!taken.empty())
      findings.push_back(failed(what, "the Service " + taken + " has it",
                                "Set " + need.part + ".service.nodePort to another one, or to 0"));
    else if (need.port < lowestNodePort || need.port > highestNodePort)
      findings.push_back(warning(what, "is outside of the usual range 30000-32767",
                                 "The API server takes it only with another --service-node-port-range"));
    else
      findings.push_back(good(what, "no Service has it"));
  }
}

void checkIngressClass(const SetupNeeds& needs, const SetupFacts& facts, CheckFindings& findings) {
  if (!needs.ingress) return;
  const auto what = needs.ingressClass.empty() ? "Default ingress class" : "Ingress class " + needs.ingressClass;
  if (!facts.ingressClasses) {
    findings.push_back(unknown(what, facts.ingressClasses.error()));
    return;
  }
  std::vector<std::string> names;
  const kube::IngressClass* found = nullptr;
  for (const auto& row : *facts.ingressClasses) {
    names.push_back(row.name);
    if (needs.ingressClass.empty() ? row.isDefault : row.name == needs.ingressClass) found = &row;
  }
  const auto there =
      names.empty() ? std::string("the cluster has no ingress class") : "there are " + text::join(names, ", ");
  if (found)
    findings.push_back(good(what, found->name + ": " + found->controller));
  else if (needs.ingressClass.empty())
    findings.push_back(failed(what, "no class is marked as the default; " + there, "Name one with --ingress-class"));
  else
    findings.push_back(failed(what, "is not there; " + there,
                              names.empty() ? "Install an ingress controller" : "Name one that is there"));
}

void checkGateway(const SetupNeeds& needs, const SetupFacts& facts, CheckFindings& findings) {
  if (!needs.gateway.empty()) {
    const auto what =
        "Gateway " + (needs.gatewayNamespace.empty() ? needs.ns : needs.gatewayNamespace) + "/" + needs.gateway;
    if (facts.gateway)
      findings.push_back(good(what, "is there"));
    else if (facts.gateway.error().kind == ErrorKind::NotFound)
      findings.push_back(failed(what, facts.gateway.error().message,
                                "Install a Gateway controller with the Gateway API, or name a Gateway that is there"));
    else
      findings.push_back(unknown(what, facts.gateway.error()));
  }
  if (needs.clusterIssuer.empty()) return;
  const auto what = "ClusterIssuer " + needs.clusterIssuer;
  if (facts.clusterIssuer)
    findings.push_back(good(what, "is there"));
  else if (facts.clusterIssuer.error().kind == ErrorKind::NotFound)
    findings.push_back(failed(what, facts.clusterIssuer.error().message,
                              "Install cert-manager and make the issuer, or name one that is there"));
  else
    findings.push_back(unknown(what, facts.clusterIssuer.error()));
}

void checkDns(const SetupNeeds& needs, const SetupFacts& facts, CheckFindings& findings) {
  const auto expected = expectedAddresses(needs, facts);
  for (const auto& host : needs.hosts)
    if (auto found = facts.addresses.find(host); found != facts.addresses.end())
      checkHost(host, found->second, expected, findings);
}

void checkTls(const SetupNeeds& needs, const SetupFacts& facts, CheckFindings& findings) {
  if (!needs.https) return;
  for (const auto& host : needs.hosts) {
    auto found = facts.certificates.find(host);
    if (found == facts.certificates.end()) continue;
    const auto what = "TLS " + host;
    if (!found->second) {
      findings.push_back(CheckFinding{what, CheckState::Unknown, found->second.error().message,
                                      "Look again when the host leads to the cluster"});
      continue;
    }
    const auto& certificate = *found->second;
    // Before the installation the controller shows a certificate of its own.
    if (!net::covers(certificate, host))
      findings.push_back(warning(what, "the certificate is for " + text::join(certificate.names, ", "),
                                 "Look again after the installation"));
    else if (!certificate.distrust.empty())
      findings.push_back(warning(what, "this machine does not trust it: " + certificate.distrust,
                                 "Give every client the CA (REQUESTS_CA_BUNDLE), or use a public one"));
    else
      checkCertificate(what, "the certificate", certificate, {host}, facts.now, findings);
  }
}

void checkCertificate(const std::string& what, const std::string& where, const net::Certificate& certificate,
                      const std::vector<std::string>& hosts, time::Moment now, CheckFindings& findings) {
  std::vector<std::string> uncovered;
  for (const auto& host : hosts)
    if (!net::covers(certificate, host)) uncovered.push_back(host);
  const auto days = std::chrono::duration_cast<std::chrono::hours>(certificate.notAfter - now).count() / 24;
  const auto until = time::toRfc3339(certificate.notAfter).substr(0, 10);
  if (certificate.notAfter <= now)
    findings.push_back(failed(what, where + " ran out on " + until, "Renew it"));
  else if (certificate.notBefore > now)
    findings.push_back(failed(what, where + " is valid only from " + time::toRfc3339(certificate.notBefore),
                              "Compare the clocks, or wait"));
  else if (!uncovered.empty())
    findings.push_back(failed(
        what, where + " is for " + text::join(certificate.names, ", ") + ", not for " + text::join(uncovered, ", "),
        "Get one with all three names, or with a wildcard"));
  else if (days < 30)
    findings.push_back(warning(what, where + " runs out on " + until, "Renew it soon"));
  else
    findings.push_back(good(what, where + " is valid until " + until + ", issued by " + certificate.issuer));
}

}  // namespace cleardeck::installation
