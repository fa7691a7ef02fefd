#include "tracking/event_batch.h"

#include "tracking/entity.h"

#include <cmath>
#include <limits>
#include <set>

namespace cleardeck::tracking {
namespace {

bool isType(const std::string& type) {
  return type == "training_stats_scalar" || type == "log" || type == "plot" || type == "training_debug_image" ||
         type == "training_stats_vector";
}

// Empty when the event can be used, else what is wrong with it, in ClearML's words where it has some.
std::string wrongWith(const Json& event) {
  if (!event.is_object() || !has(event, "type")) return "Event must have a 'type' field";
  auto type = textOr(event, "type");
  if (!isType(type)) return "Invalid event type " + type;
  if (textOr(event, "task").empty() && textOr(event, "model").empty())
    return "Event must have a 'task' or 'model' field";
  if (type == "log" && flag(event, "model_event")) return "Log events are not supported for models";
  if (has(event, "iter") && !event["iter"].is_number()) return "Event 'iter' must be a number";
  if (has(event, "iter") && std::abs(event["iter"].get<double>()) > 9.2e18) return "Event 'iter' is out of range";
  if (type == "training_stats_scalar" && (!has(event, "value") || !event["value"].is_number()))
    return "Event 'value' must be a number";
  for (auto field : {"metric", "variant", "msg", "worker"})
    if (has(event, field) && !event[field].is_string()) return "Event '" + std::string(field) + "' must be a text";
  return std::string();
}

void readScalar(const Json& event, std::int64_t iteration, std::int64_t time, OwnerEvents& owner) {
  auto& series = owner.scalars[SeriesName{textOr(event, "metric"), textOr(event, "variant")}];
  auto value = event["value"].get<double>();
  Point point{iteration, time, float(value)};
  if (!std::isfinite(point.value)) point.value = std::copysign(std::numeric_limits<float>::max(), point.value);
  series.points.push_back(point);
  series.exact.push_back(value);
  if (has(event, "x_axis_label")) series.xAxisLabel = textOr(event, "x_axis_label");
}

void readSample(const Json& event, const OwnerEvents& owner, std::int64_t iteration, std::int64_t time,
                std::int64_t nowMs, std::vector<SampleEvent>& into) {
  SampleEvent sample{textOr(event, "type"),
                     textOr(event, "metric"),
                     textOr(event, "variant"),
                     textOr(event, "key"),
                     iteration,
                     time,
                     event};
  auto& document = sample.document;
  document["timestamp"] = time;
  document["iter"] = iteration;
  document["metric"] = sample.metric;
  document["variant"] = sample.variant;
  document["@timestamp"] = shortTimeText(nowMs);
  document.erase("allow_locked");
  document["model_event"] = flag(event, "model_event");
  if (!has(document, "worker")) document["worker"] = owner.worker;
  if (sample.type == "training_stats_vector" && has(document, "values")) document["value"] = document["values"];
  into.push_back(std::move(sample));
}

// Events keep fields that nobody knows.
std::string extraOf(const Json& event) {
  static const std::set<std::string> usual = {"type",   "task", "timestamp",    "ts",          "level",
                                              "worker", "msg",  "allow_locked", "model_event", "@timestamp"};
  Json extra = Json::object();
  for (const auto& field : event.items())
    if (!usual.contains(field.key()) && field.value() != "") extra[field.key()] = field.value();
  return extra.empty() ? std::string() : dump(extra);
}

struct Owner {
  std::int64_t number = 0;
  bool locked = false;
};

std::optional<Owner> findOwner(Database& database, const std::string& id, bool model) {
  auto rows = database.rows(
      model ? "SELECT -n, 0 FROM models WHERE id=?" : "SELECT n, status='published' FROM tasks WHERE id=?", id);
  if (!rows.next()) return std::nullopt;
  return Owner{rows.number(0), rows.number(1) != 0};
}

void storeLogs(Database& database, std::int64_t owner, const std::vector<LogLine>& lines, const std::string& now) {
  if (lines.empty()) return;
  database.run("INSERT OR IGNORE INTO log_counts(owner, lines, last) VALUES(?, 0, 0)", owner);
  std::int64_t line = 0;
  {
    auto rows = database.rows("SELECT last FROM log_counts WHERE owner=?", owner);
    if (rows.next()) line = rows.number(0);
  }
  for (const auto& one : lines)
    database.run(
        "INSERT INTO logs(owner, time, line, level, worker, msg, added, extra) VALUES(?,?,?,?,?,?,?,nullif(?,''))",
        owner, one.time, ++line, one.level, one.worker, one.message, now, one.extra);
  database.run("UPDATE log_counts SET lines=lines+?, last=? WHERE owner=?", lines.size(), line, owner);
}

// What a batch changes in the task's row; the document is not touched.
void touchOwner(Database& database, const std::string& id, const OwnerEvents& events, const std::string& now) {
  if (events.model) {
    database.run("UPDATE models SET last_update=?, last_iteration=max(ifnull(last_iteration,0), ?) WHERE id=?", now,
                 events.lastIteration, id);
    return;
  }
  database.run(
      "UPDATE tasks SET last_update=?1, last_change=?1, last_iteration=max(ifnull(last_iteration,0), ?2), "
      "active_duration="
      "CASE WHEN status='in_progress' AND started IS NOT NULL THEN strftime('%s', ?1)-strftime('%s', started) ELSE "
      "active_duration END "
      "WHERE id=?3",
      now, events.lastIteration, id);
  if (!events.worker.empty())
    database.run("UPDATE tasks SET last_worker=?, last_worker_report=? WHERE id=?", events.worker, now, id);
}

void storeOwner(Database& database, const std::string& id, const Owner& owner, const OwnerEvents& events,
                const std::string& now) {
  for (const auto& [name, points] : events.scalars) addPoints(database, owner.number, name, points);
  for (const auto& sample : events.samples)
    database.run(
        "INSERT OR REPLACE INTO events(owner, type, metric, variant, iter, key, time, doc) VALUES(?,?,?,?,?,?,?,?)",
        owner.number, sample.type, sample.metric, sample.variant, sample.iteration, sample.key, sample.time,
        dump(sample.document));
  storeLogs(database, owner.number, events.logs, now);
  touchOwner(database, id, events, now);
}

}  // namespace

void readEvent(const Json& event, const std::string& worker, std::int64_t nowMs, EventBatch& into) {
  ++into.read;
  auto wrong = wrongWith(event);
  if (!wrong.empty()) {
    ++into.errors[wrong];
    return;
  }
  bool model = flag(event, "model_event") || textOr(event, "task").empty();
  auto id = textOr(event, "task");
  auto& owner = into.owners[id.empty() ? textOr(event, "model") : id];
  owner.model = model;
  owner.allowLocked = owner.allowLocked || flag(event, "allow_locked");
  owner.worker = textOr(event, "worker", worker);
  ++owner.count;
  auto type = textOr(event, "type");
  auto time = numberOr(event, "timestamp", numberOr(event, "ts", nowMs));
  auto iteration = numberOr(event, "iter", 0);
  if (textOr(event, "metric").rfind(":monitor:", 0) != 0 && type != "log")
    owner.lastIteration = std::max(owner.lastIteration, iteration);
  if (type == "training_stats_scalar")
    readScalar(event, iteration, time, owner);
  else if (type == "log")
    owner.logs.push_back(LogLine{time, textOr(event, "level"), owner.worker, textOr(event, "msg"), extraOf(event)});
  else
    readSample(event, owner, iteration, time, nowMs, owner.samples);
}

std::size_t storeEvents(Database& database, EventBatch& batch, const std::string& now) {
  std::size_t stored = 0;
  for (const auto& [id, events] : batch.owners) {
    auto owner = findOwner(database, id, events.model);
    if (!owner || (owner->locked && !events.allowLocked)) {
      batch.errors[(events.model ? "Invalid model id " : "Invalid task id ") + id] += events.count;
      continue;
    }
    storeOwner(database, id, *owner, events, now);
    stored += events.count;
  }
  return stored;
}

}  // namespace cleardeck::tracking
