#include "clearml/watch.h"

namespace cleardeck::clearml {
namespace {

using std::chrono::system_clock;

// Asking again will not help: a person must sign in, get a right, or choose something else.
bool final(const Error& error) {
  return error.kind == ErrorKind::Auth || error.kind == ErrorKind::Forbidden || error.kind == ErrorKind::NotFound ||
         error.kind == ErrorKind::Cancelled;
}

// What a reader is told between two attempts, and how long to wait.
struct Patience {
  explicit Patience(Rhythm r) : rhythm(r), pause(r.retry) {}
  Rhythm rhythm;
  std::chrono::milliseconds pause;
  LiveState state = LiveState(Freshness::Syncing);

  void succeeded() {
    state = LiveState(Freshness::Live);
    state.since = system_clock::now();
    pause = rhythm.retry;
  }
  std::chrono::milliseconds failed(const Error& error) {
    const auto since = state.since;
    const int attempt = state.attempt + 1;
    state = LiveState(Freshness::Reconnecting, error.message);
    state.hint = error.hint;
    state.since = since;
    state.attempt = attempt;
    return std::exchange(pause, std::min(pause * 2, rhythm.retry * 30));
  }
};

template <class Row>
struct Live {
  Live(Rhythm rhythm, ChangesSink<Row> s) : patience(rhythm), sink(std::move(s)) {}
  Patience patience;
  Table<Row> table;
  ChangesSink<Row> sink;
  void post() { sink(table.take(patience.state)); }
};

Task<Done> listProjects(Session session, std::shared_ptr<Live<Project>> live) {
  auto all = co_await projects(session);
  if (!all) co_return all.error();
  live->table.beginList();
  for (auto& project : *all) live->table.upsert(std::move(project));
  live->table.endList();
  co_return Done();
}

void keep(Live<TaskRow>& live, std::vector<TaskRow> rows, time::Moment& newest) {
  for (auto& row : rows) {
    newest = std::max(newest, row.lastUpdate);
    live.table.upsert(std::move(row));
  }
}

// All pages; what was deleted is missing in them.
Task<Done> listTasks(Session session, TaskQuery query, std::shared_ptr<Live<TaskRow>> live,
                     std::shared_ptr<time::Moment> newest) {
  live->table.beginList();
  for (query.page = 0; std::size_t(query.page * query.pageSize) < watchedTasks; ++query.page) {
    auto page = co_await tasks(session, query);
    if (!page) co_return page.error();
    keep(*live, std::move(page->rows), *newest);
    if (page->last) break;
    live->post();
  }
  live->table.endList();
  co_return Done();
}

// What changed since the newest row we know, by the server's clock. A second more, because its answers have fractions
// and our question has none.
Task<Done> listChangedTasks(Session session, TaskQuery query, std::shared_ptr<Live<TaskRow>> live,
                            std::shared_ptr<time::Moment> newest) {
  if (*newest == time::Moment()) {
    auto listed = co_await listTasks(session, query, live, newest);
    co_return listed;
  }
  query.changedSince = *newest - std::chrono::seconds(1);
  for (query.page = 0; query.page < 20; ++query.page) {
    auto page = co_await tasks(session, query);
    if (!page) co_return page.error();
    keep(*live, std::move(page->rows), *newest);
    if (page->last) break;
  }
  co_return Done();
}

// A task's state as far as it tells whether anything is new.
struct Stamp {
  time::Moment lastUpdate;
  TaskStatus status = TaskStatus::Unknown;
  std::int64_t lastIteration = -1;
  bool operator==(const Stamp&) const = default;
};
Stamp stampOf(const TaskRow& row) { return {row.lastUpdate, row.status, row.lastIteration}; }

template <class T>
void postOne(const Sink<Result<T>>& sink, Result<T> result) {
  std::vector<Result<T>> items;
  items.push_back(std::move(result));
  sink(std::move(items));
}

// Reads the pages backwards from the newest, so that a long log shows its end after a few calls.
Task<LogPage> newestPages(Session session, std::string uid) {
  LogQuery query(uid, LogFrom::Newest);
  LogPage all;
  for (int i = 0; i < firstPages; ++i) {
    auto page = co_await log(session, query);
    if (!page) co_return page.error();
    if (i == 0) all.newestMs = page->newestMs;
    if (!page->lines.empty()) all.oldestMs = page->oldestMs;
    all.eventsTotal = page->eventsTotal;
    all.end = page->end;
    page->lines.insert(page->lines.end(), all.lines.begin(), all.lines.end());
    all.lines = std::move(page->lines);
    if (page->end || page->oldestMs == 0) break;
    query = LogQuery(uid, LogFrom::Older, page->oldestMs);
  }
  co_return all;
}

}  // namespace

Task<Done> watchProjects(Session session, Rhythm rhythm, ChangesSink<Project> sink) {
  auto live = std::make_shared<Live<Project>>(rhythm, std::move(sink));
  for (;;) {
    auto listed = co_await listProjects(session, live);
    if (!listed && final(listed.error())) co_return listed.error();
    auto pause = rhythm.changes * 2;
    if (listed)
      live->patience.succeeded();
    else
      pause = live->patience.failed(listed.error());
    live->post();
    co_await sleepFor(pause);
  }
}

Task<Done> watchTasks(Session session, TaskQuery query, Rhythm rhythm, ChangesSink<TaskRow> sink) {
  query.order = TaskOrder::LastUpdate;
  query.descending = true;
  auto live = std::make_shared<Live<TaskRow>>(rhythm, std::move(sink));
  auto newest = std::make_shared<time::Moment>();
  auto wholeAt = Clock::now();
  for (;;) {
    const bool whole = Clock::now() >= wholeAt;
    auto listing = whole ? listTasks(session, query, live, newest) : listChangedTasks(session, query, live, newest);
    auto listed = co_await std::move(listing);
    if (!listed && final(listed.error())) co_return listed.error();
    auto pause = rhythm.changes;
    if (listed)
      live->patience.succeeded();
    else
      pause = live->patience.failed(listed.error());
    if (listed && whole) wholeAt = Clock::now() + rhythm.whole;
    live->post();
    co_await sleepFor(pause);
  }
}

Task<Done> watchTask(Session session, std::string uid, Rhythm rhythm, Sink<Result<TaskDetail>> sink) {
  Patience patience(rhythm);
  Stamp known;
  bool failed = false;
  for (;;) {
    auto detail = co_await task(session, uid);
    if (!detail && final(detail.error())) co_return detail.error();
    auto pause = rhythm.changes;
    const auto stamp = detail ? stampOf(detail->row) : known;
    if (detail)
      patience.succeeded();
    else
      pause = patience.failed(detail.error());
    if (!detail || failed || !(stamp == known)) postOne<TaskDetail>(sink, detail);
    failed = !detail;
    known = stamp;
    co_await sleepFor(pause);
  }
}

Task<Done> watchScalars(Session session, std::string uid, ScalarAxis axis, Rhythm rhythm,
                        Sink<Result<std::vector<Series>>> sink) {
  Patience patience(rhythm);
  Stamp known;
  for (;;) {
    auto detail = co_await task(session, uid);
    if (!detail && final(detail.error())) co_return detail.error();
    auto pause = rhythm.changes;
    if (!detail) pause = patience.failed(detail.error());
    const auto stamp = detail ? stampOf(detail->row) : known;
    if (!(stamp == known)) {
      auto curves = co_await scalars(session, uid, axis);
      if (!curves && final(curves.error())) co_return curves.error();
      if (curves) {
        known = stamp;
        patience.succeeded();
      } else {
        pause = patience.failed(curves.error());
      }
      postOne<std::vector<Series>>(sink, std::move(curves));
    }
    co_await sleepFor(pause);
  }
}

Task<Done> followLog(Session session, std::string uid, Rhythm rhythm, Sink<Result<LogPage>> sink) {
  Patience patience(rhythm);
  bool begun = false;
  std::int64_t newestMs = 0;
  for (;;) {
    auto reading =
        begun && newestMs > 0 ? log(session, LogQuery(uid, LogFrom::Newer, newestMs)) : newestPages(session, uid);
    auto page = co_await std::move(reading);
    if (!page && final(page.error())) co_return page.error();
    auto pause = rhythm.changes;
    const bool more = page && begun && !page->end;
    const bool news = !page || !begun || !page->lines.empty();
    if (page)
      patience.succeeded();
    else
      pause = patience.failed(page.error());
    if (page && page->newestMs > 0) newestMs = page->newestMs;
    if (page) begun = true;
    if (news) postOne<LogPage>(sink, std::move(page));
    if (!more) co_await sleepFor(pause);
  }
}

}  // namespace cleardeck::clearml
