/// The workers that are alive: registered or reporting within their time-out. Internal.
#pragma once
#include "tracking/call.h"

namespace cleardeck::tracking {

constexpr std::int64_t kStatsKeptMs = 90LL * 86'400'000;  ///< what charts can reach back to

/// As they were stored, with queues as ids; seen within `lastSeenSeconds` when that is not 0. A workers.* call's own
/// filters (tags, system_tags, worker_pattern) count.
std::vector<Json> activeWorkers(Call& call, std::int64_t lastSeenSeconds);
/// Whether one of them takes tasks from the queue.
bool isWatched(Call& call, const std::string& queue);

}  // namespace cleardeck::tracking
