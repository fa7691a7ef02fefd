#include "base/text.h"
#include "base/time.h"
#include "sandbox/log_lines.h"
#include "sandbox/status.h"
#include "sandbox/streams.h"

namespace cleardeck::sandbox {
namespace {

using time::Moment;

/// The log of one container: line i is written at start + opening burst + i × pace.
struct ContainerLog {
  std::string component;
  Moment started;
  std::chrono::milliseconds pace{2000};
  std::optional<Moment> ended;

  static constexpr int burst = 8;  ///< the first lines come at once
  Moment at(std::uint64_t index) const {
    return started + (index < burst ? std::chrono::milliseconds(20) * index : pace * (index - burst + 1));
  }
  std::uint64_t count(Moment now) const {
    auto until = ended ? std::min(*ended, now) : now;
    if (until < started) return 0;
    auto whole = std::uint64_t((until - started) / pace) + burst;
    while (whole > 0 && at(whole - 1) > until) --whole;
    return whole;
  }
};

std::string containerNames(const Json& pod) {
  std::string names;
  for (const auto& container : at(pod, {"spec", "containers"}))
    names += (names.empty() ? "" : " ") + container.value("name", std::string());
  return names;
}

const Json& statusOf(const Json& pod, const std::string& container) {
  static const Json none;
  for (const char* list : {"containerStatuses", "initContainerStatuses"})
    for (const auto& status : at(pod, {"status", list}))
      if (textAt(status, {"name"}) == container) return status;
  return none;
}

Result<std::string> containerOf(const ApiRequest& request, const Json& pod, const std::string& podName) {
  auto wanted = request.value("container");
  const Json& containers = at(pod, {"spec", "containers"});
  if (wanted.empty() && containers.size() == 1) return textAt(containers[0], {"name"});
  if (wanted.empty())
    return badRequest("a container name must be specified for pod " + podName + ", choose one of: [" +
                      containerNames(pod) + "]");
  for (const char* list : {"containers", "initContainers"})
    for (const auto& container : at(pod, {"spec", list}))
      if (textAt(container, {"name"}) == wanted) return wanted;
  return badRequest("container " + wanted + " is not valid for pod " + podName);
}

Result<ContainerLog> logOf(const State& state, const ApiRequest& request, const Resource& resource) {
  auto pod = state.store.find(Key(*resource.kind, resource.space, resource.name));
  if (!pod) return notFound(*resource.kind, resource.name);
  auto container = containerOf(request, *pod, resource.name);
  if (!container) return container.error();
  if (request.flag("previous"))
    return badRequest("previous terminated container \"" + *container + "\" in pod \"" + resource.name +
                      "\" not found");
  const Json& status = statusOf(*pod, *container);
  auto running = textAt(status, {"state", "running", "startedAt"});
  auto ended = textAt(status, {"state", "terminated", "finishedAt"});
  auto since = time::parseRfc3339(running.empty() ? textAt(status, {"state", "terminated", "startedAt"}) : running);
  if (!since) {
    auto reason = textAt(status, {"state", "waiting", "reason"});
    if (reason == "ErrImagePull" || reason == "ImagePullBackOff") reason = "trying and failing to pull image";
    return badRequest("container \"" + *container + "\" in pod \"" + resource.name +
                      "\" is waiting to start: " + (reason.empty() ? "ContainerCreating" : reason));
  }
  ContainerLog log;
  log.component = textAt(*pod, {"metadata", "labels", "app.kubernetes.io/component"});
  log.started = *since;
  log.pace = state.settings.pace.logLine;
  if (auto end = time::parseRfc3339(ended)) log.ended = *end;
  return log;
}

std::string nanoText(Moment moment) {
  auto whole = time::toRfc3339(moment);
  auto nanos = std::chrono::duration_cast<std::chrono::nanoseconds>(moment.time_since_epoch()).count() % 1'000'000'000;
  char fraction[16];
  std::snprintf(fraction, sizeof fraction, ".%09lldZ", static_cast<long long>(nanos));
  return whole.substr(0, whole.size() - 1) + fraction;
}

std::string linesBetween(const ContainerLog& log, std::uint64_t from, std::uint64_t to, bool timestamps) {
  std::string lines;
  for (auto i = from; i < to; ++i)
    lines += (timestamps ? nanoText(log.at(i)) + " " : std::string()) + logLine(log.component, i) + "\n";
  return lines;
}

std::uint64_t firstLine(const ContainerLog& log, const ApiRequest& request, std::uint64_t count) {
  std::uint64_t first = 0;
  auto tail = request.number("tailLines", -1);
  if (tail >= 0 && std::uint64_t(tail) < count) first = count - std::uint64_t(tail);
  std::optional<Moment> since;
  if (auto seconds = request.number("sinceSeconds", -1); seconds >= 0)
    since = std::chrono::system_clock::now() - std::chrono::seconds(seconds);
  if (auto moment = time::parseRfc3339(request.value("sinceTime"))) since = *moment;
  while (since && first < count && log.at(first) < *since) ++first;
  return first;
}

bool stillRuns(const State& state, const Resource& resource) {
  auto pod = state.store.find(Key(*resource.kind, resource.space, resource.name));
  return pod && textAt(*pod, {"status", "phase"}) == "Running";
}

}  // namespace

asio::awaitable<void> serveLog(StatePtr state, ExchangePtr exchange, ApiRequest request, Resource resource) {
  auto log = logOf(*state, request, resource);
  if (!log) {
    Reply refused(log.error());
    co_await sendReply(exchange, std::move(refused));
    co_return;
  }
  bool timestamps = request.flag("timestamps");
  auto written = log->count(std::chrono::system_clock::now());
  auto lines = linesBetween(*log, firstLine(*log, request, written), written, timestamps);
  if (auto limit = request.number("limitBytes", 0); limit > 0 && lines.size() > std::size_t(limit))
    lines.resize(std::size_t(limit));
  net::Headers headers;
  headers.add("Content-Type", "text/plain");
  bool good = co_await exchange->beginChunked(200, std::move(headers));
  if (good && !lines.empty()) good = co_await exchange->chunk(std::move(lines));
  while (good && request.flag("follow") && stillRuns(*state, resource)) {
    co_await sleepFor(std::min<std::chrono::milliseconds>(log->pace, std::chrono::milliseconds(250)));
    auto count = log->count(std::chrono::system_clock::now());
    auto fresh = linesBetween(*log, written, count, timestamps);
    written = std::max(written, count);
    if (!fresh.empty()) good = co_await exchange->chunk(std::move(fresh));
  }
  if (good) co_await exchange->endChunked();
}

}  // namespace cleardeck::sandbox
