#include "console/bridge/rollout.h"

namespace cleardeck::bridge {
namespace {

using installation::ObjectProgress;

Task<Done> watchRolloutOn(ClusterPtr cluster, installation::RolloutTarget target, ChangesSink<ObjectProgress> sink) {
  auto hub = cluster->hub();
  if (!hub) co_return hub.error();
  co_return co_await installation::watchRollout(*hub, std::move(target), std::move(sink));
}

}  // namespace

Handle rollout(ClusterPtr cluster, installation::RolloutTarget target,
               std::function<void(Changes<ObjectProgress>)> apply) {
  auto& runtime = cluster->runtime();
  auto operation = [cluster, target = std::move(target)](ChangesSink<ObjectProgress> sink) {
    return watchRolloutOn(cluster, target, std::move(sink));
  };
  return subscribe<ObjectProgress>(runtime, std::move(operation), std::move(apply));
}

}  // namespace cleardeck::bridge
