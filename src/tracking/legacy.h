/// What older API versions call differently: parameters and configuration inside `execution` (below 2.9), the models of
/// a task (up to 2.13), system tags among the tags (below 2.3). Internal.
#pragma once
#include "tracking/call.h"

namespace cleardeck::tracking {

/// Brings the arguments of a call to today's form.
void readLegacy(Call& call);
/// Adds to an answer what the call's version expects.
void addLegacy(const Call& call, Json& data);

}  // namespace cleardeck::tracking
