/// resources/sandbox/release.json, built into the program. Internal.
#pragma once
#include <string_view>

namespace cleardeck::sandbox {

std::string_view releaseJson();

}  // namespace cleardeck::sandbox
