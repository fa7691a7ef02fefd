#include "net/headers.h"

#include <strings.h>

namespace cleardeck::net {

std::optional<std::string_view> Headers::find(std::string_view name) const {
  for (const auto& line : m_lines)
    if (line.name.size() == name.size() && strncasecmp(line.name.data(), name.data(), name.size()) == 0)
      return std::string_view(line.value);
  return std::nullopt;
}

}  // namespace cleardeck::net
