#include "installation/fleet.h"

#include "installation/discovery.h"

#include <boost/asio/steady_timer.hpp>

#include <set>

namespace cleardeck::installation {
namespace {

using namespace std::chrono_literals;

constexpr auto gather = 50ms;    // one look at the facts for a burst of changes
constexpr auto lookAgain = 30s;  // "just started" ends by itself
constexpr std::size_t readAtOnce = 4;

}  // namespace

struct Fleet::State : std::enable_shared_from_this<State> {
  State(kube::Hub h, ReadSummary r, ChangesSink<Installation> s)
      : hub(std::move(h)), read(std::move(r)), sink(std::move(s)), timer(hub.session().executor()) {
    facts.context = hub.session().name();
  }

  template <class Row>
  kube::Lease follow(Rows<Row>& rows, kube::Scope scope) {
    const std::string key = std::string(Row::path.plural) + "@" + scope.ns;
    states[key];
    auto deliver = [weak = weak_from_this(), &rows, key](Changes<Row> changes) {
      auto self = weak.lock();
      if (!self) return;
      Facts::apply(rows, changes);
      self->states[key] = changes.state;
      self->lookSoon(gather);
    };
    return hub.subscribe<Row>(std::move(scope), std::move(deliver));
  }

  void begin() {
    leases.push_back(follow(facts.releases, kube::Scope()));
    leases.push_back(follow(facts.deployments, kube::Scope("", "app.kubernetes.io/managed-by=Helm")));
    leases.push_back(follow(facts.nodes, kube::Scope()));
  }

  void enter(const std::string& ns) {
    auto& held = namespaces[ns];
    if (!held.empty()) return;
    held.push_back(follow(facts.statefulSets, kube::Scope(ns)));
    held.push_back(follow(facts.pods, kube::Scope(ns)));
    held.push_back(follow(facts.services, kube::Scope(ns)));
    held.push_back(follow(facts.slices, kube::Scope(ns)));
    held.push_back(follow(facts.claims, kube::Scope(ns)));
    held.push_back(follow(facts.ingresses, kube::Scope(ns)));
  }

  void lookSoon(std::chrono::milliseconds delay) {
    if (delay >= lookAgain ? soon || later : soon) return;
    (delay >= lookAgain ? later : soon) = true;
    // The first change after a quiet time is looked at at once: a short outage must not fall between two looks.
    timer.expires_at(delay >= lookAgain ? Clock::now() + delay : std::max(Clock::now(), lastLook + delay));
    timer.async_wait([weak = weak_from_this()](error_code ec) {
      auto self = weak.lock();
      if (!ec && self) self->look();
    });
  }

  void look() {
    soon = later = false;
    lastLook = Clock::now();
    const Discovery discovery = discover(facts);
    for (const auto& found : discovery.found) enter(found.ns);
    for (const auto& secret : discovery.read) readOnce(secret);
    facts.podsForbidden = forbidden("pods@");
    const LiveState live = overall();
    table.beginList();
    for (auto& row : installationsOf(facts, std::chrono::system_clock::now())) {
      row.state = live;
      if (!synced(row.ns)) hideHealth(row);
      table.upsert(std::move(row));
    }
    if (live.freshness == Freshness::Live || live.freshness == Freshness::Forbidden) table.endList();
    sink(table.take(live));
    lookSoon(lookAgain);
  }

  // Without the pods every part would look broken: nothing is said until they have been listed once.
  bool synced(const std::string& ns) const {
    for (const auto& [key, state] : states)
      if (key.substr(key.find('@') + 1) == ns && state.freshness == Freshness::Syncing) return false;
    return true;
  }

  static void hideHealth(Installation& row) {
    row.state = LiveState(Freshness::Syncing);
    row.health = Health();
    for (auto& part : row.parts) {
      const Part which = part.part;
      part = PartStatus();
      part.part = which;
    }
  }

  bool forbidden(const std::string& prefix) const {
    for (const auto& [key, state] : states)
      if (key.rfind(prefix, 0) == 0 && state.freshness == Freshness::Forbidden) return true;
    return false;
  }

  // Without Secrets or nodes an installation is still found by its workloads; without those nothing is.
  LiveState overall() const {
    LiveState worst(Freshness::Live);
    for (const auto& [key, state] : states) {
      const bool counts = state.freshness != Freshness::Forbidden || key.rfind("deployments@", 0) == 0;
      if (counts) worst = worse(worst, state);
    }
    if (worst.freshness == Freshness::Live) return LiveState(Freshness::Live);
    return worst;
  }

  void readOnce(const kube::ReleaseSecret& secret) {
    const std::string key = Facts::summaryKey(secret);
    if (reads.count() >= readAtOnce || !reading.insert(key).second) return;
    auto done = [weak = weak_from_this(), key](Result<ReleaseSummary> result) {
      auto self = weak.lock();
      if (!self) return;
      self->reading.erase(key);
      if (!result && result.error().kind == ErrorKind::Cancelled) return;
      self->keep(key, std::move(result));
    };
    reads.add<ReleaseSummary>(hub.session().executor(), read(hub.session(), secret), std::move(done));
  }

  void keep(const std::string& key, Result<ReleaseSummary> result) {
    ReleaseSummary summary;
    if (result)
      summary = std::move(*result);
    else
      summary.problem = result.error().text();
    facts.summaries[key] = std::move(summary);
    lookSoon(gather);
  }

  kube::Hub hub;
  ReadSummary read;
  ChangesSink<Installation> sink;
  asio::steady_timer timer;
  Facts facts;
  Table<Installation> table;
  std::map<std::string, LiveState> states;  // by "plural@namespace"
  std::vector<kube::Lease> leases;
  std::map<std::string, std::vector<kube::Lease>> namespaces;
  std::set<std::string> reading;
  ChildTasks reads;
  bool soon = false, later = false;  // a look is due
  Clock::time_point lastLook;
};

Fleet::Fleet(kube::Hub hub, ReadSummary read, ChangesSink<Installation> sink)
    : m_state(std::make_shared<State>(std::move(hub), std::move(read), std::move(sink))) {
  m_state->begin();
}

Fleet::~Fleet() = default;

Task<Done> watchInstallations(kube::Hub hub, ReadSummary read, ChangesSink<Installation> sink) {
  Fleet fleet(std::move(hub), std::move(read), std::move(sink));
  for (;;) co_await sleepFor(std::chrono::hours(1));
}

}  // namespace cleardeck::installation
