/// The running sandbox: an API server on https://127.0.0.1 with a certificate and a bearer token of its own.
#pragma once
#include "net/runtime.h"

#include <nlohmann/json_fwd.hpp>

#include <chrono>
#include <cstdint>
#include <functional>
#include <future>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace cleardeck::sandbox {

struct State;

/// Where a port-forward to a pod's port really leads; always this machine.
struct ForwardTarget {
  ForwardTarget() = default;
  explicit ForwardTarget(std::uint16_t p, std::string h = "127.0.0.1") : host(std::move(h)), port(p) {}
  std::string host = "127.0.0.1";
  std::uint16_t port = 0;
};

/// How long simulated things take.
struct Pace {
  std::chrono::milliseconds schedule{100};     ///< a new pod until it has a node
  std::chrono::milliseconds start{700};        ///< ContainerCreating until Running and Ready
  std::chrono::milliseconds terminate{600};    ///< a deleted pod until it is gone (or its grace period, if shorter)
  std::chrono::milliseconds job{1000};         ///< a Job's pod until it has succeeded
  std::chrono::milliseconds bookmark{10'000};  ///< between the bookmarks of a watch
  std::chrono::milliseconds logLine{2'000};    ///< between two lines of a container's log
};

/// A pod whose containers start, for programs that play what runs in it.
struct StartedPod {
  std::string ns, name;
  std::map<std::string, std::string> labels;
  std::map<std::string, std::string> secretFiles;  ///< of its Secret volumes, "volume/file": what it reads now
};

struct Settings {
  std::uint16_t port = 0;                           ///< 0: any free port
  std::map<std::uint16_t, ForwardTarget> forwards;  ///< by the port inside the pod; other ports refuse
  bool sample = true;                               ///< load the sample installation
  Pace pace;
  std::function<void(StartedPod)> onStart;  ///< called on the I/O thread; must not wait
  std::size_t history = 5'000;              ///< events kept per kind; older watches get 410
};

/// Owns everything of one sandbox. Made, used and destroyed on any thread but the I/O thread.
class Cluster {
 public:
  /// Binds the port and loads the sample. Errors: Conflict (port in use), Internal (sample or certificate).
  static Result<std::unique_ptr<Cluster>> start(Runtime& runtime, Settings settings);
  ~Cluster();
  Cluster(const Cluster&) = delete;
  Cluster& operator=(const Cluster&) = delete;

  const std::string& baseUrl() const { return m_baseUrl; }                ///< "https://127.0.0.1:PORT"
  const std::string& token() const { return m_token; }                    ///< the only accepted bearer token
  const std::string& certificatePem() const { return m_certificatePem; }  ///< self-signed: trust exactly this one
  /// A whole kubeconfig with the one context "sandbox". Holds the token: write it with mode 0600.
  std::string kubeconfigText() const;

  /// Makes or replaces what a port-forward to `podPort` leads to.
  void forward(std::uint16_t podPort, ForwardTarget target);

  /// Creates the objects as the API would (defaults, controllers). Kubernetes objects with apiVersion and kind.
  Result<Done> load(const std::vector<nlohmann::json>& objects);

  /// Ends all connections and waits until nothing of the sandbox runs any more. The destructor calls it.
  void stop();

 private:
  friend class Result<std::unique_ptr<Cluster>>;
  Cluster(Runtime& runtime, std::shared_ptr<State> state);
  Runtime& m_runtime;
  std::shared_ptr<State> m_state;
  std::future<void> m_gone;
  std::string m_baseUrl, m_token, m_certificatePem;
};

}  // namespace cleardeck::sandbox
