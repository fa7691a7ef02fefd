#include "sandbox/represent.h"
#include "sandbox/selector.h"
#include "sandbox/status.h"
#include "sandbox/streams.h"

#include <random>

namespace cleardeck::sandbox {
namespace {

/// What a watcher sees of the store's events: selected, in its namespace, in the form it asked for.
struct View {
  const Kind* kind = nullptr;
  std::string space;
  Selector selector;
  Form form = Form::Whole;
  std::string includeObject;

  bool shows(const Object& object) const {
    return object && (space.empty() || textAt(*object, {"metadata", "namespace"}) == space) &&
           selector.matches(*object);
  }
  std::string line(const char* type, const Json& object) const {
    Json event = {{"type", type}, {"object", represent(*kind, object, form, includeObject)}};
    return event.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
  }
  /// An object that starts or stops to match is ADDED or DELETED for this watcher.
  std::string lineOf(const StoreEvent& event) const {
    bool now = event.change != Change::Deleted && shows(event.object);
    bool before = event.change == Change::Deleted ? shows(event.before) : shows(event.before);
    if (now && before) return line("MODIFIED", *event.object);
    if (now) return line("ADDED", *event.object);
    return before ? line("DELETED", *event.object) : std::string();
  }
  std::string bookmark(std::uint64_t version, bool endsInitialEvents) const {
    Json object = {{"kind", kind->name},
                   {"apiVersion", kind->apiVersion()},
                   {"metadata", {{"resourceVersion", std::to_string(version)}, {"creationTimestamp", nullptr}}}};
    if (endsInitialEvents) object["metadata"]["annotations"] = {{"k8s.io/initial-events-end", "true"}};
    if (form == Form::Metadata) object["kind"] = "PartialObjectMetadata", object["apiVersion"] = "meta.k8s.io/v1";
    Json event = {{"type", "BOOKMARK"}, {"object", object}};
    return event.dump() + "\n";
  }
};

std::string errorLine(const Error& error) {
  Json event = {{"type", "ERROR"}, {"object", statusOf(error)}};
  return event.dump() + "\n";
}

/// The watch's place in the history, woken by the store.
struct Cursor {
  Cursor(StatePtr s, const Kind* kind) : state(std::move(s)), changed(state->executor) {
    listener = state->store.listen([this, kind](const Key& key) {
      if (key.kind == kind) changed.notify();
    });
  }
  ~Cursor() { state->store.unlisten(listener); }
  Cursor(const Cursor&) = delete;
  Cursor& operator=(const Cursor&) = delete;
  StatePtr state;
  Notifier changed;
  std::uint64_t version = 0;
  int listener = 0;
};

std::string initialEvents(const State& state, const View& view) {
  std::string lines;
  for (const auto& object : state.store.list(*view.kind, view.space))
    if (view.selector.matches(*object)) lines += view.line("ADDED", *object);
  return lines;
}

Clock::duration timeoutOf(const ApiRequest& request) {
  static std::mt19937 random{std::random_device()()};
  return std::chrono::seconds(request.number("timeoutSeconds", 1800 + long(random() % 1800)));
}

/// Everything new since the cursor as lines; an ERROR line and `over` when the history does not reach back.
std::string newLines(Cursor& cursor, const View& view, bool& over) {
  auto events = cursor.state->store.eventsAfter(*view.kind, cursor.version);
  over = !events;
  if (!events) return errorLine(events.error());
  std::string lines;
  for (const auto& event : *events) lines += view.lineOf(event);
  cursor.version = std::max(cursor.version, cursor.state->store.version());
  return lines;
}

asio::awaitable<void> follow(ExchangePtr exchange, std::shared_ptr<Cursor> cursor, View view, ApiRequest request) {
  bool bookmarks = request.flag("allowWatchBookmarks");
  auto deadline = Clock::now() + timeoutOf(request);
  auto every = cursor->state->settings.pace.bookmark;
  auto nextBookmark = Clock::now() + every;
  for (bool over = false, good = true; good && !over;) {
    auto lines = newLines(*cursor, view, over);
    auto now = Clock::now();
    if (!over && bookmarks && (now >= nextBookmark || now >= deadline)) {
      lines += view.bookmark(cursor->version, false);
      nextBookmark = now + every;
    }
    over = over || now >= deadline;
    if (!lines.empty()) good = co_await exchange->chunk(std::move(lines));
    if (over || !good) break;
    // Events that came while the chunk was written are already in the store: the cursor tells.
    if (cursor->version < cursor->state->store.version()) continue;
    const auto next = bookmarks ? std::min(nextBookmark, deadline) : deadline;
    auto wake = co_await cursor->changed.wait(next);
    if (wake == Wake::Cancelled) co_return;
  }
  co_await exchange->endChunked();
}

}  // namespace

asio::awaitable<void> serveWatch(StatePtr state, ExchangePtr exchange, ApiRequest request, Resource resource) {
  auto fields = request.value("fieldSelector");
  if (!resource.name.empty()) fields += (fields.empty() ? "" : ",") + std::string("metadata.name=") + resource.name;
  auto selector = Selector::parse(*resource.kind, request.value("labelSelector"), fields);
  if (!selector) {
    Reply refused(selector.error());
    co_await sendReply(exchange, std::move(refused));
    co_return;
  }
  View view;
  view.kind = resource.kind;
  view.space = resource.space;
  view.selector = *selector;
  view.form = formOf(request.accept);
  view.includeObject = request.value("includeObject");
  auto cursor = std::make_shared<Cursor>(state, resource.kind);
  auto from = request.value("resourceVersion");
  bool initial = request.flag("sendInitialEvents") ||
                 ((from.empty() || from == "0") && request.value("sendInitialEvents") != "false");
  std::string first;
  cursor->version = initial || from.empty() ? state->store.version() : std::strtoull(from.c_str(), nullptr, 10);
  if (initial) first = initialEvents(*state, view);
  if (request.flag("sendInitialEvents")) first += view.bookmark(cursor->version, true);
  net::Headers headers;
  headers.add("Content-Type", "application/json");
  bool good = co_await exchange->beginChunked(200, std::move(headers));
  if (good && !first.empty()) good = co_await exchange->chunk(std::move(first));
  if (good) co_await follow(exchange, cursor, std::move(view), std::move(request));
}

}  // namespace cleardeck::sandbox
