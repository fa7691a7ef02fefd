/// How the values of one chart become those of another: resources/convert/*.yaml, key by key. The documentation and the
/// conversion (convert_values.h) are made from the same table.
#pragma once
#include "yaml/value.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cleardeck::helm {

/// A key of the old chart and everything below it, as far as no longer key has a rule.
struct KeyRule {
  std::string key;  ///< "redis.master.persistence.size"
  yaml::Path path;
  yaml::Path to;                                          ///< where it goes; its own path when it stays
  std::string dropped;                                    ///< why it is not taken over; "" when it is
  std::optional<yaml::Value> unless;                      ///< this value is not taken over …
  std::string because;                                    ///< … and this is why
  std::string why;                                        ///< what to know about a value that is taken over
  enum class Fix { None, List, Scheme } fix = Fix::None;  ///< List: {} becomes []; Scheme: hosts in the JSON get one
  std::map<std::string, KeyRule> items;                   ///< for items of a list, by their `name`
  std::string beyond;  ///< where it comes from when the old chart's values.yaml does not have it
  bool moves() const { return to != path; }
};

struct ConversionTable {
  std::string chart, version;  ///< of the old chart
  std::vector<KeyRule> rules;  ///< braces expanded, in the order of the file

  /// Errors (Invalid) name the rule: an unknown attribute, a bad path, a key that has two rules.
  static Result<ConversionTable> parse(std::string_view text);
  /// The rule with the longest key that is the path or above it; null when there is none.
  const KeyRule* ruleFor(const yaml::Path& path) const;
  bool hasRulesBelow(const yaml::Path& path) const;
};

/// From ClearML's own chart to ours; built in.
Result<ConversionTable> upstreamConversion();

/// The table for people, one Markdown row a key: key, our key, what happens.
std::string markdown(const ConversionTable& table);

}  // namespace cleardeck::helm
