#include "base/text.h"
#include "installation/fixed_users.h"
#include "installation/users.h"
#include "kube/calls.h"
#include "net/runtime.h"

namespace cleardeck::installation {
namespace {

using namespace std::chrono_literals;

constexpr const char* usersKey = "apiserver.conf";

void say(const UsersOrder& order, const std::string& sentence) {
  if (order.tell) order.tell(sentence);
}

// "Deployment/clearml-apiserver" as its name.
Result<std::string> deploymentOf(const Installation& installation) {
  const auto& workload = installation.part(Part::Apiserver).workload;
  constexpr std::string_view kind = "Deployment/";
  if (workload.rfind(kind, 0) == 0) return workload.substr(kind.size());
  return Error(ErrorKind::NotFound, "no Deployment of the API server was found in namespace " + installation.ns)
      .withHint("Nobody would read the change; look at Workloads");
}

// What the Secret holds now, if it is still the one that was seen.
Task<std::string> seenText(UsersOrder order, UsersState seen) {
  auto object =
      co_await kube::getObject(order.tools.session, kube::secretPath, order.installation.ns, seen.home.object);
  if (!object) co_return object.error();
  const auto json = nlohmann::json::parse(*object, nullptr, false);
  const auto* version = yaml::find(json, {"metadata", "resourceVersion"});
  if (!version || *version != seen.resourceVersion)
    co_return Error(ErrorKind::Conflict, "somebody has changed the Secret " + seen.home.object + " since it was read")
        .withHint("Nothing was changed. Look at the users again, then decide");
  const auto* data = yaml::find(json, {"data", usersKey});
  co_return text::fromBase64(data && data->is_string() ? data->get<std::string>() : std::string());
}

// The API server itself refuses to replace another version.
Task<Done> writeText(UsersOrder order, UsersState seen, std::string text) {
  const yaml::Value patch = {{"metadata", {{"resourceVersion", seen.resourceVersion}}},
                             {"data", {{usersKey, text::toBase64(text)}}}};
  const auto body = yaml::toJson(patch);
  auto written = co_await kube::patchObject(order.tools.session, kube::secretPath, order.installation.ns,
                                            seen.home.object, kube::Patch::Merge, body);
  if (written) co_return Done();
  if (written.error().kind != ErrorKind::Conflict) co_return written.error();
  co_return std::move(written.error())
      .during("somebody has changed the Secret " + seen.home.object + " meanwhile")
      .withHint("Nothing was changed. Look at the users again, then decide");
}

Task<Done> restartAndWait(UsersOrder order, std::string deployment) {
  say(order, "Restarting Deployment/" + deployment);
  auto restarted = co_await restartDeployment(order.tools.session, order.installation.ns, deployment);
  if (!restarted) co_return restarted.error();
  co_return co_await awaitRollout(order.tools.session, order.installation.ns, deployment, order.patience, order.tell);
}

Error afterWriting(Error error, const std::string& secret) {
  if (error.kind == ErrorKind::Cancelled) return error;
  return std::move(error).during("the Secret " + secret + " is written, but the API server has not read it");
}

// Where a chart is told of the Secret.
const char* secretValueOf(Flavour flavour) {
  return flavour == Flavour::ClearDeck ? "fixedUsers.existingSecret" : "apiserver.existingAdditionalConfigsSecret";
}

struct SwitchOn {
  OpenedValues values;
  helm::ChartRun run;
};

// Everything that can be known before something is made.
Task<SwitchOn> prepareSwitch(UsersOrder order) {
  auto opened = co_await openValues(order.tools, order.installation, std::string());
  if (!opened) co_return opened.error();
  if (opened->whyNotApply) co_return *opened->whyNotApply;
  auto& session = *opened->session;
  for (const char* taken : {"apiserver.additionalConfigs", "apiserver.existingAdditionalConfigsConfigMap"}) {
    const auto value = session.valueAt(*yaml::parsePath(taken));
    if (order.installation.flavour == Flavour::ClearDeck || value.is_null() || value.empty() || value == "") continue;
    co_return Error(ErrorKind::Conflict, std::string("the files at ") + taken + " would no longer be read")
        .withHint("Put auth.fixed_users into them, or move them to a Secret first");
  }
  for (const auto& [path, value] : switchOnValues(order.installation)) {
    auto edited = session.set(*yaml::parsePath(path), value == "true" ? yaml::Value(true) : yaml::Value(value));
    if (!edited) co_return std::move(edited.error()).during(path);
  }
  auto run = session.plan();
  if (!run) co_return run.error();
  co_return SwitchOn{std::move(*opened), std::move(*run)};
}

Task<Done> makeSecret(UsersOrder order, FixedUser first) {
  const auto& row = order.installation;
  const auto object = fixedUsersSecret(row.name, row.ns, std::vector<FixedUser>(1, first));
  auto made = co_await kube::createObject(order.tools.session, kube::secretPath, row.ns, object);
  if (made) co_return Done();
  if (made.error().kind != ErrorKind::Conflict) co_return made.error();
  co_return Error(ErrorKind::Conflict, "there is a Secret " + fixedUsersSecretName(row.name) + " already")
      .withHint("Use it as it is by a change of values (" + std::string(secretValueOf(row.flavour)) +
                "), or delete it");
}

}  // namespace

std::vector<std::pair<std::string, std::string>> switchOnValues(const Installation& installation) {
  std::vector<std::pair<std::string, std::string>> values;
  if (installation.flavour == Flavour::ClearDeck) values.emplace_back("fixedUsers.enabled", "true");
  values.emplace_back(secretValueOf(installation.flavour), fixedUsersSecretName(installation.name));
  return values;
}

Task<UsersState> changeUsers(UsersOrder order, UsersState seen, UserChange change) {
  if (seen.whyReadOnly) co_return *seen.whyReadOnly;
  auto deployment = deploymentOf(order.installation);
  if (!deployment) co_return deployment.error();
  auto text = co_await seenText(order, seen);
  if (!text) co_return text.error();
  auto changing = [text = *text, change, rewrite = order.mayRewrite] {
    return changedUsersFile(text, change, rewrite);
  };
  auto changed = co_await onWorkers(order.tools.workers, std::move(changing));
  if (!changed) co_return changed.error();
  auto written = co_await writeText(order, seen, *changed);
  if (!written) co_return written.error();
  say(order, "The Secret " + seen.home.object + " is written");
  auto restarted = co_await restartAndWait(order, *deployment);
  if (!restarted) co_return afterWriting(restarted.error(), seen.home.object);
  co_return co_await readUsers(order.tools, order.installation);
}

Task<UsersState> switchUsersOn(UsersOrder order, FixedUser first) {
  auto good = judgeLogin(first.username);
  if (good) good = judgeDisplayName(first.name);
  if (!good) co_return good.error();
  auto deployment = deploymentOf(order.installation);
  if (!deployment) co_return deployment.error();
  auto prepared = co_await prepareSwitch(order);
  if (!prepared) co_return prepared.error();
  auto made = co_await makeSecret(order, first);
  if (!made) co_return made.error();
  const auto secret = fixedUsersSecretName(order.installation.name);
  say(order, "The Secret " + secret + " is made");
  const int base = prepared->values.session->release().revision;
  prepared->run.description = "";
  auto revision = co_await applyValues(order.tools, order.installation, prepared->values.program, prepared->run, base);
  if (!revision) {
    const kube::DeleteOptions options;
    auto gone =
        co_await kube::deleteObject(order.tools.session, kube::secretPath, order.installation.ns, secret, options);
    if (!gone) co_return std::move(revision.error()).during("the Secret " + secret + " was left behind");
    co_return revision.error();
  }
  say(order, "Revision " + std::to_string(*revision) + " is deployed");
  auto ready =
      co_await awaitRollout(order.tools.session, order.installation.ns, *deployment, order.patience, order.tell);
  if (!ready) co_return afterWriting(ready.error(), secret);
  co_return co_await readUsers(order.tools, order.installation);
}

Task<Done> restartDeployment(kube::Session session, std::string ns, std::string name) {
  const auto now = time::toRfc3339(std::chrono::system_clock::now());
  const yaml::Value annotations = {{"kubectl.kubernetes.io/restartedAt", now}};
  const yaml::Value patch = {{"spec", {{"template", {{"metadata", {{"annotations", annotations}}}}}}}};
  const auto body = yaml::toJson(patch);
  auto patched = co_await kube::patchObject(session, kube::Deployment::path, ns, name, kube::Patch::Strategic, body);
  if (!patched) co_return patched.error();
  co_return Done();
}

Task<Done> awaitRollout(kube::Session session, std::string ns, std::string name, std::chrono::milliseconds patience,
                        std::function<void(std::string)> tell) {
  const auto deadline = Clock::now() + patience;
  std::string told;
  for (;;) {
    auto row = co_await kube::get<kube::Deployment>(session, ns, name);
    if (!row) co_return row.error();
    const bool all = row->updated == row->desired && row->available == row->desired && row->current == row->desired;
    if (row->observed && all) co_return Done();
    const auto* progress = kube::find(row->conditions, "Progressing");
    if (row->observed && progress && progress->status == "False")
      co_return Error(ErrorKind::Timeout, "Deployment/" + name + " does not get on: " + progress->message)
          .withHint("Look at its pods; the old ones may still answer");
    const int ready = std::min(row->updated, row->available);
    auto words = std::to_string(row->observed ? ready : 0) + " of " + std::to_string(row->desired) + " new pods ready";
    if (tell && words != told) tell(words);
    told = std::move(words);
    if (Clock::now() > deadline)
      co_return Error(ErrorKind::Timeout, "Deployment/" + name + ": " + told)
          .withHint("Look at its pods; it may only need more time");
    co_await sleepFor(300ms);
  }
}

}  // namespace cleardeck::installation
