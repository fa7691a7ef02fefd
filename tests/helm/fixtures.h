/// Golden data of the helm tests.
#pragma once
#include "base/files.h"

#include <string>

namespace cleardeck::test {

inline std::string helmFixture(const std::string& name) { return std::string(CLEARDECK_FIXTURES "/helm/") + name; }

/// The content, or "" when there is no such file (the test then fails on what it expects of it).
inline std::string contentOf(const std::string& path) {
  auto content = files::read(path);
  return content ? *content : std::string();
}

}  // namespace cleardeck::test
