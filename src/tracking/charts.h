/// Charts over time (workers.*, queues.*, serving.*): requests in seconds, answers in milliseconds. Internal.
#pragma once
#include "tracking/call.h"

namespace cleardeck::tracking {

constexpr std::int64_t kShortestInterval = 40;  ///< seconds; clearml-server: workers.conf, min_chart_interval_sec

struct ChartRange {
  std::int64_t from = 0, to = 0, interval = 0;  ///< seconds
  std::int64_t first() const { return from / interval * interval; }
  std::int64_t bucketOf(std::int64_t ms) const { return ms / 1000 / interval * interval; }
  /// Starts of all intervals that have ended; the last one, as long as it is not over, is left out.
  std::vector<std::int64_t> starts() const;
};

/// `from_date`, `to_date`, `interval`, the last one raised to `shortest`. Throws ApiError 400/16.
ChartRange chartRange(const Call& call, std::int64_t shortest);

}  // namespace cleardeck::tracking
