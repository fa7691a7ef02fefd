/// What a task reported over its iterations.
#pragma once
#include "clearml/session.h"

#include <nlohmann/json_fwd.hpp>

namespace cleardeck::clearml {

enum class ScalarAxis { Iteration, Time };

struct Series {
  std::string metric;
  std::string variant;
  std::vector<double> x;  ///< iterations, or milliseconds since the epoch; ascending
  std::vector<double> y;
  bool averaged = false;  ///< the server gave means of several values; peaks may be missing
};

struct SingleValue {
  std::string metric;
  std::string variant;
  double value = 0;
};

/// Every curve of a task, by metric and variant. The server's quick answer averages long series, which hides peaks
/// (events.scalar_metrics_iter_histogram); a series that it averaged is read again in full.
Task<std::vector<Series>> scalars(Session session, std::string task, ScalarAxis axis);
/// The quick answer alone: one call, at most 2,000 points a series.
Task<std::vector<Series>> quickScalars(Session session, std::string task, ScalarAxis axis);
/// Every value of one metric's variants, as reported (events.scalar_metrics_iter_raw).
Task<std::vector<Series>> rawScalars(Session session, std::string task, std::string metric, ScalarAxis axis);
/// Values that were reported without an iteration.
Task<std::vector<SingleValue>> singleValues(Session session, std::string task);

Result<std::vector<Series>> parseHistogram(const nlohmann::json& data);

}  // namespace cleardeck::clearml
