#include "console/values/valuesjobs.h"

#include "console/bridge/history.h"
#include "console/bridge/rollout.h"
#include "console/bridge/values.h"
#include "console/workspace/place.h"

using namespace cleardeck;

ValuesJobs realJobs(const PageContext& context, QObject* owner) {
  Runtime& runtime = context.runtime;
  const auto place = [context] { return placeOf(context); };
  ValuesJobs jobs;
  jobs.open = [&runtime, owner, place](auto answer) {
    return bridge::run(runtime, bridge::openValues(place()), owner, std::move(answer));
  };
  jobs.preview = [&runtime, owner, place](helm::Program program, helm::ChartRun run, std::string manifest,
                                          auto answer) {
    auto task = bridge::previewValues(place(), std::move(program), std::move(run), std::move(manifest));
    return bridge::run(runtime, std::move(task), owner, std::move(answer));
  };
  jobs.apply = [&runtime, owner, place](helm::Program program, helm::ChartRun run, int base, auto answer) {
    auto task = bridge::applyValues(place(), std::move(program), std::move(run), base);
    return bridge::run(runtime, std::move(task), owner, std::move(answer));
  };
  jobs.rollback = [&runtime, owner, place](int revision, int newest, auto answer) {
    return bridge::run(runtime, bridge::rollBack(place(), revision, newest), owner, std::move(answer));
  };
  jobs.review = [&runtime, owner, place](installation::ReviewOrder order, auto answer) {
    return bridge::run(runtime, bridge::reviewValues(place(), std::move(order)), owner, std::move(answer));
  };
  jobs.names = [&runtime, owner, place](auto answer) {
    return bridge::run(runtime, bridge::namesFor(place()), owner, std::move(answer));
  };
  jobs.progress = [context](installation::RolloutTarget target, auto apply) {
    return bridge::rollout(context.cluster, std::move(target), std::move(apply));
  };
  return jobs;
}
