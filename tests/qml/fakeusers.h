/// An installation with fixed users and running experiments, and jobs that answer as the engine would.
#pragma once
#include "console/users/usersmodel.h"
#include "console/workspace/workspace.h"
#include "qml/fixtures.h"

#include <QTimer>

namespace fixtures {

inline const char* watchdogDefaults = "watchdog: {enabled: true, thresholdSec: 7200, watchIntervalSec: 900}\n";

inline installation::UsersState usersAre(installation::UsersPlace place, std::vector<std::string> logins) {
  installation::UsersState state;
  state.home.place = place;
  state.home.object = "alpha-fixed-users";
  state.home.valuesPath = "fixedUsers.users";
  state.file.present = state.file.enabled = state.file.hashed = true;
  for (const auto& login : logins) {
    installation::FixedUser user;
    user.username = login;
    user.name = "Name of " + login;
    state.file.users.push_back(user);
  }
  state.workload = "Deployment/alpha-apiserver";
  state.pods = 2;
  if (place != installation::UsersPlace::Secret)
    state.whyReadOnly = Error(ErrorKind::Conflict, "the users are elsewhere").withHint("Change them there");
  return state;
}

inline clearml::TaskRow silentTask(const std::string& name, int minutes) {
  clearml::TaskRow task;
  task.uid = task.name = name;
  task.projectName = "vision";
  task.user = "jane";
  task.status = clearml::TaskStatus::InProgress;
  task.lastUpdate = std::chrono::system_clock::now() - std::chrono::minutes(minutes);
  return task;
}

// Jobs that answer from the event loop as the engine would.
class FakeUsers : public QObject {
 public:
  FakeUsers() : workspace(runtime, installation::ReadSummary()) {
    workspace.apply("kind", fixtures::fleet());
    info = workspace.info(QStringLiteral("kind/clearml/alpha"));
  }
  PageContext context() { return PageContext{runtime, workspace, *workspace.notices(), info, nullptr}; }
  UsersJobs jobs() {
    UsersJobs jobs;
    jobs.read = [this](auto answer) {
      return later([this, answer] {
        answer(readError ? Result<installation::UsersState>(*readError) : Result<installation::UsersState>(state));
      });
    };
    jobs.count = [this](std::string, std::vector<std::string>, auto answer) {
      return later([this, answer] { answer(counts); });
    };
    jobs.change = [this](bridge::UsersWish wish, auto apply) {
      return later([this, wish, apply] { change(wish, apply); });
    };
    jobs.openValues = [this](auto answer) { return later([this, answer] { answer(values()); }); };
    jobs.preview = [this](auto, helm::ChartRun run, auto, auto answer) {
      return later([this, run, answer] {
        planned = run.values;
        helm::ManifestDiff diff;
        helm::ObjectChange object;
        object.objectKind = "Secret";
        object.name = "alpha-generated-config";
        diff.objects.push_back(object);
        diff.restarts = {"Deployment alpha-apiserver"};
        answer(diff);
      });
    };
    jobs.apply = [this](auto, helm::ChartRun run, int base, auto answer) {
      return later([this, run, base, answer] {
        applied = run.values;
        answer(applyError ? Result<int>(*applyError) : Result<int>(base + 1));
      });
    };
    jobs.running = [this](std::string, auto, auto answer) { return later([this, answer] { answer(tasks); }); };
    return jobs;
  }

  Runtime runtime;
  Workspace workspace;
  InstallationInfo* info = nullptr;
  installation::UsersState state = usersAre(installation::UsersPlace::Secret, {"jane", "john"});
  installation::KeyCounts counts;
  std::optional<Error> readError, changeError, applyError;
  installation::LoginProof proof = installation::LoginProof(installation::LoginProof::Accepted);
  UsersJobs::Tasks tasks;
  std::vector<bridge::UsersWish> wishes;
  std::string planned, applied;

 private:
  template <class Function>
  bridge::Handle later(Function function) {
    auto alive = std::make_shared<bool>(true);
    QTimer::singleShot(0, this, [alive, function] {
      if (*alive) function();
    });
    return bridge::Handle([alive] { *alive = false; });
  }
  void change(const bridge::UsersWish& wish, const std::function<void(bridge::UsersBatch)>& apply) {
    wishes.push_back(wish);
    bridge::UsersBatch batch;
    if (changeError) {
      batch.ended = Result<Done>(*changeError);
      return apply(std::move(batch));
    }
    auto& users = state.file.users;
    if (wish.change.kind == installation::UserChange::Remove)
      std::erase_if(users, [&](const auto& user) { return user.username == wish.change.username; });
    if (wish.change.kind == installation::UserChange::Add)
      state = usersAre(installation::UsersPlace::Secret, {"jane", "john", wish.change.username});
    bridge::UsersOutcome outcome;
    outcome.state = state;
    outcome.proof = proof;
    batch.items = {bridge::UsersPiece(std::string("Restarting")), bridge::UsersPiece(outcome)};
    batch.ended = Result<Done>(Done());
    apply(std::move(batch));
  }
  Result<installation::OpenedValues> values() {
    helm::ValuesBase base;
    auto chart = std::make_shared<helm::Chart>();
    chart->meta.name = "clearml";
    chart->meta.version = "0.2.0";
    chart->values = *yaml::parse(watchdogDefaults);
    base.chart = chart;
    base.release.chart = chart->meta;
    base.release.revision = 3;
    base.release.status = helm::ReleaseStatus::Deployed;
    base.release.defaults = chart->values;
    base.release.userValues = yaml::Value::object();
    auto session = helm::ValuesSession::create(std::move(base));
    if (!session) return session.error();
    installation::OpenedValues opened;
    opened.session = std::make_shared<helm::ValuesSession>(std::move(*session));
    return opened;
  }
};

}  // namespace fixtures
