// Reading the console log.
#include "tracking/endpoint_lists.h"
#include "tracking/event_owner.h"

#include "base/text.h"

namespace cleardeck::tracking {
namespace {

Json lineEvent(const Rows& rows, const std::string& task) {
  Json event = {{"timestamp", rows.number(0)}, {"type", "log"},       {"task", task}, {"level", rows.text(2)},
                {"worker", rows.text(3)},      {"msg", rows.text(4)}, {"metric", ""}, {"variant", ""},
                {"model_event", false}};
  event["@timestamp"] = shortTimeText(msOf(rows.text(5)).value_or(0));
  if (!rows.null(6)) event.update(Json::parse(rows.view(6)));
  return event;
}

// " AND …" for those of these metrics; nothing when all are meant.
std::string metricCondition(const Call& call) {
  auto metrics = call.args.value("metrics", Json::array());
  if (!metrics.is_array() || metrics.empty()) return "";
  return " AND json_extract(extra,'$.metric') IN (SELECT json_extract(value,'$.metric') FROM json_each(?))";
}

std::int64_t countLines(Call& call, std::int64_t owner) {
  auto condition = metricCondition(call);
  if (!condition.empty()) {
    auto rows =
        call.db().rows("SELECT count(*) FROM logs WHERE owner=?" + condition, owner, dump(call.args["metrics"]));
    return rows.next() ? rows.number(0) : 0;
  }
  auto rows = call.db().rows("SELECT lines FROM log_counts WHERE owner=?", owner);
  return rows.next() ? rows.number(0) : 0;
}

// One page: `size` lines and those that share the last one's time, so that the next page can start beside it.
std::vector<Json> page(Call& call, const EventOwner& owner, bool earlier, std::int64_t from, std::int64_t size) {
  std::vector<Json> events;
  auto condition = metricCondition(call);
  auto rows = call.db().rows("SELECT time, line, level, worker, msg, added, extra FROM logs WHERE owner=? AND " +
                             std::string(earlier ? "time<?" : "time>?") + condition +
                             (earlier ? " ORDER BY time DESC, line DESC" : " ORDER BY time, line"));
  rows.bind(owner.number).bind(from);
  if (!condition.empty()) rows.bind(dump(call.args["metrics"]));
  std::int64_t last = 0;
  while (rows.next()) {
    if (std::int64_t(events.size()) >= size && rows.number(0) != last) break;
    last = rows.number(0);
    events.push_back(lineEvent(rows, owner.id));
  }
  return events;
}

Json taskLog(Call& call) {
  auto owner = eventOwner(call, textOr(call.args, "task"));
  bool earlier = flag(call.args, "navigate_earlier", true);
  auto from = numberOr(call.args, "from_timestamp", earlier ? INT64_MAX : INT64_MIN);
  auto size = numberOr(call.args, "batch_size", 500);
  auto events = size > 0 ? page(call, owner, earlier, from, size) : std::vector<Json>();
  auto order = textOr(call.args, "order", earlier ? "desc" : "asc");
  if ((order == "asc") == earlier) std::reverse(events.begin(), events.end());
  return Json{{"events", events}, {"returned", events.size()}, {"total", countLines(call, owner.number)}};
}

std::string formatted(std::string format, const Rows& rows) {
  auto time = std::to_string(rows.number(0));
  format = text::replaceAll(std::move(format), "{asctime}", time);
  format = text::replaceAll(std::move(format), "{timestamp}", time);
  format = text::replaceAll(std::move(format), "{worker}", rows.text(3));
  format = text::replaceAll(std::move(format), "{level}", rows.text(2));
  return text::replaceAll(std::move(format), "{msg}", rows.text(4));
}

Json downloadLog(Call& call) {
  auto owner = eventOwner(call, textOr(call.args, "task"));
  bool plain = textOr(call.args, "line_type", "json") == "text";
  auto format = textOr(call.args, "line_format", "{asctime} {worker} {level} {msg}");
  RawAnswer answer{"text/plain; charset=utf-8", {}};
  auto rows = call.db().rows(
      "SELECT time, line, level, worker, msg, added, extra FROM logs WHERE owner=? ORDER BY time, line", owner.number);
  while (rows.next()) {
    if (plain) {
      answer.body += formatted(format, rows) + "\n";
    } else {
      auto event = lineEvent(rows, owner.id);
      event["asctime"] = event["timestamp"];
      for (auto field : {"timestamp", "type", "task"}) event.erase(field);
      answer.body += dump(event) + "\n";
    }
  }
  call.headers.emplace_back("Content-Disposition", "attachment; filename=task_" + owner.id + ".log");
  call.headers.emplace_back("Cache-Control", "no-store, max-age=0");
  call.raw = std::move(answer);
  return Json();
}

}  // namespace

std::vector<Endpoint> logEndpoints() {
  return {{"events.get_task_log", Access::Read, taskLog}, {"events.download_task_log", Access::Read, downloadLog}};
}

}  // namespace cleardeck::tracking
