/// Which pod stands behind a Service's port, now and at every change. Internal to kube; port_forward.h uses it.
#pragma once
#include "kube/endpoint_slice.h"
#include "kube/hub.h"
#include "kube/pod.h"
#include "kube/port_forward.h"
#include "kube/service.h"

namespace cleardeck::kube {

/// The pod to use, or why there is none.
struct PodChoice {
  std::string pod;
  std::uint16_t port = 0;
  std::string why, hint;    ///< when there is no pod
  bool impossible = false;  ///< no pod will ever do: there is no such service or port
};

/// What is known about a service.
struct ServiceFacts {
  std::map<std::string, Service> services;
  std::map<std::string, EndpointSlice> slices;
  std::map<std::string, Pod> pods;  ///< only used when EndpointSlices may not be read
};

/// Pure. `preferred`: stay with this pod while it is ready.
PodChoice choosePod(const ServiceFacts& facts, const ServiceTarget& target, const std::string& preferred);

/// Keeps the facts live.
class ServicePods : public std::enable_shared_from_this<ServicePods> {
 public:
  ServicePods(Hub hub, ServiceTarget target, std::function<void()> onChange);
  void start();
  PodChoice choose(const std::string& preferred) const;
  /// Of what the choice rests on.
  const LiveState& state() const { return m_state; }

 private:
  template <class Row>
  Lease follow(Scope scope, std::map<std::string, Row> ServiceFacts::*rows, LiveState ServicePods::*state);
  void changed();
  void usePods();

  Hub m_hub;
  ServiceTarget m_target;
  std::function<void()> m_onChange;
  ServiceFacts m_facts;
  LiveState m_serviceState, m_sliceState, m_podState, m_state;
  bool m_withPods = false;
  Lease m_services, m_slices, m_pods;
};

}  // namespace cleardeck::kube
