/// Versions and ranges of versions as Helm compares them. Source: github.com/Masterminds/semver v3, which Helm uses for
/// charts and for a chart's kubeVersion.
#pragma once
#include "base/result.h"

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cleardeck::helm {

/// "v1.31.2-gke.100+build": a leading v, missing parts ("2.0") and build metadata are allowed.
struct SemVer {
  std::uint64_t major = 0, minor = 0, patch = 0;
  std::string prerelease;  ///< "gke.100"

  /// Errors: Invalid.
  static Result<SemVer> parse(std::string_view text);
  /// "1.31.2", with the prerelease.
  std::string text() const;
  /// "1.31".
  std::string minorText() const { return std::to_string(major) + "." + std::to_string(minor); }
  std::strong_ordering operator<=>(const SemVer& other) const;
  bool operator==(const SemVer& other) const { return (*this <=> other) == 0; }
};

/// Of two texts; one that is no version is older than any.
bool isOlder(const std::string& a, const std::string& b);

/// ">= 1.21.0-0 < 1.32.0-0", "^1.2 || ~2.1", "1.x", "1.2 - 1.4". A prerelease is inside only when the range names one.
class VersionRange {
 public:
  /// Errors: Invalid. An empty text is every version.
  static Result<VersionRange> parse(std::string_view text);
  bool contains(const SemVer& version) const;

 private:
  struct Bound {
    SemVer version;
    bool inclusive = true;
  };
  struct Comparator {
    std::optional<Bound> lower, upper;
    std::optional<SemVer> except;
    bool prereleases = false;
  };
  friend struct RangeParser;
  static bool contains(const Comparator& comparator, const SemVer& version);

  std::vector<std::vector<Comparator>> m_alternatives;  // any of them, each with all of its comparators
};

}  // namespace cleardeck::helm
