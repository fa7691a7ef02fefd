/// A values upgrade from preview to apply: the same text, the same chart, the same base revision, or nothing.
#pragma once
#include "helm/commands.h"
#include "helm/diff.h"

namespace cleardeck::helm {

/// What the run would change in the cluster. `onServer`: checked by the cluster; else rendered here, which is quicker
/// and knows neither `lookup` nor the cluster's own defaults.
Task<ManifestDiff> preview(Program program, Target target, ChartRun run, std::string deployedManifest, bool onServer,
                           asio::any_io_executor workers);

/// Upgrades only while revision `base` is still the newest; the new revision. Errors: Conflict, when somebody else has
/// changed the release since or an operation is under way.
Task<int> applyOver(Program program, Target target, ChartRun run, int base);

}  // namespace cleardeck::helm
