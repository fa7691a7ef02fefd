/// gzip and zlib of whole texts.
#pragma once
#include <string>
#include <string_view>

namespace cleardeck::tracking {

std::string gzip(std::string_view plain);

}  // namespace cleardeck::tracking
