/// Queues: their entries, and what is noted about them over time. Internal.
#pragma once
#include "tracking/call.h"

namespace cleardeck::tracking {

/// Throws ApiError 400/701.
Json loadQueue(Call& call, const std::string& id);
/// The queue named by the call's `queue`; with its number of entries the charts go on.
void saveQueue(Call& call, Json& queue);
/// Appends; throws ApiError 400/706 when the task is in it.
void addEntry(Call& call, Json& queue, const std::string& task);
/// By name, made when it is missing (tasks.enqueue does that).
std::string queueByName(Call& call, const std::string& name);
Json newQueue(Call& call, const std::string& name);
/// Notes length and waiting time of a queue.
void noteQueue(Call& call, const Json& queue);

}  // namespace cleardeck::tracking
