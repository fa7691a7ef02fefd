#include "kube/service_pods.h"

#include <charconv>

namespace cleardeck::kube {
namespace {

std::uint16_t asNumber(const std::string& text) {
  std::uint16_t value = 0;
  auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), value);
  return ec == std::errc() && end == text.data() + text.size() ? value : std::uint16_t(0);
}

std::string portList(const Service& service) {
  std::string all;
  for (const auto& port : service.ports)
    all += (all.empty() ? "" : ", ") + std::to_string(port.port) + (port.name.empty() ? "" : " (" + port.name + ")");
  return all;
}

const ServicePort* findPort(const Service& service, const std::string& wanted) {
  if (wanted.empty()) return service.ports.size() == 1 ? &service.ports.front() : nullptr;
  for (const auto& port : service.ports)
    if (port.name == wanted || port.port == asNumber(wanted)) return &port;
  return nullptr;
}

PodChoice none(std::string why, std::string hint, bool impossible) {
  PodChoice choice;
  choice.why = std::move(why);
  choice.hint = std::move(hint);
  choice.impossible = impossible;
  return choice;
}

// 0: the better one is `b`. Ready beats serving; a pod that is going away is the last resort.
int rank(const Endpoint& endpoint) {
  if (endpoint.pod.empty()) return 0;
  if (endpoint.ready && !endpoint.terminating) return 2;
  return endpoint.serving && endpoint.terminating ? 1 : 0;
}

PodChoice fromSlices(const ServiceFacts& facts, const ServicePort& servicePort, const std::string& preferred) {
  PodChoice best;
  int bestRank = 0;
  for (const auto& [uid, slice] : facts.slices)
    for (const auto& port : slice.ports) {
      if (port.name != servicePort.name || port.port == 0) continue;
      for (const auto& endpoint : slice.endpoints) {
        const int points = rank(endpoint) * 2 + (endpoint.pod == preferred);
        if (rank(endpoint) == 0 || points <= bestRank) continue;
        bestRank = points;
        best.pod = endpoint.pod;
        best.port = port.port;
      }
    }
  return best;
}

std::uint16_t portOf(const Pod& pod, const std::string& targetPort) {
  if (auto number = asNumber(targetPort)) return number;
  for (const auto& port : pod.ports)
    if (port.name == targetPort) return port.port;
  return 0;
}

PodChoice fromPods(const ServiceFacts& facts, const Service& service, const ServicePort& servicePort,
                   const std::string& preferred) {
  PodChoice best;
  for (const auto& [uid, pod] : facts.pods) {
    if (!pod.allReady || pod.terminating || !pod.labels.match(service.selector)) continue;
    const auto port = portOf(pod, servicePort.targetPort);
    if (port == 0 || (!best.pod.empty() && pod.name != preferred)) continue;
    best.pod = pod.name;
    best.port = port;
  }
  return best;
}

bool hasForeignEndpoints(const ServiceFacts& facts) {
  for (const auto& [uid, slice] : facts.slices)
    for (const auto& endpoint : slice.endpoints)
      if (endpoint.pod.empty()) return true;
  return false;
}

}  // namespace

PodChoice choosePod(const ServiceFacts& facts, const ServiceTarget& target, const std::string& preferred) {
  const auto where = "service " + target.service + " in namespace " + target.ns;
  if (facts.services.empty()) return none("there is no " + where, "Check that the release is installed", true);
  const auto& service = facts.services.begin()->second;
  auto* port = findPort(service, target.port);
  if (!port)
    return none(target.port.empty() ? where + " has several ports" : where + " has no port " + target.port,
                "Its ports are: " + portList(service), true);
  if (port->protocol == "UDP")
    return none(where + ": port " + std::to_string(port->port) + " is UDP, which cannot be forwarded", "", true);
  auto choice = fromSlices(facts, *port, preferred);
  if (choice.pod.empty()) choice = fromPods(facts, service, *port, preferred);
  if (!choice.pod.empty()) return choice;
  if (hasForeignEndpoints(facts))
    return none(where + " leads to addresses that are no pods", "Connect to those addresses directly", true);
  return none("no ready pod behind " + where,
              "It goes on by itself when a pod is ready; see the pods to find out why none is", false);
}

ServicePods::ServicePods(Hub hub, ServiceTarget target, std::function<void()> onChange)
    : m_hub(std::move(hub)), m_target(std::move(target)), m_onChange(std::move(onChange)) {}

template <class Row>
Lease ServicePods::follow(Scope scope, std::map<std::string, Row> ServiceFacts::*rows, LiveState ServicePods::*state) {
  auto sink = [weak = weak_from_this(), rows, state](Changes<Row> changes) {
    auto self = weak.lock();
    if (!self) return;
    auto& known = self->m_facts.*rows;
    for (auto& row : changes.upserts) known[row.uid] = std::move(row);
    for (const auto& uid : changes.removals) known.erase(uid);
    (*self).*state = std::move(changes.state);
    self->changed();
  };
  return m_hub.subscribe<Row>(std::move(scope), sink);
}

void ServicePods::start() {
  m_services = follow<Service>(Scope(m_target.ns, "", "metadata.name=" + m_target.service), &ServiceFacts::services,
                               &ServicePods::m_serviceState);
  m_slices = follow<EndpointSlice>(Scope(m_target.ns, "kubernetes.io/service-name=" + m_target.service),
                                   &ServiceFacts::slices, &ServicePods::m_sliceState);
}

// Who may not read EndpointSlices may still read pods.
void ServicePods::usePods() {
  if (m_withPods || m_facts.services.empty()) return;
  auto selector = m_facts.services.begin()->second.selector.selectorText();
  if (selector.empty()) return;
  m_withPods = true;
  m_pods = follow<Pod>(Scope(m_target.ns, selector), &ServiceFacts::pods, &ServicePods::m_podState);
}

void ServicePods::changed() {
  if (m_sliceState.freshness == Freshness::Forbidden) usePods();
  const auto& second = m_withPods ? m_podState : m_sliceState;
  m_state = m_serviceState.freshness == Freshness::Live ? second : m_serviceState;
  if (m_onChange) m_onChange();
}

PodChoice ServicePods::choose(const std::string& preferred) const { return choosePod(m_facts, m_target, preferred); }

}  // namespace cleardeck::kube
