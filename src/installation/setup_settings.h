/// Which values a production set-up sets, and which choices cannot be. Internal to the set-up plans.
#pragma once
#include "installation/setup_production.h"
#include "installation/setup_values.h"

namespace cleardeck::installation {

/// Errors: Invalid, the first choice that cannot be, named with its option.
Result<Done> judge(const ProductionChoices& choices);

/// Every value that the choices ask for, also those that equal the chart's defaults. `choices` were judged.
std::vector<Setting> settingsOf(const ProductionChoices& choices);

/// Whether there are hosts app., api. and files. before the domain.
inline bool hasHosts(const ProductionChoices& choices) {
  return choices.exposure == Exposure::Ingress || choices.exposure == Exposure::Gateway;
}

}  // namespace cleardeck::installation
