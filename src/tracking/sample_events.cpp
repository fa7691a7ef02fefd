// Reading plots, debug images and events of any kind.
#include "tracking/endpoint_lists.h"
#include "tracking/event_owner.h"
#include "tracking/series.h"

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

// {task: [newest iterations with their events]}; `before` and `after` are the iterations shown last.
Json iterations(Call& call, const EventOwner& owner, const char* type, const MetricFilter& filter, std::int64_t count,
                std::int64_t before) {
  auto list = Json::array();
  auto rows = call.db().rows(
      "SELECT metric, variant, iter, doc FROM events WHERE owner=? AND type=? AND iter<? ORDER BY iter DESC, metric, "
      "variant",
      owner.number, type, before);
  while (rows.next()) {
    if (!filter.takes(rows.text(0), rows.text(1))) continue;
    if (list.empty() || list.back()["iter"] != rows.number(2)) {
      if (std::int64_t(list.size()) == count) break;
      list.push_back({{"iter", rows.number(2)}, {"events", Json::array()}});
    }
    list.back()["events"].push_back(Json::parse(rows.view(3)));
  }
  return list;
}

// The scroll is the oldest iteration shown; a refresh starts anew.
Json byIteration(Call& call, const char* type) {
  if (call.args["metrics"].empty())
    throw validationError("error for field 'metrics': value '[]' length is lower than allowed minimum '1'..");
  auto scroll = textOr(call.args, "scroll_id");
  auto position = call.shared->scrolls.position(scroll);
  bool anew = !position || flag(call.args, "refresh");
  auto before = anew ? INT64_MAX : std::int64_t(*position);
  std::map<std::string, Json> wanted;
  for (const auto& one : call.args["metrics"]) wanted[textOr(one, "task")].push_back(one);
  auto list = Json::array();
  auto oldest = before;
  for (const auto& [id, metrics] : wanted) {
    auto owner = eventOwner(call, id);
    auto shown = iterations(call, owner, type, MetricFilter(metrics), numberOr(call.args, "iters", 1), before);
    if (!shown.empty()) oldest = std::min(oldest, shown.back()["iter"].get<std::int64_t>());
    list.push_back({{"task", id}, {"iterations", shown}});
  }
  auto id = call.shared->scrolls.remember(position ? scroll : std::string(), std::size_t(oldest));
  return Json{{"metrics", list}, {"scroll_id", id}};
}
Json debugImages(Call& call) { return byIteration(call, "training_debug_image"); }
Json plots(Call& call) { return byIteration(call, "plot"); }

Json oneSample(Call& call, const char* type, bool withVariant) {
  auto owner = eventOwner(call, textOr(call.args, "task"));
  auto metric = textOr(call.args, "metric"), variant = textOr(call.args, "variant");
  auto condition = std::string(" FROM events WHERE owner=? AND type=? AND metric=?") +
                   (withVariant ? " AND variant=?" : " AND ?=?4");
  Json answer = {{"scroll_id", newId()}, {"min_iteration", nullptr}, {"max_iteration", nullptr}};
  auto limits = call.db().rows("SELECT min(iter), max(iter)" + condition, owner.number, type, metric, variant);
  if (!limits.next() || limits.null(0)) return answer;
  answer["min_iteration"] = limits.number(0);
  answer["max_iteration"] = limits.number(1);
  auto wanted = numberOr(call.args, "iteration", INT64_MAX);
  auto rows = call.db().rows("SELECT doc, iter" + condition + " AND iter<=? ORDER BY iter DESC, variant", owner.number,
                             type, metric, variant, wanted);
  auto events = Json::array();
  std::optional<std::int64_t> iteration;
  while (rows.next() && rows.number(1) == iteration.value_or(rows.number(1))) {
    iteration = rows.number(1);
    events.push_back(Json::parse(rows.view(0)));
  }
  if (withVariant)
    answer["event"] = events.empty() ? Json() : events.front();
  else
    answer["events"] = events;
  return answer;
}
Json debugImageSample(Call& call) { return oneSample(call, "training_debug_image", true); }
Json plotSample(Call& call) { return oneSample(call, "plot", false); }

Json scalarEvents(Call& call, const EventOwner& owner) {
  auto list = Json::array();
  for (const auto& row : seriesOf(call.db(), owner.number))
    for (const auto& point : loadPoints(call.db(), row.id))
      list.push_back({{"timestamp", point.time},
                      {"type", "training_stats_scalar"},
                      {"task", owner.id},
                      {"iter", point.iteration},
                      {"metric", row.metric},
                      {"variant", row.variant},
                      {"value", double(point.value)},
                      {"worker", owner.worker},
                      {"model_event", owner.number < 0},
                      {"@timestamp", shortTimeText(point.time)}});
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

std::vector<Endpoint> sampleEventEndpoints() {
  return {{"events.get_task_plots", Access::Read, taskPlots},
          {"events.get_multi_task_plots", Access::Read, multiTaskPlots},
          {"events.debug_images", Access::Read, debugImages, "2.7"},
          {"events.plots", Access::Read, plots, "2.20"},
          {"events.get_debug_image_sample", Access::Read, debugImageSample, "2.12"},
          {"events.get_plot_sample", Access::Read, plotSample, "2.20"},
          {"events.get_task_events", Access::Read, taskEvents}};
}

}  // namespace cleardeck::tracking
