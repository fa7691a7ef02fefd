/// Wall-clock times as the protocols write them.
#pragma once
#include "base/result.h"

#include <chrono>
#include <string>
#include <string_view>

namespace cleardeck::time {

using Moment = std::chrono::system_clock::time_point;

/// RFC 3339, as Kubernetes ("2026-01-02T03:04:05Z", with or without fraction) and ClearML ("+00:00") write it.
Result<Moment> parseRfc3339(std::string_view text);
std::string toRfc3339(Moment moment);  ///< UTC, seconds: "2026-01-02T03:04:05Z"

std::int64_t secondsSinceEpoch(Moment moment);
Moment fromSeconds(std::int64_t seconds);

}  // namespace cleardeck::time
