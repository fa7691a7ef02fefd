#include "console/users/usersjobs.h"

#include "console/workspace/place.h"

using namespace cleardeck;

UsersJobs realUsersJobs(const PageContext& context, QObject* owner) {
  Runtime& runtime = context.runtime;
  const auto place = [context] { return placeOf(context); };
  UsersJobs jobs;
  jobs.read = [&runtime, owner, place](auto answer) {
    return bridge::run(runtime, bridge::readUsers(place()), owner, std::move(answer));
  };
  jobs.count = [&runtime, owner, place](std::string company, std::vector<std::string> usernames, auto answer) {
    auto task = bridge::countKeys(place(), std::move(company), std::move(usernames));
    return bridge::run(runtime, std::move(task), owner, std::move(answer));
  };
  jobs.change = [place](bridge::UsersWish wish, auto apply) {
    return bridge::changeUsers(place(), std::move(wish), std::move(apply));
  };
  jobs.openValues = [&runtime, owner, place](auto answer) {
    return bridge::run(runtime, bridge::openValues(place()), owner, std::move(answer));
  };
  jobs.preview = [&runtime, owner, place](helm::Program program, helm::ChartRun run, std::string manifest,
                                          auto answer) {
    auto task = bridge::previewValues(place(), std::move(program), std::move(run), std::move(manifest));
    return bridge::run(runtime, std::move(task), owner, std::move(answer));
  };
  jobs.apply = [&runtime, owner, place](helm::Program program, helm::ChartRun run, int base, auto answer) {
    auto task = bridge::applyValues(place(), std::move(program), std::move(run), base);
    return bridge::run(runtime, std::move(task), owner, std::move(answer));
  };
  jobs.running = [&runtime, owner](std::string apiUrl, clearml::Credentials credentials, auto answer) {
    auto task = bridge::runningTasks(std::move(apiUrl), std::move(credentials), runtime.workers());
    return bridge::run(runtime, std::move(task), owner, std::move(answer));
  };
  return jobs;
}
