/// What every change of a task does: its marks of change, its legal moves, its events. Internal.
#pragma once
#include "tracking/call.h"
#include "tracking/entity.h"

namespace cleardeck::tracking {

/// Throws ApiError 400/101 with "ids=(…)", as the single calls say it.
Json loadTask(Call& call, const std::string& id);
/// Throws ApiError 403/21 for a public document.
void requireWritable(const Json& document);
/// last_update, last_change, last_changed_by, and its project's last_update.
void markChanged(Call& call, Json& document);
/// Saves and answers {updated: 1, fields} with the fields named and the marks. What only names a task (name, tags,
/// comment, project) does not move its last_update.
Json saveTask(Call& call, Json& task, Json fields);

/// Moves to `status`, if the table of legal moves or `force` allows it; throws ApiError 400/110. Sets the fields that
/// go with it and answers them.
Json moveTask(Call& call, Json& task, const std::string& status, bool force, const std::string& reason,
              const std::string& message);
bool isLegalMove(const std::string& from, const std::string& to);
/// Throws ApiError 400/110 unless the status is "created" or `force`.
void requireDraft(const Json& task, bool force);

/// tasks.delete of one task with all that goes with it; `force`, `delete_output_models`, … are the call's.
Json deleteTask(Call& call, Json& task);
/// The steps of a pipeline's controller, when the call wants them with it (`include_pipeline_steps`).
std::vector<Json> pipelineSteps(Call& call, const Json& task);
/// tasks.clone of one task: the new document, saved. `overrides` are the call's new_task_* fields.
Json cloneTask(Call& call, const Json& original, const Json& overrides);
/// tasks.enqueue of one task. Throws ApiError 400/110, 400/706.
Json enqueueTask(Call& call, Json& task);
Json publishTask(Call& call, Json& task, bool force, bool withModels);
/// model.publish of one model; its task too when the call says so.
Json publishModel(Call& call, Json& model);

/// Events, scalars and logs of an owner (a task's row number or minus a model's).
void deleteEvents(Database& database, std::int64_t owner);
/// Removes it from the queues; how many entries went.
int removeFromQueues(Call& call, const std::string& task, const std::string& except = std::string());

/// An empty task of the caller, not saved.
Json newTask(Call& call);

/// The project with that name, made with its parents when missing.
std::string projectByName(Call& call, const std::string& name);
/// From `project` or `project_name`; throws 400/11 when neither is given.
std::string targetProject(Call& call);

}  // namespace cleardeck::tracking
