// The events of a situation, derived from the answer that shows them.
#include "tracking/golden_situation.h"

#include "tracking/values.h"

namespace cleardeck::test {
namespace {

namespace tr = cleardeck::tracking;

std::string textOf(const Json& object, const char* key) {
  auto found = object.find(key);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

std::vector<std::string> taskIds(const Exchange& e) {
  std::vector<std::string> all;
  if (auto one = textOf(e.args(), "task"); isId(one)) all.push_back(one);
  for (auto key : {"tasks", "ids", "id"})
    if (e.args().contains(key) && e.args()[key].is_array())
      for (const auto& id : e.args()[key])
        if (id.is_string() && isId(id.get<std::string>())) all.push_back(id);
  return all;
}

using Points = std::vector<Json>;

Json point(const std::string& task, const std::string& metric, const std::string& variant, const Json& iter,
           const Json& value, bool model) {
  Json one = {{"type", "training_stats_scalar"},
              {"metric", metric},
              {"variant", variant},
              {"iter", iter},
              {"value", value},
              {"timestamp", 1795372500000},
              {"allow_locked", true},
              {"model_event", model}};
  one[model ? "model" : "task"] = task;
  return one;
}

// A curve of an answer as the points that make it.
void addCurve(const Json& curve, const Json& args, const std::string& task, const std::string& metric,
              const std::string& variant, bool model, Points& into) {
  if (!curve.contains("x") || !curve.contains("y")) return;
  auto key = textOf(args, "key");
  for (std::size_t i = 0; i < std::min(curve["x"].size(), curve["y"].size()); ++i) {
    auto one = point(task, metric, variant, i, curve["y"][i], model);
    if (key == "timestamp")
      one["timestamp"] = curve["x"][i];
    else if (key == "iso_time")
      one["timestamp"] = tr::msOf(curve["x"][i].get<std::string>()).value_or(0);
    else
      one["iter"] = curve["x"][i];
    if (curve.contains("x_axis_label")) one["x_axis_label"] = curve["x_axis_label"];
    into.push_back(one);
  }
}

void findEvents(const Json& value, Points& into) {
  if (value.is_object() && value.contains("type") && value.contains("timestamp") &&
      (value.contains("task") || value.contains("model"))) {
    auto one = value;
    one["allow_locked"] = true;
    into.push_back(one);
  } else if (value.is_structured()) {
    for (const auto& item : value) findEvents(item, into);
  }
}

void curvesOf(const Exchange& e, Points& into) {
  bool model = e.args().value("model_events", false);
  auto data = e.data();
  auto task = textOf(e.args(), "task");
  if (e.endpoint == "events.scalar_metrics_iter_histogram")
    for (const auto& metric : data.items())
      for (const auto& variant : metric.value().items())
        addCurve(variant.value(), e.args(), task, metric.key(), variant.key(), model, into);
  for (auto key : {"metrics", "scalar_metrics_iter_histogram"})
    if (data.contains(key) && data[key].is_object())
      for (const auto& metric : data[key].items())
        for (const auto& variant : metric.value().items())
          for (const auto& one : variant.value().items())
            if (metric.value().is_object() && one.value().is_object())
              addCurve(one.value(), e.args(), one.key(), metric.key(), variant.key(), model, into);
  if (data.contains("variants") && data["variants"].is_object())
    for (const auto& variant : data["variants"].items()) {
      auto curve = variant.value();
      for (auto axis : {"iter", "timestamp", "iso_time"})
        if (curve.contains(axis)) curve["x"] = curve[axis];
      addCurve(curve, e.args(), task, textOf(e.args()["metric"], "metric"), variant.key(), model, into);
    }
}

void singleValues(const Exchange& e, Points& into) {
  auto data = e.data();
  bool model = e.args().value("model_events", false);
  for (auto key : {"tasks", "single_value_metrics"})
    if (data.contains(key) && data[key].is_array())
      for (const auto& task : data[key])
        for (const auto& value : task.value("values", Json::array())) {
          auto one = point(textOf(task, "task"), textOf(value, "metric"), textOf(value, "variant"),
                           tr::kSingleValueIteration, value["value"], model);
          one["timestamp"] = value["timestamp"];
          into.push_back(one);
        }
}

// Names of metrics and variants, as lists of them are answered.
void namesOf(const Exchange& e, Points& into) {
  auto data = e.data();
  auto type = textOf(e.args(), "event_type");
  auto add = [&](const std::string& task, const std::string& metric, const std::string& variant) {
    auto one = point(task, metric, variant, 1, 1.0, e.args().value("model_events", false));
    if (!type.empty()) one["type"] = type;
    into.push_back(one);
  };
  if (!data.contains("metrics")) return;
  auto first = taskIds(e).empty() ? std::string() : taskIds(e).front();
  for (const auto& item : data["metrics"].items()) {
    const auto& metric = item.value();
    if (data["metrics"].is_object() && metric.is_array())
      for (const auto& variant : metric) add(textOf(e.args(), "task"), item.key(), variant);
    if (!metric.is_object()) continue;
    if (metric.contains("metrics") && metric["metrics"].is_array())
      for (const auto& name : metric["metrics"]) add(textOf(metric, "task"), name, "v");
    if (metric.contains("variants") && metric.contains("metric"))
      for (const auto& variant : metric["variants"]) add(first, textOf(metric, "metric"), variant);
  }
}

}  // namespace

void Situation::addEvents(const Exchange& e) {
  if (!e.endpoint.starts_with("events.") && !e.endpoint.starts_with("reports.")) return;
  bool writes = e.endpoint.starts_with("events.add");
  Points events;
  if (!writes) {
    findEvents(e.data(), events);
    curvesOf(e, events);
    singleValues(e, events);
    namesOf(e, events);
  }
  auto returned = e.data().value("returned", Json(0)), total = e.data().value("total", Json(0));
  if (e.endpoint.ends_with("get_task_log") && total.is_number() && returned.is_number() &&
      total > returned) {  // what the page leaves out
    bool earlier = e.args().value("navigate_earlier", true);
    auto from = e.args().value("from_timestamp", Json());
    auto base = from.is_number() ? from.get<std::int64_t>() : std::int64_t(earlier ? 1000 : 4000000000000);
    for (int i = 0; i < total.get<int>() - returned.get<int>(); ++i)
      events.push_back({{"type", "log"},
                        {"task", e.args()["task"]},
                        {"msg", "other"},
                        {"timestamp", from.is_number() ? (earlier ? base + i : base - i) : base + i},
                        {"allow_locked", true}});
  }
  bool newestFirst =
      events.size() > 1 && events.front().value("timestamp", Json(0)) >= events.back().value("timestamp", Json(0));
  if (e.endpoint.ends_with("_log") && newestFirst) std::reverse(events.begin(), events.end());
  if (!events.empty()) m_server.send(events);
}

}  // namespace cleardeck::test
