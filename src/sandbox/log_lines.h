/// The lines a simulated container writes: line `index` of a component is always the same text. Internal.
#pragma once
#include <cstdint>
#include <string>

namespace cleardeck::sandbox {

std::string logLine(const std::string& component, std::uint64_t index);

}  // namespace cleardeck::sandbox
