#include "tracking/watchdog.h"

#include "base/log.h"
#include "tracking/entity.h"

namespace cleardeck::tracking {
namespace {

constexpr const char* kReason = "Forced stop (non-responsive)";

void stopOne(Database& database, const std::string& id, const std::string& now) {
  auto task = loadDocument(database, tasks(), id);
  task["status"] = "stopped";
  task["status_reason"] = task["status_message"] = kReason;
  task["status_changed"] = task["last_update"] = task["last_change"] = now;
  task["last_changed_by"] = "__apiserver__";
  saveDocument(database, tasks(), task);
  database.run("UPDATE projects SET last_update=? WHERE id=?", now, textOr(task, "project"));
}

}  // namespace

std::size_t stopSilentTasks(Database& database, std::int64_t nowMs, std::chrono::seconds threshold) {
  auto until = timeText(nowMs - std::chrono::milliseconds(threshold).count());
  std::vector<std::string> silent;
  {
    auto rows = database.rows("SELECT id FROM tasks WHERE status='in_progress' AND last_update<?", until);
    while (rows.next()) silent.push_back(rows.text(0));
  }
  auto now = timeText(nowMs);
  for (const auto& id : silent) stopOne(database, id, now);
  return silent.size();
}

Task<Done> watchSilentTasks(std::shared_ptr<Store> store, Watchdog settings, std::function<std::int64_t()> clock) {
  for (;;) {
    co_await sleepFor(settings.interval);
    Store::Work work = [settings, clock](Database& database) {
      auto stopped = stopSilentTasks(database, clock(), settings.threshold);
      if (stopped) log::room("tracking")->info("{} silent tasks stopped", stopped);
      return Outcome();
    };
    auto done = co_await store->write(std::move(work));
    if (!done) log::room("tracking")->warn("silent tasks: {}", done.error().message);
  }
}

}  // namespace cleardeck::tracking
