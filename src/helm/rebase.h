/// Overrides carried from one chart version to another: what they were made over, what they come to stand over, and
/// what a person must know or decide. Pure; nothing is changed without a finding that says so.
#pragma once
#include "helm/values.h"
#include "yaml/document.h"

#include <optional>
#include <string>
#include <vector>

namespace cleardeck::helm {

enum class RebaseKind {
  Renamed,         ///< the key has another name now: moved
  Vanished,        ///< the new chart does not know the key: turned into a comment
  TypeChanged,     ///< the new default is of another type than the override
  DefaultChanged,  ///< the default changed under the override
  Redundant,       ///< the override has become the new default
  Dropped,         ///< removed because the person said so
};
const char* name(RebaseKind kind);  ///< "renamed" …

struct RebaseFinding {
  RebaseKind kind = RebaseKind::DefaultChanged;
  std::string path;  ///< in the overrides as they were: "externalServices.redisHost"
  std::string to;    ///< of a rename
  /// JSON on one line, "" for nothing, "********" for a secret.
  std::string oldDefault, ours, newDefault;
  bool conflict = false;  ///< a person must decide: keep it or drop it
  bool edited = false;    ///< the text was changed because of it
  std::string message;    ///< a sentence
};

struct Rebase {
  std::string text;  ///< the overrides for the new version; minimal edits, comments kept
  std::vector<RebaseFinding> findings;
  std::vector<RebaseFinding> conflicts() const;
};

/// A key that moved, with all that is below it; dotted paths.
struct RenamedKey {
  std::string from, to;
};

struct RebaseBase {
  std::string oldChart, newChart;        ///< "clearml-7.14.4", for the sentences
  yaml::Value oldDefaults, newDefaults;  ///< with those of sub-charts
  std::vector<RenamedKey> renames;
  std::vector<std::string> opaque;  ///< top-level keys of sub-charts that are not at hand: not judged
};

/// What a person decided. A path stands for everything below it.
struct RebaseDecisions {
  bool keepAll = false;
  std::vector<std::string> keep;  ///< the override stays
  std::vector<std::string> drop;  ///< the override goes, the new default comes
};

/// Errors: Invalid, the overrides or a path of the decisions do not parse; or a path to drop is not in the overrides.
Result<Rebase> rebase(const RebaseBase& base, const std::string& overrides,
                      const RebaseDecisions& decisions = RebaseDecisions());

/// The defaults of a chart, sub-charts included, for RebaseBase.
yaml::Value allDefaults(const Chart& chart);
/// Keys of its dependencies whose charts are not in it.
std::vector<std::string> missingSubcharts(const Chart& chart);

}  // namespace cleardeck::helm
