/// ClearML's errors: HTTP status, sub-code and message. Texts are those of clearml-server 2.3 (apierrors/errors.conf).
#pragma once
#include <nlohmann/json.hpp>

#include <string>

namespace cleardeck::tracking {

using Json = nlohmann::json;

/// Thrown by endpoints, caught in api.cpp only.
struct ApiError {
  ApiError(int s, int sub, std::string text, Json d = Json::object())
      : status(s), subcode(sub), message(std::move(text)), data(std::move(d)) {}
  int status;
  int subcode;
  std::string message;
  Json data;
};

/// 400/12. `what` without the surrounding words.
ApiError validationError(const std::string& what);
ApiError missingField(const std::string& field);
/// 400/16: a reference to something that is not there.
ApiError badReference(const std::string& what, const std::string& id, const std::string& field);
/// "key=value, key=value" behind the name of the error, in that order, as ClearML writes it.
ApiError withFacts(int subcode, const std::string& name, const nlohmann::ordered_json& facts, int status = 400);
/// A value as Python prints it, which is how ClearML quotes it in messages.
std::string pythonText(const Json& value);

}  // namespace cleardeck::tracking
