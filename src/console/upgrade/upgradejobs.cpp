#include "console/upgrade/upgradejobs.h"

#include "console/workspace/place.h"

using namespace cleardeck;

namespace {

// Sentences as they come; the outcome, or the error that it ended with, once.
std::function<void(bridge::StepBatch)> stepListener(std::function<void(std::string)> told,
                                                    UpgradeJobs::Answer<installation::StepOutcome> answer) {
  return [told = std::move(told), answer = std::move(answer)](bridge::StepBatch batch) {
    for (auto& piece : batch.items)
      if (auto* line = std::get_if<std::string>(&piece))
        told(std::move(*line));
      else
        return answer(std::move(std::get<installation::StepOutcome>(piece)));
    if (batch.ended && !*batch.ended) answer(batch.ended->error());
  };
}

}  // namespace

UpgradeJobs realUpgradeJobs(const PageContext& context, QObject* owner) {
  Runtime& runtime = context.runtime;
  const auto place = [context] { return placeOf(context); };
  UpgradeJobs jobs;
  jobs.open = [&runtime, owner, place](std::string source, auto answer) {
    return bridge::run(runtime, bridge::openUpgrade(place(), std::move(source)), owner, std::move(answer));
  };
  jobs.look = [&runtime, owner, place](auto opened, std::string version, auto wishes, auto answer) {
    auto task = bridge::lookAtUpgrade(place(), std::move(opened), std::move(version), std::move(wishes));
    return bridge::run(runtime, std::move(task), owner, std::move(answer));
  };
  jobs.progress = [cluster = context.cluster](auto target, auto apply) {
    return bridge::rollout(cluster, std::move(target), std::move(apply));
  };
  jobs.run = [place](auto opened, auto proposal, auto told, auto answer) {
    return bridge::runUpgradeStep(place(), std::move(opened), std::move(proposal),
                                  stepListener(std::move(told), std::move(answer)));
  };
  jobs.reviewRollback = [&runtime, owner, place](int revision, auto answer) {
    return bridge::run(runtime, bridge::reviewRollback(place(), revision), owner, std::move(answer));
  };
  jobs.rollBack = [&runtime, owner, place](int revision, int newest, auto answer) {
    return bridge::run(runtime, bridge::rollBack(place(), revision, newest), owner, std::move(answer));
  };
  jobs.save = [&runtime, owner, place](auto opened, auto proposal, auto file, bool replace, auto answer) {
    auto task = bridge::saveUpgradePlan(place(), std::move(opened), std::move(proposal), std::move(file), replace);
    return bridge::run(runtime, std::move(task), owner, std::move(answer));
  };
  return jobs;
}
