/// Reads HOCON, the language of ClearML's own configuration files; JSON is a part of it. Without `include` and
/// substitutions, which stay as they are written.
#pragma once
#include "base/result.h"

#include <nlohmann/json.hpp>

#include <string_view>

namespace cleardeck::tracking {

/// Errors: Invalid, with the line. Unquoted values are texts, except true, false, null and numbers.
Result<nlohmann::json> readHocon(std::string_view text);

}  // namespace cleardeck::tracking
