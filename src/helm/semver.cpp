#include "helm/semver.h"

#include "base/text.h"

#include <algorithm>
#include <charconv>

namespace cleardeck::helm {

namespace {
bool toNumber(std::string_view text, std::uint64_t& number) {
  auto end = text.data() + text.size();
  auto read = std::from_chars(text.data(), end, number);
  return !text.empty() && read.ec == std::errc() && read.ptr == end;
}

Error noVersion(std::string_view text) {
  return Error(ErrorKind::Invalid, "\"" + std::string(text) + "\" is no version");
}

std::strong_ordering comparePart(const std::string& a, const std::string& b) {
  std::uint64_t x = 0, y = 0;
  const bool numberA = toNumber(a, x), numberB = toNumber(b, y);
  if (numberA && numberB) return x <=> y;
  if (numberA != numberB) return numberA ? std::strong_ordering::less : std::strong_ordering::greater;
  return a.compare(b) <=> 0;
}

// semver.org 11: a version without prerelease is newer than one with it.
std::strong_ordering comparePrerelease(const std::string& a, const std::string& b) {
  if (a.empty() || b.empty()) return a.empty() <=> b.empty();
  const auto left = text::split(a, '.'), right = text::split(b, '.');
  for (std::size_t i = 0; i < std::min(left.size(), right.size()); ++i)
    if (auto order = comparePart(left[i], right[i]); order != 0) return order;
  return left.size() <=> right.size();
}

// A version as written in a range: "1.2", "1.x", "*".
struct Partial {
  SemVer version;
  std::size_t parts = 0;  // how many of major, minor, patch are given
};

bool isWildcard(const std::string& part) { return part == "x" || part == "X" || part == "*"; }

Result<Partial> parsePartial(std::string_view text) {
  std::string_view rest = text.substr(0, text.find('+'));
  if (!rest.empty() && (rest[0] == 'v' || rest[0] == 'V')) rest.remove_prefix(1);
  const std::size_t dash = std::min(rest.find('-'), rest.size());
  Partial partial;
  std::uint64_t* fields[] = {&partial.version.major, &partial.version.minor, &partial.version.patch};
  const auto parts = text::split(rest.substr(0, dash), '.');
  if (parts.size() > 3) return noVersion(text);
  for (const std::string& part : parts) {
    if (isWildcard(part)) return partial;
    if (!toNumber(part, *fields[partial.parts])) return noVersion(text);
    ++partial.parts;
  }
  if (dash < rest.size()) partial.version.prerelease = rest.substr(dash + 1);
  if (dash < rest.size() && partial.version.prerelease.empty()) return noVersion(text);
  return partial;
}

// The first version after all that `partial` stands for, with `parts` of it kept: 1.2 → 1.3.0.
SemVer next(const SemVer& version, std::size_t parts) {
  SemVer after;
  after.major = version.major + (parts == 1 ? 1 : 0);
  if (parts >= 2) after.minor = version.minor + (parts == 2 ? 1 : 0);
  if (parts >= 3) after.patch = version.patch + 1;
  return after;
}

// ^: the left-most part that is not 0 must not change.
std::size_t caretParts(const Partial& partial) {
  if (partial.version.major > 0 || partial.parts < 2) return 1;
  if (partial.version.minor > 0 || partial.parts < 3) return 2;
  return 3;
}
}  // namespace

Result<SemVer> SemVer::parse(std::string_view text) {
  text = text::trim(text);
  auto partial = parsePartial(text);
  if (!partial) return partial.error();
  if (partial->parts == 0 || text.find_first_of("xX*") < text.find_first_of("-+")) return noVersion(text);
  return partial->version;
}

std::string SemVer::text() const {
  return minorText() + "." + std::to_string(patch) + (prerelease.empty() ? "" : "-" + prerelease);
}

std::strong_ordering SemVer::operator<=>(const SemVer& other) const {
  if (auto order = major <=> other.major; order != 0) return order;
  if (auto order = minor <=> other.minor; order != 0) return order;
  if (auto order = patch <=> other.patch; order != 0) return order;
  return comparePrerelease(prerelease, other.prerelease);
}

bool isOlder(const std::string& a, const std::string& b) {
  auto left = SemVer::parse(a), right = SemVer::parse(b);
  if (!left || !right) return !left && right;
  return *left < *right;
}

/// Reads one alternative: comparators separated by blanks or commas.
struct RangeParser {
  using Comparator = VersionRange::Comparator;
  using Bound = VersionRange::Bound;

