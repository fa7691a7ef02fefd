/// Where the chart of a release came from, kept beside its overrides: after a version upgrade from a repository or a
/// file, a change of values needs exactly that chart again. No login is kept.
#pragma once
#include "helm/chart_source.h"
#include "helm/overrides_file.h"

#include <optional>

namespace cleardeck::helm {

/// Nothing when none is kept. Blocking, small.
std::optional<ChartSource> rememberedSource(const ReleaseKey& key, const std::string& chart);
/// Call it after an upgrade has succeeded.
Result<Done> rememberSource(const ReleaseKey& key, const ChartSource& source);

}  // namespace cleardeck::helm
