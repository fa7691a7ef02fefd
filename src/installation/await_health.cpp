#include "installation/await_health.h"

namespace cleardeck::installation {
namespace {

// The newest state of one installation, and a word when it changes.
struct Watched {
  explicit Watched(const asio::any_io_executor& executor) : changed(executor) {}
  Notifier changed;
  std::optional<Installation> row;
  std::optional<Error> problem;
};

ChangesSink<Installation> sinkOf(const std::shared_ptr<Watched>& watched, const HealthWait& wait) {
  return [weak = std::weak_ptr(watched), ns = wait.ns, release = wait.release,
          revision = wait.revision](Changes<Installation> changes) {
    auto self = weak.lock();
    if (!self) return;
    for (auto& row : changes.upserts)
      if (row.ns == ns && row.name == release && row.revision >= revision) self->row = std::move(row);
    if (changes.state.freshness == Freshness::Forbidden || changes.state.freshness == Freshness::NeedsSignIn)
      self->problem = Error(ErrorKind::Forbidden, changes.state.why).withHint(changes.state.hint);
    self->changed.notify();
  };
}

bool isHealthy(const Watched& watched) {
  return watched.row && watched.row->state.freshness == Freshness::Live &&
         watched.row->health.word == HealthWord::Healthy;
}

}  // namespace

Task<Installation> awaitHealth(HealthWait wait) {
  auto executor = co_await asio::this_coro::executor;
  auto watched = std::make_shared<Watched>(executor);
  Fleet fleet(wait.hub, wait.read, sinkOf(watched, wait));
  const auto deadline = Clock::now() + wait.patience;
  std::string told;
  while (!isHealthy(*watched) && !watched->problem) {
    if (watched->row && watched->row->health.sentence != told) {
      told = watched->row->health.sentence;
      if (wait.tell) wait.tell(told);
    }
    const Wake wake = co_await watched->changed.wait(deadline);
    if (wake == Wake::Cancelled) co_return cancelledError();
    if (wake == Wake::Deadline) break;
  }
  if (watched->row) co_return *watched->row;
  if (watched->problem) co_return *watched->problem;
  co_return Error(ErrorKind::NotFound, wait.release + " was not seen in namespace " + wait.ns)
      .withHint("Look at `helm status " + wait.release + "`");
}

}  // namespace cleardeck::installation
