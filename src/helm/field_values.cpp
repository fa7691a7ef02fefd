// From a person's text to a value of a field, and whether a value fits it.
#include "helm/fields.h"

#include "base/text.h"

#include <algorithm>

namespace cleardeck::helm {

namespace {
Error misfit(const Field& field, const std::string& why) {
  return Error(ErrorKind::Invalid, field.pathText + ": " + why);
}

bool fitsType(FieldType type, const yaml::Value& value) {
  switch (type) {
    case FieldType::Bool: return value.is_boolean();
    case FieldType::Int:
      return value.is_number_integer() ||
             (value.is_number() && value.get<double>() == static_cast<double>(value.get<std::int64_t>()));
    case FieldType::Number: return value.is_number();
    case FieldType::String: return value.is_string();
    case FieldType::List: return value.is_array();
    case FieldType::Map: return value.is_object();
    case FieldType::Unknown: return true;
  }
  return true;
}

const char* needs(FieldType type) {
  switch (type) {
    case FieldType::Bool: return "it must be true or false";
    case FieldType::Int: return "it must be a whole number";
    case FieldType::Number: return "it must be a number";
    case FieldType::String: return "it must be text";
    case FieldType::List: return "it must be a list, such as [a, b]";
    case FieldType::Map: return "it must be a map, such as {key: value}";
    case FieldType::Unknown: return "";
  }
  return "";
}
}  // namespace

Result<yaml::Value> valueFromText(const Field& field, const std::string& text) {
  if (field.type == FieldType::String) return yaml::Value(text);
  auto value = yaml::parse(text);
  if (!value) return misfit(field, needs(field.type)).withHint(value.error().message);
  if (value->is_null() && !text::trim(text).empty()) return value;  // "null" deletes the default, and was asked for
  if (!fitsType(field.type, *value)) return misfit(field, needs(field.type));
  return value;
}

Result<Done> validate(const Field& field, const yaml::Value& value) {
  if (value.is_null()) return Done();
  if (!fitsType(field.type, value)) return misfit(field, needs(field.type));
  auto allowed = [&](const std::string& json) {
    auto one = yaml::fromJson(json);
    return one && *one == value;
  };
  if (!field.allowed.empty() && std::none_of(field.allowed.begin(), field.allowed.end(), allowed))
    return misfit(field, "it must be one of " + text::join(field.allowed, ", "));
  if (!value.is_number()) return Done();
  auto number = value.get<double>();
  if (field.minimum && number < *field.minimum)
    return misfit(field, "it must be at least " + yaml::toJson(*field.minimum));
  if (field.maximum && number > *field.maximum)
    return misfit(field, "it must be at most " + yaml::toJson(*field.maximum));
  return Done();
}

}  // namespace cleardeck::helm
