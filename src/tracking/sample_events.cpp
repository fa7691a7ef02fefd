// Reading plots, debug images and events of any kind.
#include "tracking/endpoint_lists.h"
#include "tracking/event_owner.h"
#include "tracking/series.h"
#include "tracking/viewing.h"

#include <set>

namespace cleardeck::tracking {
namespace {

constexpr std::size_t kMostPlots = 10'000;

// Of every (metric, variant) the newest `iters` iterations.
Json lastOfEach(Call& call, const EventOwner& owner, const char* type, const MetricFilter& filter, std::int64_t iters) {
  auto list = Json::array();
  std::string metric, variant;
  std::set<std::int64_t> seen;
  auto rows = call.db().rows(
      "SELECT metric, variant, iter, doc FROM events WHERE owner=? AND type=? ORDER BY metric, variant, iter DESC",
      owner.number, type);
  while (rows.next() && list.size() < kMostPlots) {
    if (rows.view(0) != metric || rows.view(1) != variant) seen.clear();
    metric = rows.text(0);
    variant = rows.text(1);
    seen.insert(rows.number(2));
    if (std::int64_t(seen.size()) <= iters && filter.takes(metric, variant)) list.push_back(Json::parse(rows.view(3)));
  }
  return list;
}

Json taskPlots(Call& call) {
  auto owner = eventOwner(call, textOr(call.args, "task"));
  MetricFilter filter(call.args.value("metrics", Json::array()));
  auto plots = textOr(call.args, "scroll_id").empty()
                   ? lastOfEach(call, owner, "plot", filter, std::max<std::int64_t>(1, numberOr(call.args, "iters", 1)))
                   : Json::array();  // everything was in the first answer
  return Json{{"plots", plots},
              {"returned", plots.size()},
              {"total", plots.size()},
              {"scroll_id", plots.empty() || flag(call.args, "no_scroll") ? Json() : Json("end")}};
}

Json multiPlots(Call& call) { return multiTaskPlots(call); }

Json scalarEvents(Call& call, const EventOwner& owner) {
  auto list = Json::array();
  for (const auto& row : seriesOf(call.db(), owner.number))
    for (const auto& point : loadPoints(call.db(), row.id)) list.push_back(scalarEvent(owner, row, point));
  return list;
}

Json storedEvents(Call& call, const EventOwner& owner, const std::string& type) {
  auto list = Json::array();
  auto rows = call.db().rows("SELECT doc FROM events WHERE owner=? AND (type=?2 OR ?2='')", owner.number, type);
  while (rows.next()) list.push_back(Json::parse(rows.view(0)));
  return list;
}

Json taskEvents(Call& call) {
  auto owner = eventOwner(call, textOr(call.args, "task"));
  auto type = textOr(call.args, "event_type");
  MetricFilter filter(call.args.value("metrics", Json::array()));
  std::vector<Json> all;
  auto take = [&](const Json& events) {
    for (const auto& event : events)
      if (filter.takes(textOr(event, "metric"), textOr(event, "variant"))) all.push_back(event);
  };
  if (type.empty() || type == "training_stats_scalar") take(scalarEvents(call, owner));
  if (type != "training_stats_scalar") take(storedEvents(call, owner, type));
  bool down = textOr(call.args, "order", "asc") == "desc";
  auto earlier = [down](const Json& a, const Json& b) {
    auto first = a["iter"].get<std::int64_t>(), second = b["iter"].get<std::int64_t>();
    return down ? first > second : first < second;
  };
  std::stable_sort(all.begin(), all.end(), earlier);
  auto at = std::min(all.size(), std::size_t(std::strtoull(textOr(call.args, "scroll_id").c_str(), nullptr, 10)));
  auto end = std::min(all.size(), at + std::size_t(std::max<std::int64_t>(1, numberOr(call.args, "batch_size", 500))));
  std::vector<Json> shown(all.begin() + std::ptrdiff_t(at), all.begin() + std::ptrdiff_t(end));
  return Json{{"events", shown}, {"returned", shown.size()}, {"total", all.size()}, {"scroll_id", std::to_string(end)}};
}

}  // namespace

Json multiTaskPlots(Call& call) {
  MetricFilter filter(call.args.value("metrics", Json::array()));
  Json plots = Json::object();
  std::size_t returned = 0;
  for (const auto& owner : eventOwners(call))
    for (auto& plot :
         lastOfEach(call, owner, "plot", filter, std::max<std::int64_t>(1, numberOr(call.args, "iters", 1)))) {
      auto& one =
          plots[textOr(plot, "metric")][textOr(plot, "variant")][owner.id][std::to_string(numberOr(plot, "iter", 0))];
      one["name"] = owner.name;
      one["plots"].push_back(plot);
      ++returned;
    }
  return Json{{"plots", plots}, {"returned", returned}, {"total", returned}, {"scroll_id", nullptr}};
}

std::vector<Endpoint> sampleEventEndpoints() {
  return {{"events.get_task_plots", Access::Read, taskPlots},
          {"events.get_multi_task_plots", Access::Read, multiPlots},
          {"events.get_task_events", Access::Read, taskEvents}};
}

}  // namespace cleardeck::tracking
