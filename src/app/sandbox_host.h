/// The sandbox as a whole: the small Kubernetes API with its sample installation, and the tracking server that its
/// pods' ports lead to.
#pragma once
#include "base/files.h"
#include "net/runtime.h"
#include "sandbox/cluster.h"
#include "tracking/server.h"

#include <filesystem>
#include <memory>

namespace cleardeck::app {

class SandboxHost {
 public:
  struct Options {
    std::filesystem::path dataDir = files::dataDir() / "sandbox";  ///< of the tracking server
    std::uint16_t kubePort = 0;                                    ///< 0: any
  };
  /// Blocks until both answer. Any thread but the I/O thread.
  static Result<std::unique_ptr<SandboxHost>> start(Runtime& runtime, Options options);
  ~SandboxHost();

  /// A kubeconfig file (0600, removed with the host) whose only context is "sandbox".
  const std::filesystem::path& kubeconfig() const { return m_kubeconfig->path(); }
  std::string kubeconfigText() const { return m_cluster->kubeconfigText(); }
  const tracking::Server& tracking() const { return *m_tracking; }

 private:
  SandboxHost() = default;
  std::shared_ptr<tracking::Server> m_tracking;  // also of a change of users that is under way
  std::unique_ptr<sandbox::Cluster> m_cluster;
  std::optional<files::PrivateFile> m_kubeconfig;
};

}  // namespace cleardeck::app
