// Every rule of the review of a change of values; pure functions.
#include "base/text.h"
#include "installation/values_review.h"

#include <spdlog/fmt/fmt.h>

#include <algorithm>

namespace cleardeck::installation {
namespace {

using Guards = std::vector<Guard>;

std::string some(const std::vector<std::string>& names, std::size_t most = 3) {
  std::vector<std::string> first(names.begin(), names.begin() + std::ptrdiff_t(std::min(most, names.size())));
  const std::size_t more = names.size() - first.size();
  return text::join(first, ", ") + (more > 0 ? " and " + std::to_string(more) + " more" : "");
}

void guardImmutable(const ReviewFacts& facts, Guards& guards) {
  for (const auto& change : immutableChanges(facts.order.diff))
    guards.push_back({GuardState::Blocks, change.object + " cannot change " + change.field, change.remedy, {}, {}});
}

// A claim that the chart keeps (helm.sh/resource-policy) stays, whatever the diff says.
bool isKeptByHelm(const helm::ObjectChange& object) {
  return std::any_of(object.lines.begin(), object.lines.end(), [](const helm::DiffLine& line) {
    return line.text.find("helm.sh/resource-policy: keep") != std::string::npos;
  });
}

void guardDeletions(const ReviewFacts& facts, Guards& guards) {
  std::vector<std::string> claims, sets, others;
  for (const auto& object : facts.order.diff.objects) {
    if (object.kind != helm::ChangeKind::Removed || isKeptByHelm(object)) continue;
    auto& list = object.objectKind == "PersistentVolumeClaim" ? claims
                 : object.objectKind == "StatefulSet"         ? sets
                                                              : others;
    list.push_back(object.title());
  }
  if (!claims.empty())
    guards.push_back({GuardState::Blocks,
                      "It would delete " + some(claims),
                      "A claim's data goes with it, and no rollback brings it back. Keep the claim with the annotation "
                      "helm.sh/resource-policy: keep, or delete it by hand once its data is safe",
                      {},
                      {}});
  if (!sets.empty())
    guards.push_back({GuardState::Warns,
                      "It deletes " + some(sets),
                      "Its pods go; claims that it made from templates stay, unless it says otherwise",
                      {},
                      {}});
  if (!others.empty())
    guards.push_back(
        {GuardState::Warns,
         others.size() == 1 ? "It deletes " + others.front() : fmt::format("It deletes {} objects", others.size()),
         some(others, 6),
         {},
         {}});
}

const helm::ValueChange* changeOfPort(const ReviewFacts& facts, int port) {
  for (const auto& change : facts.order.changes)
    if (change.after && change.after->is_number() && *change.after == port) return &change;
  return nullptr;
}

// "8080" or nothing.
int portIn(const std::string& json) {
  const auto value = yaml::fromJson(json.empty() ? "null" : json);
  return value && value->is_number_integer() ? value->get<int>() : 0;
}

void guardNodePort(const ReviewFacts& facts, const helm::ObjectChange& service, int before, int after, Guards& guards) {
  const auto* change = changeOfPort(facts, after);
  const yaml::Path path = change ? change->path : yaml::Path();
  const std::string keep = change && before > 0 ? "Keep " + std::to_string(before) : std::string();
  if (facts.nodePorts) {
    const auto taken = facts.nodePorts->find(after);
    const std::string mine = service.ns + "/" + service.name;
    if (taken != facts.nodePorts->end() && taken->second != mine) {
      guards.push_back({GuardState::Blocks, fmt::format("Node port {} is taken", after),
                        "Service " + taken->second + " has it; Kubernetes refuses a second one", keep, path});
      return;
    }
  }
  if (before > 0)
    guards.push_back({GuardState::Warns, fmt::format("Node port moves from {} to {}", before, after),
                      "Whoever reaches " + service.name +
                          " by the old port has to be told: clearml.conf, bookmarks, "
                          "the web app's own address of the API",
                      keep, path});
}

void guardNodePorts(const ReviewFacts& facts, Guards& guards) {
  for (const auto& object : facts.order.diff.objects) {
    if (object.objectKind != "Service" || object.kind != helm::ChangeKind::Changed) continue;
    for (const auto& field : object.fields)
      if (field.path.ends_with("nodePort"))
        if (const int after = portIn(field.after); after > 0)
          guardNodePort(facts, object, portIn(field.before), after, guards);
  }
}

void guardDrift(const ReviewFacts& facts, Guards& guards) {
  if (!facts.drift) {
    guards.push_back({GuardState::Warns, "Not compared with the cluster", facts.drift.error().text(), {}, {}});
    return;
  }
  std::vector<std::string> overwritten, kept, refused;
  for (const auto& field : facts.drift->fields) {
    const std::string what = field.object + (field.path.empty() ? "" : " " + field.path);
    auto& list = field.fate == DriftFate::Kept ? kept : field.fate == DriftFate::Refused ? refused : overwritten;
    list.push_back(what);
  }
  if (!refused.empty())
    guards.push_back({GuardState::Warns,
                      "Changed by hand, and helm may stop there",
                      some(refused) + ": set the value here as it is in the cluster, or undo it there",
                      {},
                      {}});
  if (!overwritten.empty())
    guards.push_back({GuardState::Warns, "Changes made by hand are overwritten", some(overwritten), {}, {}});
  if (!kept.empty()) guards.push_back({GuardState::Warns, "Changes made by hand stay", some(kept), {}, {}});
  if (!facts.drift->unread.empty())
    guards.push_back({GuardState::Warns, "Not all objects may be read", some(facts.drift->unread), {}, {}});
  if (facts.drift->fields.empty() && facts.drift->unread.empty())
    guards.push_back({GuardState::Passes,
                      "Nothing was changed by hand",
                      fmt::format("{} objects are as revision {} made them", facts.drift->read, facts.order.revision),
                      {},
                      {}});
}

void guardRestarts(const ReviewFacts& facts, Guards& guards) {
  if (facts.order.diff.restarts.empty()) {
    guards.push_back({GuardState::Passes, "Nothing restarts", "No pod template changes", {}, {}});
    return;
  }
  guards.push_back({GuardState::Warns, "Pods are replaced", some(facts.order.diff.restarts, 6), {}, {}});
}

void guardRoom(const ReviewFacts& facts, Guards& guards) {
  const auto pods = newPods(facts.order.diff);
  if (pods.empty()) return;
  const std::string title =
      pods.size() == 1 ? "Room for one more pod" : fmt::format("Room for {} more pods", pods.size());
  if (!facts.nodes) {
    guards.push_back({GuardState::Warns, title + " is not known", facts.nodes.error().message, {}, {}});
    return;
  }
  const RoomVerdict verdict = roomFor(pods, *facts.nodes);
  guards.push_back({verdict.fits ? GuardState::Passes : GuardState::Warns,
                    verdict.fits ? title : "There may be no room for all new pods",
                    verdict.sentence,
                    {},
                    {}});
}

void guardCredentials(const ReviewFacts& facts, Guards& guards) {
  if (facts.order.published.empty()) return;
  guards.push_back({GuardState::Warns,
                    "Published credentials are in use",
                    "Anyone can read them in the chart: " + some(facts.order.published),
                    {},
                    {}});
}

void guardWayBack(const ReviewFacts& facts, Guards& guards) {
  const std::string back =
      fmt::format("Rollback to revision {} brings back these values and this manifest", facts.order.revision);
  if (!facts.noWayBack)
    guards.push_back(
        {GuardState::Warns, "Whether it can be undone is not known", facts.noWayBack.error().message, {}, {}});
  else if (facts.noWayBack->empty())
    guards.push_back({GuardState::Passes, "Can be undone", back + ", and touches no data", {}, {}});
  else
    guards.push_back({GuardState::Warns, "It cannot simply be undone", text::join(*facts.noWayBack, "; "), {}, {}});
}

}  // namespace

std::vector<Guard> guardsOf(const ReviewFacts& facts) {
  Guards guards;
  guardImmutable(facts, guards);
  guardDeletions(facts, guards);
  guardNodePorts(facts, guards);
  guardDrift(facts, guards);
  guardCredentials(facts, guards);
  guardRestarts(facts, guards);
  guardRoom(facts, guards);
  guardWayBack(facts, guards);
  std::stable_sort(guards.begin(), guards.end(), [](const Guard& a, const Guard& b) { return a.state > b.state; });
  return guards;
}

bool blocks(const std::vector<Guard>& guards) {
  return std::any_of(guards.begin(), guards.end(), [](const Guard& one) { return one.state == GuardState::Blocks; });
}

}  // namespace cleardeck::installation
