#include "clearml/scalars.h"
#include "clearml/call.h"
#include "clearml/json.h"
#include "clearml/task.h"

namespace cleardeck::clearml {
namespace {

using nlohmann::json;

constexpr int samples = 2000;
constexpr int rawBatch = 100'000;             // the server's maximum is 200,000
constexpr std::size_t rawLimit = 10'000'000;  // points of one metric; beyond this a picture gains nothing
constexpr double singleValueIteration = -2147483648.0;

const char* keyOf(ScalarAxis axis) { return axis == ScalarAxis::Iteration ? "iter" : "timestamp"; }

void append(Series& series, const json& xs, const json& ys) {
  if (!xs.is_array() || !ys.is_array()) return;
  for (std::size_t i = 0; i < std::min(xs.size(), ys.size()); ++i) {
    if (!xs[i].is_number() || xs[i].get<double>() == singleValueIteration) continue;
    series.x.push_back(xs[i].get<double>());
    series.y.push_back(ys[i].is_number() ? ys[i].get<double>() : std::numeric_limits<double>::quiet_NaN());
  }
}

struct RawBatch {
  std::vector<Series> variants;
  std::size_t returned = 0;
  std::size_t total = 0;
  std::string scrollId;
};

Result<RawBatch> parseRaw(const json& data) {
  RawBatch batch;
  batch.returned = std::size_t(integerAt(data, "returned"));
  batch.total = std::size_t(integerAt(data, "total"));
  batch.scrollId = textAt(data, "scroll_id");
  for (const auto& [variant, arrays] : at(data, "variants").items()) {
    Series series;
    series.variant = variant;
    const json& iterations = at(arrays, "iter");
    append(series, iterations.is_array() ? iterations : at(arrays, "timestamp"), at(arrays, "y"));
    batch.variants.push_back(std::move(series));
  }
  return batch;
}

void merge(std::vector<Series>& all, std::vector<Series> more, const std::string& metric) {
  for (auto& series : more) {
    auto same = [&series](const Series& known) { return known.variant == series.variant; };
    auto known = std::find_if(all.begin(), all.end(), same);
    if (known == all.end()) known = all.insert(all.end(), Series{metric, series.variant, {}, {}, false});
    known->x.insert(known->x.end(), series.x.begin(), series.x.end());
    known->y.insert(known->y.end(), series.y.begin(), series.y.end());
  }
}

Result<std::vector<SingleValue>> parseSingleValues(const json& data) {
  std::vector<SingleValue> values;
  for (const json& task : at(data, "tasks"))
    for (const json& item : at(task, "values"))
      values.push_back({textAt(item, "metric"), textAt(item, "variant"), numberAt(item, "value")});
  return values;
}

Result<std::vector<LastMetric>> parseCounts(const json& data) {
  const json& list = at(data, "tasks");
  if (!list.is_array() || list.empty()) return std::vector<LastMetric>();
  return parseTaskDetail(list.front()).lastMetrics;
}

// The server counts what was reported; a curve with fewer points is one of means. A value that was reported twice for
// an iteration counts twice and costs one unneeded reading.
Task<Done> markAveraged(Session session, std::string task, std::shared_ptr<std::vector<Series>> all) {
  const std::string endpoint = "tasks.get_by_id_ex";
  auto body = json::object();
  body["id"] = json::array({task});
  body["only_fields"] = json::array({"last_metrics"});
  auto counts = co_await call(session, endpoint, body, &parseCounts);
  if (!counts) co_return counts.error();
  for (auto& series : *all) {
    auto same = [&series](const LastMetric& m) { return m.metric == series.metric && m.variant == series.variant; };
    auto found = std::find_if(counts->begin(), counts->end(), same);
    const bool known = found != counts->end() && found->count > 0;
    series.averaged = known ? found->count > std::int64_t(series.x.size()) : series.x.size() >= samples / 4;
  }
  co_return Done();
}

void replaceMetric(std::vector<Series>& all, const std::string& metric, std::vector<Series> exact) {
  for (auto& series : all) {
    if (series.metric != metric) continue;
    for (auto& better : exact)
      if (better.variant == series.variant) series = std::move(better);
  }
}

}  // namespace

Result<std::vector<Series>> parseHistogram(const json& data) {
  std::vector<Series> all;
  if (!data.is_object()) return Error(ErrorKind::Protocol, "ClearML's answer holds no scalars");
  for (const auto& [metric, variants] : data.items())
    for (const auto& [variant, arrays] : variants.items()) {
      Series series{metric, variant, {}, {}, false};
      append(series, at(arrays, "x"), at(arrays, "y"));
      if (!series.x.empty()) all.push_back(std::move(series));
    }
  return all;  // by metric and variant: nlohmann's objects are sorted
}

Task<std::vector<Series>> quickScalars(Session session, std::string task, ScalarAxis axis) {
  const std::string endpoint = "events.scalar_metrics_iter_histogram";
  auto body = json::object();
  body["task"] = task;
  body["key"] = keyOf(axis);
  body["samples"] = samples;
  co_return co_await call(session, endpoint, body, &parseHistogram);
}

Task<std::vector<Series>> rawScalars(Session session, std::string task, std::string metric, ScalarAxis axis) {
  const std::string endpoint = "events.scalar_metrics_iter_raw";
  auto body = json::object();
  body["task"] = task;
  body["metric"]["metric"] = metric;
  body["key"] = keyOf(axis);
  body["batch_size"] = rawBatch;
  body["count_total"] = true;
  std::vector<Series> all;
  for (std::size_t received = 0;;) {
    auto batch = co_await call(session, endpoint, body, &parseRaw);
    if (!batch) co_return batch.error();
    received += batch->returned;
    merge(all, std::move(batch->variants), metric);
    const bool over = batch->returned == 0 || received >= batch->total || batch->scrollId.empty();
    if (over || received >= rawLimit) co_return all;
    body["scroll_id"] = batch->scrollId;
  }
}

Task<std::vector<Series>> scalars(Session session, std::string task, ScalarAxis axis) {
  auto quick = co_await quickScalars(session, task, axis);
  if (!quick) co_return quick.error();
  auto all = std::make_shared<std::vector<Series>>(std::move(*quick));
  auto marked = co_await markAveraged(session, task, all);
  if (!marked) co_return marked.error();
  std::string done;
  for (std::size_t i = 0; i < all->size(); ++i) {
    const std::string metric = (*all)[i].metric;
    if (!(*all)[i].averaged || metric == done) continue;
    auto exact = co_await rawScalars(session, task, metric, axis);
    // Servers before API 2.16 lack the call: the curve then stays, marked as averaged.
    if (!exact && exact.error().kind == ErrorKind::NotFound) co_return *all;
    if (!exact) co_return exact.error();
    replaceMetric(*all, metric, std::move(*exact));
    done = metric;
  }
  co_return *all;
}

Task<std::vector<SingleValue>> singleValues(Session session, std::string task) {
  const std::string endpoint = "events.get_task_single_value_metrics";
  auto body = json::object();
  body["tasks"] = json::array({task});
  co_return co_await call(session, endpoint, body, &parseSingleValues);
}

}  // namespace cleardeck::clearml
