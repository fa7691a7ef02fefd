/// The overrides file that belongs to an installation: the user's own text with comments, kept beside what Helm stores
/// (Helm forgets comments). Private to the user, because values may hold secrets.
#pragma once
#include "base/result.h"
#include "installation/model.h"

#include <filesystem>

namespace cleardeck::installation {

/// <data folder>/overrides/<context>/<namespace>/<name>.yaml, with other characters percent-encoded.
std::filesystem::path overridesPath(const Installation& installation);
/// "" when there is none yet. Blocking, small.
Result<std::string> loadOverrides(const Installation& installation);
Result<Done> saveOverrides(const Installation& installation, const std::string& text);

}  // namespace cleardeck::installation
