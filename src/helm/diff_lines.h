/// Line diffs. Internal to this room; the public function is diffLines in diff.h.
#pragma once
#include "helm/diff.h"

namespace cleardeck::helm {

/// "@@ -1,3 +1,4 @@" heads and marked lines as one text.
std::string unifiedText(const std::vector<DiffLine>& lines);

}  // namespace cleardeck::helm
