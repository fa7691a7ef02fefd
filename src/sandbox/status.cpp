#include "sandbox/status.h"

namespace cleardeck::sandbox {
namespace {

ErrorKind kindFor(int code) {
  switch (code) {
    case 401: return ErrorKind::Auth;
    case 403: return ErrorKind::Forbidden;
    case 404: return ErrorKind::NotFound;
    case 409: return ErrorKind::Conflict;
    case 410: return ErrorKind::Gone;
    case 500: return ErrorKind::Internal;
    default: return ErrorKind::Invalid;
  }
}

Json detailsOf(const Kind& kind, const std::string& name) {
  Json details = {{"name", name}, {"kind", kind.plural}};
  if (!kind.group.empty()) details["group"] = kind.group;
  return details;
}

}  // namespace

Error refusal(int code, const std::string& reason, const std::string& message, Json details) {
  Json status = {{"kind", "Status"},    {"apiVersion", "v1"}, {"metadata", Json::object()},
                 {"status", "Failure"}, {"message", message}, {"reason", reason},
                 {"code", code}};
  if (!details.is_null()) status["details"] = std::move(details);
  return Error(kindFor(code), message, code, status.dump());
}

Error notFound(const Kind& kind, const std::string& name) {
  return refusal(404, "NotFound", kind.qualified() + " \"" + name + "\" not found", detailsOf(kind, name));
}

Error alreadyExists(const Kind& kind, const std::string& name) {
  return refusal(409, "AlreadyExists", kind.qualified() + " \"" + name + "\" already exists", detailsOf(kind, name));
}

Error conflict(const Kind& kind, const std::string& name) {
  auto message = "Operation cannot be fulfilled on " + kind.qualified() + " \"" + name +
                 "\": the object has been modified; please apply your changes to the latest version and try again";
  return refusal(409, "Conflict", message, detailsOf(kind, name));
}

Error badRequest(const std::string& message) { return refusal(400, "BadRequest", message); }

Error expired(const std::string& message) { return refusal(410, "Expired", message); }

Error invalid(const Kind& kind, const std::string& name, const std::string& field, const std::string& reason,
              const std::string& message) {
  Json details = detailsOf(kind, name);
  details["kind"] = kind.name;
  details["causes"] = Json::array({{{"reason", reason}, {"message", message}, {"field", field}}});
  auto whole = kind.name + (kind.group.empty() ? "" : "." + kind.group) + " \"" + name + "\" is invalid: " + field +
               ": " + message;
  return refusal(422, "Invalid", whole, details);
}

Json statusOf(const Error& error) {
  if (error.httpStatus) {
    auto status = Json::parse(error.detail, nullptr, false);
    if (status.is_object()) return status;
  }
  return Json::parse(refusal(500, "InternalError", "Internal error occurred: " + error.message).detail);
}

Json deletedStatus(const Kind& kind, const Json& object) {
  Json details = detailsOf(kind, textAt(object, {"metadata", "name"}));
  details["uid"] = textAt(object, {"metadata", "uid"});
  return {{"kind", "Status"},
          {"apiVersion", "v1"},
          {"metadata", Json::object()},
          {"status", "Success"},
          {"details", details}};
}

}  // namespace cleardeck::sandbox
