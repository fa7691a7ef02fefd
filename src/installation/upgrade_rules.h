/// The rules of a single step between versions. Internal to this room; planUpgrade() walks them.
#pragma once
#include "installation/upgrade_plan.h"

namespace cleardeck::installation {

/// A place on the path.
struct UpgradeState {
  std::string chart;
  Makeup makeup;
  std::string fcv;
};

/// "6.0" of "6.0.10-debian-11-r8"; "" of what is no version.
std::string seriesOf(const std::string& version);
/// The lowest FCV that the data can have.
std::string lowestFcv(const UpgradeFacts& facts, const UpgradeStart& start);
std::string fcvAfter(const UpgradeFacts& facts, const std::string& fcv, const Makeup& makeup);

/// Every reason against a direct step; empty when it is legal.
std::vector<std::string> against(const UpgradeFacts& facts, const UpgradeState& from, const UpgradeCandidate& to,
                                 const std::string& kubernetes);

}  // namespace cleardeck::installation
