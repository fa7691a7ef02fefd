/// An HTTP request as a Call: path, query, form, JSON, JSON lines. Internal.
#pragma once
#include "net/server.h"
#include "tracking/call.h"

namespace cleardeck::tracking {

/// Name and version from "/v2.23/tasks.get_by_id?…"; an empty name when the path is none of ours.
void readTarget(std::string_view target, Call& call);
/// Headers and body into the call. Throws ApiError 400 for a body that is not JSON.
void readBody(const net::ServerRequest& request, Call& call);

}  // namespace cleardeck::tracking
