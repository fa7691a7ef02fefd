#include "clearml/answer.h"
#include "base/text.h"
#include "clearml/json.h"

namespace cleardeck::clearml {
namespace {

using nlohmann::json;

bool isEnvelope(const json& document) { return document.is_object() && at(document, "meta.result_code").is_number(); }

bool looksLikeHtml(std::string_view body) {
  const auto start = text::toLower(text::trim(body.substr(0, 512)));
  return start.rfind("<!doctype", 0) == 0 || start.rfind("<html", 0) == 0;
}

Error notReady(const Answer& answer, const std::string& what) {
  Error error(ErrorKind::Network, what + " is not ready: HTTP status " + std::to_string(answer.status), answer.status);
  return std::move(error).withHint("Look whether the API server's pod is ready, then try again");
}

Error unauthorised(const Answer& answer, const std::string& what, const std::string& why, int subcode) {
  Error error(ErrorKind::Auth, what + " did not accept our sign-in: " + why, answer.status);
  switch (subcode) {
    case 22: return std::move(error).withHint("Check the access key and secret, or the user name and password");
    case 40: return std::move(error).withHint("Sign in as one of the server's fixed users");
    default: return std::move(error).withHint("Sign in again");
  }
}

ErrorKind kindOf(int status, int subcode) {
  if (status == 403) return ErrorKind::Forbidden;
  if (status == 404) return ErrorKind::NotFound;
  if (status == 413) return ErrorKind::TooLarge;
  // invalid_task_id, invalid_model_id, invalid_project_id, invalid_queue_id: there is no such thing
  if (subcode == 101 || subcode == 201 || subcode == 401 || subcode == 701) return ErrorKind::NotFound;
  if (subcode == 110 || subcode == 121) return ErrorKind::Conflict;
  return status >= 500 ? ErrorKind::Protocol : ErrorKind::Invalid;
}

const char* hintFor(ErrorKind kind, int status, int subcode) {
  if (status == 500 && subcode == 4) return "The server's disk is full: make room on its volumes";
  if (status == 500 && subcode == 102) return "The server cannot reach its database: look at MongoDB's pod";
  if (status >= 500) return "Look at the API server's log";
  if (kind == ErrorKind::Forbidden) return "Sign in as a user who may do this";
  if (status == 404) return "This server may be too old for it; look at its version";
  if (kind == ErrorKind::NotFound) return "It may have been deleted meanwhile; refresh the list";
  if (kind == ErrorKind::Conflict) return "Somebody may have changed it meanwhile; refresh it";
  return "";
}

// The envelope says what was wrong.
Error refused(const Answer& answer, const json& envelope, const std::string& what) {
  const int status = int(integerAt(envelope, "meta.result_code"));
  const int subcode = int(integerAt(envelope, "meta.result_subcode"));
  auto why = textAt(envelope, "meta.result_msg");
  if (why.empty()) why = "status " + std::to_string(status);
  if (status == 401) return unauthorised(answer, what, why, subcode);
  const auto kind = kindOf(status, subcode);
  Error error(kind, answer.endpoint + " failed on " + what + ": " + why, status, answer.body);
  return std::move(error).withHint(hintFor(kind, status, subcode));
}

// Something else than ClearML's API answered, or something before it.
Error strange(const Answer& answer, const std::string& what) {
  if (answer.status == 401) return unauthorised(answer, what, "HTTP status 401", 0);
  if (answer.status == 429 || (answer.status >= 502 && answer.status <= 504)) return notReady(answer, what);
  const auto status = " (HTTP status " + std::to_string(answer.status) + ")";
  if (looksLikeHtml(answer.body)) {
    Error error(ErrorKind::Protocol, what + " answered a web page, not ClearML's API" + status, answer.status);
    return std::move(error).withHint("Use the API server's address: port 8008, or the web server's address with /api");
  }
  const bool empty = text::trim(answer.body).empty();
  const auto found = empty ? " answered nothing" : " answered something that is not ClearML's API";
  Error error(ErrorKind::Protocol, what + found + status, answer.status);
  return std::move(error).withHint(empty ? "Look whether the API server's pod is ready, and at its log"
                                         : "Check that this address is a ClearML API server");
}

}  // namespace

Result<json> dataOf(const Answer& answer) {
  const std::string what = "ClearML at " + answer.url;
  auto envelope = json::parse(answer.body, nullptr, false);
  if (!isEnvelope(envelope)) return strange(answer, what);
  if (integerAt(envelope, "meta.result_code") != 200 || answer.status >= 400) return refused(answer, envelope, what);
  auto data = envelope.find("data");
  return data == envelope.end() ? json::object() : std::move(*data);
}

}  // namespace cleardeck::clearml
