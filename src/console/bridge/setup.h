/// New servers (installation/setup_*.h) for the window. Tasks go to bridge::run(); what is installed tells its steps.
#pragma once
#include "console/bridge/cluster.h"
#include "helm/chart.h"
#include "installation/preflight_local.h"
#include "installation/setup_apply.h"

namespace cleardeck::bridge {

/// What a cluster has to choose from. Lists that may not be read are empty.
struct ClusterOffer {
  std::vector<kube::StorageClass> storageClasses;
  std::vector<kube::IngressClass> ingressClasses;
};

/// The whole preflight, and the first finding at which an installation would fail now: names and certificates may come
/// later.
struct ServerCheck {
  std::vector<installation::CheckFinding> findings;
  std::optional<installation::CheckFinding> obstacle;
};

/// What is to be installed, and where.
struct ServerOrder {
  std::vector<std::filesystem::path> kubeconfigs;
  std::string release, ns, values;
  std::filesystem::path chart;
  std::string chartVersion;
  std::string secretName, secret;  ///< of the fixed users; "" none
  installation::SetupNeeds needs;
  std::chrono::milliseconds patience{15 * 60'000};
};

/// A cluster to make first.
struct KindOrder {
  installation::KindChoices choices;
  std::filesystem::path config;  ///< kind's own, as the plan saved it
};

/// A sentence of progress, or at the end the installation as it then stood.
using InstallPiece = std::variant<std::string, installation::Installation>;
using InstallBatch = Basket<InstallPiece>::Batch;

Task<helm::Chart> readSetupChart(std::filesystem::path path, asio::any_io_executor workers);
Task<std::string> hashOf(std::string password, asio::any_io_executor workers);
Task<ClusterOffer> offerOf(ClusterPtr cluster);
/// `secretName` is made on the way: that it is missing is no obstacle.
Task<ServerCheck> checkServer(ClusterPtr cluster, installation::SetupNeeds needs, std::string secretName);

/// Preflight, helm install, health. The last batch says how it ended.
Handle installServer(ClusterPtr cluster, ServerOrder order, std::function<void(InstallBatch)> apply);
/// Makes the kind cluster before; kind puts its context where it always does. `order.kubeconfigs` are those files.
Handle installLocal(Runtime& runtime, KindOrder kind, ServerOrder order, std::function<void(InstallBatch)> apply);

}  // namespace cleardeck::bridge
