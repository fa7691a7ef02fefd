#include "installation/part_status.h"

#include "base/time.h"
#include "installation/workload_status.h"

namespace cleardeck::installation {
namespace {

using std::chrono::system_clock;

constexpr std::int64_t startSeconds = 10 * 60;    // a new workload may take this long until it counts as broken
constexpr std::int64_t restartSeconds = 15 * 60;  // a restart is news for this long

bool isDatabase(Part part) { return part == Part::Mongodb || part == Part::Elasticsearch || part == Part::Redis; }

std::string tagOf(const std::string& image) {
  const auto at = image.find('@');
  const auto name = image.substr(0, at);
  const auto colon = name.rfind(':');
  return colon == std::string::npos || name.find('/', colon) != std::string::npos ? std::string()
                                                                                  : name.substr(colon + 1);
}

void tellRestarts(PartStatus& status, const PartObjects& objects, std::int64_t now) {
  for (const auto* pod : objects.pods)
    for (const auto& container : pod->containers) {
      if (!container.endedBefore || container.lastFinishedAt + restartSeconds < now) continue;
      status.state = PartState::Warn;
      status.reason = pod->name + " restarted, last " + exitText(container);
      status.nextStep = container.lastReason == "OOMKilled" ? "Raise its memory limit in Values"
                                                            : "Read the log of its previous container";
    }
}

void tellNotReady(PartStatus& status, const PartObjects& objects, std::int64_t now) {
  const Trouble trouble = troubleOf(objects);
  const bool young = objects.workload->createdAt + startSeconds > now;
  const bool busy = !trouble.failing && (young || (rollingOut(*objects.workload) && status.ready > 0));
  status.state = busy ? PartState::Busy : status.ready > 0 ? PartState::Warn : PartState::Bad;
  status.reason = trouble.reason;
  status.nextStep = trouble.nextStep;
}

bool hasReadyEndpoint(const kube::Service& service, const Facts& facts) {
  for (const auto& [uid, slice] : facts.slices)
    if (slice.ns == service.ns && slice.service == service.name)
      for (const auto& endpoint : slice.endpoints)
        if (endpoint.ready) return true;
  return false;
}

PartStatus ingressStatus(const PartObjects& objects) {
  PartStatus status;
  if (objects.ingresses.empty()) {
    status.state = PartState::Off;
    status.summary = "no ingress";
    return status;
  }
  status.state = PartState::Ok;
  status.desired = int(objects.ingresses.size());
  for (const auto* ingress : objects.ingresses) {
    if (!ingress->addresses.empty()) {
      ++status.ready;
      continue;
    }
    status.state = PartState::Warn;
    status.reason = "Ingress " + ingress->name + " has no address";
    status.nextStep = ingress->className.empty() ? "Give it an ingress class, or make one the default"
                                                 : "Check that the controller of class " + ingress->className + " runs";
  }
  status.workload = "Ingress/" + objects.ingresses.front()->name;
  status.summary = std::to_string(objects.ingresses.size()) + " rules";
  return status;
}

PartStatus absentStatus(Part part, const Found& found) {
  PartStatus status;
  // A database may live elsewhere, an ancient chart has no async-delete; the three services are what ClearML is.
  const bool optional = isDatabase(part) || part == Part::AsyncDelete;
  status.state = optional ? PartState::Off : PartState::Bad;
  status.summary = "not in this release";
  if (optional) return status;
  status.reason = "The release " + found.name + " has no workload for it";
  status.nextStep = "Run a values upgrade to create it again, or enable it in Values";
  return status;
}

}  // namespace

PartStatus statusOf(Part part, const Found& found, const Topology& topology, const Facts& facts,
                    system_clock::time_point now) {
  const PartObjects& objects = topology[part];
  const std::int64_t seconds = time::secondsSinceEpoch(now);
  PartStatus status;
  if (part == Part::Ingress)
    status = ingressStatus(objects);
  else if (!objects.workload)
    status = absentStatus(part, found);
  status.part = part;
  if (!objects.workload) return status;

  status.workload = objects.kind + "/" + objects.workload->name;
  if (objects.service) status.service = objects.service->name;
  if (!objects.workload->images.empty()) status.version = tagOf(objects.workload->images.back());
  status.desired = objects.workload->desired;
  for (const auto* pod : objects.pods) {
    status.pods.push_back(pod->name);
    status.ready += works(*pod);
    status.restarts += pod->restarts;
  }
  status.summary = std::to_string(status.ready) + "/" + std::to_string(status.desired);
  if (facts.podsForbidden) return status;
  status.state = PartState::Ok;
  if (status.desired == 0) {
    status.state = PartState::Off;
    status.summary = "scaled to 0";
  } else if (status.ready < status.desired) {
    tellNotReady(status, objects, seconds);
  } else if (rollingOut(*objects.workload)) {
    status.state = PartState::Busy;
    status.reason = status.workload + " is rolling out: " + std::to_string(objects.workload->updated) + " of " +
                    std::to_string(status.desired) + " updated";
  } else if (objects.service && !facts.slices.empty() && !hasReadyEndpoint(*objects.service, facts)) {
    status.state = PartState::Warn;
    status.reason = "Service " + objects.service->name + " has no ready endpoint although its pods are ready";
    status.nextStep = "Compare the Service's selector with the pods' labels";
  } else {
    tellRestarts(status, objects, seconds);
  }
  return status;
}

}  // namespace cleardeck::installation
