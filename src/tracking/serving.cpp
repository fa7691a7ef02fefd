// Containers that serve models, as clearml-serving reports them.
#include "tracking/charts.h"
#include "tracking/endpoint_lists.h"
#include "tracking/workers.h"

#include <cmath>
#include <functional>
#include <set>

namespace cleardeck::tracking {
namespace {

// How a metric of the charts is made of what the containers report: over one container's values of an interval, then
// over the containers.
struct Metric {
  const char* name;
  const char* title;
  const char* source;  ///< as it is stored
  bool sum;            ///< over the containers; else the average
  double divisor;
};

const Metric kMetrics[] = {{"requests", "Number of Requests", "requests_num", true, 1},
                           {"requests_min", "Requests per Minute", "requests_min", true, 1},
                           {"latency_ms", "Average Latency (ms)", "latency_ms", false, 1},
                           {"cpu_count", "CPU Count", "cpu_count", true, 1},
                           {"gpu_count", "GPU Count", "gpu_count", true, 1},
                           {"cpu_util", "Average CPU Load (%)", "cpu_usage", false, 1},
                           {"gpu_util", "Average GPU Utilization (%)", "gpu_usage", false, 1},
                           {"ram_total", "RAM Total (GB)", "memory_total", true, 1024},
                           {"ram_used", "RAM Used (GB)", "memory_used", true, 1024},
                           {"ram_free", "RAM Free (GB)", "memory_free", true, 1024},
                           {"gpu_ram_total", "GPU RAM Total (GB)", "gpu_memory_total", true, 1024},
                           {"gpu_ram_used", "GPU RAM Used (GB)", "gpu_memory_used", true, 1024},
                           {"gpu_ram_free", "GPU RAM Free (GB)", "gpu_memory_free", true, 1024},
                           {"network_rx", "Network RX (MBs)", "network_rx", true, 1024},
                           {"network_tx", "Network TX (MBs)", "network_tx", true, 1024}};

void save(Call& call, Json entry, std::int64_t timeout, const std::string& registered) {
  entry["register_time"] = registered;
  entry["last_activity_time"] = call.now;
  entry.erase("timeout");
  call.db().run("INSERT OR REPLACE INTO containers(id, url, doc, seen, timeout) VALUES(?, nullif(?,''), ?, ?, ?)",
                textOr(entry, "container_id"), textOr(entry, "endpoint_url"), dump(entry), nowMs(), timeout);
}

Json registerContainer(Call& call) {
  save(call, call.args, numberOr(call.args, "timeout", 600), call.now);
  return Json::object();
}

Json unregisterContainer(Call& call) {
  call.db().run("DELETE FROM containers WHERE id=?", textOr(call.args, "container_id"));
  return Json::object();
}

void storeFigure(Call& call, const std::string& metric, double value) {
  call.db().run("INSERT INTO container_stats(url, container, time, metric, value) VALUES(?,?,?,?,?)",
                textOr(call.args, "endpoint_url"), textOr(call.args, "container_id"), nowMs(), metric, value);
}

Json statusReport(Call& call) {
  auto registered = call.now;
  std::int64_t timeout = 600;
  {
    auto rows = call.db().rows("SELECT doc, timeout FROM containers WHERE id=?", textOr(call.args, "container_id"));
    if (rows.next()) {
      registered = textOr(Json::parse(rows.view(0)), "register_time", call.now);
      timeout = rows.number(1);
    }
  }
  save(call, call.args, timeout, registered);
  for (auto field : {"requests_num", "requests_min", "latency_ms"})
    if (has(call.args, field) && call.args[field].is_number()) storeFigure(call, field, call.args[field].get<double>());
  auto stats = call.args.value("machine_stats", Json::object());
  for (const auto& stat : stats.items()) {
    double sum = 0;
    auto values = stat.value().is_array() ? stat.value() : Json::array({stat.value()});
    for (const auto& value : values) sum += value.is_number() ? value.get<double>() : 0;
    bool usage = stat.key() == "cpu_usage" || stat.key() == "gpu_usage";
    if (values.empty()) continue;
    storeFigure(call, stat.key(), usage ? sum / double(values.size()) : sum);
    if (usage) storeFigure(call, stat.key().substr(0, 3) + "_count", double(values.size()));
  }
  call.db().run("DELETE FROM container_stats WHERE time<?", nowMs() - kStatsKeptMs);
  return Json::object();
}

// Those that are alive, of one URL or (nullopt) of all.
std::vector<Json> containers(Call& call, const std::optional<std::string>& url) {
  std::vector<Json> all;
  auto rows =
      call.db().rows("SELECT doc, ifnull(url,'') FROM containers WHERE seen+timeout*1000>=? ORDER BY id", nowMs());
  while (rows.next())
    if (!url || *url == rows.text(1)) all.push_back(Json::parse(rows.view(0)));
  return all;
}

Json number(const Json& object, const char* key) { return object.value(key, Json()); }

// The average over those that report it.
Json average(const std::vector<Json>& entries, const char* field, double precision) {
  double sum = 0;
  int count = 0;
  for (const auto& entry : entries)
    if (number(entry, field).is_number()) {
      sum += entry[field].get<double>();
      ++count;
    }
  if (!count) return Json();
  auto value = std::round(sum / count * precision) / precision;
  return precision > 1 ? Json(value) : Json(std::int64_t(value));
}

Json summary(const std::vector<Json>& entries) {
  const auto& first = entries.front();
  Json uptime, updated;
  std::int64_t requests = 0;
  for (const auto& entry : entries) {
    if (number(entry, "uptime_sec").is_number() && (uptime.is_null() || entry["uptime_sec"] > uptime))
      uptime = entry["uptime_sec"];
    if (updated.is_null() || entry["last_activity_time"] > updated) updated = entry["last_activity_time"];
    requests += numberOr(entry, "requests_num", 0);
  }
  return Json{{"endpoint", first["endpoint_name"]},
              {"model", first["model_name"]},
              {"url", first["endpoint_url"]},
              {"instances", entries.size()},
              {"uptime_sec", uptime},
              {"requests", requests},
              {"requests_min", average(entries, "requests_min", 100)},
              {"latency_ms", average(entries, "latency_ms", 1)},
              {"last_update", updated}};
}

Json endpoints(Call& call) {
  std::map<std::string, std::vector<Json>> byUrl;
  for (auto& entry : containers(call, std::nullopt))
    if (auto url = textOr(entry, "endpoint_url"); !url.empty()) byUrl[url].push_back(std::move(entry));
  auto list = Json::array();
  for (const auto& [url, entries] : byUrl) list.push_back(summary(entries));
  return Json{{"endpoints", list}};
}

Json loadingInstances(Call& call) {
  auto list = Json::array();
  for (const auto& entry : containers(call, std::string())) {
    Json one = {{"id", entry["container_id"]},
                {"endpoint", entry["endpoint_name"]},
                {"url", nullptr},
                {"model", entry["model_name"]},
                {"age_sec", (nowMs() - msOf(textOr(entry, "register_time")).value_or(nowMs())) / 1000},
                {"last_update", entry["last_activity_time"]}};
    for (auto field :
         {"model_source", "model_version", "preprocess_artifact", "input_type", "input_size", "uptime_sec"})
      one[field] = number(entry, field);
    list.push_back(one);
  }
  return Json{{"instances", list}};
}

Json instance(const Json& entry) {
  auto stats = entry.value("machine_stats", Json::object());
  auto count = [&](const char* field) {
    if (!has(stats, field)) return std::size_t(0);
    return stats[field].is_array() ? stats[field].size() : 1;
  };
  return Json{{"id", entry["container_id"]},
              {"uptime_sec", number(entry, "uptime_sec")},
              {"requests", number(entry, "requests_num")},
              {"requests_min", number(entry, "requests_min")},
              {"latency_ms", number(entry, "latency_ms")},
              {"last_update", entry["last_activity_time"]},
              {"reference", has(entry, "reference") ? entry["reference"] : Json::array()},
              {"cpu_count", count("cpu_usage")},
              {"gpu_count", count("gpu_usage")}};
}

std::vector<Json> requireContainers(Call& call) {
  auto url = textOr(call.args, "endpoint_url");
  auto entries = containers(call, url);
  if (entries.empty()) throw withFacts(1052, "No containers found for the url", {{"url", url}});
  return entries;
}

Json details(Call& call) {
  auto entries = requireContainers(call);
  const auto& first = entries.front();
  auto all = summary(entries);
  Json answer = {{"endpoint", all["endpoint"]},
                 {"model", all["model"]},
                 {"url", all["url"]},
                 {"uptime_sec", all["uptime_sec"]},
                 {"last_update", all["last_update"]},
                 {"instances", Json::array()}};
  for (auto field : {"preprocess_artifact", "input_type", "input_size", "model_source", "model_version"})
    answer[field] = number(first, field);
  for (const auto& entry : entries) answer["instances"].push_back(instance(entry));
  return answer;
}

const Metric& metricNamed(const std::string& name) {
  for (const auto& metric : kMetrics)
    if (name == metric.name) return metric;
  throw validationError("error for field 'metric_type': ('value is wrong, expected type \"metrictype\"', " +
                        pythonText(name) + ").");
}

// The last value of every container in every interval.
Json history(Call& call) {
  const auto& metric = metricNamed(textOr(call.args, "metric_type", "requests"));
  auto range = chartRange(call, kShortestInterval);
  std::map<std::int64_t, std::map<std::string, double>> values;
  std::set<std::string> ids;
  auto rows = call.db().rows(
      "SELECT container, time, value FROM container_stats WHERE url=? AND metric=? AND time>=? AND time<=? ORDER BY "
      "time",
      textOr(call.args, "endpoint_url"), metric.source, range.from * 1000, range.to * 1000);
  while (rows.next()) {
    values[range.bucketOf(rows.number(1))][rows.text(0)] = rows.real(2) / metric.divisor;
    ids.insert(rows.text(0));
  }
  Json total = {{"title", metric.title}, {"dates", Json::array()}, {"values", Json::array()}};
  Json instances = Json::object();
  for (const auto& [start, byContainer] : values) {
    double sum = 0;
    for (const auto& [id, value] : byContainer) sum += value;
    total["dates"].push_back(start * 1000);
    total["values"].push_back(metric.sum ? sum : sum / double(byContainer.size()));
    for (const auto& id : ids) {
      auto& one = instances[id];
      auto found = byContainer.find(id);
      one["title"] = id;
      one["dates"].push_back(start * 1000);
      one["values"].push_back(found == byContainer.end() ? 0.0 : found->second);
    }
  }
  Json answer = {{"computed_interval", range.interval}, {"total", total}};
  if (flag(call.args, "instance_charts", true)) answer["instances"] = instances;
  return answer;
}

}  // namespace

std::vector<Endpoint> servingEndpoints() {
  return {{"serving.register_container", Access::Write, registerContainer},
          {"serving.unregister_container", Access::Write, unregisterContainer},
          {"serving.container_status_report", Access::Write, statusReport},
          {"serving.get_endpoints", Access::Read, endpoints},
          {"serving.get_loading_instances", Access::Read, loadingInstances},
          {"serving.get_endpoint_details", Access::Read, details},
          {"serving.get_endpoint_metrics_history", Access::Read, history}};
}

}  // namespace cleardeck::tracking
