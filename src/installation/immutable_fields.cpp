#include "installation/immutable_fields.h"

#include "base/text.h"
#include "helm/values_check.h"

#include <algorithm>

namespace cleardeck::installation {
namespace {

// "spec.selector" covers "spec.selector.matchLabels.app" and "spec.selector[0]", not "spec.selectors".
bool fieldUnder(const std::string& path, std::string_view root) {
  if (!path.starts_with(root)) return false;
  return path.size() == root.size() || path[root.size()] == '.' || path[root.size()] == '[';
}

bool underAny(const std::string& path, std::initializer_list<std::string_view> roots) {
  return std::any_of(roots.begin(), roots.end(), [&](auto root) { return fieldUnder(path, root); });
}

struct ImmutableRule {
  std::string_view kind;
  bool (*forbids)(const helm::FieldChange& change);
  std::string_view remedy;  // %1 is the object's name, %2 the namespace
};

bool statefulSetForbids(const helm::FieldChange& change) {
  return change.path.starts_with("spec.") &&
         !underAny(change.path,
                   {"spec.replicas", "spec.ordinals", "spec.template", "spec.updateStrategy",
                    "spec.revisionHistoryLimit", "spec.persistentVolumeClaimRetentionPolicy", "spec.minReadySeconds"});
}

bool selectorForbids(const helm::FieldChange& change) { return fieldUnder(change.path, "spec.selector"); }

bool jobForbids(const helm::FieldChange& change) {
  return underAny(change.path,
                  {"spec.selector", "spec.template", "spec.completionMode", "spec.completions", "spec.podFailurePolicy",
                   "spec.backoffLimitPerIndex", "spec.managedBy", "spec.successPolicy"});
}

// The server chooses an address that the manifest leaves out, and keeps it when the manifest says nothing again.
bool serviceForbids(const helm::FieldChange& change) {
  return underAny(change.path, {"spec.clusterIP", "spec.clusterIPs"}) && !change.after.empty();
}

double storageOf(const std::string& json) {
  const auto value = yaml::fromJson(json);
  if (!value) return 0;
  return helm::parseQuantity(value->is_string() ? value->get<std::string>() : yaml::toJson(*value)).value_or(0);
}

bool claimForbids(const helm::FieldChange& change) {
  if (change.path == "spec.resources.requests.storage") return storageOf(change.after) < storageOf(change.before);
  return change.path.starts_with("spec.") &&
         !underAny(change.path, {"spec.resources", "spec.volumeAttributesClassName"});
}

bool classForbids(const helm::FieldChange& change) {
  return underAny(change.path, {"provisioner", "parameters", "reclaimPolicy", "volumeBindingMode"});
}

bool roleRefForbids(const helm::FieldChange& change) { return fieldUnder(change.path, "roleRef"); }
bool valueForbids(const helm::FieldChange& change) { return fieldUnder(change.path, "value"); }
bool scopeForbids(const helm::FieldChange& change) { return fieldUnder(change.path, "spec.scopes"); }
bool controllerForbids(const helm::FieldChange& change) { return fieldUnder(change.path, "spec.controller"); }

constexpr const char* deleteFirst = "Take the change back, or delete %1 first; the next apply makes it anew";

const ImmutableRule immutableRules[] = {
    {"StatefulSet", statefulSetForbids,
     "Take the change back, or run kubectl delete statefulset %1 -n %2 --cascade=orphan first: its pods and claims "
     "stay, "
     "and the next apply makes it anew. Claims that exist grow by themselves only when they are edited"},
    {"Deployment", selectorForbids, deleteFirst},
    {"DaemonSet", selectorForbids, deleteFirst},
    {"ReplicaSet", selectorForbids, deleteFirst},
    {"Job", jobForbids, "Take the change back, or delete the finished Job %1 first; the next apply makes it anew"},
    {"Service", serviceForbids, deleteFirst},
    {"PersistentVolumeClaim", claimForbids,
     "Take the change back: a claim grows, and nothing else. To move the data, make another claim and copy it"},
    {"StorageClass", classForbids, deleteFirst},
    {"RoleBinding", roleRefForbids, deleteFirst},
    {"ClusterRoleBinding", roleRefForbids, deleteFirst},
    {"PriorityClass", valueForbids, deleteFirst},
    {"ResourceQuota", scopeForbids, deleteFirst},
    {"IngressClass", controllerForbids, deleteFirst},
};

// A Secret or ConfigMap that says of itself that it never changes.
bool isSealed(const helm::ManifestDiff& diff, const helm::ObjectChange& object) {
  if (object.objectKind != "Secret" && object.objectKind != "ConfigMap") return false;
  const auto documents = yaml::parseAll(diff.manifest);
  if (!documents) return false;  // the diff could not have been made of it
  return std::any_of(documents->begin(), documents->end(), [&](const yaml::Value& one) {
    const yaml::Value* name = yaml::find(one, {std::string("metadata"), std::string("name")});
    return one.is_object() && one.value("kind", "") == object.objectKind && name && *name == object.name &&
           one.contains("immutable") && one["immutable"] == true;
  });
}

std::string remedyFor(std::string_view remedy, const helm::ObjectChange& object) {
  const std::string named = text::replaceAll(std::string(remedy), "%1", object.name);
  return text::replaceAll(named, "%2", object.ns);
}

}  // namespace

std::vector<ImmutableChange> immutableChanges(const helm::ManifestDiff& diff) {
  std::vector<ImmutableChange> found;
  for (const helm::ObjectChange& object : diff.objects) {
    if (object.kind != helm::ChangeKind::Changed) continue;
    const auto rule = std::find_if(std::begin(immutableRules), std::end(immutableRules),
                                   [&](const ImmutableRule& one) { return one.kind == object.objectKind; });
    const bool sealed = isSealed(diff, object);
    for (const helm::FieldChange& change : object.fields) {
      const bool data = sealed && underAny(change.path, {"data", "stringData", "binaryData", "immutable"});
      const bool ruled = rule != std::end(immutableRules) && rule->forbids(change);
      if (data || ruled)
        found.push_back({object.title(), change.path, change.before, change.after,
                         remedyFor(ruled ? rule->remedy : std::string_view(deleteFirst), object)});
    }
  }
  return found;
}

}  // namespace cleardeck::installation
