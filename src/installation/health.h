/// Health of an installation from its parts: one word, one sentence, the first broken link, findings with evidence.
#pragma once
#include "installation/model.h"

namespace cleardeck::installation {

/// `parts` in the order of the chain. The first broken link ends at the part that is broken although everything it
/// needs works: mending it may mend the rest.
Health assess(const std::vector<PartStatus>& parts, const std::string& helmStatus, const ReleaseSummary& release);

}  // namespace cleardeck::installation
