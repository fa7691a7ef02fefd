/// HOCON, the language of ClearML's configuration files, read into a JSON tree. Only read: nothing is written back as
/// HOCON. Source: the HOCON specification (lightbend/config HOCON.md), as far as files of a server need it.
#pragma once
#include "base/result.h"

#include <nlohmann/json.hpp>

#include <string_view>

namespace cleardeck {

/// Keys keep their order; a later value of a key replaces an earlier one, maps merge. JSON is read as JSON.
/// Errors: Invalid with the line, when it is no HOCON, or when its meaning depends on more than this text
/// (`include`, `${…}`).
Result<nlohmann::ordered_json> readHocon(std::string_view text);

}  // namespace cleardeck
