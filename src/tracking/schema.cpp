#include "tracking/schema.h"

#include "base/text.h"

#include <map>

namespace cleardeck::tracking {
namespace {

struct Field {
  std::string name, type;
  bool required = false;
};

std::map<std::string, std::vector<Field>> readTable() {
  std::map<std::string, std::vector<Field>> table;
  for (const auto& line : schemaTable()) {
    auto& fields = table[line.endpoint];
    for (const auto& word : text::split(line.fields, ' ')) {
      auto colon = word.find(':');
      Field field{word.substr(0, colon), word.substr(colon + 1), false};
      if (field.name.ends_with('!')) {
        field.name.pop_back();
        field.required = true;
      }
      fields.push_back(field);
    }
  }
  return table;
}

ApiError wrongType(const std::string& field, const std::string& type, const Json& value) {
  return validationError("error for field '" + field + "': ('value is wrong, expected type \"" + type + "\"', " +
                         pythonText(value) + ").");
}

void checkEnumeration(const Field& field, const Json& value) {
  for (const auto& one : enumerations()) {
    if (field.type != one.name) continue;
    auto allowed = text::split(one.values, ' ');
    if (value.is_string() && std::find(allowed.begin(), allowed.end(), value.get<std::string>()) != allowed.end())
      return;
    if (field.type == "scalar_key") throw wrongType(field.name, "scalarkeyenum", value);
    throw validationError("error for field '" + field.name + "': value " + pythonText(value) +
                          " is not a valid choice..");
  }
}

void checkList(const Field& field, const Json& value) {
  if (!value.is_array()) throw wrongType(field.name, "list", value);
  if (field.type == "[str!]" && value.empty())
    throw validationError("error for field '" + field.name +
                          "': value '[]' length is lower than allowed minimum '1'..");
  if (field.type == "list") return;
  for (const auto& item : value)
    if (!item.is_string() && !item.is_null()) throw wrongType(field.name, "str", item);
}

void checkField(const Field& field, const Json& value) {
  const auto& type = field.type;
  if (type == "str" && !value.is_string()) throw wrongType(field.name, "str", value);
  if (type == "int" && !value.is_number_integer()) throw wrongType(field.name, "int", value);
  if (type == "int>0") {
    if (!value.is_number_integer()) throw wrongType(field.name, "int", value);
    if (value.get<std::int64_t>() < 1)
      throw validationError("error for field '" + field.name + "': '" + pythonText(value) +
                            "' is lower than minimum ('1')..");
    return;
  }
  if (type == "num" && !value.is_number()) throw wrongType(field.name, "float", value);
  if (type == "bool" && !value.is_boolean()) throw wrongType(field.name, "bool", value);
  if (type == "obj" && !value.is_object()) throw wrongType(field.name, "dict", value);
  if (type == "list" || type.front() == '[') return checkList(field, value);
  checkEnumeration(field, value);
}

}  // namespace

void validateRequest(const std::string& endpoint, const Json& args) {
  static const auto table = readTable();
  auto line = table.find(endpoint);
  if (line == table.end()) return;
  for (const auto& field : line->second) {
    auto value = args.find(field.name);
    if (value == args.end() || value->is_null()) {
      if (field.required) throw missingField(field.name);
      continue;
    }
    checkField(field, *value);
  }
}

}  // namespace cleardeck::tracking
