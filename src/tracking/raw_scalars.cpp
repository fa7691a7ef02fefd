// Reading scalars and vectors as they were reported.
#include "tracking/endpoint_lists.h"
#include "tracking/event_owner.h"
#include "tracking/series.h"

namespace cleardeck::tracking {
namespace {

// All points of one metric, page by page; the older form of scalar_metrics_iter_raw.
Json metricData(Call& call) {
  auto owner = eventOwner(call, textOr(call.args, "task"));
  auto wanted = textOr(call.args, "metric");
  auto events = Json::array();
  for (const auto& row : seriesOf(call.db(), owner.number)) {
    if (row.metric != wanted) continue;
    for (const auto& point : loadPoints(call.db(), row.id)) events.push_back(scalarEvent(owner, row, point));
  }
  auto newestFirst = [](const Json& a, const Json& b) { return a["iter"] > b["iter"]; };
  std::stable_sort(events.begin(), events.end(), newestFirst);
  constexpr std::size_t page = 10'000;
  auto at = std::min(events.size(), std::size_t(std::strtoull(textOr(call.args, "scroll_id").c_str(), nullptr, 10)));
  auto end = std::min(events.size(), at + page);
  Json shown(events.begin() + std::ptrdiff_t(at), events.begin() + std::ptrdiff_t(end));
  if (shown.is_null()) shown = Json::array();
  bool last = flag(call.args, "no_scroll");
  return Json{{"events", shown},
              {"returned", shown.size()},
              {"total", events.size()},
              {"scroll_id", last ? Json() : Json(std::to_string(end))}};
}

Json vectorNames(Call& call) {
  auto owner = eventOwner(call, textOr(call.args, "task"));
  Json metrics = Json::object();
  auto rows = call.db().rows(
      "SELECT DISTINCT metric, variant FROM events WHERE owner=? AND type='training_stats_vector' ORDER BY 1, 2",
      owner.number);
  while (rows.next()) metrics[rows.text(0)].push_back(rows.text(1));
  return Json{{"metrics", metrics}};
}

Json vectors(Call& call) {
  auto owner = eventOwner(call, textOr(call.args, "task"));
  auto metric = textOr(call.args, "metric"), variant = textOr(call.args, "variant");
  auto iterations = Json::array(), values = Json::array();
  auto rows = call.db().rows(
      "SELECT iter, doc FROM events WHERE owner=? AND type='training_stats_vector' AND metric=? AND variant=? ORDER BY "
      "iter",
      owner.number, metric, variant);
  while (rows.next()) {
    iterations.push_back(rows.number(0));
    values.push_back(Json::parse(rows.view(1)).value("value", Json()));
  }
  return Json{{"metric", metric}, {"variant", variant}, {"vectors", values}, {"iterations", iterations}};
}

}  // namespace

std::vector<Endpoint> rawScalarEndpoints() {
  return {{"events.get_scalar_metric_data", Access::Read, metricData},
          {"events.get_vector_metrics_and_variants", Access::Read, vectorNames},
          {"events.vector_metrics_iter_histogram", Access::Read, vectors}};
}

}  // namespace cleardeck::tracking
