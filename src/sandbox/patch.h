/// The four ways to patch an object: JSON merge (RFC 7396), JSON patch (RFC 6902), strategic merge (lists of the kinds
/// that charts use are merged by their keys) and server-side apply (a three-way merge per field manager).
/// Merge keys: the `patchMergeKey` of k8s.io/api's core, apps, batch and networking types.
#pragma once
#include "base/result.h"
#include "sandbox/kinds.h"

namespace cleardeck::sandbox {

/// Errors: Invalid (400 for an unreadable patch, 422 when it does not fit the object).
Result<Json> jsonPatch(const Json& object, const Json& patch);
Json mergePatch(Json object, const Json& patch);
Json strategicMerge(Json object, const Json& patch);
/// `live` with what `last` had and `desired` has not taken out, and what `desired` has put in.
Json applyMerge(Json live, const Json& last, const Json& desired);
/// What a manager owns, as managedFields' FieldsV1.
Json fieldsOf(const Json& desired);
/// Paths at which `desired` says something else than `other` (what another manager applied). For conflicts.
std::vector<std::string> conflictsBetween(const Json& other, const Json& desired);

}  // namespace cleardeck::sandbox
