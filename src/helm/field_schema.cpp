#include "helm/field_schema.h"

#include "helm/json.h"

namespace cleardeck::helm {

namespace {
/// Follows `#/definitions/x`; a reference to elsewhere or in a circle says nothing.
const yaml::Value* resolved(const yaml::Value& root, const yaml::Value* schema) {
  for (int hops = 0; hops < 16; ++hops) {
    std::string reference = textAt(*schema, "$ref");
    if (reference.empty()) return schema;
    if (reference.rfind("#/", 0) != 0) return nullptr;
    schema = &root;
    std::size_t begin = 2;
    while (begin <= reference.size()) {
      std::size_t end = std::min(reference.find('/', begin), reference.size());
      schema = &at(*schema, reference.substr(begin, end - begin).c_str());
      begin = end + 1;
    }
  }
  return nullptr;
}

/// The first type that is not null.
std::string typeOf(const yaml::Value& schema) {
  const yaml::Value& type = at(schema, "type");
  if (!type.is_array()) return textOf(type);
  for (const yaml::Value& one : type)
    if (textOf(one) != "null") return textOf(one);
  return {};
}
}  // namespace

yaml::Value schemaAt(const yaml::Value& schema, const yaml::Path& path) {
  const yaml::Value* current = resolved(schema, &schema);
  for (const yaml::Step& step : path) {
    if (!current || !current->is_object()) return yaml::Value();
    if (auto* key = std::get_if<std::string>(&step)) {
      const yaml::Value& known = at(at(*current, "properties"), key->c_str());
      current = resolved(schema, known.is_null() ? &at(*current, "additionalProperties") : &known);
    } else {
      current = resolved(schema, &at(*current, "items"));
    }
  }
  return current && (path.empty() || current->is_object()) ? *current : yaml::Value();
}

void applySchema(Field& field, const yaml::Value& schema) {
  if (!schema.is_object()) return;
  std::string type = typeOf(schema);
  if (type == "boolean") field.type = FieldType::Bool;
  if (type == "integer") field.type = FieldType::Int;
  if (type == "number") field.type = FieldType::Number;
  if (type == "string") field.type = FieldType::String;
  if (type == "array") field.type = FieldType::List;
  if (type == "object") field.type = FieldType::Map;
  const yaml::Value& allowed = at(schema, "enum");
  if (allowed.is_array())
    for (const yaml::Value& one : allowed) field.allowed.push_back(yaml::toJson(one));
  const yaml::Value& minimum = at(schema, "minimum");
  const yaml::Value& maximum = at(schema, "maximum");
  if (minimum.is_number()) field.minimum = minimum.get<double>();
  if (maximum.is_number()) field.maximum = maximum.get<double>();
  if (auto title = textAt(schema, "title"); !title.empty()) field.title = title;
  if (auto text = textAt(schema, "description"); !text.empty()) field.description = text;
  if (textAt(schema, "format") == "password") field.secret = true;
}

}  // namespace cleardeck::helm
