#include "installation/uninstall_plan.h"

#include "helm/json.h"
#include "installation/release_history.h"

#include <algorithm>

namespace cleardeck::installation {
namespace {

using yaml::Value;

bool isKept(const Value& object) {
  return helm::textAtPath(object, "metadata.annotations.helm\\.sh/resource-policy") == "keep";
}

// The claims that a StatefulSet makes are named TEMPLATE-NAME-ORDINAL.
bool isClaimOf(const Value& statefulSet, const std::string& claim) {
  const Value* templates = yaml::find(statefulSet, *yaml::parsePath("spec.volumeClaimTemplates"));
  if (!templates || !templates->is_array()) return false;
  for (const Value& one : *templates) {
    const std::string prefix =
        helm::textAtPath(one, "metadata.name") + "-" + helm::textAtPath(statefulSet, "metadata.name") + "-";
    const std::string ordinal = claim.rfind(prefix, 0) == 0 ? claim.substr(prefix.size()) : std::string();
    if (!ordinal.empty() && ordinal.find_first_not_of("0123456789") == std::string::npos) return true;
  }
  return false;
}

DoomedClaim doomed(const std::string& name, const std::vector<kube::PersistentVolumeClaim>& claims) {
  DoomedClaim claim;
  claim.name = name;
  for (const auto& row : claims)
    if (row.name == name) {
      claim.size = row.capacity.empty() ? row.requested : row.capacity;
      claim.volume = row.volume;
    }
  return claim;
}

Task<std::string> reclaimPolicy(kube::Session session, std::string volume) {
  auto body = co_await kube::getRaw(session, "/api/v1/persistentvolumes/" + volume);
  if (!body) co_return body.error();
  auto json = yaml::fromJson(*body);
  if (!json) co_return json.error();
  co_return helm::textAtPath(*json, "spec.persistentVolumeReclaimPolicy");
}

}  // namespace

Result<UninstallPlan> planUninstall(const helm::Release& release,
                                    const std::vector<kube::PersistentVolumeClaim>& claims) {
  auto objects = yaml::parseAll(release.manifest);
  if (!objects) return std::move(objects.error()).during("the manifest of " + release.name);
  UninstallPlan plan;
  for (const Value& object : *objects) {
    const std::string kind = helm::textAtPath(object, "kind"), name = helm::textAtPath(object, "metadata.name");
    const std::string title = kind + " " + name;
    if (isKept(object)) {
      plan.kept.push_back(title);
      continue;
    }
    plan.dies.push_back(title);
    if (kind == "PersistentVolumeClaim") plan.dataDies.push_back(doomed(name, claims));
    if (kind == "CronJob" && name.find("backup") != std::string::npos)
      plan.backup = "kubectl create job -n " + release.ns + " --from=cronjob/" + name + " " + name + "-last";
    if (kind != "StatefulSet") continue;
    for (const auto& claim : claims)
      if (claim.ns == release.ns && isClaimOf(object, claim.name)) plan.claims.push_back(claim.name);
  }
  std::sort(plan.claims.begin(), plan.claims.end());
  return plan;
}

Task<UninstallPlan> openUninstall(ValuesTools tools, Installation installation) {
  auto rows = co_await revisionRows(tools.session, installation.ns, installation.name);
  if (!rows) co_return rows.error();
  auto release = co_await helm::openRelease(tools.session, installation.ns, rows->front().name, tools.workers);
  if (!release) co_return release.error();
  kube::Scope scope(installation.ns);
  auto claims = co_await kube::list<kube::PersistentVolumeClaim>(tools.session, scope);
  if (!claims) co_return std::move(claims.error()).during("what an uninstall would destroy cannot be told");
  auto plan = planUninstall(*release, *claims);
  if (!plan) co_return plan.error();
  plan->revision = static_cast<int>(rows->front().revision);
  for (auto& claim : plan->dataDies) {
    if (claim.volume.empty()) continue;
    auto policy = co_await reclaimPolicy(tools.session, claim.volume);
    if (policy) claim.reclaimPolicy = *policy;  // who may not read volumes is told so
  }
  co_return plan;
}

Task<Done> uninstall(ValuesTools tools, Installation installation, int newest) {
  if (newest > 0) {
    auto still = co_await stillNewest(tools, installation, newest);
    if (!still) co_return still.error();
  }
  auto program = co_await helm::findProgram();
  if (!program) co_return program.error();
  auto done = co_await helm::uninstall(*program, tools.target(installation), installation.name, false);
  co_return done;
}

}  // namespace cleardeck::installation
