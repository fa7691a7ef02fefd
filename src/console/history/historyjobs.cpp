#include "console/history/historyjobs.h"

#include "console/workspace/place.h"

using namespace cleardeck;

HistoryJobs realHistoryJobs(const PageContext& context, QObject* owner) {
  Runtime& runtime = context.runtime;
  const auto place = [context] { return placeOf(context); };
  HistoryJobs jobs;
  jobs.watch = [place](auto apply) { return bridge::history(place(), std::move(apply)); };
  jobs.compare = [&runtime, owner, place](int before, int after, auto answer) {
    return bridge::run(runtime, bridge::compareRevisions(place(), before, after), owner, std::move(answer));
  };
  jobs.reviewRollback = [&runtime, owner, place](int revision, auto answer) {
    return bridge::run(runtime, bridge::reviewRollback(place(), revision), owner, std::move(answer));
  };
  jobs.rollBack = [&runtime, owner, place](int revision, int newest, auto answer) {
    return bridge::run(runtime, bridge::rollBack(place(), revision, newest), owner, std::move(answer));
  };
  jobs.reviewRepair = [&runtime, owner, place](auto answer) {
    return bridge::run(runtime, bridge::reviewRepair(place()), owner, std::move(answer));
  };
  jobs.repair = [&runtime, owner, place](auto review, auto consent, auto answer) {
    auto task = bridge::repairRelease(place(), std::move(review), consent);
    return bridge::run(runtime, std::move(task), owner, std::move(answer));
  };
  jobs.planUninstall = [&runtime, owner, place](auto answer) {
    return bridge::run(runtime, bridge::planUninstall(place()), owner, std::move(answer));
  };
  jobs.uninstall = [&runtime, owner, place](int newest, auto answer) {
    return bridge::run(runtime, bridge::uninstall(place(), newest), owner, std::move(answer));
  };
  jobs.progress = [context](auto target, auto apply) {
    return bridge::rollout(context.cluster, std::move(target), std::move(apply));
  };
  return jobs;
}
