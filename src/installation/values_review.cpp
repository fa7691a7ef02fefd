#include "installation/values_review.h"

#include "installation/upgrade_change.h"
#include "net/runtime.h"

namespace cleardeck::installation {
namespace {

Task<ManifestDrift> driftInCluster(ValuesTools tools, std::string deployed, std::string next, std::string ns,
                                   bool serverSide) {
  auto live = co_await liveObjects(tools.session, deployed, ns);
  if (!live) co_return live.error();
  auto compare = [deployed, next = std::move(next), live = std::move(*live), ns, serverSide] {
    return manifestDrift(deployed, next, live, ns, serverSide);
  };
  auto work = onWorkers(tools.workers, std::move(compare));
  auto drift = co_await std::move(work);
  co_return drift;
}

// Only when there is a port to judge: it reads the Services of all namespaces.
bool movesNodePorts(const helm::ManifestDiff& diff) {
  for (const auto& object : diff.objects)
    for (const auto& field : object.fields)
      if (object.objectKind == "Service" && field.path.ends_with("nodePort")) return true;
  return false;
}

}  // namespace

ReviewOrder reviewOrder(const helm::ValuesSession& session, helm::ManifestDiff diff) {
  ReviewOrder order;
  order.values = session.text();
  order.diff = std::move(diff);
  order.changes = session.changes();
  for (const auto& problem : session.problems())
    if (problem.published) order.published.push_back(problem.path);
  order.deployedManifest = session.release().manifest;
  order.revision = session.release().revision;
  order.serverSide = session.release().serverSideApply;
  return order;
}

Task<ValuesReview> reviewValues(ValuesTools tools, Installation installation, ReviewOrder order) {
  ReviewFacts facts;
  facts.drift =
      co_await driftInCluster(tools, order.deployedManifest, order.diff.manifest, installation.ns, order.serverSide);
  if (!facts.drift && facts.drift.error().kind == ErrorKind::Cancelled) co_return facts.drift.error();
  if (!newPods(order.diff).empty()) facts.nodes = co_await nodeRoom(tools.session);
  if (movesNodePorts(order.diff)) facts.nodePorts = co_await takenNodePorts(tools.session);
  facts.noWayBack = co_await rollbackWarnings(tools, installation, order.revision);
  facts.order = std::move(order);
  ValuesReview review;
  review.values = facts.order.values;
  review.guards = guardsOf(facts);
  if (facts.drift) review.drift = std::move(*facts.drift);
  co_return review;
}

}  // namespace cleardeck::installation
