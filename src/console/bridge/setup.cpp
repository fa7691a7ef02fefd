#include "console/bridge/setup.h"

#include "installation/fixed_users.h"
#include "installation/kind_cluster.h"
#include "installation/preflight_facts.h"
#include "installation/values_change.h"
#include "kube/calls.h"

namespace cleardeck::bridge {
namespace {

using installation::CheckFinding;
using installation::CheckState;
using installation::SetupNeeds;
using InstallSink = std::function<void(std::vector<InstallPiece>)>;

std::optional<CheckFinding> obstacleIn(SetupNeeds needs, const installation::SetupFacts& facts,
                                       const std::string& secretName) {
  for (const auto& finding : installation::check(installation::needsNow(std::move(needs), secretName), facts))
    if (finding.state == CheckState::Failed) return finding;
  return std::nullopt;
}

Task<Done> installOn(kube::Hub hub, helm::Program program, ServerOrder order, asio::any_io_executor workers,
                     InstallSink sink) {
  auto facts = co_await installation::gatherFacts(hub.session(), order.needs);
  if (!facts) co_return facts.error();
  if (const auto obstacle = obstacleIn(order.needs, *facts, order.secretName))
    co_return Error(ErrorKind::Conflict, obstacle->what + ": " + obstacle->evidence).withHint(obstacle->nextStep);
  helm::Target target(order.kubeconfigs, hub.session().name(), order.ns);
  auto run = installation::installRun(order.release, order.chart, order.chartVersion, order.values);
  installation::InstallJob job(hub, target, std::move(run));
  job.secretName = order.secretName;
  job.secret = order.secret;
  job.read = installation::summaryReader(workers);
  job.patience = order.patience;
  job.tell = [sink](const std::string& line) { sink(std::vector<InstallPiece>(1, InstallPiece(line))); };
  auto installing = installation::installServer(std::move(program), std::move(job));
  auto installed = co_await std::move(installing);
  if (!installed) co_return installed.error();
  sink(std::vector<InstallPiece>(1, InstallPiece(std::move(*installed))));
  co_return Done();
}

Task<Done> installThere(ClusterPtr cluster, ServerOrder order, InstallSink sink) {
  auto hub = cluster->hub();
  if (!hub) co_return hub.error();
  auto program = co_await helm::findProgram();
  if (!program) co_return program.error();
  auto workers = cluster->runtime().workers();
  auto installing = installOn(*hub, std::move(*program), std::move(order), std::move(workers), std::move(sink));
  co_return co_await std::move(installing);
}

// The server of a cluster that is new: its context was not there when the window read its kubeconfig.
Task<Done> installOnKind(KindOrder kind, ServerOrder order, asio::any_io_executor workers, InstallSink sink) {
  auto tell = [sink](const std::string& line) { sink(std::vector<InstallPiece>(1, InstallPiece(line))); };
  const std::filesystem::path usual;
  auto providing = installation::provideKindCluster(kind.choices, kind.config, usual, std::move(tell));
  auto provided = co_await std::move(providing);
  if (!provided) co_return provided.error();
  auto program = co_await helm::findProgram();
  if (!program) co_return program.error();
  const auto config = kube::loadKubeconfig(order.kubeconfigs);
  auto context = kube::findContext(config, installation::kindContext(kind.choices.cluster));
  if (!context) co_return context.error();
  auto executor = co_await asio::this_coro::executor;
  auto session = kube::Session::create(executor, *context);
  if (!session) co_return session.error();
  kube::Hub hub(*session);
  order.kubeconfigs = config.files;
  auto installing = installOn(std::move(hub), std::move(*program), std::move(order), workers, std::move(sink));
  co_return co_await std::move(installing);
}

}  // namespace

Task<helm::Chart> readSetupChart(std::filesystem::path path, asio::any_io_executor workers) {
  auto reading = [path] { return helm::readChart(path); };
  auto chart = co_await onWorkers(workers, std::move(reading));
  if (!chart) co_return std::move(chart.error()).during("the chart");
  co_return chart;
}

Task<std::string> hashOf(std::string password, asio::any_io_executor workers) {
  auto hashing = [password = std::move(password)] { return installation::hashPassword(password); };
  co_return co_await onWorkers(workers, std::move(hashing));
}

Task<ClusterOffer> offerOf(ClusterPtr cluster) {
  auto hub = cluster->hub();
  if (!hub) co_return hub.error();
  const auto session = hub->session();
  const kube::Scope everywhere;
  ClusterOffer offer;
  auto storage = co_await kube::list<kube::StorageClass>(session, everywhere);
  if (!storage && storage.error().kind != ErrorKind::Forbidden) co_return storage.error();
  if (storage) offer.storageClasses = std::move(*storage);
  auto ingress = co_await kube::list<kube::IngressClass>(session, everywhere);
  if (ingress) offer.ingressClasses = std::move(*ingress);
  co_return offer;
}

Task<ServerCheck> checkServer(ClusterPtr cluster, SetupNeeds needs, std::string secretName) {
  auto hub = cluster->hub();
  if (!hub) co_return hub.error();
  auto facts = co_await installation::gatherFacts(hub->session(), needs);
  if (!facts) co_return facts.error();
  ServerCheck check;
  auto whole = needs;
  std::erase_if(whole.secrets, [&](const auto& need) { return need.name == secretName; });
  check.findings = installation::check(whole, *facts);
  check.obstacle = obstacleIn(std::move(needs), *facts, secretName);
  co_return check;
}

Handle installServer(ClusterPtr cluster, ServerOrder order, std::function<void(InstallBatch)> apply) {
  auto operation = [cluster, order = std::move(order)](InstallSink sink) {
    return installThere(cluster, order, std::move(sink));
  };
  return collect<InstallPiece>(cluster->runtime(), std::move(operation), std::move(apply));
}

Handle installLocal(Runtime& runtime, KindOrder kind, ServerOrder order, std::function<void(InstallBatch)> apply) {
  auto workers = runtime.workers();
  auto operation = [kind = std::move(kind), order = std::move(order), workers](InstallSink sink) {
    return installOnKind(kind, order, workers, std::move(sink));
  };
  return collect<InstallPiece>(runtime, std::move(operation), std::move(apply));
}

}  // namespace cleardeck::bridge
