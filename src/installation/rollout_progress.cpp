#include "installation/rollout_progress.h"

#include "installation/workload_status.h"

namespace cleardeck::installation {
namespace {

std::string progressKey(std::string_view kind, const std::string& ns, const std::string& name) {
  return std::string(kind) + "/" + ns + "/" + name;
}

template <class Row>
void note(RolloutStart& start, const Rows<Row>& rows) {
  for (const auto& [uid, row] : rows)
    start[progressKey(Row::path.kind, row.ns, row.name)] = uid + "@" + std::to_string(row.generation);
}

enum class Phase { Before, Working, Done, Stopped };

// What Helm's own record says of the change.
Phase phaseOf(const RolloutTarget& target, const Facts& facts) {
  const kube::ReleaseSecret* newest = nullptr;
  bool known = false;
  for (const auto& [uid, secret] : facts.releases) {
    if (secret.release != target.release || secret.ns != target.ns) continue;
    known = true;
    const bool newer = int(secret.revision) > target.base && (!newest || secret.revision > newest->revision);
    if (newer) newest = &secret;
  }
  // Without a right to list Secrets the objects alone tell; a first install has no record before either.
  if (!newest) return known || target.base == 0 ? Phase::Before : Phase::Working;
  if (newest->status == "deployed") return Phase::Done;
  return newest->status == "failed" ? Phase::Stopped : Phase::Working;
}

struct Judge {
  const RolloutTarget& target;
  const RolloutStart& before;
  const RolloutStart now;
  const Facts& facts;
  const Phase phase;

  std::string keyAt(std::size_t place) const {
    const auto& object = target.objects[place];
    return progressKey(object.objectKind, object.ns.empty() ? target.ns : object.ns, object.name);
  }

  // What has no row is never seen.
  bool seenChanged(std::size_t place) const {
    const auto was = before.find(keyAt(place)), is = now.find(keyAt(place));
    if (is == now.end()) return was != before.end() && target.objects[place].kind == helm::ChangeKind::Removed;
    return was == before.end() || was->second != is->second;
  }

  std::size_t reached() const {
    for (std::size_t place = target.objects.size(); place > 0; --place)
      if (seenChanged(place - 1)) return place;
    return 0;
  }
};

const kube::Workload* workloadAt(const Facts& facts, const ObjectProgress& row, const std::string& ns) {
  const auto in = [&](const auto& rows) -> const kube::Workload* {
    for (const auto& [uid, workload] : rows)
      if (workload.name == row.name && workload.ns == ns) return &workload;
    return nullptr;
  };
  if (row.kind == "Deployment") return in(facts.deployments);
  return row.kind == "StatefulSet" ? in(facts.statefulSets) : nullptr;
}

void judgePods(ObjectProgress& row, const kube::Workload& workload, const Facts& facts) {
  const PartObjects objects = objectsOf(workload, row.kind, facts);
  row.desired = workload.desired;
  if (facts.podsForbidden)
    row.ready = workload.ready;
  else
    for (const auto* pod : objects.pods) row.ready += works(*pod);
  row.detail = std::to_string(row.ready) + " of " + std::to_string(row.desired) + " ready";
  const bool rolling = rollingOut(workload);
  if (!rolling && row.ready >= row.desired) {
    row.state = ProgressState::Ready;
    return;
  }
  row.state = ProgressState::RollingOut;
  const Trouble trouble = troubleOf(objects);
  const bool stuck = workload.tone == kube::Tone::Bad && workload.status == "Stuck";
  if (trouble.failing || stuck) {
    row.state = ProgressState::Failed;
    row.detail = trouble.reason;
    row.nextStep = trouble.nextStep;
  } else if (rolling && row.ready >= row.desired) {
    row.detail = std::to_string(workload.updated) + " of " + std::to_string(row.desired) + " updated";
  }
}

void judge(ObjectProgress& row, const Judge& rules, bool applied) {
  const auto& object = rules.target.objects[row.place];
  if (!applied) {
    if (rules.phase != Phase::Stopped) return;
    row.state = ProgressState::Failed;
    row.detail = "Helm stopped, and it was not seen to be applied";
    row.nextStep = "Look at the history of the release for what helm says";
    return;
  }
  row.state = ProgressState::Applied;
  if (row.change == helm::ChangeKind::Removed) return;
  const std::string& ns = object.ns.empty() ? rules.target.ns : object.ns;
  if (const auto* workload = workloadAt(rules.facts, row, ns)) judgePods(row, *workload, rules.facts);
}

}  // namespace

RolloutTarget rolloutTarget(const Installation& installation, const helm::ManifestDiff& diff) {
  RolloutTarget target;
  target.release = installation.name;
  target.ns = installation.ns;
  target.base = int(installation.revision);
  target.objects = diff.objects;
  return target;
}

RolloutStart rolloutStart(const Facts& facts) {
  RolloutStart start;
  note(start, facts.deployments);
  note(start, facts.statefulSets);
  note(start, facts.services);
  note(start, facts.ingresses);
  note(start, facts.claims);
  return start;
}

std::vector<ObjectProgress> rolloutProgress(const RolloutTarget& target, const RolloutStart& start,
                                            const Facts& facts) {
  const Judge rules{target, start, rolloutStart(facts), facts, phaseOf(target, facts)};
  const std::size_t reached = rules.phase == Phase::Before ? 0 : rules.reached();
  std::vector<ObjectProgress> rows;
  for (std::size_t place = 0; place < target.objects.size(); ++place) {
    ObjectProgress row;
    row.uid = rules.keyAt(place);
    row.place = place;
    row.kind = target.objects[place].objectKind;
    row.name = target.objects[place].name;
    row.change = target.objects[place].kind;
    judge(row, rules, place < reached || rules.phase == Phase::Done);
    rows.push_back(std::move(row));
  }
  return rows;
}

}  // namespace cleardeck::installation
