#include "installation/setup_apply.h"

#include "base/files.h"
#include "helm/overrides_file.h"
#include "installation/await_health.h"
#include "kube/calls.h"
#include "kube/namespace.h"

namespace cleardeck::installation {
namespace {

Task<Done> ensureNamespace(kube::Session session, std::string ns) {
  const yaml::Value object = {{"apiVersion", "v1"}, {"kind", "Namespace"}, {"metadata", {{"name", ns}}}};
  auto made = co_await kube::createObject(session, kube::Namespace::path, std::string(), yaml::toJson(object));
  if (made || made.error().kind == ErrorKind::Conflict) co_return Done();
  // Who may not make namespaces may have been given this one.
  auto there = co_await kube::getObject(session, kube::Namespace::path, std::string(), ns);
  if (there || there.error().kind == ErrorKind::Forbidden) co_return Done();
  co_return made.error();
}

Task<Done> putSecret(kube::Session session, std::string ns, std::string name, std::string object) {
  auto made = co_await kube::createObject(session, kube::secretPath, ns, object);
  if (made) co_return Done();
  if (made.error().kind != ErrorKind::Conflict) co_return made.error();
  auto patched = co_await kube::patchObject(session, kube::secretPath, ns, name, kube::Patch::Merge, object);
  if (!patched) co_return patched.error();
  co_return Done();
}

}  // namespace

Result<Done> writePlan(const SetupPlan& plan, const std::filesystem::path& folder, bool replace) {
  if (!folder.is_absolute())
    return Error(ErrorKind::Invalid, "\"" + folder.string() + "\" is not a full path")
        .withHint("Begin it with / or ~/");
  for (const PlannedFile& file : plan.files) {
    const auto there = files::read(folder / file.name);
    if (there && *there != file.text && !replace)
      return Error(ErrorKind::Conflict, (folder / file.name).string() + " is there with another content")
          .withHint("Choose another folder, or replace it");
  }
  for (const PlannedFile& file : plan.files)
    if (auto written = files::writeAtomically(folder / file.name, file.text, file.mode); !written)
      return written.error();
  return Done();
}

SetupNeeds needsNow(SetupNeeds needs, const std::string& usersSecret) {
  needs.hosts.clear();
  std::erase_if(needs.secrets, [&usersSecret](const auto& need) { return need.name == usersSecret || need.tls; });
  return needs;
}

helm::ChartRun installRun(std::string release, std::filesystem::path chart, std::string version, std::string values) {
  helm::ChartRun run;
  run.release = std::move(release);
  run.chart = std::move(chart);
  run.version = std::move(version);
  run.values = std::move(values);
  run.description = "Set up by ClearDeck";
  run.createNamespace = true;
  return run;
}

Task<Installation> installServer(helm::Program program, InstallJob job) {
  auto say = [tell = job.tell](const std::string& text) {
    if (tell) tell(text);
  };
  const auto session = job.hub.session();
  if (!job.secret.empty()) {
    auto made = co_await ensureNamespace(session, job.target.ns);
    if (!made) co_return made.error();
    auto put = co_await putSecret(session, job.target.ns, job.secretName, job.secret);
    if (!put) co_return put.error();
    say("The Secret " + job.secretName + " is there.");
  }
  say("Helm installs " + job.run.release + " into namespace " + job.target.ns + ".");
  auto revision = co_await helm::install(program, job.target, job.run);
  if (!revision) co_return revision.error();
  auto kept = helm::saveOverrides(helm::ReleaseKey(session.name(), job.target.ns, job.run.release), job.run.values);
  if (!kept) say("The values file was not kept for later changes: " + kept.error().message);
  HealthWait wait(job.hub, job.read, job.target.ns, job.run.release);
  wait.patience = job.patience;
  wait.tell = job.tell;
  auto waiting = awaitHealth(std::move(wait));
  auto installed = co_await std::move(waiting);
  co_return installed;
}

}  // namespace cleardeck::installation
