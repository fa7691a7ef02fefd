// The tracking server's figures beside its budget and the real server's, measured through HTTP on loopback. Not part of
// ./test: bench_tracking [TASKS]
#include "tracking/client.h"
#include "tracking/entity.h"
#include "tracking/store.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <functional>
#include <thread>

using namespace cleardeck;
using namespace cleardeck::test;
using Json = nlohmann::json;

namespace {

double milliseconds(const std::function<void()>& work) {
  auto start = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
}

// The median of nine runs, the first of which is not counted.
double median(const std::function<void()>& work) {
  work();
  std::vector<double> times;
  for (int i = 0; i < 9; ++i) times.push_back(milliseconds(work));
  std::sort(times.begin(), times.end());
  return times[4];
}

void figure(const char* what, double value, const char* unit, const char* budget, const char* peer) {
  std::printf("%-58s %10.1f %-9s budget %-8s real server %s\n", what, value, unit, budget, peer);
  std::fflush(stdout);
}

double residentMb() {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);)
    if (line.starts_with("VmRSS:")) return std::stod(line.substr(6)) / 1024;
  return 0;
}

// Tasks written beside the API: with parameters and one metric each, as a table shows them.
std::vector<std::string> fill(TrackingServer& server, int count) {
  std::vector<std::string> ids;
  auto work = [&](tracking::Database& database) {
    for (int i = 0; i < count; ++i) {
      auto id = tracking::newId(), now = tracking::timeText(1'700'000'000'000 + i * 1000LL);
      Json args = {{"lr", {{"section", "Args"}, {"name", "lr"}, {"value", std::to_string(i % 97)}, {"type", "float"}}}};
      for (int k = 0; k < 20; ++k)
        args["p" + std::to_string(k)] = {{"section", "Args"}, {"name", "p"}, {"value", std::to_string(k * i)}};
      Json document = {{"id", id},
                       {"name", "task " + std::to_string(i)},
                       {"type", "training"},
                       {"status", i % 5 ? "completed" : "in_progress"},
                       {"created", now},
                       {"last_update", now},
                       {"last_change", now},
                       {"last_iteration", i},
                       {"tags", {"t" + std::to_string(i % 7)}},
                       {"system_tags", Json::array()},
                       {"hyperparams", {{"Args", args}}},
                       {"execution", Json::object()},
                       {"models", Json::object()},
                       {"script", {{"diff", std::string(2000, 'x')}}}};
      tracking::insertDocument(database, tracking::tasks(), document);
      ids.push_back(id);
    }
    return tracking::Outcome();
  };
  auto filled = server.server().store().writeNow(work);
  if (!filled) std::printf("fill: %s\n", filled.error().text().c_str());
  return ids;
}

std::vector<Json> batch(const std::string& task, int series, int first, int points) {
  std::vector<Json> events;
  for (int p = 0; p < points; ++p)
    for (int s = 0; s < series; ++s)
      events.push_back({{"type", "training_stats_scalar"},
                        {"task", task},
                        {"iter", first + p},
                        {"metric", "m" + std::to_string(s)},
                        {"variant", "v"},
                        {"value", 0.001 * (first + p) + s},
                        {"timestamp", 1'700'000'000'000 + first + p}});
  return events;
}

void ingest(TrackingServer& server, int writers) {
  std::vector<std::string> tasks;
  for (int i = 0; i < writers; ++i) tasks.push_back(server.runningTask("writer"));
  std::string header = "Authorization: Bearer " + server.token();
  std::vector<std::vector<std::string>> bodies;
  constexpr int kBatches = 20, kSeries = 10, kPoints = 100;
  for (int w = 0; w < writers; ++w) {
    bodies.emplace_back();
    for (int b = 0; b < kBatches; ++b) {
      bodies.back().emplace_back();
      for (const auto& event : batch(tasks[std::size_t(w)], kSeries, b * kPoints, kPoints))
        bodies.back().back() += event.dump() + "\n";
    }
  }
  auto took = milliseconds([&] {
    std::vector<std::thread> threads;
    for (int w = 0; w < writers; ++w)
      threads.emplace_back([&, w] {
        for (const auto& body : bodies[std::size_t(w)])
          http("POST", server.server().apiUrl() + "/v2.23/events.add_batch", body,
               {header, "Content-Type: application/json-lines"});
      });
    for (auto& thread : threads) thread.join();
  });
  auto name = "scalar events taken in, " + std::to_string(writers) + " writer(s), 1,000 a batch";
  figure(name.c_str(), writers * kBatches * kSeries * kPoints / took * 1000, "events/s", "50,000", "2,330");
}

