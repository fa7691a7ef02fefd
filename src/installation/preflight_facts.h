/// Gathers what preflight.h judges: questions to the cluster, to the resolver, and to the hosts.
#pragma once
#include "installation/preflight.h"

namespace cleardeck::installation {

/// Everything that `needs` asks about; what cannot be had is an Error within. Errors: Cancelled; the cluster does not
/// answer at all.
Task<SetupFacts> gatherFacts(kube::Session session, SetupNeeds needs);

}  // namespace cleardeck::installation
