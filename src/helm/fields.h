/// Fields for a form over a chart's values. What is known of a field comes, in this order, from our own overlay for
/// the chart (field_overlay.h), from values.schema.json, from the comments of values.yaml (helm-docs `# --`, Bitnami
/// `@param` and `@section`, any comment right above a key), from the default's type, and from the key's name. A chart
/// without comments has fields too.
#pragma once
#include "helm/chart.h"
#include "helm/release.h"
#include "helm/widget.h"

#include <string>
#include <vector>

namespace cleardeck::helm {

enum class FieldType {
  Bool,
  Int,
  Number,
  String,
  List,
  Map,      ///< a map without known keys, such as annotations
  Unknown,  ///< the default is null and nothing else says
};
enum class FieldLevel { Basic, Advanced };

struct Field {
  yaml::Path path;
  std::string pathText;  ///< "apiserver.replicaCount"
  std::string section;   ///< of @section, else the title of the top-level key
  std::string title;     ///< the last key for people: "Replica count"
  std::string description;
  FieldType type = FieldType::Unknown;
  std::string defaultJson;           ///< "null" when it has none
  std::vector<std::string> allowed;  ///< enum, as JSON texts
  std::optional<double> minimum, maximum;
  bool secret = false;
  FieldLevel level = FieldLevel::Basic;
  Widget widget = Widget::Yaml;
  std::string reference;               ///< of Widget::Reference: the kind, "StorageClass"
  std::string compound;                ///< the map that this is a part of and that people see as one thing: an image
  std::vector<std::string> suggested;  ///< values to offer, as JSON texts; others are fine
  std::string unit;                    ///< of a number: "s", "MB"
  std::string danger;                  ///< why to think twice; "" when there is no harm
  std::vector<std::string> restarts;   ///< the components whose pods a change restarts, as far as known
  std::size_t line = 0;                ///< in values.yaml of the chart, from 1; 0 when not from there
};

struct FieldOverlay;

/// In the order of values.yaml; the fields of sub-charts after the parent's, under their keys, with the parent's
/// overrides as defaults. CPU: some milliseconds for 500 fields.
std::vector<Field> fieldsOf(const Chart& chart);
/// With another overlay than the built-in one; null for none.
std::vector<Field> fieldsOf(const Chart& chart, const FieldOverlay* overlay);
/// From a release's parsed defaults when the chart is not at hand: no comments, sorted by key.
std::vector<Field> fieldsOf(const Release& release);

const char* name(FieldType type);  ///< "bool", "int", "number", "string", "list", "map", "unknown"

/// A person's text for a field as a value: "2" for an int is 2, for a string "2". Errors: Invalid, says what fits.
Result<yaml::Value> valueFromText(const Field& field, const std::string& text);
/// Does the value fit the field's type, enum and range? Advice; Helm is the judge.
Result<Done> validate(const Field& field, const yaml::Value& value);

}  // namespace cleardeck::helm
