// Workers over time: charts of what they report.
#include "tracking/charts.h"
#include "tracking/endpoint_lists.h"

#include <set>

namespace cleardeck::tracking {
namespace {

std::string workerCondition(const std::vector<std::string>& ids, std::vector<std::string>& values) {
  if (ids.empty()) return "";
  std::string list;
  for (const auto& id : ids) {
    list += list.empty() ? "?" : ",?";
    values.push_back(id);
  }
  return " AND worker IN (" + list + ")";
}

Json metricKeys(Call& call) {
  auto ids = texts(call.args.value("worker_ids", Json::array()));
  std::vector<std::string> values;
  auto condition = workerCondition(ids, values);
  auto rows = call.db().rows("SELECT metric, count(*) FROM worker_stats WHERE 1" + condition +
                             " GROUP BY metric ORDER BY 2 DESC, 1");
  for (const auto& value : values) rows.bind(value);
  std::vector<std::pair<std::string, Json>> categories;
  while (rows.next()) {
    auto metric = rows.text(0);
    auto name = metric.substr(0, metric.find('_'));
    auto same = [&](const auto& category) { return category.first == name; };
    auto found = std::find_if(categories.begin(), categories.end(), same);
    if (found == categories.end()) found = categories.insert(found, {name, Json::array()});
    found->second.push_back(metric);
  }
  if (categories.empty())
    throw ApiError(400, 1005,
                   "Worker stats not found (No statistic metrics found for the company " + std::string(kCompany) +
                       " and workers " + pythonText(call.args.value("worker_ids", Json())) + ")");
  auto list = Json::array();
  for (const auto& [name, keys] : categories) list.push_back({{"name", name}, {"metric_keys", keys}});
  return Json{{"categories", list}};
}

struct Bucket {
  double sum = 0, low = 0, high = 0;
  std::int64_t count = 0;
  void add(double value) {
    low = count ? std::min(low, value) : value;
    high = count ? std::max(high, value) : value;
    sum += value;
    ++count;
  }
  double figure(const std::string& aggregation) const {
    if (!count) return 0;
    return aggregation == "min" ? low : aggregation == "max" ? high : sum / double(count);
  }
};

using Buckets = std::map<std::int64_t, Bucket>;
struct WorkerBuckets {
  Buckets all;
  std::map<std::string, Buckets> byVariant;
};

std::map<std::string, WorkerBuckets> bucketsOf(Call& call, const std::string& metric, const ChartRange& range) {
  std::vector<std::string> values;
  auto condition = workerCondition(texts(call.args.value("worker_ids", Json::array())), values);
  auto rows = call.db().rows(
      "SELECT worker, time, variant, value FROM worker_stats WHERE time>=? AND time<=? AND metric=?" + condition,
      range.from * 1000, range.to * 1000, metric);
  for (const auto& value : values) rows.bind(value);
  std::map<std::string, WorkerBuckets> workers;
  while (rows.next()) {
    auto& worker = workers[rows.text(0)];
    auto start = range.bucketOf(rows.number(1));
    worker.all[start].add(rows.real(3));
    worker.byVariant[rows.text(2)][start].add(rows.real(3));
  }
  return workers;
}

Json valuesOf(const Buckets& buckets, const std::vector<std::int64_t>& starts, const std::string& aggregation) {
  auto values = Json::array();
  for (auto start : starts) {
    auto found = buckets.find(start);
    values.push_back(found == buckets.end() ? 0.0 : found->second.figure(aggregation));
  }
  return values;
}

Json aggregated(const WorkerBuckets& worker, const std::vector<std::int64_t>& starts, const std::string& aggregation,
                bool split) {
  auto dates = Json::array(), series = Json::array();
  for (auto start : starts) dates.push_back(start * 1000);
  if (split && worker.byVariant.size() > 1)
    for (const auto& [variant, buckets] : worker.byVariant)
      series.push_back({{"name", variant}, {"values", valuesOf(buckets, starts, aggregation)}});
  return Json{{"aggregation", aggregation},
              {"dates", dates},
              {"values", valuesOf(worker.all, starts, aggregation)},
              {"resource_series", series}};
}

void requireAggregation(const Json& item) {
  auto name = item.value("aggregation", Json("avg"));
  if (name == "avg" || name == "min" || name == "max") return;
  throw validationError(
      "error for field 'items': error for field 'aggregation': ('value is wrong, expected type \"aggregationtype\"', " +
      pythonText(name) + ")..");
}

Json stats(Call& call) {
  for (const auto& item : call.args["items"]) requireAggregation(item);
  auto range = chartRange(call, kShortestInterval);
  auto starts = range.starts();
  std::map<std::string, std::vector<std::pair<std::string, Json>>> workers;
  for (const auto& item : call.args["items"]) {
    auto metric = textOr(item, "key"), aggregation = textOr(item, "aggregation", "avg");
    bool split = flag(call.args, "split_by_resource") && metric.starts_with("gpu_");
    for (const auto& [worker, buckets] : bucketsOf(call, metric, range)) {
      auto& metrics = workers[worker];
      auto same = [&](const auto& one) { return one.first == metric; };
      auto found = std::find_if(metrics.begin(), metrics.end(), same);
      if (found == metrics.end()) found = metrics.insert(found, {metric, Json::array()});
      found->second.push_back(aggregated(buckets, starts, aggregation, split));
    }
  }
  auto list = Json::array();
  for (const auto& [worker, metrics] : workers) {
    auto shown = Json::array();
    for (const auto& [metric, figures] : metrics) shown.push_back({{"metric", metric}, {"stats", figures}});
    list.push_back({{"worker", worker}, {"metrics", shown}});
  }
  return Json{{"workers", list}};
}

Json activity(Call& call, const ChartRange& range, bool activeOnly) {
  std::map<std::int64_t, std::set<std::string>> seen;
  auto rows =
      call.db().rows("SELECT DISTINCT worker, time/1000 FROM worker_stats WHERE time>=? AND time<=? AND active>=?",
                     range.from * 1000, range.to * 1000, activeOnly);
  while (rows.next()) seen[range.bucketOf(rows.number(1) * 1000)].insert(rows.text(0));
  auto dates = Json::array(), counts = Json::array();
  for (auto start : range.starts()) {
    dates.push_back(start * 1000);
    counts.push_back(seen[start].size());
  }
  return Json{{"dates", dates}, {"counts", counts}};
}

Json activityReport(Call& call) {
  auto range = chartRange(call, kShortestInterval);
  return Json{{"total", activity(call, range, false)}, {"active", activity(call, range, true)}};
}

}  // namespace

std::vector<Endpoint> workerStatsEndpoints() {
  return {{"workers.get_metric_keys", Access::Read, metricKeys},
          {"workers.get_stats", Access::Read, stats},
          {"workers.get_activity_report", Access::Read, activityReport}};
}

}  // namespace cleardeck::tracking
