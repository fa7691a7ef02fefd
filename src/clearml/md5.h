// ClearML keys metrics and fixed users by the MD5 of their names; internal to clearml.
#pragma once
#include <string>

namespace cleardeck::clearml {

std::string md5Hex(const std::string& text);

}  // namespace cleardeck::clearml
