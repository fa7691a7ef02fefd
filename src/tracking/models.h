/// Models, shared by their files. Internal.
#pragma once
#include "tracking/call.h"

namespace cleardeck::tracking {

/// Deletes one with its events and file; throws ApiError 400/205 or 400/206 when it is in use, unless the call forces
/// it.
Json removeModel(Call& call, Json& model);

}  // namespace cleardeck::tracking
