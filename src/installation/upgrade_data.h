/// Files of resources/ that are built into this room (CMakeLists.txt). Internal.
#pragma once
#include <string_view>

namespace cleardeck::installation {

std::string_view upgradeFactsText();  ///< resources/upgrades/clearml.yaml

}  // namespace cleardeck::installation
