/// What every change of a task does: its marks of change, its legal moves, its events. Internal.
#pragma once
#include "tracking/call.h"
#include "tracking/entity.h"

namespace cleardeck::tracking {

/// Throws ApiError 400/101 with "ids=(…)", as the single calls say it.
Json loadTask(Call& call, const std::string& id);
/// last_update, last_change, last_changed_by, and its project's last_update.
void markChanged(Call& call, Json& document);
/// Saves and answers {updated: 1, fields} with the fields named and the marks.
Json saveTask(Call& call, Json& task, Json fields);

/// Moves to `status`, if the table of legal moves or `force` allows it; throws ApiError 400/110. Sets the fields that
/// go with it and answers them.
Json moveTask(Call& call, Json& task, const std::string& status, bool force, const std::string& reason,
              const std::string& message);
/// Throws ApiError 400/110 unless the status is "created" or `force`.
void requireDraft(const Json& task, bool force);

/// Events, scalars and logs of an owner (a task's row number or minus a model's).
void deleteEvents(Database& database, std::int64_t owner);
/// Removes it from the queues; how many entries went.
int removeFromQueues(Call& call, const std::string& task);

/// The project with that name, made with its parents when missing.
std::string projectByName(Call& call, const std::string& name);
/// From `project` or `project_name`; throws 400/11 when neither is given.
std::string targetProject(Call& call);

}  // namespace cleardeck::tracking
