/// Values as Helm combines them. Source: helm pkg/chart/common/util/coalesce.go; the null rules are those of 3.20
/// and 4.
#pragma once
#include "helm/chart.h"

#include <optional>
#include <string>
#include <vector>

namespace cleardeck::helm {

/// A default that is null stays for a template to see (3.20 and later 3.x, 4.0, 4.1), or is dropped (4.2, 4.3), so that
/// a parent's null no longer deletes a sub-chart's default.
enum class NullRules { Helm3, Helm4 };
NullRules nullRules(int major, int minor);

/// What a template sees as .Values: `user` over the parent's blocks over the sub-charts' defaults; `global` goes down
/// into every enabled sub-chart; null deletes a default. Errors: Invalid, a sub-chart's key is no map.
Result<yaml::Value> coalesce(const Chart& chart, const yaml::Value& user, NullRules rules = NullRules::Helm4);
/// The same over defaults alone, for a release whose chart is not at hand.
yaml::Value coalesce(const yaml::Value& defaults, const yaml::Value& user);
/// `user` as -f files are merged: maps merge, everything else replaces, null stays.
yaml::Value mergeOverrides(const yaml::Value& base, const yaml::Value& over);

struct ValueChange {
  yaml::Path path;
  std::optional<yaml::Value> before;  ///< nothing: added
  std::optional<yaml::Value> after;   ///< nothing: removed
};
/// The smallest paths that differ; a list differs as a whole. Sorted by path.
std::vector<ValueChange> diffValues(const yaml::Value& before, const yaml::Value& after);

/// What an override is. Of several the last in this list says most: an invalid value that is shared is Invalid.
enum class OverrideState {
  Inherited,   ///< not in the overrides
  Overridden,  ///< in the overrides with another value than the default
  Redundant,   ///< in the overrides with the default's value
  Deleted,     ///< null in the overrides, or below one: deletes the default
  Shared,      ///< written once for several places, through an anchor or a merge
  Dangling,    ///< in the overrides, but neither defaults nor schema know it
  Invalid,     ///< it will be refused: type, schema, quantity, port
};
/// By the values alone: never Shared or Invalid.
OverrideState overrideState(const yaml::Value& defaults, const yaml::Value& overrides, const yaml::Path& path);

enum class Severity { Hint, Warning, Error };

/// A way out of a problem that one key press can take.
struct Fix {
  enum class Kind { None, Set, Unset, Move };
  Kind kind = Kind::None;
  std::string label;  ///< "Use 30009"
  yaml::Value value;  ///< of Set
  yaml::Path to;      ///< of Move: where the value belongs now
};

struct Problem {
  std::string path;  ///< "" for the whole
  std::string message;
  bool warning = false;  ///< advice; does not stop an apply
  Severity severity = Severity::Warning;
  Fix fix = {};
  bool published = false;  ///< a credential that anyone can read
};

/// Overrides that neither the defaults nor a free map above them know: typing errors and renamed keys.
std::vector<yaml::Path> unknownOverrides(const yaml::Value& defaults, const yaml::Value& overrides);

/// True for a key whose value must be masked: passwords, secrets, tokens, keys, credentials.
bool isSecretKey(std::string_view key);
/// The same for the last key of a path, by what stands above it: the `key` of a toleration, of a match expression or of
/// a reference is a name that everybody may read.
bool isSecretAt(const yaml::Path& path);

}  // namespace cleardeck::helm
