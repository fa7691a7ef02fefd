#include "tracking/charts.h"

namespace cleardeck::tracking {

std::vector<std::int64_t> ChartRange::starts() const {
  std::vector<std::int64_t> all;
  auto end = double(to) - 0.9 * double(interval);
  for (auto start = first(); double(start) < end; start += interval) all.push_back(start);
  return all;
}

ChartRange chartRange(const Call& call, std::int64_t shortest) {
  ChartRange range{numberOr(call.args, "from_date", 0), numberOr(call.args, "to_date", 0),
                   std::max(shortest, numberOr(call.args, "interval", 1))};
  if (range.from >= range.to) throw ApiError(400, 16, "Invalid value for fields (from_date must be less than to_date)");
  if ((range.to - range.from) / range.interval > 20'000) range.interval = (range.to - range.from) / 20'000;
  return range;
}

}  // namespace cleardeck::tracking
