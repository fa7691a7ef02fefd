#include "console/bridge/connect.h"

namespace cleardeck::bridge {
namespace {

using installation::ConnectionOptions;
using installation::DoorForward;
using installation::Installation;

Task<Done> hold(ClusterPtr cluster, Installation target, ConnectionOptions options,
                std::function<void(std::vector<DoorForward>)> sink) {
  // One that was cancelled just before still has to close the same ports.
  co_await sleepFor(std::chrono::milliseconds(20));
  auto hub = cluster->hub();
  if (!hub) co_return hub.error();
  ChangesSink<DoorForward> changes = [sink](Changes<DoorForward> doors) { sink(std::move(doors.upserts)); };
  auto held = installation::holdConnection(*hub, std::move(target), std::move(options), std::move(changes));
  co_return co_await std::move(held);
}

Task<clearml::Credentials> read(ClusterPtr cluster, Installation target) {
  auto hub = cluster->hub();
  if (!hub) co_return hub.error();
  auto session = hub->session();
  auto found = installation::credentialsOf(std::move(session), std::move(target));
  co_return co_await std::move(found);
}

}  // namespace

Handle connection(ClusterPtr cluster, Installation target, ConnectionOptions options,
                  std::function<void(DoorBatch)> apply) {
  auto operation = [cluster, target = std::move(target),
                    options = std::move(options)](std::function<void(std::vector<DoorForward>)> sink) {
    return hold(cluster, target, options, std::move(sink));
  };
  return collect<DoorForward>(cluster->runtime(), std::move(operation), std::move(apply));
}

Handle credentials(ClusterPtr cluster, Installation target, QObject* context,
                   std::function<void(Result<clearml::Credentials>)> onResult) {
  auto& runtime = cluster->runtime();
  return run<clearml::Credentials>(runtime, read(std::move(cluster), std::move(target)), context, std::move(onResult));
}

}  // namespace cleardeck::bridge
