/// The contexts of a kubeconfig, opened for use.
#pragma once
#include "installation/fleet.h"
#include "installation/values_change.h"
#include "kube/hub.h"

#include <string>
#include <vector>

namespace cleardeck::app {

/// One context; without a hub it can only be shown with its problem.
struct Cluster {
  std::string name;
  std::optional<kube::Hub> hub;
  std::optional<Error> problem;
};

struct Clusters {
  kube::Kubeconfig config;
  std::vector<Cluster> clusters;
};

/// Every context, or the one named `context`. `ns` is looked at when listing cluster-wide is forbidden.
/// Errors: no context at all, an unknown one; each names the files that were read. I/O thread only.
Result<Clusters> openClusters(const asio::any_io_executor& executor, const std::string& kubeconfig,
                              const std::string& context, const std::string& ns);

/// An installation with the hub of its context.
struct Chosen {
  installation::Installation row;
  std::optional<kube::Hub> hub;
};

/// What was found in all contexts, once every context has answered or failed.
struct Survey {
  std::vector<Chosen> installations;  ///< by context, namespace, name
  std::vector<Error> problems;        ///< contexts that did not answer; each names its context
};
/// Waits at most `patience` for slow contexts. `ns` empty: all namespaces.
Task<Survey> survey(Clusters clusters, std::string ns, asio::any_io_executor workers,
                    std::chrono::milliseconds patience);

/// The one installation of that name. Errors: NotFound (names those there are), Invalid: several, give --context or -n.
Task<Chosen> choose(Clusters clusters, std::string name, std::string ns, asio::any_io_executor workers);

/// The charts folder that belongs to this program: $CLEARDECK_CHARTS, beside the source tree, or the installed one.
std::filesystem::path embeddedCharts();

installation::ValuesTools valuesTools(const Clusters& clusters, const Chosen& chosen, asio::any_io_executor workers);

}  // namespace cleardeck::app
