/// Reading events of several tasks, shared by events.* and reports.get_task_data. Internal.
#pragma once
#include "tracking/call.h"

namespace cleardeck::tracking {

/// Those of the call's `tasks`, with its `metrics`, `iters`, `samples`, `key`.
Json multiTaskPlots(Call& call);
Json multiTaskCurves(Call& call);
Json singleValues(Call& call);
/// [{task, iterations}] of the newest `iters` iterations.
Json debugImagesOf(Call& call, const Json& ids);

}  // namespace cleardeck::tracking
