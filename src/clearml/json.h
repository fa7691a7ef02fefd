// Reading members of a document that may lack them; internal to clearml.
#pragma once
#include "base/time.h"

#include <nlohmann/json.hpp>

namespace cleardeck::clearml {

/// The value at "a.b.c" or a null value. Never throws.
const nlohmann::json& at(const nlohmann::json& document, std::string_view path);
/// A text; a number or true/false as its text; anything else is empty.
std::string textAt(const nlohmann::json& document, std::string_view path);
std::int64_t integerAt(const nlohmann::json& document, std::string_view path);
double numberAt(const nlohmann::json& document, std::string_view path);
bool boolAt(const nlohmann::json& document, std::string_view path);
time::Moment momentAt(const nlohmann::json& document, std::string_view path);  ///< epoch when missing
std::vector<std::string> textsAt(const nlohmann::json& document, std::string_view path);

}  // namespace cleardeck::clearml
