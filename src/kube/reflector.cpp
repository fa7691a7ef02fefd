#include "kube/reflector.h"

#include "base/log.h"
#include "kube/list_page.h"
#include "kube/watch_stream.h"

#include <random>

namespace cleardeck::kube {
namespace {

using ReflectorPtr = std::shared_ptr<Reflector>;
using namespace std::chrono_literals;

constexpr std::size_t longestLine = 64u << 20;
constexpr auto healthyAfter = 2min;  // a watch that lived so long starts with the first back-off again
constexpr auto tooShort = 1s;        // a watch that ended sooner, without an event, counts as an error

int randomBetween(int low, int high) {
  static thread_local std::mt19937 source{std::random_device{}()};
  return std::uniform_int_distribution<int>(low, high)(source);
}

void tellTrue(Reflector& self, Freshness freshness) {
  self.lastTrue = std::chrono::system_clock::now();
  self.state = LiveState(freshness);
  self.tell(self.state);
}

// A small first page: the server answers it in milliseconds, the whole list of 10,000 in about a second.
Task<Done> listAll(ReflectorPtr self) {
  self->store->beginList(self->part());
  PageRequest request(self->path, self->scope, 100);
  std::size_t unread = 0;
  request.onItem = [&](simdjson::ondemand::object item) { unread += !self->store->upsert(self->part(), item); };
  request.afterPiece = [self] {
    if (self->state.freshness == Freshness::Live) self->state = LiveState(Freshness::Syncing);
    self->tell(self->state);
  };
  auto retryAfter = std::make_shared<std::chrono::seconds>(0);
  request.retryAfter = retryAfter;
  for (;;) {
    auto page = co_await listPage(self->session, request);
    self->retryAfter = *retryAfter;
    if (!page) co_return page.error();
    if (page->next.empty()) {
      self->version = page->version;
      break;
    }
    request.limit = 1000;
    request.next = page->next;
  }
  self->store->endList(self->part());
  if (unread)
    log::room("kube")->warn("{}: {} objects could not be read", describe("list", self->path, self->scope.ns), unread);
  tellTrue(*self, Freshness::Live);
  co_return Done();
}

void take(Reflector& self, const WatchEvent& event) {
  ++self.events;
  if (!event.resourceVersion.empty()) self.version = event.resourceVersion;
  bool read = true;
  if (event.kind == WatchKind::Deleted)
    read = self.store->remove(self.part(), event.object);
  else if (event.kind != WatchKind::Bookmark)
    read = self.store->upsert(self.part(), event.object);
  if (!read) log::room("kube")->warn("{}: an object could not be read", describe("watch", self.path, self.scope.ns));
}

net::Request watchRequest(const Reflector& self) {
  auto target = scopedTarget(self.path, self.scope) +
                "watch=1&allowWatchBookmarks=true&resourceVersion=" + self.version +
                "&timeoutSeconds=" + std::to_string(randomBetween(300, 600));
  net::Request request("GET", target);
  request.idleTimeout = self.times.idle;
  request.headers.add("Accept", self.path.metadataOnly
                                    ? "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1,application/json"
                                    : "application/json");
  return request;
}

// Reads as fast as it comes: the API server disconnects slow watchers.
Task<Done> watchOnce(ReflectorPtr self) {
  auto what = describe("watch", self->path, self->scope.ns);
  auto request = watchRequest(*self);
  auto response = co_await open(self->session, std::move(request));
  if (!response) co_return response.error();
  if (response->head().status >= 400) {
    self->retryAfter = retryAfterOf(response->head());
    co_return co_await refusedWith(self->session, *response, what);
  }
  tellTrue(*self, Freshness::Live);
  LineBuffer lines;
  WatchDecoder decoder;
  for (;;) {
    auto piece = co_await net::readSome(*response);
    if (!piece) co_return std::move(piece.error()).during(what);
    if (!*piece) co_return Done();  // the server ends a watch now and then: go on from self->version
    lines.append(**piece);
    while (auto line = lines.next()) {
      auto event = decoder.decode(*line);
      if (!event) co_return std::move(event.error()).during(what);
      take(*self, *event);
    }
    if (lines.waiting() > longestLine)
      co_return Error(ErrorKind::TooLarge, what + ": an event is larger than the limit");
    tellTrue(*self, Freshness::Live);
  }
}

// Runs one list or watch so that reconnectNow() can cut it short.
Task<Done> runStep(ReflectorPtr self) {
  auto number = ++self->stepNumber;
  self->stepResult.reset();
  self->hurried = false;
  auto done = [weak = std::weak_ptr(self), number](Result<Done> result) {
    auto alive = weak.lock();
    if (!alive || alive->stepNumber != number) return;
    alive->stepResult = std::move(result);
    alive->changed.notify();
  };
  ChildTask step;
  if (self->version.empty())
    step = ChildTask(self->session.executor(), listAll(self), done);
  else
    step = ChildTask(self->session.executor(), watchOnce(self), done);
  while (!self->stepResult) {
    auto wake = co_await self->changed.wait();
    if (wake == Wake::Cancelled) co_return cancelledError();
    if (self->hurried && !self->stepResult) co_return Done();  // ~ChildTask cancels it
  }
  co_return *self->stepResult;
}

// What the state says while nothing is tried.
LiveState stateAfter(const Reflector& self, const Error& error) {
  LiveState state(Freshness::Stale, error.message);
  const bool busy = error.httpStatus == 429 || error.httpStatus >= 500;
  if (error.kind == ErrorKind::Auth)
    state.freshness = Freshness::NeedsSignIn;
  else if (error.kind == ErrorKind::Tls || error.kind == ErrorKind::NotFound)
    state.freshness = Freshness::Failed;
  else if (error.kind == ErrorKind::Invalid && !busy)
    state.freshness = Freshness::Failed;
  state.hint = error.hint;
  state.since = self.lastTrue;
  state.attempt = self.state.attempt;
  return state;
}

Task<Done> pauseFor(ReflectorPtr self, std::chrono::milliseconds time) {
  auto deadline = Clock::now() + time;
  while (!self->hurried && Clock::now() < deadline) {
    auto wake = co_await self->changed.wait(deadline);
    if (wake == Wake::Cancelled) co_return cancelledError();
  }
  co_return Done();
}

std::chrono::milliseconds delayAfter(Reflector& self, bool parked) {
  if (parked) return self.times.parked;
  self.backOff = std::clamp(self.backOff * 2, self.times.firstBackOff, self.times.maxBackOff);
  std::chrono::milliseconds jittered(randomBetween(int(self.backOff.count()), int(self.backOff.count()) * 2));
  return std::max<std::chrono::milliseconds>(jittered, std::exchange(self.retryAfter, 0s));
}

// client-go resets these versions: 410, and 504 for a version from the future after a restored backup.
bool versionLost(const Error& error) {
  return error.kind == ErrorKind::Gone || error.detail.find("ResourceVersionTooLarge") != std::string::npos;
}

Task<Done> afterFailure(ReflectorPtr self, Error error) {
  if (versionLost(error)) self->version.clear();
  const int attempt = self->state.attempt + 1;
  self->state = stateAfter(*self, error);
  const bool parked = self->state.freshness != Freshness::Stale;
  // Having to list again is nothing that a person needs to know, unless it happens again and again.
  if (error.kind == ErrorKind::Gone && attempt == 1) self->state = LiveState(Freshness::Syncing);
  self->tell(self->state);
  auto waited = co_await pauseFor(self, delayAfter(*self, parked));
  if (!waited) co_return waited;
  self->state.attempt = attempt;
  if (self->state.freshness == Freshness::Stale) self->state.freshness = Freshness::Reconnecting;
  self->tell(self->state);
  co_return Done();
}

}  // namespace

Task<Done> reflect(ReflectorPtr self) {
  auto hurry = [weak = std::weak_ptr(self)] {
    if (auto alive = weak.lock()) {
      alive->hurried = true;
      alive->changed.notify();
    }
  };
  auto listening = self->session.onReconnect(hurry);
  self->tell(self->state);
  for (;;) {
    const bool watching = !self->version.empty();
    const auto started = Clock::now();
    const auto eventsBefore = self->events;
    auto step = co_await runStep(self);
    const auto lived = Clock::now() - started;
    if (step && watching && !self->hurried && lived < tooShort && self->events == eventsBefore)
      step = Error(ErrorKind::Network, describe("watch", self->path, self->scope.ns) + ": the server ended it at once");
    if (lived > healthyAfter) self->backOff = 0ms;
    if (step) continue;
    if (step.error().kind == ErrorKind::Cancelled || step.error().kind == ErrorKind::Forbidden) co_return step;
    log::room("kube")->info("{}: {}", self->session.name(), step.error().message);
    auto waited = co_await afterFailure(self, step.error());
    if (!waited) co_return waited;
  }
}

}  // namespace cleardeck::kube
