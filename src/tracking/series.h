/// Scalars of one (task, metric, variant): compact blocks of points in the order of their iteration, and the figures
/// that ClearML calls last_metrics.
#pragma once
#include "tracking/database.h"
#include "tracking/values.h"

#include <tuple>

namespace cleardeck::tracking {

struct Point {
  std::int64_t iteration = 0;
  std::int64_t time = 0;  ///< ms
  float value = 0;        ///< ClearML keeps scalars as 32-bit floats
};

/// Iterations and times as differences in as few bytes as they need, values as they are.
std::string packPoints(const std::vector<Point>& points);
void unpackPoints(std::string_view packed, std::vector<Point>& into);

struct SeriesName {
  std::string metric, variant;
  bool operator<(const SeriesName& other) const {
    return std::tie(metric, variant) < std::tie(other.metric, other.variant);
  }
};

/// New points of one series, as they arrived. `exact` are the values before they were made floats.
struct NewPoints {
  std::vector<Point> points;
  std::vector<double> exact;
  std::string xAxisLabel;
};

/// Adds the points (the same iteration overwrites) and brings the figures up to date. `owner`: a task's row number, or
/// minus a model's.
void addPoints(Database& database, std::int64_t owner, const SeriesName& name, const NewPoints& added);

struct SeriesRow {
  std::int64_t id = 0;
  std::string metric, variant, xAxisLabel;
  std::int64_t points = 0;
};
std::vector<SeriesRow> seriesOf(Database& database, std::int64_t owner);
std::vector<Point> loadPoints(Database& database, std::int64_t series);

/// Adds last_metrics {metric hash: {variant hash: {metric, variant, value, min_value, …}}}, and metric_stats (when each
/// metric was last reported) if wanted. One query: a page of 500 tasks asks it 500 times.
void addMetrics(Database& database, std::int64_t owner, bool withStats, Json& document);

/// At most `samples` points that still show the curve: of every stretch the first, the lowest, the highest and the last
/// point, so that no peak is hidden.
std::vector<Point> reducePoints(const std::vector<Point>& points, std::size_t samples);

}  // namespace cleardeck::tracking
