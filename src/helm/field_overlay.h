/// What we know of a chart's values and neither its schema nor its comments say: resources/fields/*.yaml, built into
/// the program. Such a file names the charts that it is for and holds rules; a rule has a pattern of paths and what to
/// say about them. Of several rules for a path the later wins, attribute by attribute, so the general ones come first.
#pragma once
#include "helm/fields.h"
#include "helm/semver.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cleardeck::helm {

struct FieldRule {
  std::string pattern;            ///< "*.image.tag": `*` is one key, `**` any number of keys, `{a,b}` either
  std::vector<yaml::Path> paths;  ///< the pattern, its braces expanded
  std::optional<std::string> section, title, description, unit, danger, reference;
  std::optional<FieldType> type;
  std::optional<Widget> widget;
  std::optional<FieldLevel> level;
  std::optional<bool> secret;
  std::optional<std::vector<std::string>> restarts, suggested;

  bool fits(const yaml::Path& path) const;
};

struct FieldOverlay {
  std::string chart;      ///< its name
  VersionRange versions;  ///< ">=7.0.0-0 <8.0.0-0"
  std::string from;       ///< part of its home or of one source; "" for any
  std::string notFrom;    ///< part of none of them
  std::vector<FieldRule> rules;

  /// Errors (Invalid) name the rule: an unknown attribute, widget, type or level, a bad pattern or range.
  static Result<FieldOverlay> parse(std::string_view text);
  bool isFor(const ChartMeta& chart) const;
  void apply(Field& field) const;
};

/// The built-in one for a chart; null when there is none.
const FieldOverlay* overlayFor(const ChartMeta& chart);

/// "a.{b,c}.d" is "a.b.d" and "a.c.d". Errors: Invalid, a brace without its other.
Result<std::vector<std::string>> expandBraces(const std::string& pattern);

}  // namespace cleardeck::helm
