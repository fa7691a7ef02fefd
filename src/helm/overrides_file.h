/// The user's commented overrides of each release: Helm itself forgets comments. Each release has a copy in our data
/// folder (mode 0600, folders 0700, for they may hold secrets); a file of the user's own may be chosen instead, for
/// example one in a git repository, and is remembered.
#pragma once
#include "base/result.h"

#include <filesystem>
#include <optional>
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

/// The file that was chosen for the release; nothing: the copy in our data folder is all there is.
std::optional<std::filesystem::path> chosenOverrides(const ReleaseKey& key);
/// Remembers the file, an absolute path; nothing forgets it again.
Result<Done> chooseOverrides(const ReleaseKey& key, const std::optional<std::filesystem::path>& file);

/// A file of the user's. Errors: NotFound; TooLarge above 5 MB; Invalid, it is binary. What is no YAML is read: the
/// person mends it. Blocking.
Result<std::string> readOverrides(const std::filesystem::path& file);
/// Replaces the file behind a link atomically and keeps its mode, while it still says `before`; nothing: it must not be
/// there yet. Errors: Conflict, somebody else has written it since.
Result<Done> writeOverrides(const std::filesystem::path& file, const std::string& text,
                            const std::optional<std::string>& before);

}  // namespace cleardeck::helm
