/// A get_all or get_all_ex call as a whole: query, page or scroll, projection, references.
#pragma once
#include "tracking/call.h"
#include "tracking/query.h"

namespace cleardeck::tracking {

/// The documents asked for. `extended` is "_ex": references become {id, …}. `limit` is a further condition.
Json listDocuments(Call& call, const Entity& entity, bool extended, const Json& args, const SqlPart& limit = SqlPart());
/// {tasks: […], scroll_id?}
Json answerListing(Call& call, const Entity& entity, bool extended);

/// The whole document as the plain calls give it, with last_metrics.
Json wholeDocument(Database& database, const Entity& entity, const std::string& id);

}  // namespace cleardeck::tracking
