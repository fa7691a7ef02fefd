/// The *_many calls: each id on its own, HTTP 200 with what failed. Internal.
#pragma once
#include "tracking/call.h"

#include <functional>

namespace cleardeck::tracking {

/// `one` returns what is said about an id that worked; it throws ApiError for one that did not, and what it had written
/// is undone.
Json forEachId(Call& call, const std::function<Json(const std::string& id)>& one);

}  // namespace cleardeck::tracking
