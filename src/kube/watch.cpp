// The fallback from one cluster-wide watch to one a namespace, and the one state that all of them together have.
#include "kube/watch.h"

#include "kube/calls.h"
#include "kube/list_page.h"
#include "kube/reflector.h"
#include "kube/session_state.h"

#include <algorithm>
#include <set>

namespace cleardeck::kube {
namespace {

constexpr std::size_t mostNamespaces = 50;  // watches at once; more would crowd out everything else

struct Watching {
  Watching(Session s, ResourcePath p, Scope c, std::shared_ptr<RowStore> r, WatchTimes t)
      : session(std::move(s)),
        path(p),
        scope(std::move(c)),
        store(std::move(r)),
        times(t),
        changed(session.executor()) {}
  Session session;
  ResourcePath path;
  Scope scope;
  std::shared_ptr<RowStore> store;
  WatchTimes times;
  Notifier changed;
  std::map<std::string, LiveState> states;  // of the namespaces that are watched
  std::size_t running = 0;
  bool hurried = false;
};
using WatchingPtr = std::shared_ptr<Watching>;

void tellTogether(Watching& self) {
  LiveState worst(Freshness::Live);
  for (const auto& [part, state] : self.states) worst = worse(worst, state);
  self.store->tell(worst);
}

void forgetPart(Watching& self, const std::string& part) {
  self.store->beginList(part);
  self.store->endList(part);
}

std::shared_ptr<Reflector> reflectorFor(const WatchingPtr& self, const std::string& ns) {
  auto scope = self->scope;
  scope.ns = ns;
  auto reflector = std::make_shared<Reflector>(self->session, self->path, scope, self->store, self->times);
  reflector->tell = [self, ns](LiveState state) {
    self->states[ns] = std::move(state);
    tellTogether(*self);
  };
  return reflector;
}

// Those that were given, the context's own, and those that can be listed.
Task<std::vector<std::string>> namespacesToTry(Session session) {
  std::vector<std::string> all = session.namespaces();
  all.push_back(session.defaultNamespace());
  constexpr ResourcePath namespaces = {"", "v1", "namespaces", "Namespace", false};
  ItemSplitter::OnItem add = [&all](simdjson::ondemand::object item) {
    std::string_view name;
    if (!item["metadata"]["name"].get_string().get(name)) all.emplace_back(name);
  };
  auto listed = co_await listObjects(session, namespaces, Scope(), add);
  if (!listed && listed.error().kind == ErrorKind::Cancelled) co_return listed.error();
  std::set<std::string> seen;  // a failed listing is no reason not to try the known ones
  std::erase_if(all, [&seen](const std::string& name) { return name.empty() || !seen.insert(name).second; });
  if (all.size() > mostNamespaces) all.resize(mostNamespaces);
  co_return all;
}

// Until none is left that may be watched (true), or the namespaces to try were changed (false).
Task<bool> watchNamespaces(WatchingPtr self, std::vector<std::string> namespaces) {
  const auto version = self->session.state().namespacesVersion;
  ChildTasks tasks;
  self->states.clear();
  for (const auto& ns : namespaces) self->states[ns] = LiveState(Freshness::Syncing);
  self->running = namespaces.size();
  for (const auto& ns : namespaces) {
    auto done = [self, ns](Result<Done> result) {
      if (!result && result.error().kind == ErrorKind::Cancelled) return;
      self->states.erase(ns);
      forgetPart(*self, ns);
      --self->running;
      if (self->running) tellTogether(*self);
      self->changed.notify();
    };
    tasks.add(self->session.executor(), reflect(reflectorFor(self, ns)), done);
  }
  while (self->running && self->session.state().namespacesVersion == version) {
    auto wake = co_await self->changed.wait();
    if (wake == Wake::Cancelled) co_return cancelledError();
  }
  const bool noneLeft = self->running == 0;
  for (const auto& ns : namespaces) forgetPart(*self, ns);
  self->states.clear();
  co_return noneLeft;
}

Task<Done> park(WatchingPtr self, Error error) {
  LiveState state(Freshness::Forbidden, error.message);
  state.hint = error.hint;
  self->states.clear();
  self->store->tell(state);
  self->hurried = false;
  auto deadline = Clock::now() + self->times.parked;
  while (!self->hurried && Clock::now() < deadline) {
    auto wake = co_await self->changed.wait(deadline);
    if (wake == Wake::Cancelled) co_return cancelledError();
  }
  co_return Done();
}

}  // namespace

Task<Done> watchObjects(Session session, ResourcePath path, Scope scope, std::shared_ptr<RowStore> store,
                        WatchTimes times) {
  auto self = std::make_shared<Watching>(session, path, scope, store, times);
  auto hurry = [weak = std::weak_ptr(self)] {
    if (auto alive = weak.lock()) {
      alive->hurried = true;
      alive->changed.notify();
    }
  };
  auto listening = session.onReconnect(hurry);
  for (;;) {
    auto reflector = reflectorFor(self, scope.ns);
    auto ended = co_await reflect(reflector);
    if (ended.error().kind != ErrorKind::Forbidden) co_return ended;
    self->states.clear();
    forgetPart(*self, scope.ns);
    if (scope.ns.empty() && path.namespaced) {
      auto namespaces = co_await namespacesToTry(session);
      if (!namespaces) co_return namespaces.error();
      auto noneLeft = co_await watchNamespaces(self, *namespaces);
      if (!noneLeft) co_return noneLeft.error();
      if (!*noneLeft) continue;
    }
    auto waited = co_await park(self, ended.error());
    if (!waited) co_return waited;
  }
}

}  // namespace cleardeck::kube
