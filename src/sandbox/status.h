/// Refusals in the API server's own words: an Error whose `detail` is a Kubernetes Status object.
/// Reasons and messages: apimachinery/pkg/api/errors.
#pragma once
#include "base/result.h"
#include "sandbox/kinds.h"

namespace cleardeck::sandbox {

Error refusal(int code, const std::string& reason, const std::string& message, Json details = Json());
Error notFound(const Kind& kind, const std::string& name);
Error alreadyExists(const Kind& kind, const std::string& name);
Error conflict(const Kind& kind, const std::string& name);
Error badRequest(const std::string& message);
Error expired(const std::string& message);
/// 422 with one cause.
Error invalid(const Kind& kind, const std::string& name, const std::string& field, const std::string& reason,
              const std::string& message);
/// The Status object of an error made here; any other error becomes an InternalError.
Json statusOf(const Error& error);
/// What a delete of an object that is gone at once answers.
Json deletedStatus(const Kind& kind, const Json& object);

}  // namespace cleardeck::sandbox
