// Reading scalars: curves, exact points, single values, lists of metrics.
#include "tracking/endpoint_lists.h"
#include "tracking/event_owner.h"
#include "tracking/series.h"
#include "tracking/viewing.h"

namespace cleardeck::tracking {
namespace {

enum class Axis { Iteration, Time, IsoTime };

Axis axisOf(const Call& call) {
  auto key = textOr(call.args, "key", "iter");
  return key == "timestamp" ? Axis::Time : key == "iso_time" ? Axis::IsoTime : Axis::Iteration;
}

Json metricsOf(const Call& call) { return call.args.value("metrics", Json::array()); }

std::size_t samplesOf(const Call& call) {
  auto samples = numberOr(call.args, "samples", 2000);
  if (samples < 1 || samples > 6000)
    throw validationError("error for field 'samples': '" + std::to_string(samples) +
                          "' is out of range ('1' to '6000')..");
  return std::size_t(samples);
}

void byTime(std::vector<Point>& points) {
  auto earlier = [](const Point& a, const Point& b) { return a.time < b.time; };
  std::stable_sort(points.begin(), points.end(), earlier);
}

// Single values are not part of a curve.
void dropSingleValue(std::vector<Point>& points) {
  if (!points.empty() && points.front().iteration == kSingleValueIteration) points.erase(points.begin());
}

Json curve(const SeriesRow& row, std::vector<Point> points, Axis axis, std::size_t samples) {
  if (axis != Axis::Iteration) byTime(points);
  auto x = Json::array(), y = Json::array();
  for (const auto& point : reducePoints(points, samples)) {
    x.push_back(axis == Axis::Iteration ? Json(point.iteration)
                : axis == Axis::Time    ? Json(point.time)
                                        : Json(shortTimeText(point.time)));
    y.push_back(double(point.value));
  }
  Json result = {{"name", row.variant}, {"x", std::move(x)}, {"y", std::move(y)}};
  if (!row.xAxisLabel.empty()) result["x_axis_label"] = row.xAxisLabel;
  return result;
}

Json histogram(Call& call) {
  auto owner = eventOwner(call, textOr(call.args, "task"));
  MetricFilter filter(metricsOf(call));
  auto samples = samplesOf(call);
  Json answer = Json::object();
  for (const auto& row : seriesOf(call.db(), owner.number)) {
    if (!filter.takes(row.metric, row.variant)) continue;
    auto points = loadPoints(call.db(), row.id);
    dropSingleValue(points);
    if (!points.empty()) answer[row.metric][row.variant] = curve(row, std::move(points), axisOf(call), samples);
  }
  return answer;
}

Json multiHistogram(Call& call) { return Json{{"metrics", multiTaskCurves(call)}}; }

// Points of all asked variants in one order, so that a position is a cursor.
struct RawPoint {
  const std::string* variant;
  Point point;
};

std::vector<RawPoint> rawPoints(Call& call, const std::vector<SeriesRow>& rows, Axis axis) {
  std::vector<RawPoint> all;
  for (const auto& row : rows) {
    for (const auto& point : loadPoints(call.db(), row.id)) all.push_back({&row.variant, point});
  }
  auto earlier = [axis](const RawPoint& a, const RawPoint& b) {
    return axis == Axis::Iteration ? a.point.iteration < b.point.iteration : a.point.time < b.point.time;
  };
  std::stable_sort(all.begin(), all.end(), earlier);
  return all;
}

Json raw(Call& call) {
  auto owner = eventOwner(call, textOr(call.args, "task"));
  auto axis = axisOf(call);
  auto cursor = textOr(call.args, "scroll_id");  // "position.batch size"
  auto dot = cursor.find('.');
  auto batch = dot == cursor.npos ? 10000 : std::atoll(cursor.c_str() + dot + 1);
  auto limit = numberOr(call.args, "batch_size", batch);
  if (limit < 1 || limit > 200'000)
    throw validationError("error for field 'batch_size': '" + std::to_string(limit) +
                          "' is out of range ('1' to '200000')..");
  MetricFilter filter(Json::array({call.args["metric"]}));
  std::vector<SeriesRow> rows;
  for (const auto& row : seriesOf(call.db(), owner.number))
    if (filter.takes(row.metric, row.variant)) rows.push_back(row);
  auto all = rawPoints(call, rows, axis);
  auto at = std::min(all.size(), std::size_t(std::strtoull(cursor.c_str(), nullptr, 10)));
  auto keyOf = [axis](const RawPoint& p) { return axis == Axis::Iteration ? p.point.iteration : p.point.time; };
  auto end = std::min(all.size(), at + std::size_t(limit));
  while (end > at && end < all.size() && keyOf(all[end]) == keyOf(all[end - 1])) ++end;  // never half of an iteration
  Json variants = Json::object();
  auto key = axis == Axis::Iteration ? "iter" : axis == Axis::Time ? "timestamp" : "iso_time";
  for (auto i = at; i < end; ++i) {
    auto& one = variants[*all[i].variant];
    one["y"].push_back(double(all[i].point.value));
    one[key].push_back(axis == Axis::IsoTime ? Json(shortTimeText(all[i].point.time)) : Json(keyOf(all[i])));
  }
  Json answer = {{"variants", std::move(variants)},
                 {"returned", end - at},
                 {"scroll_id", std::to_string(end) + "." + std::to_string(limit)}};
  if (flag(call.args, "count_total") || !cursor.empty()) answer["total"] = all.size();
  return answer;
}

double lastTenMean(const std::vector<Point>& points) {
  auto tail = std::min<std::size_t>(10, points.size());
  double sum = 0;
  for (auto i = points.size() - tail; i < points.size(); ++i) sum += double(points[i].value);
  return sum / double(tail);
}

Json latestValues(Call& call) {
  auto owner = eventOwner(call, textOr(call.args, "task"));
  auto metrics = Json::array();
  Json lastIteration, lastTime;
  for (const auto& row : seriesOf(call.db(), owner.number)) {
    auto points = loadPoints(call.db(), row.id);
    if (points.empty()) continue;
    if (metrics.empty() || metrics.back()["name"] != row.metric)
      metrics.push_back({{"name", row.metric}, {"variants", Json::array()}});
    metrics.back()["variants"].push_back(
        {{"name", row.variant}, {"last_value", double(points.back().value)}, {"last_10_value", lastTenMean(points)}});
    if (lastIteration.is_null() || points.back().iteration > lastIteration.get<std::int64_t>())
      lastIteration = points.back().iteration;
    if (lastTime.is_null() || points.back().time > lastTime.get<std::int64_t>()) lastTime = points.back().time;
  }
  return Json{{"metrics", metrics}, {"name", owner.name}, {"last_iter", lastIteration}, {"last_timestamp", lastTime}};
}

Json metricsAndVariants(Call& call) {
  auto owner = eventOwner(call, textOr(call.args, "task"));
  Json metrics = Json::object();
  for (const auto& row : seriesOf(call.db(), owner.number)) metrics[row.metric].push_back(row.variant);
  return Json{{"metrics", metrics}};
}

// {metric: [variants]} of one kind of events.
std::map<std::string, std::vector<std::string>> metricNames(Call& call, std::int64_t owner, const std::string& type) {
  std::map<std::string, std::vector<std::string>> names;
  auto rows =
      type == "training_stats_scalar"
          ? call.db().rows("SELECT metric, variant FROM series WHERE owner=? ORDER BY 1, 2", owner)
          : call.db().rows(
                "SELECT DISTINCT metric, variant FROM events WHERE owner=? AND (type=?2 OR ?2='') ORDER BY 1, 2", owner,
                type);
  while (rows.next()) names[rows.text(0)].push_back(rows.text(1));
  if (!type.empty() && type != "log") return names;
  auto logs = call.db().rows(
      "SELECT DISTINCT json_extract(extra,'$.metric'), ifnull(json_extract(extra,'$.variant'),'') FROM logs WHERE "
      "owner=? AND "
      "json_extract(extra,'$.metric') IS NOT NULL",
      owner);
  while (logs.next()) {
    auto& variants = names[logs.text(0)];
    if (std::find(variants.begin(), variants.end(), logs.text(1)) == variants.end()) variants.push_back(logs.text(1));
  }
  return names;
}

Json taskMetrics(Call& call) {
  auto list = Json::array();
  for (const auto& owner : eventOwners(call)) {
    auto metrics = Json::array();
    for (const auto& [metric, variants] : metricNames(call, owner.number, textOr(call.args, "event_type")))
      if (metric != "Summary") metrics.push_back(metric);
    list.push_back({{"task", owner.id}, {"metrics", metrics}});
  }
  return Json{{"metrics", list}};
}

Json multiTaskMetrics(Call& call) {
  std::map<std::string, std::map<std::string, bool>> all;
  for (const auto& owner : eventOwners(call))
    for (const auto& [metric, variants] : metricNames(call, owner.number, textOr(call.args, "event_type")))
      for (const auto& variant : variants) all[metric][variant] = true;
  auto list = Json::array();
  for (const auto& [metric, variants] : all) {
    auto names = Json::array();
    for (const auto& [variant, there] : variants) names.push_back(variant);
    list.push_back({{"metric", metric}, {"variants", names}});
  }
  return Json{{"metrics", list}};
}

}  // namespace

Json multiTaskCurves(Call& call) {
  const auto& ids = call.args["tasks"];
  if (ids.is_array() && ids.size() > 100)
    throw validationError("error for field 'tasks': value '" + pythonText(ids) +
                          "' length is bigger than allowed maximum '100'..");
  MetricFilter filter(metricsOf(call));
  Json metrics = Json::object();
  for (const auto& owner : eventOwners(call))
    for (const auto& row : seriesOf(call.db(), owner.number)) {
      if (!filter.takes(row.metric, row.variant)) continue;
      auto points = loadPoints(call.db(), row.id);
      dropSingleValue(points);
      if (points.empty()) continue;
      auto one = curve(row, std::move(points), axisOf(call), samplesOf(call));
      one["name"] = owner.name;
      metrics[row.metric][row.variant][owner.id] = std::move(one);
    }
  return metrics;
}

Json singleValues(Call& call) {
  MetricFilter filter(metricsOf(call));
  auto list = Json::array();
  for (const auto& owner : eventOwners(call)) {
    auto values = Json::array();
    auto rows = call.db().rows(
        "SELECT s.metric, s.variant, b.data FROM series s JOIN blocks b ON b.series=s.id AND b.first_iter=? WHERE "
        "s.owner=? "
        "ORDER BY s.metric, s.variant",
        kSingleValueIteration, owner.number);
    while (rows.next()) {
      std::vector<Point> points;
      unpackPoints(rows.view(2), points);
      if (points.empty() || !filter.takes(rows.text(0), rows.text(1))) continue;
      values.push_back({{"metric", rows.text(0)},
                        {"variant", rows.text(1)},
                        {"value", double(points.front().value)},
                        {"timestamp", points.front().time}});
    }
    if (!values.empty()) list.push_back({{"task", owner.id}, {"task_name", owner.name}, {"values", values}});
  }
  return Json{{"tasks", list}};
}

std::vector<Endpoint> scalarEndpoints() {
  return {{"events.scalar_metrics_iter_histogram", Access::Read, histogram},
          {"events.multi_task_scalar_metrics_iter_histogram", Access::Read, multiHistogram},
          {"events.scalar_metrics_iter_raw", Access::Read, raw},
          {"events.get_task_single_value_metrics", Access::Read, singleValues},
          {"events.get_task_latest_scalar_values", Access::Read, latestValues},
          {"events.get_scalar_metrics_and_variants", Access::Read, metricsAndVariants},
          {"events.get_task_metrics", Access::Read, taskMetrics},
          {"events.get_multi_task_metrics", Access::Read, multiTaskMetrics}};
}

}  // namespace cleardeck::tracking
