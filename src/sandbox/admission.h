/// What the API server does to an object before it stores it: defaults, and the refusals that chart users meet.
#pragma once
#include "base/result.h"
#include "sandbox/kinds.h"

namespace cleardeck::sandbox {

/// Defaults of the kinds charts use; `old` is the stored object of an update, null of a create.
void applyDefaults(const Kind& kind, Json& object, const Json& old);
/// Errors: 422 Invalid as the API server words it: names, immutable fields.
Result<Done> validate(const Kind& kind, const Json& object, const Json& old);

}  // namespace cleardeck::sandbox
