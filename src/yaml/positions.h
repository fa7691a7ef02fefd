/// Completes the places that libyaml does not report. Internal to this room.
#pragma once
#include "yaml/tree.h"

namespace cleardeck::yaml {

/// Sets content, indicator, start, column and the ends of block collections below `node`.
void locate(const std::string& text, Node& node);

}  // namespace cleardeck::yaml
