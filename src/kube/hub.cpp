#include "kube/hub.h"

#include "base/log.h"

#include <ctime>

namespace cleardeck::kube {
namespace {

using namespace std::chrono_literals;
constexpr auto sleepCheck = 2s;

// How long the machine has slept since it was started.
std::chrono::nanoseconds timeAsleep() {
  timespec awake{}, whole{};
  clock_gettime(CLOCK_MONOTONIC, &awake);
  clock_gettime(CLOCK_BOOTTIME, &whole);
  return std::chrono::seconds(whole.tv_sec - awake.tv_sec) + std::chrono::nanoseconds(whole.tv_nsec - awake.tv_nsec);
}

// After a sleep every connection is dead without knowing it.
Task<Done> reconnectAfterSleep(Session session) {
  auto asleep = timeAsleep();
  for (;;) {
    co_await sleepFor(sleepCheck);
    auto now = timeAsleep();
    if (now - asleep > 1s) {
      log::room("kube")->info("{}: the machine woke up, reconnecting", session.name());
      session.reconnectNow();
    }
    asleep = now;
  }
}

}  // namespace

struct Hub::State {
  State(Session s, std::chrono::milliseconds l, WatchTimes t) : session(std::move(s)), linger(l), times(t) {}
  Session session;
  std::chrono::milliseconds linger;
  WatchTimes times;
  std::map<std::string, std::shared_ptr<AnyEntry>> entries;
  ChildTask sleepWatch;
};

namespace {

/// Done when the time is over, Cancelled when it was cancelled before.
Task<Done> waitFor(std::chrono::milliseconds time) {
  co_await sleepFor(time);
  auto state = co_await asio::this_coro::cancellation_state;
  if (state.cancelled() != asio::cancellation_type::none) co_return cancelledError();
  co_return Done();
}

}  // namespace

Hub::Hub(Session session, std::chrono::milliseconds linger, WatchTimes times)
    : m_state(std::make_shared<State>(session, linger, times)) {
  auto ignore = [](Result<Done>) {};
  m_state->sleepWatch = ChildTask(session.executor(), reconnectAfterSleep(session), ignore);
}

const Session& Hub::session() const { return m_state->session; }
std::size_t Hub::watches() const { return m_state->entries.size(); }

std::string Hub::keyOf(const std::type_info& row, const Scope& scope) {
  return std::string(row.name()) + '\n' + scope.ns + '\n' + scope.labelSelector + '\n' + scope.fieldSelector;
}

std::shared_ptr<Hub::AnyEntry> Hub::find(const std::string& key) const {
  auto found = m_state->entries.find(key);
  return found == m_state->entries.end() ? nullptr : found->second;
}

void Hub::add(const std::string& key, std::shared_ptr<AnyEntry> entry, ResourcePath path, Scope scope,
              std::shared_ptr<RowStore> store) const {
  auto task = watchObjects(m_state->session, path, std::move(scope), std::move(store), m_state->times);
  auto ended = [name = m_state->session.name()](Result<Done> result) {
    if (!result && result.error().kind != ErrorKind::Cancelled)
      log::room("kube")->error("{}: a watch ended: {}", name, result.error().message);
  };
  entry->task = ChildTask(m_state->session.executor(), std::move(task), ended);
  m_state->entries[key] = std::move(entry);
}

Lease Hub::lease(const std::string& key, const std::shared_ptr<AnyEntry>& entry, std::uint64_t number) const {
  entry->linger.cancel();
  auto release = [weakState = std::weak_ptr(m_state), weakEntry = std::weak_ptr(entry), key, number] {
    auto state = weakState.lock();
    auto known = weakEntry.lock();
    if (!state || !known || known->drop(number) > 0) return;
    auto stop = [weakState, weakEntry, key](Result<Done> result) {
      auto hub = weakState.lock();
      auto unused = weakEntry.lock();
      if (!result || !hub || !unused) return;  // cancelled: somebody subscribed again
      auto place = hub->entries.find(key);
      if (place != hub->entries.end() && place->second == unused) hub->entries.erase(place);
    };
    known->linger = ChildTask(state->session.executor(), waitFor(state->linger), stop);
  };
  return Lease(release);
}

}  // namespace cleardeck::kube
