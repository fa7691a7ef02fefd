// Queues: their entries in order, and charts of their length and waiting time.
#include "tracking/charts.h"
#include "tracking/endpoint_lists.h"
#include "tracking/entity.h"
#include "tracking/queues.h"
#include "tracking/workers.h"

namespace cleardeck::tracking {
namespace {

Json addTask(Call& call) {
  auto queue = loadQueue(call, textOr(call.args, "queue"));
  auto id = textOr(call.args, "task");
  addEntry(call, queue, id);
  if (flag(call.args, "update_execution_queue", true))
    if (auto task = findDocument(call.db(), tasks(), id)) {
      (*task)["execution"]["queue"] = queue["id"];
      saveDocument(call.db(), tasks(), *task);
    }
  return Json{{"added", 1}};
}

Json nextTask(Call& call) {
  auto queue = loadQueue(call, textOr(call.args, "queue"));
  auto& entries = queue["entries"];
  if (entries.empty()) return Json::object();
  if (has(call.args, "task") && entries.front()["task"] != call.args["task"]) return Json::object();
  Json answer = {{"entry", entries.front()}};
  entries.erase(entries.begin());
  saveQueue(call, queue);
  auto task = findDocument(call.db(), tasks(), textOr(answer["entry"], "task"));
  if (!task) return answer;
  if (textOr(*task, "status") == "stopped") {  // an agent aborted it after it was queued again
    (*task)["status"] = "queued";
    saveDocument(call.db(), tasks(), *task);
  }
  if (flag(call.args, "get_task_info")) answer["task_info"] = {{"company", kCompany}, {"user", (*task)["user"]}};
  return answer;
}

Json peek(Call& call) {
  auto queue = loadQueue(call, textOr(call.args, "queue"));
  return Json{{"task", queue["entries"].empty() ? Json() : queue["entries"].front()["task"]}};
}

Json countEntries(Call& call) { return Json{{"num", loadQueue(call, textOr(call.args, "queue"))["entries"].size()}}; }

// Puts the task at the place that `target` makes of its position and the last one.
template <class Target>
Json moveTo(Call& call, Target target) {
  auto id = textOr(call.args, "queue"), task = textOr(call.args, "task");
  auto queue = findDocument(call.db(), queues(), id);
  auto same = [&](const Json& entry) { return textOr(entry, "task") == task; };
  auto found = queue ? std::find_if((*queue)["entries"].begin(), (*queue)["entries"].end(), same) : Json::iterator();
  if (!queue || found == (*queue)["entries"].end())
    throw withFacts(703, "Invalid queue id or task not in queue", {{"task", task}, {"id", id}, {"company", kCompany}});
  auto& entries = (*queue)["entries"];
  auto entry = *found;
  auto last = std::int64_t(entries.size()) - 1;
  auto position = std::clamp<std::int64_t>(target(std::int64_t(found - entries.begin()), last), 0, last);
  entries.erase(found);
  entries.insert(entries.begin() + position, entry);
  saveDocument(call.db(), queues(), *queue);
  return Json{{"position", position}};
}

Json forward(Call& call) {
  auto count = numberOr(call.args, "count", 1);
  return moveTo(call, [count](std::int64_t at, std::int64_t) { return at - count; });
}
Json backward(Call& call) {
  auto count = numberOr(call.args, "count", 1);
  return moveTo(call, [count](std::int64_t at, std::int64_t) { return at + count; });
}
Json toFront(Call& call) {
  return moveTo(call, [](std::int64_t, std::int64_t) { return std::int64_t(0); });
}
Json toBack(Call& call) {
  return moveTo(call, [](std::int64_t, std::int64_t last) { return last; });
}

struct Sample {
  double waiting = 0;
  std::int64_t length = 0;
};
using Samples = std::map<std::string, Sample>;

// By interval, of every queue the longest wait that was noted.
std::map<std::int64_t, Samples> samplesOf(Call& call, const ChartRange& range, const std::vector<std::string>& wanted) {
  constexpr std::int64_t before = 3600;  // so that a chart has a start where little was noted
  std::map<std::int64_t, Samples> all;
  auto rows = call.db().rows(
      "SELECT queue, time, waiting, length FROM queue_metrics WHERE time>=? AND time<=? ORDER BY waiting, length",
      (range.from - before) * 1000, range.to * 1000);
  while (rows.next()) {
    if (!wanted.empty() && std::find(wanted.begin(), wanted.end(), rows.text(0)) == wanted.end()) continue;
    all[range.bucketOf(rows.number(1))][rows.text(0)] = Sample{rows.real(2), rows.number(3)};
  }
  return all;
}

void addSample(Json& chart, std::int64_t start, const Sample& sample) {
  chart["dates"].push_back(start * 1000);
  chart["avg_waiting_times"].push_back(sample.waiting);
  chart["queue_lengths"].push_back(sample.length);
}

// The queues together, each with what was noted last.
Json totalChart(const std::map<std::int64_t, Samples>& samples, std::int64_t chartStart) {
  Json chart = {{"queue", "total"}};
  Samples last;
  for (const auto& [start, queues] : samples) {
    for (const auto& [queue, sample] : queues) last[queue] = sample;
    if (start < chartStart) continue;
    Sample total;
    for (const auto& [queue, sample] : last) total.length += sample.length;
    for (const auto& [queue, sample] : last)
      if (total.length) total.waiting += sample.waiting * double(sample.length) / double(total.length);
    addSample(chart, start, total);
  }
  return chart;
}

Json metrics(Call& call) {
  auto range = chartRange(call, 1);
  auto wanted = texts(call.args.value("queue_ids", Json::array()));
  if (flag(call.args, "refresh"))
    for (const auto& id : wanted) noteQueue(call, loadQueue(call, id));
  auto samples = samplesOf(call, range, wanted);
  auto chartStart = range.from - range.interval;
  auto list = Json::array();
  if (wanted.empty()) {
    auto chart = totalChart(samples, chartStart);
    if (chart.contains("dates")) list.push_back(chart);
    return Json{{"queues", list}};
  }
  std::map<std::string, Json> charts;
  for (const auto& [start, queues] : samples)
    for (const auto& [queue, sample] : queues)
      if (start >= chartStart) addSample(charts[queue], start, sample);
  for (auto& [queue, chart] : charts) {
    chart["queue"] = queue;
    list.push_back(chart);
  }
  return Json{{"queues", list}};
}

}  // namespace

std::vector<Endpoint> queueOrderEndpoints() {
  return {{"queues.add_task", Access::Write, addTask},
          {"queues.get_next_task", Access::Write, nextTask},
          {"queues.peek_task", Access::Read, peek},
          {"queues.get_num_entries", Access::Read, countEntries},
          {"queues.move_task_forward", Access::Write, forward},
          {"queues.move_task_backward", Access::Write, backward},
          {"queues.move_task_to_front", Access::Write, toFront},
          {"queues.move_task_to_back", Access::Write, toBack},
          {"queues.get_queue_metrics", Access::Write, metrics}};  // it notes them when `refresh` is given
}

}  // namespace cleardeck::tracking
