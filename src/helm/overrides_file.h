/// The user's commented overrides of each release, kept in our data folder: Helm itself forgets comments. They may hold
/// secrets, so the files have mode 0600 and their folders 0700.
#pragma once
#include "base/result.h"

#include <filesystem>
#include <string>

namespace cleardeck::helm {

/// Which release of which context.
struct ReleaseKey {
  ReleaseKey(std::string c, std::string n, std::string r)
      : context(std::move(c)), ns(std::move(n)), release(std::move(r)) {}
  std::string context, ns, release;
};

/// <data folder>/values/<context>/<namespace>/<release>.yaml
std::filesystem::path overridesPath(const ReleaseKey& key);
/// "" when nothing is kept yet. Blocking, small.
Result<std::string> loadOverrides(const ReleaseKey& key);
/// Whole and atomically. Call it after an upgrade has succeeded.
Result<Done> saveOverrides(const ReleaseKey& key, const std::string& text);

}  // namespace cleardeck::helm
