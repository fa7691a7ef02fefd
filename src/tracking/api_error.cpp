#include "tracking/api_error.h"

namespace cleardeck::tracking {

ApiError validationError(const std::string& what) { return ApiError(400, 12, "Validation error (" + what + ")"); }

ApiError missingField(const std::string& field) {
  return validationError("error for field '" + field + "'. field is required!");
}

ApiError badReference(const std::string& what, const std::string& id, const std::string& field) {
  return ApiError(400, 16, "Invalid value for fields (expecting " + what + "): id=" + id + ", field=" + field);
}

ApiError withFacts(int subcode, const std::string& name, const nlohmann::ordered_json& facts, int status) {
  std::string text = name;
  auto separator = ": ";
  for (const auto& fact : facts.items()) {
    text += separator + fact.key() + "=" +
            (fact.value().is_string() ? fact.value().get<std::string>() : pythonText(fact.value()));
    separator = ", ";
  }
  return ApiError(status, subcode, text, Json(facts));
}

std::string pythonText(const Json& value) {
  if (value.is_null()) return "None";
  if (value.is_boolean()) return value.get<bool>() ? "True" : "False";
  if (value.is_string()) return "'" + value.get<std::string>() + "'";
  if (!value.is_structured()) return value.dump();
  std::string text;
  for (const auto& item : value.items()) {
    if (!text.empty()) text += ", ";
    if (value.is_object()) text += "'" + item.key() + "': ";
    text += pythonText(item.value());
  }
  return value.is_object() ? "{" + text + "}" : "[" + text + "]";
}

}  // namespace cleardeck::tracking
