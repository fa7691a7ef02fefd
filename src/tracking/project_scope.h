/// Which projects a call is about, and what they have. Internal.
#pragma once
#include "tracking/call.h"
#include "tracking/query.h"

namespace cleardeck::tracking {

/// "AND project IN …" for the call's `projects` (or `project`) with those below them; nothing when there are none.
SqlPart inProjects(Call& call, bool withChildren);
/// {tags, system_tags?} of these tables, as get_*_tags answer; the call's `filter` and `include_system` count.
Json tagsOf(Call& call, const std::vector<std::string>& tables, const SqlPart& part);
/// Projects in which these users made tasks or models, and all above them.
std::vector<std::string> activeProjects(Call& call, const std::vector<std::string>& users);

}  // namespace cleardeck::tracking
