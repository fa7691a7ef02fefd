// The watches behind a rollout's rows.
#include "installation/rollout_progress.h"

#include <optional>

namespace cleardeck::installation {
namespace {

using namespace std::chrono_literals;

constexpr auto burst = 50ms;  // one look at the facts for a burst of changes

struct Watching {
  explicit Watching(const asio::any_io_executor& executor) : changed(executor) {}

  template <class Row>
  kube::Lease follow(const std::shared_ptr<Watching>& self, const kube::Hub& hub, Rows<Row>& rows, kube::Scope scope) {
    const std::string key(Row::path.plural);
    states[key];
    auto deliver = [weak = std::weak_ptr(self), &rows, key](Changes<Row> changes) {
      auto alive = weak.lock();
      if (!alive) return;
      Facts::apply(rows, changes);
      alive->states[key] = changes.state;
      alive->dirty = true;
      alive->changed.notify();
    };
    kube::Hub where = hub;
    return where.subscribe<Row>(std::move(scope), std::move(deliver));
  }

  bool synced() const {
    for (const auto& [key, state] : states)
      if (state.freshness == Freshness::Syncing) return false;
    return true;
  }

  // What may not be listed makes the rest no less true.
  LiveState overall() const {
    LiveState worst(Freshness::Live);
    for (const auto& [key, state] : states)
      if (state.freshness != Freshness::Forbidden) worst = worse(worst, state);
    return worst;
  }

  Notifier changed;
  Facts facts;
  std::map<std::string, LiveState> states;
  std::vector<kube::Lease> leases;
  bool dirty = false;  // since the last look
};

std::shared_ptr<Watching> beginWatching(const kube::Hub& hub, const std::string& ns) {
  auto self = std::make_shared<Watching>(hub.session().executor());
  Facts& facts = self->facts;
  self->leases.push_back(self->follow(self, hub, facts.releases, kube::Scope()));
  self->leases.push_back(self->follow(self, hub, facts.deployments, kube::Scope(ns)));
  self->leases.push_back(self->follow(self, hub, facts.statefulSets, kube::Scope(ns)));
  self->leases.push_back(self->follow(self, hub, facts.pods, kube::Scope(ns)));
  self->leases.push_back(self->follow(self, hub, facts.services, kube::Scope(ns)));
  self->leases.push_back(self->follow(self, hub, facts.claims, kube::Scope(ns)));
  self->leases.push_back(self->follow(self, hub, facts.ingresses, kube::Scope(ns)));
  return self;
}

}  // namespace

Task<Done> watchRollout(kube::Hub hub, RolloutTarget target, ChangesSink<ObjectProgress> sink) {
  auto watching = beginWatching(hub, target.ns);
  std::optional<RolloutStart> start;
  Table<ObjectProgress> table;
  for (;;) {
    watching->dirty = false;
    const bool synced = watching->synced();
    if (synced && !start) start = rolloutStart(watching->facts);
    watching->facts.podsForbidden = watching->states["pods"].freshness == Freshness::Forbidden;
    if (start)
      for (auto& row : rolloutProgress(target, *start, watching->facts)) table.upsert(std::move(row));
    sink(table.take(watching->overall()));
    Wake wake = Wake::Notified;
    if (!watching->dirty) wake = co_await watching->changed.wait(Clock::now() + 1h);
    if (wake == Wake::Cancelled) co_return cancelledError();
    co_await sleepFor(burst);
  }
}

}  // namespace cleardeck::installation
