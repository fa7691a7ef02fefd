#include "console/bridge/history.h"

namespace cleardeck::bridge {
namespace {

Task<Done> watchRevisions(InstallationPlace place, ChangesSink<installation::RevisionRow> sink) {
  auto hub = place.cluster->hub();
  if (!hub) co_return hub.error();
  const auto workers = place.cluster->runtime().workers();
  const auto& installation = place.installation;
  auto watching = installation::watchHistory(*hub, installation.ns, installation.name, workers, std::move(sink));
  co_return co_await std::move(watching);
}

}  // namespace

Handle history(InstallationPlace place, std::function<void(Changes<installation::RevisionRow>)> apply) {
  Runtime& runtime = place.cluster->runtime();
  auto operation = [place = std::move(place)](ChangesSink<installation::RevisionRow> sink) {
    return watchRevisions(place, std::move(sink));
  };
  return subscribe<installation::RevisionRow>(runtime, std::move(operation), std::move(apply));
}

Task<installation::RevisionDiff> compareRevisions(InstallationPlace place, int before, int after) {
  auto tools = valuesToolsOf(place);
  if (!tools) co_return tools.error();
  auto first = co_await installation::openRevision(*tools, place.installation, before);
  if (!first) co_return first.error();
  auto second = co_await installation::openRevision(*tools, place.installation, after);
  if (!second) co_return second.error();
  auto work = [a = std::move(*first), b = std::move(*second)] { return installation::compareRevisions(a, b); };
  auto comparing = onWorkers(tools->workers, std::move(work));
  co_return co_await std::move(comparing);
}

Task<installation::RollbackReview> reviewRollback(InstallationPlace place, int revision) {
  auto tools = valuesToolsOf(place);
  if (!tools) co_return tools.error();
  co_return co_await installation::reviewRollback(*tools, place.installation, revision);
}

Task<Done> rollBack(InstallationPlace place, int revision, int newest) {
  auto tools = valuesToolsOf(place);
  if (!tools) co_return tools.error();
  co_return co_await installation::rollBackOver(*tools, place.installation, revision, newest);
}

Task<installation::RepairReview> reviewRepair(InstallationPlace place) {
  auto tools = valuesToolsOf(place);
  if (!tools) co_return tools.error();
  co_return co_await installation::reviewRepair(*tools, place.installation);
}

Task<Done> repairRelease(InstallationPlace place, installation::RepairReview review,
                         installation::RepairConsent consent) {
  auto tools = valuesToolsOf(place);
  if (!tools) co_return tools.error();
  auto repairing = installation::repairRelease(*tools, place.installation, std::move(review), consent);
  co_return co_await std::move(repairing);
}

Task<installation::UninstallPlan> planUninstall(InstallationPlace place) {
  auto tools = valuesToolsOf(place);
  if (!tools) co_return tools.error();
  co_return co_await installation::openUninstall(*tools, place.installation);
}

Task<Done> uninstall(InstallationPlace place, int newest) {
  auto tools = valuesToolsOf(place);
  if (!tools) co_return tools.error();
  co_return co_await installation::uninstall(*tools, place.installation, newest);
}

}  // namespace cleardeck::bridge
