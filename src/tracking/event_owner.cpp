#include "tracking/event_owner.h"

namespace cleardeck::tracking {

EventOwner eventOwner(Call& call, const std::string& id) {
  bool model = flag(call.args, "model_events");
  const auto& entity = model ? models() : tasks();
  auto rows = call.db().rows(
      model ? "SELECT -n, name, '' FROM models WHERE id=?" : "SELECT n, name, last_worker FROM tasks WHERE id=?", id);
  if (!rows.next())
    throw ApiError(400, entity.invalidId, "Invalid " + std::string(entity.noun) + " id: ids=(" + id + ")");
  return EventOwner{id, rows.text(1), rows.text(2), rows.number(0)};
}

std::vector<EventOwner> eventOwners(Call& call) {
  std::vector<EventOwner> owners;
  for (const auto& id : texts(call.args["tasks"])) owners.push_back(eventOwner(call, id));
  return owners;
}

Json scalarEvent(const EventOwner& owner, const SeriesRow& row, const Point& point) {
  return {{"timestamp", point.time},
          {"type", "training_stats_scalar"},
          {"task", owner.id},
          {"iter", point.iteration},
          {"metric", row.metric},
          {"variant", row.variant},
          {"value", double(point.value)},
          {"worker", owner.worker},
          {"model_event", owner.number < 0},
          {"@timestamp", shortTimeText(point.time)}};
}

MetricFilter::MetricFilter(const Json& metrics) {
  if (metrics.is_array())
    for (const auto& one : metrics)
      if (one.is_object() && has(one, "metric"))
        m_wanted[textOr(one, "metric")] = texts(one.value("variants", Json::array()));
}

bool MetricFilter::takes(const std::string& metric, const std::string& variant) const {
  if (m_wanted.empty()) return true;
  auto found = m_wanted.find(metric);
  if (found == m_wanted.end()) return false;
  return found->second.empty() || std::find(found->second.begin(), found->second.end(), variant) != found->second.end();
}

}  // namespace cleardeck::tracking
