/// The forms that the database has had, in order. Internal.
#pragma once
#include "base/result.h"
#include "tracking/database.h"

namespace cleardeck::tracking {

/// Applies what is missing, each step in a transaction. Errors: Invalid (written by a newer program).
Result<Done> migrate(Database& database);

/// The form that this program reads and writes.
int newestVersion();

}  // namespace cleardeck::tracking
