#include "kube/workload.h"

#include "kube/deployment.h"
#include "kube/json_fields.h"
#include "kube/stateful_set.h"

#include <algorithm>

namespace cleardeck::kube {
namespace {

namespace od = simdjson::ondemand;
using namespace json;

void addImages(od::value containers, std::vector<std::string>& images) {
  elements(containers, [&images](od::value container) {
    fields(container, [&images](std::string_view key, od::value part) {
      if (key == "image") images.emplace_back(text(part));
    });
  });
}

void parseTemplate(od::value value, Workload& row) {
  std::vector<std::string> others;
  fields(value, [&](std::string_view name, od::value podSpec) {
    if (name != "spec") return;
    fields(podSpec, [&](std::string_view key, od::value part) {
      if (key == "containers")
        addImages(part, others);
      else if (key == "initContainers")
        addImages(part, row.images);
    });
  });
  row.images.insert(row.images.end(), others.begin(), others.end());
}

// How many pods a rollout leaves at the old template on purpose; all of them with OnDelete.
std::int32_t keptBack(od::value strategy) {
  std::int32_t kept = 0;
  fields(strategy, [&kept](std::string_view key, od::value part) {
    if (key == "type" && text(part) == "OnDelete")
      kept = std::numeric_limits<std::int32_t>::max();
    else if (key == "rollingUpdate")
      fields(part, [&kept](std::string_view name, od::value item) {
        if (name == "partition") kept = std::max(kept, std::int32_t(number(item)));
      });
  });
  return kept;
}

std::int32_t parseSpec(od::value value, Workload& row) {
  std::int32_t kept = 0;
  fields(value, [&](std::string_view key, od::value part) {
    if (key == "replicas")
      row.desired = std::int32_t(number(part));
    else if (key == "paused")
      row.paused = truth(part);
    else if (key == "serviceName")
      row.service = text(part);
    else if (key == "updateStrategy")
      kept = keptBack(part);
    else if (key == "template")
      parseTemplate(part, row);
    else if (key == "selector")
      fields(part, [&row](std::string_view name, od::value item) {
        if (name == "matchLabels") row.selector = labels(item);
      });
  });
  return kept;
}

std::int64_t parseStatus(od::value value, Workload& row) {
  std::int64_t observed = 0;
  fields(value, [&](std::string_view key, od::value part) {
    if (key == "replicas")
      row.current = std::int32_t(number(part));
    else if (key == "readyReplicas")
      row.ready = std::int32_t(number(part));
    else if (key == "updatedReplicas")
      row.updated = std::int32_t(number(part));
    else if (key == "availableReplicas")
      row.available = std::int32_t(number(part));
    else if (key == "observedGeneration")
      observed = number(part);
    else if (key == "conditions")
      row.conditions = conditions(part);
  });
  return observed;
}

void say(Workload& row, const char* word, Tone tone) {
  row.status = word;
  row.tone = tone;
}

void decideStatus(Workload& row, std::int32_t kept) {
  auto* progressing = find(row.conditions, "Progressing");
  auto* refused = find(row.conditions, "ReplicaFailure");
  auto wanted = std::max(0, row.desired - std::min(kept, row.desired));
  if (row.terminating) return say(row, "Terminating", Tone::Busy);
  if (refused && refused->status == "True") return say(row, "Stuck", Tone::Bad);
  if (progressing && progressing->reason == "ProgressDeadlineExceeded") return say(row, "Stuck", Tone::Bad);
  if (row.paused) return say(row, "Paused", Tone::Warn);
  bool rolling = !row.observed || row.updated < wanted || row.current > row.desired;
  if (rolling) return say(row, "Progressing", Tone::Busy);
  if (row.desired == 0) return say(row, "Scaled to 0", Tone::Off);
  if (row.ready >= row.desired) return say(row, "Ready", Tone::Ok);
  return say(row, "Not ready", row.ready > 0 ? Tone::Warn : Tone::Bad);
}

}  // namespace

bool parseWorkload(od::object source, Workload& row) {
  std::int64_t observed = 0;
  std::int32_t kept = 0;
  bool isObject = json::object(source, row, [&](std::string_view key, od::value value) {
    if (key == "spec")
      kept = parseSpec(value, row);
    else if (key == "status")
      observed = parseStatus(value, row);
  });
  row.observed = observed >= row.generation;
  decideStatus(row, kept);
  return isObject;
}

bool parse(od::object source, Deployment& row) { return parseWorkload(source, row); }
bool parse(od::object source, StatefulSet& row) { return parseWorkload(source, row); }

}  // namespace cleardeck::kube
