/// Stops tasks that have fallen silent: those of killed processes would stay "running" for ever
/// (clearml-server: apiserver/bll/task/non_responsive_tasks_watchdog.py).
#pragma once
#include "tracking/store.h"

#include <chrono>
#include <functional>

namespace cleardeck::tracking {

struct Watchdog {
  bool enabled = true;
  std::chrono::seconds threshold{7200};  ///< without any sign of life
  std::chrono::seconds interval{900};    ///< between two looks; the first one is after one interval
};

/// Stops running tasks whose last update is older than the threshold; how many.
std::size_t stopSilentTasks(Database& database, std::int64_t nowMs, std::chrono::seconds threshold);

/// Looks at every interval until it is cancelled. `clock` gives milliseconds since 1970.
Task<Done> watchSilentTasks(std::shared_ptr<Store> store, Watchdog settings, std::function<std::int64_t()> clock);

}  // namespace cleardeck::tracking
