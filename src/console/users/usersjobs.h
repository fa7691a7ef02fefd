/// What the Users page asks of the engine. Answers come on the GUI thread, unless the returned Handle is gone by then.
/// A test gives its own functions.
#pragma once
#include "console/bridge/users.h"
#include "console/workspace/pagemodel.h"

struct UsersJobs {
  template <class T>
  using Answer = std::function<void(cleardeck::Result<T>)>;
  using Handle = cleardeck::bridge::Handle;
  using Tasks = std::vector<cleardeck::clearml::TaskRow>;

  std::function<Handle(Answer<cleardeck::installation::UsersState>)> read;
  std::function<Handle(std::string company, std::vector<std::string> usernames,
                       Answer<cleardeck::installation::KeyCounts>)>
      count;
  std::function<Handle(cleardeck::bridge::UsersWish, std::function<void(cleardeck::bridge::UsersBatch)>)> change;

  std::function<Handle(Answer<cleardeck::installation::OpenedValues>)> openValues;
  std::function<Handle(cleardeck::helm::Program, cleardeck::helm::ChartRun, std::string deployedManifest,
                       Answer<cleardeck::helm::ManifestDiff>)>
      preview;
  std::function<Handle(cleardeck::helm::Program, cleardeck::helm::ChartRun, int base, Answer<int>)> apply;
  std::function<Handle(std::string apiUrl, cleardeck::clearml::Credentials, Answer<Tasks>)> running;
};

/// The real ones, on the context's cluster. `owner` must live while an answer is awaited.
UsersJobs realUsersJobs(const PageContext& context, QObject* owner);
