/// How much was computed. Internal.
#pragma once
#include "tracking/call.h"

namespace cleardeck::tracking {

/// organization.get_project_usages.
Json projectUsages(Call& call);

}  // namespace cleardeck::tracking
