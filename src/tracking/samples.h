/// Sample experiments for the sandbox: deterministic, and labelled as samples everywhere.
#pragma once
#include "base/result.h"

namespace cleardeck::tracking {

class Store;

/// Writes a few projects ("Samples/…") and about 60 tasks with parameters, scalars, logs and models; each has the tag
/// "sample". Does nothing when they are there already. Blocks; not on the I/O thread.
Result<Done> seedSamples(Store& store);

}  // namespace cleardeck::tracking
