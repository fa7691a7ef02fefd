/// What each changed value does to the cluster, in a few words for a review: "adds 1 pod", "restarts apiserver".
#pragma once
#include "helm/diff.h"
#include "helm/fields.h"
#include "helm/values.h"

namespace cleardeck::installation {

/// One changed value. `before` and `after` are what the chart sees: the override, else the default.
struct EffectiveChange {
  yaml::Path path;
  yaml::Value before, after;
  std::vector<std::string> restarts;  ///< of its field: the components that it restarts, as far as known
};

/// From the manifest diff of all changes together, so a word is only said of what the diff has. "" when the diff has
/// nothing that belongs to this value alone; "no object changes" when the whole diff is empty.
std::string effectOf(const EffectiveChange& change, const helm::ManifestDiff& diff);

}  // namespace cleardeck::installation
