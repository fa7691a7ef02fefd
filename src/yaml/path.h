/// Where a value stands: "apiserver.extraEnvs[0].name".
#pragma once
#include "base/result.h"

#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace cleardeck::yaml {

using Step = std::variant<std::string, std::size_t>;  ///< a key of a map, or an index of a list
using Path = std::vector<Step>;

/// Reads the notation of `helm --set`: dots between keys, `[n]` for items, `\.` for a dot within a key. "" is the root.
Result<Path> parsePath(std::string_view text);
std::string toString(const Path& path);  ///< what parsePath reads back

bool startsWith(const Path& path, const Path& prefix);

}  // namespace cleardeck::yaml
