// Stepping through debug images and plots: iteration by iteration (debug_images, plots), or sample by sample
// (get_*_sample, next_*_sample). What a client looks at is kept under its scroll_id.
#include "tracking/endpoint_lists.h"
#include "tracking/event_owner.h"
#include "tracking/viewing.h"

#include <set>

namespace cleardeck::tracking {
namespace {

constexpr const char* kImage = "training_debug_image";

struct Sample {
  std::int64_t iteration = 0;
  std::string metric, variant;
  Json event;
};

struct Limits {
  std::int64_t low = INT64_MIN, high = INT64_MIN;
};
using VariantLimits = std::map<std::pair<std::string, std::string>, Limits>;

// The SDK uses the names of its image files again: an older iteration whose file has been overwritten is not shown.
VariantLimits limitsOf(Call& call, const EventOwner& owner, const char* type) {
  VariantLimits limits;
  std::map<std::pair<std::string, std::string>, std::set<std::string>> urls;
  auto rows = call.db().rows(
      "SELECT metric, variant, iter, ifnull(json_extract(doc, '$.url'), '') FROM events WHERE owner=? AND type=? ORDER "
      "BY iter DESC",
      owner.number, type);
  std::set<std::pair<std::string, std::string>> closed;
  while (rows.next()) {
    std::pair name(rows.text(0), rows.text(1));
    if (closed.contains(name)) continue;
    auto url = rows.text(3);
    if (!url.empty() && !urls[name].insert(url).second) {
      closed.insert(name);
      continue;
    }
    auto& one = limits[name];
    if (one.high == INT64_MIN) one.high = rows.number(2);
    one.low = rows.number(2);
  }
  return limits;
}

// All that can be shown, by iteration, metric and variant.
std::vector<Sample> samplesOf(Call& call, const EventOwner& owner, const char* type, const VariantLimits& limits) {
  std::vector<Sample> samples;
  auto rows = call.db().rows(
      "SELECT iter, metric, variant, doc FROM events WHERE owner=? AND type=? ORDER BY iter, metric, variant",
      owner.number, type);
  while (rows.next()) {
    auto found = limits.find({rows.text(1), rows.text(2)});
    if (found != limits.end() && rows.number(0) >= found->second.low)
      samples.push_back({rows.number(0), rows.text(1), rows.text(2), Json::parse(rows.view(3))});
  }
  return samples;
}

using Iterations = std::map<std::int64_t, Json>;

Iterations iterationsOf(Call& call, const EventOwner& owner, const char* type, const MetricFilter& filter) {
  Iterations iterations;
  for (auto& sample : samplesOf(call, owner, type, limitsOf(call, owner, type)))
    if (filter.takes(sample.metric, sample.variant)) iterations[sample.iteration].push_back(std::move(sample.event));
  return iterations;
}

Json shown(const Iterations& iterations, const std::vector<std::int64_t>& chosen) {
  auto list = Json::array();
  for (auto iteration : chosen) list.push_back({{"iter", iteration}, {"events", iterations.at(iteration)}});
  return list;
}

// The newest `count` below `before`, newest first.
std::vector<std::int64_t> earlier(const Iterations& iterations, std::int64_t before, std::int64_t count) {
  std::vector<std::int64_t> chosen;
  for (auto at = iterations.rbegin(); at != iterations.rend() && std::int64_t(chosen.size()) < count; ++at)
    if (at->first < before) chosen.push_back(at->first);
  return chosen;
}

std::vector<std::int64_t> later(const Iterations& iterations, std::int64_t after, std::int64_t count) {
  std::vector<std::int64_t> chosen;
  for (auto at = iterations.upper_bound(after); at != iterations.end() && std::int64_t(chosen.size()) < count; ++at)
    chosen.push_back(at->first);
  std::reverse(chosen.begin(), chosen.end());
  return chosen;
}

Json byIteration(Call& call, const char* type) {
  if (call.args["metrics"].empty())
    throw validationError("error for field 'metrics': value '[]' length is lower than allowed minimum '1'..");
  auto scroll = textOr(call.args, "scroll_id");
  auto view = call.shared->scrolls.view(scroll);
  auto state = view && !flag(call.args, "refresh") ? *view : Json::object();
  bool down = flag(call.args, "navigate_earlier", true);
  auto count = std::max<std::int64_t>(1, numberOr(call.args, "iters", 1));
  std::vector<std::string> order;
  std::map<std::string, Json> wanted;
  for (const auto& one : call.args["metrics"]) {
    auto id = textOr(one, "task");
    if (!wanted.contains(id)) order.push_back(id);
    wanted[id].push_back(one);
  }
  auto list = Json::array();
  for (const auto& id : order) {
    auto owner = eventOwner(call, id);
    auto iterations = iterationsOf(call, owner, type, MetricFilter(wanted[id]));
    auto low = numberOr(state[id], "low", INT64_MAX), high = numberOr(state[id], "high", INT64_MIN);
    auto chosen = down || !has(state, id.c_str()) ? earlier(iterations, low, count) : later(iterations, high, count);
    if (!chosen.empty()) state[id] = {{"low", chosen.back()}, {"high", chosen.front()}};
    list.push_back({{"task", id}, {"iterations", shown(iterations, chosen)}});
  }
  return Json{{"metrics", list},
              {"scroll_id", call.shared->scrolls.rememberView(view ? scroll : std::string(), state)}};
}
Json debugImages(Call& call) { return byIteration(call, kImage); }
Json plots(Call& call) { return byIteration(call, "plot"); }

// One view: an image is a variant of an iteration, a plot all variants of a metric in an iteration.
struct Viewer {
  const char* type;
  bool image() const { return type == kImage; }
};

Json answerView(Call& call, const Viewer& viewer, std::string scroll, Json state, const std::vector<Sample>& samples,
                const VariantLimits& limits) {
  Json answer = {{"min_iteration", nullptr}, {"max_iteration", nullptr}};
  auto events = Json::array();
  auto metric = textOr(state, "metric"), variant = textOr(state, "variant");
  for (const auto& sample : samples)
    if (has(state, "iter") && sample.iteration == state["iter"].get<std::int64_t>() && sample.metric == metric &&
        (!viewer.image() || sample.variant == variant))
      events.push_back(sample.event);
  for (const auto& [name, one] : limits) {
    if (name.first != metric || (viewer.image() && name.second != variant)) continue;
    if (answer["min_iteration"].is_null() || one.low < answer["min_iteration"].get<std::int64_t>())
      answer["min_iteration"] = one.low;
    if (answer["max_iteration"].is_null() || one.high > answer["max_iteration"].get<std::int64_t>())
      answer["max_iteration"] = one.high;
  }
  if (viewer.image())
    answer["event"] = events.empty() ? Json() : events.front();
  else
    answer["events"] = events;
  answer["scroll_id"] = call.shared->scrolls.rememberView(std::move(scroll), std::move(state));
  return answer;
}

Json openView(Call& call, const Viewer& viewer) {
  auto owner = eventOwner(call, textOr(call.args, "task"));
  auto limits = limitsOf(call, owner, viewer.type);
  auto samples = samplesOf(call, owner, viewer.type, limits);
  auto scroll = textOr(call.args, "scroll_id");
  bool known = call.shared->scrolls.view(scroll).has_value();
  Json state = {{"task", owner.id},
                {"metric", textOr(call.args, "metric")},
                {"variant", textOr(call.args, "variant")},
                {"current", flag(call.args, "navigate_current_metric", true)}};
  auto wanted = numberOr(call.args, "iteration", INT64_MAX);
  for (const auto& sample : samples) {
    bool fits =
        sample.metric == textOr(state, "metric") && (!viewer.image() || sample.variant == textOr(state, "variant"));
    if (fits && sample.iteration <= wanted) state["iter"] = sample.iteration;
  }
  return answerView(call, viewer, known ? scroll : std::string(), state, samples, limits);
}

// The neighbour of where the view is: (iteration, metric, variant) in their order; with `next_iteration` of another
// iteration only.
const Sample* neighbour(const std::vector<Sample>& samples, const Json& state, const Viewer& viewer, bool down,
                        bool otherIteration) {
  auto keyOf = [&](std::int64_t iteration, const std::string& metric, const std::string& variant) {
    return std::tuple(iteration, metric, viewer.image() ? variant : std::string());
  };
  auto iteration = numberOr(state, "iter", 0);
  auto here = keyOf(iteration, textOr(state, "metric"), textOr(state, "variant"));
  bool current = flag(state, "current", true);
  const Sample* found = nullptr;
  for (const auto& sample : samples) {
    if (current && sample.metric != textOr(state, "metric")) continue;
    if (otherIteration && sample.iteration == iteration) continue;
    auto key = keyOf(sample.iteration, sample.metric, sample.variant);
    if (down && key < here) found = &sample;
    if (!down && key > here) return &sample;
  }
  return found;
}

Json stepView(Call& call, const Viewer& viewer) {
  auto scroll = textOr(call.args, "scroll_id"), task = textOr(call.args, "task");
  auto state = call.shared->scrolls.view(scroll);
  if (!state || textOr(*state, "task") != task) throw withFacts(1104, "Invalid scroll id", {{"scroll_id", scroll}});
  auto owner = eventOwner(call, task);
  auto limits = limitsOf(call, owner, viewer.type);
  auto samples = samplesOf(call, owner, viewer.type, limits);
  auto next =
      neighbour(samples, *state, viewer, flag(call.args, "navigate_earlier", true), flag(call.args, "next_iteration"));
  if (!next)
    return Json{{"scroll_id", scroll},
                {"min_iteration", nullptr},
                {"max_iteration", nullptr},
                {viewer.image() ? "event" : "events", viewer.image() ? Json() : Json::array()}};
  (*state)["iter"] = next->iteration;
  (*state)["metric"] = next->metric;
  (*state)["variant"] = next->variant;
  return answerView(call, viewer, scroll, *state, samples, limits);
}

Json imageSample(Call& call) { return openView(call, {kImage}); }
Json nextImageSample(Call& call) { return stepView(call, {kImage}); }
Json plotSample(Call& call) { return openView(call, {"plot"}); }
Json nextPlotSample(Call& call) { return stepView(call, {"plot"}); }

Json clearScroll(Call& call) {
  call.shared->scrolls.forget(textOr(call.args, "scroll_id"));
  return Json::object();
}

}  // namespace

Json debugImagesOf(Call& call, const Json& ids) {
  auto list = Json::array();
  auto count = std::max<std::int64_t>(1, numberOr(call.args, "iters", 1));
  MetricFilter filter(call.args.value("metrics", Json::array()));
  for (const auto& id : texts(ids)) {
    auto iterations = iterationsOf(call, eventOwner(call, id), kImage, filter);
    list.push_back({{"task", id}, {"iterations", shown(iterations, earlier(iterations, INT64_MAX, count))}});
  }
  return list;
}

std::vector<Endpoint> sampleViewEndpoints() {
  return {{"events.debug_images", Access::Read, debugImages},
          {"events.plots", Access::Read, plots},
          {"events.get_debug_image_sample", Access::Read, imageSample},
          {"events.next_debug_image_sample", Access::Read, nextImageSample},
          {"events.get_plot_sample", Access::Read, plotSample},
          {"events.next_plot_sample", Access::Read, nextPlotSample},
          {"events.clear_scroll", Access::Read, clearScroll}};
}

}  // namespace cleardeck::tracking
