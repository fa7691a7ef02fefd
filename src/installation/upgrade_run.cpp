// One step of a version upgrade is done and verified.
#include "helm/remembered_source.h"
#include "installation/await_health.h"
#include "installation/upgrade_change.h"

namespace cleardeck::installation {
namespace {

// The web server names its version without a login. Through the API server's proxy, so no forward is needed.
Task<std::string> answeringVersion(kube::Session session, Installation installation) {
  std::string target;
  for (const auto& address : installation.addresses)
    if (address.door == Door::Web && !address.service.empty())
      target = "/api/v1/namespaces/" + installation.ns + "/services/" + address.service + ":" + address.port +
               "/proxy/version.json";
  if (target.empty()) co_return Error(ErrorKind::NotFound, "there is no Service of the web server");
  auto body = co_await kube::getRaw(session, target);
  if (!body) co_return body.error();
  auto json = yaml::fromJson(*body);
  if (!json || !json->is_object() || !json->contains("version") || !(*json)["version"].is_string())
    co_return Error(ErrorKind::Protocol, "the web server's version.json names no version");
  co_return (*json)["version"].get<std::string>();
}

Makeup makeupOf(const helm::Release& release, Flavour flavour) {
  return installation::makeupOf(upgradeFacts().of(flavour), release.chart,
                                helm::coalesce(release.defaults, release.userValues));
}

Result<Done> mayRun(const StepProposal& proposal) {
  const auto open = proposal.overrides.conflicts();
  if (!open.empty()) {
    std::string paths;
    for (const auto& finding : open) paths += (paths.empty() ? "" : ", ") + finding.path;
    return Error(ErrorKind::Conflict, "your overrides conflict with the new defaults at " + paths)
        .withHint("Decide: keep yours (--keep PATH, --keep all) or take the new default (--drop PATH)");
  }
  if (proposal.diffProblem) return *proposal.diffProblem;
  return Done();
}

void keepForLater(const UpgradeTools& tools, const Installation& installation, const helm::ChartSource& source,
                  const std::string& text, std::vector<std::string>& notices) {
  const auto key = tools.values.key(installation);
  if (auto saved = helm::saveOverrides(key, text); !saved)
    notices.push_back("the overrides file was not kept: " + saved.error().message);
  if (source.kind == helm::ChartSource::Kind::Embedded) return;
  if (auto saved = helm::rememberSource(key, source); !saved)
    notices.push_back("where the chart came from was not kept: " + saved.error().message);
}

}  // namespace

Task<std::vector<std::string>> rollbackWarnings(ValuesTools tools, Installation installation, int revision) {
  auto rows = co_await revisionRows(tools.session, installation.ns, installation.name);
  if (!rows) co_return rows.error();
  auto now = co_await openRevision(tools, installation, static_cast<int>(rows->front().revision));
  if (!now) co_return now.error();
  auto then = co_await openRevision(tools, installation, revision);
  if (!then) co_return then.error();
  co_return noWayBack(upgradeFacts(), makeupOf(*now, installation.flavour), makeupOf(*then, installation.flavour));
}

std::string wayBack(const Installation& installation, int revision, const std::vector<std::string>& noWayBack) {
  const std::string command = "cleardeckctl rollback " + installation.name + " " + std::to_string(revision);
  if (noWayBack.empty()) return "Roll back: " + command;
  std::string reasons;
  for (const auto& reason : noWayBack) reasons += (reasons.empty() ? "" : "; ") + reason;
  return "Look at the pods first. A rollback (" + command + ") may make it worse: " + reasons;
}

Task<StepOutcome> runStep(UpgradeTools tools, Installation installation, helm::Program program,
                          helm::ChartSource source, StepProposal proposal, StepRun how) {
  auto say = [tell = how.tell](const std::string& text) {
    if (tell) tell(text);
  };
  if (auto may = mayRun(proposal); !may) co_return may.error();
  const std::string what = "upgrade " + installation.name + " to " + proposal.step.to;
  say("Helm upgrades " + installation.name + " from chart " + proposal.step.from + " to " + proposal.step.to +
      " and waits for its workloads.");
  auto revision = co_await helm::applyOver(program, tools.values.target(installation), proposal.run, proposal.base);
  if (!revision) {
    if (revision.error().kind == ErrorKind::Cancelled || revision.error().kind == ErrorKind::Conflict)
      co_return revision.error();
    co_return std::move(revision.error()).withHint(wayBack(installation, proposal.base, proposal.step.noWayBack));
  }
  StepOutcome outcome;
  outcome.revision = *revision;
  keepForLater(tools, installation, source, proposal.run.values, outcome.notices);
  HealthWait wait(tools.hub, tools.read, installation.ns, installation.name);
  wait.revision = static_cast<std::uint32_t>(*revision);
  wait.patience = how.patience;
  wait.tell = how.tell;
  auto after = co_await awaitHealth(std::move(wait));
  if (!after) co_return std::move(after.error()).during(what + ": revision " + std::to_string(*revision));
  outcome.after = std::move(*after);
  auto answers = co_await answeringVersion(tools.values.session, outcome.after);
  if (answers)
    outcome.answers = *answers;
  else
    outcome.notices.push_back("the version that answers was not verified: " + answers.error().message);
  co_return outcome;
}

}  // namespace cleardeck::installation
