/// A local port that leads to a Service. It belongs to the service, not to a pod: every accepted connection is led to a
/// pod that is ready at that moment, over one WebSocket (`v4.channel.k8s.io`), so it outlives the pods.
#pragma once
#include "kube/hub.h"

namespace cleardeck::kube {

struct ServiceTarget {
  ServiceTarget(std::string n, std::string s, std::string p)
      : ns(std::move(n)), service(std::move(s)), port(std::move(p)) {}
  std::string ns, service;
  std::string port;  ///< of the Service, name or number; "" when it has only one
};

enum class ForwardPhase {
  Starting,
  Live,           ///< there is a ready pod
  WaitingForPod,  ///< there is none; new connections wait
  Reconnecting,   ///< the API server does not answer
  Failed,         ///< `why`; it heals by itself when the reason goes away
};

struct ForwardState {
  ForwardPhase phase = ForwardPhase::Starting;
  std::string why, hint;
  std::uint16_t localPort = 0;
  std::string pod;  ///< that new connections go to
  std::uint64_t bytesUp = 0, bytesDown = 0;
  std::uint32_t open = 0, accepted = 0, failed = 0;  ///< connections
  std::string lastFailure;                           ///< why the last failed connection failed
  std::chrono::system_clock::time_point since;       ///< of the phase
  bool operator==(const ForwardState&) const = default;
};

struct ForwardOptions {
  ForwardOptions() = default;
  std::uint16_t localPort = 0;                 ///< 0: any
  std::chrono::milliseconds patience{10'000};  ///< how long an accepted connection waits for a ready pod
  std::uint32_t maxOpen = 64;                  ///< further connections wait
};

/// Closes its port and its connections when it goes away. I/O thread only.
class ServiceForward {
 public:
  struct State;
  /// Listens at once; the pod is found meanwhile. `onState` is called when the phase, the pod or the connections
  /// change. Errors: the local port is in use.
  static Result<ServiceForward> start(Hub hub, ServiceTarget target, ForwardOptions options,
                                      std::function<void(ForwardState)> onState);
  ServiceForward(ServiceForward&&) = default;
  ServiceForward& operator=(ServiceForward&& other) noexcept;
  ~ServiceForward();
  std::uint16_t localPort() const { return state().localPort; }
  ForwardState state() const;  ///< the counters are those of this moment
  /// Waits until the forward is Live (Done), has Failed (its reason) or `patience` is over (Timeout).
  Task<Done> untilLive(std::chrono::milliseconds patience) const;

 private:
  friend class Result<ServiceForward>;
  explicit ServiceForward(std::shared_ptr<State> state) : m_state(std::move(state)) {}
  std::shared_ptr<State> m_state;
};

}  // namespace cleardeck::kube
