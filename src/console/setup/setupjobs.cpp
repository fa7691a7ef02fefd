#include "console/setup/setupjobs.h"

#include "console/workspace/workspace.h"

using namespace cleardeck;

namespace {

// A context that went from the kubeconfig meanwhile: the answer is said later, as every other.
template <class T>
bridge::Handle refuse(QObject* owner, const QString& name, SetupJobs::Answer<T> answer) {
  QMetaObject::invokeMethod(
      owner,
      [name, answer = std::move(answer)] {
        answer(Error(ErrorKind::NotFound, "the context " + name.toStdString() + " is not open")
                   .withHint("Choose another context, or open its kubeconfig again"));
      },
      Qt::QueuedConnection);
  return {};
}

std::vector<std::filesystem::path> kindKubeconfigs() { return kube::kubeconfigFiles(std::string()); }

void addClusterJobs(SetupJobs& jobs, const PageContext& context, QObject* owner) {
  Runtime& runtime = context.runtime;
  const auto clusterOf = [context](const QString& name) { return context.workspace.cluster(name.toStdString()); };
  jobs.offer = [&runtime, owner, clusterOf](const QString& name, auto answer) {
    auto cluster = clusterOf(name);
    if (!cluster) return refuse<bridge::ClusterOffer>(owner, name, std::move(answer));
    return bridge::run(runtime, bridge::offerOf(cluster), owner, std::move(answer));
  };
  jobs.check = [&runtime, owner, clusterOf](const QString& name, installation::SetupNeeds needs, std::string secret,
                                            auto answer) {
    auto cluster = clusterOf(name);
    if (!cluster) return refuse<bridge::ServerCheck>(owner, name, std::move(answer));
    auto task = bridge::checkServer(cluster, std::move(needs), std::move(secret));
    return bridge::run(runtime, std::move(task), owner, std::move(answer));
  };
  jobs.install = [context, owner, clusterOf](const QString& name, bridge::ServerOrder order,
                                             SetupJobs::Progress apply) {
    auto cluster = clusterOf(name);
    order.kubeconfigs = context.workspace.kubeconfigs();
    if (cluster) return bridge::installServer(cluster, std::move(order), std::move(apply));
    return refuse<Done>(owner, name, [apply = std::move(apply)](Result<Done> refusal) {
      bridge::InstallBatch batch;
      batch.ended = std::move(refusal);
      apply(std::move(batch));
    });
  };
}

}  // namespace

SetupJobs realSetupJobs(const PageContext& context, QObject* owner) {
  Runtime& runtime = context.runtime;
  SetupJobs jobs;
  addClusterJobs(jobs, context, owner);
  jobs.chart = [&runtime, owner, context](auto answer) {
    auto task = bridge::readSetupChart(context.workspace.charts(), runtime.workers());
    return bridge::run(runtime, std::move(task), owner, std::move(answer));
  };
  jobs.checkLocal = [&runtime, owner](installation::LocalNeeds needs, auto answer) {
    return bridge::run(runtime, installation::checkThisMachine(std::move(needs)), owner, std::move(answer));
  };
  jobs.hash = [&runtime, owner](std::string password, auto answer) {
    auto task = bridge::hashOf(std::move(password), runtime.workers());
    return bridge::run(runtime, std::move(task), owner, std::move(answer));
  };
  jobs.installLocal = [&runtime](bridge::KindOrder kind, bridge::ServerOrder order, SetupJobs::Progress apply) {
    order.kubeconfigs = kindKubeconfigs();
    return bridge::installLocal(runtime, std::move(kind), std::move(order), std::move(apply));
  };
  return jobs;
}
