/// The parts of a production set-up as a list to walk along: what each comes to, and whether something is wrong there.
#pragma once
#include "console/tables/factsmodel.h"

class ProductionForm;

/// Keys: cluster, addresses, storage, users, policy, preflight.
QList<FactRow> productionSteps(ProductionForm& form);