void tables(TrackingServer& server, const std::vector<std::string>& ids) {
  for (std::size_t i = 0; i < ids.size(); i += 50) {
    std::vector<Json> events;
    for (auto k = i; k < std::min(ids.size(), i + 50); ++k)
      for (auto& event : batch(ids[k], 1, int(k % 1000), 1)) events.push_back(event);
    server.send(events);
  }
  Json fields = {"name",        "status",         "project.name", "user.name", "tags",
                 "last_update", "last_iteration", "started",      "type"};
  Json table = {{"page", 0},
                {"page_size", 30},
                {"order_by", {"-last_update"}},
                {"system_tags", {"__$not", "archived"}},
                {"only_fields", fields}};
  figure("30-row table", median([&] { server.post("/v2.34/tasks.get_all_ex", table.dump()); }), "ms", "5 ms", "21 ms");
  auto hash = server.call("tasks.get_by_id", {{"task", ids[0]}})["task"]["last_metrics"];
  auto path = "last_metrics." + hash.begin().key() + "." + hash.begin()->begin().key() + ".value";
  table["order_by"] = {"-" + path};
  table["only_fields"].push_back(path);
  figure("30-row table sorted by a metric", median([&] { server.post("/v2.34/tasks.get_all_ex", table.dump()); }), "ms",
         "10 ms", "22 ms");
  Json page = {{"page", 3}, {"page_size", 500}, {"order_by", {"-last_update"}}};
  figure("page of 500 whole tasks", median([&] { server.post("/v2.34/tasks.get_all_ex", page.dump()); }), "ms", "40 ms",
         "180 ms");
}

void series(TrackingServer& server) {
  auto task = server.runningTask("series");
  for (int first = 0; first < 20'000; first += 1000) server.send(batch(task, 10, first, 1000));
  Json curves = {{"task", task}, {"samples", 2000}};
  figure("10 series x 20,000 points as 2,000 samples",
         median([&] { server.post("/v2.34/events.scalar_metrics_iter_histogram", curves.dump()); }), "ms", "30 ms",
         "530 ms");
  Json raw = {{"task", task}, {"metric", {{"metric", "m1"}}}, {"batch_size", 20000}};
  figure("20,000 exact points", median([&] { server.post("/v2.34/events.scalar_metrics_iter_raw", raw.dump()); }), "ms",
         "30 ms", "821 ms");
  std::vector<Json> lines;
  for (int i = 0; i < 50'000; ++i)
    lines.push_back(
        {{"type", "log"}, {"task", task}, {"msg", "line " + std::to_string(i)}, {"timestamp", 1'700'000'000'000 + i}});
  server.send(lines);
  Json tail = {{"task", task}, {"batch_size", 1000}};
  figure("last 1,000 log lines of 50,000", median([&] { server.post("/v2.34/events.get_task_log", tail.dump()); }),
         "ms", "10 ms", "150 ms");
}

}  // namespace

int main(int argc, char** argv) {
  int count = argc > 1 ? std::atoi(argv[1]) : 10'000;
  TrackingServer server;
  std::printf("%d tasks; times are of whole HTTP calls\n", count);
  auto ids = fill(server, count);
  tables(server, ids);
  series(server);
  ingest(server, 1);
  ingest(server, 8);
  figure("memory of server and this client together", residentMb(), "MB", "100 MB", "1.7 GiB and MongoDB");
  return 0;
}
