/// The legal path from the installed version to the wanted one, step by step, or why there is none. Pure: facts and
/// versions in, a plan out.
#pragma once
#include "installation/upgrade_facts.h"

#include <optional>

namespace cleardeck::installation {

/// What is installed.
struct UpgradeStart {
  Flavour flavour = Flavour::Upstream;
  std::string chart;  ///< its version
  Makeup now;
  std::string fcv;         ///< MongoDB's feature compatibility version when somebody has looked; "" is not known
  std::string kubernetes;  ///< "v1.31.2"; "" is not known
};

/// A version that could be had. `brings` with the image tags that the overrides pin.
struct UpgradeCandidate {
  helm::ChartOffer offer;
  Flavour flavour = Flavour::Upstream;
  Makeup brings;
};
/// From an index, where no values are at hand: table and appVersion, and the tags that `overrides` pin.
UpgradeCandidate candidateOf(const UpgradeFacts& facts, const helm::ChartOffer& offer, Flavour flavour,
                             const yaml::Value& overrides);

struct UpgradeStep {
  std::string from, to;  ///< versions of the chart
  Makeup before, after;
  std::string fcvAfter;
  std::vector<std::string> reasons;    ///< why this step, and what it changes
  std::vector<std::string> restarts;   ///< parts; the manifest diff knows exactly
  std::vector<std::string> noWayBack;  ///< what a rollback cannot undo
  std::vector<std::string> doBefore, doAfter;
  std::vector<std::string> notes;
};

struct UpgradePlan {
  std::vector<UpgradeStep> steps;         ///< empty: there is no legal path
  std::vector<std::string> whyNotDirect;  ///< empty when one step is enough
  std::string refusal, hint;              ///< when there is no path
};

/// `candidates`: every version that is at hand, the wanted one among them.
UpgradePlan planUpgrade(const UpgradeFacts& facts, const UpgradeStart& start,
                        const std::vector<UpgradeCandidate>& candidates, const std::string& wanted);

/// What stands against going back from `now` to `then` once it has run; empty when a rollback is safe.
std::vector<std::string> noWayBack(const UpgradeFacts& facts, const Makeup& now, const Makeup& then);

}  // namespace cleardeck::installation