  static Result<Comparator> comparator(const std::string& sign, std::string_view text) {
    auto partial = parsePartial(text);
    if (!partial) return partial.error();
    const SemVer& version = partial->version;
    const std::size_t parts = partial->parts;
    Comparator result;
    result.prereleases = !version.prerelease.empty();
    const Bound from{version, true};
    if (parts == 0) return result;  // *
    if (sign == ">=" || sign == "=>") {
      result.lower = from;
    } else if (sign == ">") {
      result.lower = parts < 3 ? Bound{next(version, parts), true} : Bound{version, false};
    } else if (sign == "<") {
      result.upper = Bound{version, false};
    } else if (sign == "<=" || sign == "=<") {
      result.upper = parts < 3 ? Bound{next(version, parts), false} : from;
    } else if (sign == "!=") {
      result.except = version;
    } else if (sign == "^") {
      result.lower = from;
      result.upper = Bound{next(version, caretParts(*partial)), false};
    } else if (sign == "~" || sign == "~>") {
      result.lower = from;
      result.upper = Bound{next(version, std::min<std::size_t>(parts, 2)), false};
    } else if (sign.empty() || sign == "=") {
      result.lower = from;
      result.upper = parts < 3 ? Bound{next(version, parts), false} : from;
    } else {
      return Error(ErrorKind::Invalid, "\"" + sign + "\" is no comparison of versions");
    }
    return result;
  }

  static Result<std::vector<Comparator>> alternative(std::string_view text) {
    std::vector<Comparator> all;
    std::size_t at = 0;
    auto take = [&](const char* characters, bool wanted) {
      const std::size_t begin = at;
      while (at < text.size() && (std::string_view(characters).find(text[at]) != std::string_view::npos) == wanted)
        ++at;
      return std::string(text.substr(begin, at - begin));
    };
    for (take(" ,", true); at < text.size(); take(" ,", true)) {
      std::string sign = take("<>=!~^", true);
      take(" ", true);
      std::string version = take(" ,<>=!~^", false);
      const std::size_t before = at;
      take(" ", true);
      if (sign.empty() && text.substr(at, 2) == "- ") {  // "1.2 - 1.4"
        at += 2;
        take(" ", true);
        auto upper = comparator("<=", take(" ,<>=!~^", false));
        if (!upper) return upper.error();
        all.push_back(*upper);
        sign = ">=";
      } else {
        at = before;
      }
      auto one = comparator(sign, version);
      if (!one) return one.error();
      all.push_back(*one);
    }
    return all;
  }
};

Result<VersionRange> VersionRange::parse(std::string_view text) {
  VersionRange range;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find("||", begin), text.size());
    auto alternative = RangeParser::alternative(text.substr(begin, end - begin));
    if (!alternative)
      return std::move(alternative.error()).during("the range of versions \"" + std::string(text) + "\"");
    range.m_alternatives.push_back(std::move(*alternative));
    begin = end + 2;
  }
  return range;
}

bool VersionRange::contains(const Comparator& comparator, const SemVer& version) {
  const bool bounded = comparator.lower || comparator.upper || comparator.except;
  if (bounded && !version.prerelease.empty() && !comparator.prereleases) return false;
  if (comparator.except && version == *comparator.except) return false;
  if (const auto& lower = comparator.lower)
    if (version < lower->version || (!lower->inclusive && version == lower->version)) return false;
  if (const auto& upper = comparator.upper)
    if (version > upper->version || (!upper->inclusive && version == upper->version)) return false;
  return true;
}

bool VersionRange::contains(const SemVer& version) const {
  return std::any_of(m_alternatives.begin(), m_alternatives.end(), [&](const auto& all) {
    return std::all_of(all.begin(), all.end(), [&](const auto& one) { return contains(one, version); });
  });
}

}  // namespace cleardeck::helm
