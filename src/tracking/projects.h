/// The tree of projects. Internal.
#pragma once
#include "tracking/call.h"

namespace cleardeck::tracking {

/// Throws ApiError 400/401.
Json loadProject(Call& call, const std::string& id);
/// The name with clean slashes. Throws ApiError 400/12 when its last part is too short, 400/409 when it is too deep.
std::string requireProjectName(std::string name);
/// Saves the project with a new full name, and the names of all below it.
void renameProject(Call& call, Json& project, const std::string& name);

/// Projects that have children of the call's `children_type` or of its `active_users`, with all above them.
std::vector<std::string> projectsWithChildren(Call& call);
/// Adds what get_all_ex was asked to count: stats, sub_projects, own_tasks, dataset_stats.
void addProjectFigures(Call& call, Json& list, const std::vector<std::string>& selected);

}  // namespace cleardeck::tracking
