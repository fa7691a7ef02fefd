/// The task or model that an events.* call is about. Internal.
#pragma once
#include "tracking/call.h"
#include "tracking/entity.h"
#include "tracking/series.h"

namespace cleardeck::tracking {

struct EventOwner {
  std::string id, name, worker;
  std::int64_t number = 0;  ///< as in the tables of events: a model's is negative
};

/// Throws ApiError 400/101 (or 201 with model_events) for an unknown id.
EventOwner eventOwner(Call& call, const std::string& id);
/// Those of `tasks`, in their order.
std::vector<EventOwner> eventOwners(Call& call);

/// A point as the event that reported it.
Json scalarEvent(const EventOwner& owner, const SeriesRow& row, const Point& point);

/// Which metrics and variants are meant by [{metric, variants?}]; everything when it is empty.
class MetricFilter {
 public:
  explicit MetricFilter(const Json& metrics);
  bool takes(const std::string& metric, const std::string& variant) const;

 private:
  std::map<std::string, std::vector<std::string>> m_wanted;
};

}  // namespace cleardeck::tracking
