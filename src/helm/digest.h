/// Digests: what proves that a chart or a text is still the one that was looked at.
#pragma once
#include "base/result.h"

#include <filesystem>
#include <string>
#include <string_view>

namespace cleardeck::helm {

/// "sha256:" and 64 hexadecimal digits, as registries write it.
std::string sha256(std::string_view bytes);

/// Of a .tgz the digest of its bytes (what index.yaml names); of a folder the digest of the names and contents of all
/// its files. Blocking. Errors: NotFound, TooLarge (100 MB).
Result<std::string> chartDigest(const std::filesystem::path& chart);

}  // namespace cleardeck::helm
