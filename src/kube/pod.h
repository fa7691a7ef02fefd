/// Pods as rows. The status word is the one that `kubectl get pods` prints
/// (kubernetes pkg/printers/internalversion/printers.go, printPod).
#pragma once
#include "kube/resource.h"

namespace cleardeck::kube {

enum class ContainerState { Waiting, Running, Terminated };

struct Container {
  std::string name;
  std::string image;
  bool init = false;      ///< an init container
  bool sidecar = false;   ///< an init container that goes on running (restartPolicy Always)
  bool reported = false;  ///< the node has reported its state
  bool ready = false;
  bool started = false;
  ContainerState state = ContainerState::Waiting;
  std::string reason;   ///< of waiting or terminated: "ImagePullBackOff", "Completed" …
  std::string message;  ///< of waiting or terminated; at most 512 bytes
  int exitCode = 0;     ///< when terminated
  int signal = 0;
  std::uint32_t restarts = 0;
  bool endedBefore = false;  ///< the last* fields tell of an earlier instance
  std::string lastReason;    ///< "OOMKilled", "Error" …
  int lastExitCode = 0;
  std::int64_t lastFinishedAt = 0;
  bool operator==(const Container&) const = default;
};

struct ContainerPort {
  std::string name;
  std::uint16_t port = 0;
  bool operator==(const ContainerPort&) const = default;
};

struct Pod : Object {
  static constexpr ResourcePath path = {"", "v1", "pods", "Pod"};

  std::string phase;    ///< Pending, Running, Succeeded, Failed, Unknown
  std::string status;   ///< the word: "Running", "CrashLoopBackOff", "Init:0/1", "Terminating" …
  std::string reason;   ///< of the pod itself: "Evicted" …
  std::string message;  ///< why it is so: of the pod, of the first container that cannot go on, or of the scheduler
  Tone tone = Tone::Off;
  std::string node;
  std::string podIP;
  std::uint16_t ready = 0;  ///< containers that are ready, as kubectl counts them
  std::uint16_t total = 0;
  std::uint32_t restarts = 0;
  bool allReady = false;              ///< condition Ready is True
  std::vector<Container> containers;  ///< init containers first, in their order
  std::vector<ContainerPort> ports;   ///< of all containers
  std::vector<std::string> claims;    ///< the PersistentVolumeClaims it mounts
  std::vector<Condition> conditions;  ///< only those that are not True
  bool operator==(const Pod&) const = default;
};

/// False when `source` is no pod.
bool parse(simdjson::ondemand::object source, Pod& row);

}  // namespace cleardeck::kube
