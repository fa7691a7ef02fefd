/// Live views of what ClearML's API only lets us ask for: each asks again in a rhythm and posts what changed. Each runs
/// until it is cancelled; it ends by itself only when asking again is in vain (Auth, Forbidden, NotFound). Other errors
/// are posted as Reconnecting and tried again with growing pauses.
#pragma once
#include "base/live.h"
#include "clearml/log.h"
#include "clearml/scalars.h"
#include "clearml/task_query.h"

namespace cleardeck::clearml {

/// How often. Tests use shorter ones.
struct Rhythm {
  std::chrono::milliseconds changes{5'000};  ///< look for what is newer
  std::chrono::milliseconds whole{60'000};   ///< list again, which is how a deletion is seen
  std::chrono::milliseconds retry{1'000};    ///< first pause after an error; doubles up to 30 times
};

/// Every project.
Task<Done> watchProjects(Session session, Rhythm rhythm, ChangesSink<Project> sink);

/// Every task that `query` asks for, whatever its `page`: newest first, page by page, so that a reader sees the first
/// 500 at once. At most `watchedTasks` are kept.
inline constexpr std::size_t watchedTasks = 50'000;
Task<Done> watchTasks(Session session, TaskQuery query, Rhythm rhythm, ChangesSink<TaskRow> sink);

template <class Item>
using Sink = std::function<void(std::vector<Item>)>;

/// One task: posted at first and whenever the server says that it changed. An error is posted, then tried again.
Task<Done> watchTask(Session session, std::string uid, Rhythm rhythm, Sink<Result<TaskDetail>> sink);
/// Its curves, likewise.
Task<Done> watchScalars(Session session, std::string uid, ScalarAxis axis, Rhythm rhythm,
                        Sink<Result<std::vector<Series>>> sink);
/// Its console: the newest `firstPages` pages oldest line first, then what comes. An error is posted likewise.
inline constexpr int firstPages = 10;
Task<Done> followLog(Session session, std::string uid, Rhythm rhythm, Sink<Result<LogPage>> sink);

}  // namespace cleardeck::clearml
