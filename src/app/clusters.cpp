#include "app/clusters.h"

#include "base/text.h"
#include "helm/remembered_source.h"

#include <cstdlib>

namespace cleardeck::app {
namespace {

using installation::Installation;

Error noContext(const kube::Kubeconfig& config, const std::vector<std::filesystem::path>& asked) {
  if (!config.errors.empty()) return config.errors.front();
  std::string files;
  for (const auto& file : asked) files += (files.empty() ? "" : ", ") + file.string();
  return Error(ErrorKind::NotFound, "no context was found in " + files)
      .withHint("Give --kubeconfig FILE, or try ClearDeck without a cluster: cleardeckctl sandbox");
}

// One context's view while it is being listed.
struct Listing {
  std::optional<installation::Fleet> fleet;
  std::map<std::string, Installation> rows;
  LiveState state;
  bool settled() const {
    if (state.freshness == Freshness::Syncing) return false;
    for (const auto& [uid, row] : rows)
      if (row.state.freshness == Freshness::Syncing) return false;
    return true;
  }
};

struct Listings {
  explicit Listings(const asio::any_io_executor& executor) : changed(executor) {}
  std::vector<Listing> all;
  Notifier changed;
  bool settled() const {
    for (const auto& listing : all)
      if (listing.fleet && !listing.settled()) return false;
    return true;
  }
};

void follow(const std::shared_ptr<Listings>& listings, std::size_t index, const kube::Hub& hub,
            asio::any_io_executor workers) {
  auto sink = [weak = std::weak_ptr(listings), index](Changes<Installation> changes) {
    auto held = weak.lock();
    if (!held) return;
    Listing& listing = held->all[index];
    for (auto& row : changes.upserts) listing.rows[row.uid] = std::move(row);
    for (const auto& uid : changes.removals) listing.rows.erase(uid);
    listing.state = changes.state;
    held->changed.notify();
  };
  listings->all[index].fleet.emplace(hub, installation::summaryReader(std::move(workers)), std::move(sink));
}

Survey gather(const Clusters& clusters, const Listings& listings, const std::string& ns) {
  Survey survey;
  for (std::size_t i = 0; i < clusters.clusters.size(); ++i) {
    const auto& cluster = clusters.clusters[i];
    const auto& listing = listings.all[i];
    for (const auto& [uid, row] : listing.rows)
      if (ns.empty() || row.ns == ns) survey.installations.push_back(Chosen{row, cluster.hub});
    if (cluster.problem)
      survey.problems.push_back(Error(*cluster.problem).during("context " + cluster.name));
    else if (!listing.settled())
      survey.problems.push_back(Error(ErrorKind::Timeout, "context " + cluster.name + ": no answer yet"));
    else if (listing.state.freshness != Freshness::Live)
      survey.problems.push_back(
          Error(ErrorKind::Network, "context " + cluster.name + ": " + listing.state.why).withHint(listing.state.hint));
  }
  return survey;
}

Error notFound(const Survey& survey, const std::string& name) {
  if (survey.installations.empty() && !survey.problems.empty()) return survey.problems.front();
  std::vector<std::string> names;
  for (const auto& chosen : survey.installations) names.push_back(chosen.row.name + " (" + chosen.row.context + ")");
  const std::string there = names.empty() ? "There is none at all" : "There are: " + text::join(names, ", ");
  return Error(ErrorKind::NotFound, "no installation is named " + name).withHint(there);
}

}  // namespace

Result<Clusters> openClusters(const asio::any_io_executor& executor, const std::string& kubeconfig,
                              const std::string& context, const std::string& ns) {
  Clusters clusters;
  const auto files = kube::kubeconfigFiles(kubeconfig);
  clusters.config = kube::loadKubeconfig(files);
  auto contexts = clusters.config.contexts;
  if (contexts.empty()) return noContext(clusters.config, files);
  if (!context.empty()) {
    auto found = kube::findContext(clusters.config, context);
    if (!found) return found.error();
    contexts = {*found};
  }
  kube::SessionOptions options;
  if (!ns.empty()) options.namespaces = {ns};
  for (auto& entry : contexts) {
    Cluster cluster;
    cluster.name = entry.name;
    auto session = kube::Session::create(executor, std::move(entry), options);
    if (session)
      cluster.hub.emplace(*session);
    else
      cluster.problem = session.error();
    clusters.clusters.push_back(std::move(cluster));
  }
  return clusters;
}

Task<Survey> survey(Clusters clusters, std::string ns, asio::any_io_executor workers,
                    std::chrono::milliseconds patience) {
  auto executor = co_await asio::this_coro::executor;
  auto listings = std::make_shared<Listings>(executor);
  listings->all.resize(clusters.clusters.size());
  for (std::size_t i = 0; i < clusters.clusters.size(); ++i)
    if (clusters.clusters[i].hub) follow(listings, i, *clusters.clusters[i].hub, workers);
  const auto deadline = Clock::now() + patience;
  while (!listings->settled()) {
    const Wake wake = co_await listings->changed.wait(deadline);
    if (wake == Wake::Cancelled) co_return cancelledError();
    if (wake == Wake::Deadline) break;
  }
  co_return gather(clusters, *listings, ns);
}

Task<Chosen> choose(Clusters clusters, std::string name, std::string ns, asio::any_io_executor workers) {
  auto all = co_await survey(clusters, ns, workers, std::chrono::seconds(30));
  if (!all) co_return all.error();
  std::vector<Chosen> matches;
  std::string places;
  for (auto& chosen : all->installations) {
    if (chosen.row.name != name) continue;
    places += (places.empty() ? "" : ", ") + chosen.row.uid;
    matches.push_back(chosen);
  }
  if (matches.empty()) co_return notFound(*all, name);
  if (matches.size() > 1)
    co_return Error(ErrorKind::Invalid, "several installations are named " + name + ": " + places)
        .withHint("Give --context or -n");
  co_return matches.front();
}

std::filesystem::path embeddedCharts() {
  if (const char* set = std::getenv("CLEARDECK_CHARTS"); set && *set) return std::filesystem::path(set) / "clearml";
  for (const char* place : {CLEARDECK_SOURCE_CHARTS, "/usr/share/cleardeck/charts"}) {
    std::error_code ec;
    if (std::filesystem::is_directory(place, ec)) return std::filesystem::path(place) / "clearml";
  }
  return "/usr/share/cleardeck/charts/clearml";
}

installation::ValuesTools valuesTools(const Clusters& clusters, const Chosen& chosen, asio::any_io_executor workers) {
  installation::ValuesTools tools(chosen.hub->session(), clusters.config.files,
                                  installation::chartSources(embeddedCharts()), std::move(workers));
  // Where the last upgrade took its chart from.
  if (auto kept = helm::rememberedSource(tools.key(chosen.row), chosen.row.release.chart))
    tools.charts.insert(tools.charts.begin(), *kept);
  return tools;
}

}  // namespace cleardeck::app
