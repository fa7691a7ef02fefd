#include "helm/fields.h"

#include "base/text.h"
#include "helm/field_comments.h"
#include "helm/field_overlay.h"
#include "helm/field_schema.h"
#include "helm/field_widget.h"
#include "helm/values.h"
#include "yaml/document.h"

#include <algorithm>
#include <cctype>
#include <set>

namespace cleardeck::helm {

namespace {
using yaml::Value;

FieldType typeOfDefault(const Value& value) {
  if (value.is_boolean()) return FieldType::Bool;
  if (value.is_number_integer()) return FieldType::Int;
  if (value.is_number()) return FieldType::Number;
  if (value.is_string()) return FieldType::String;
  if (value.is_array()) return FieldType::List;
  return value.is_object() ? FieldType::Map : FieldType::Unknown;
}

FieldType typeOfWord(const std::string& word) {
  if (word == "bool" || word == "boolean") return FieldType::Bool;
  if (word == "int" || word == "integer") return FieldType::Int;
  if (word == "float" || word == "number") return FieldType::Number;
  if (word == "string") return FieldType::String;
  if (word == "list" || word == "array") return FieldType::List;
  return word == "object" || word == "map" || word == "dict" ? FieldType::Map : FieldType::Unknown;
}

FieldType typeOfKey(const std::string& key) {
  std::string name = text::toLower(key);
  for (const char* end : {"annotations", "labels", "nodeselector", "selector", "affinity", "securitycontext"})
    if (name.ends_with(end)) return FieldType::Map;
  for (const char* end : {"tolerations", "envs", "volumes", "volumemounts", "pullsecrets"})
    if (name.ends_with(end)) return FieldType::List;
  if (name == "replicas" || name.ends_with("count") || name.ends_with("port")) return FieldType::Int;
  for (const char* end : {"class", "classname", "name", "size"})
    if (name.ends_with(end)) return FieldType::String;
  return FieldType::Unknown;
}

/// "replicaCount" is "Replica count"; a run of capitals stays: "clientConfigurationApiUrl", "tlsSecretName",
/// "existingPVC".
std::string titleOf(const std::string& key) {
  std::string title;
  for (std::size_t i = 0; i < key.size(); ++i) {
    auto upper = [&](std::size_t at) { return at < key.size() && std::isupper(static_cast<unsigned char>(key[at])); };
    bool acronym = upper(i) && (upper(i + 1) || i + 1 == key.size()) && (i == 0 || upper(i - 1) || upper(i + 1));
    if (i > 0 && upper(i) && !upper(i - 1)) title += ' ';
    if (key[i] == '_' || key[i] == '-')
      title += ' ';
    else
      title += acronym ? key[i] : static_cast<char>(std::tolower(static_cast<unsigned char>(key[i])));
  }
  if (!title.empty()) title[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(title[0])));
  return title;
}

bool isAdvanced(const yaml::Path& path) {
  static const std::set<std::string> keys{"affinity",
                                          "tolerations",
                                          "nodeselector",
                                          "securitycontext",
                                          "podsecuritycontext",
                                          "initcontainers",
                                          "extraenvs",
                                          "additionalvolumes",
                                          "additionalvolumemounts",
                                          "livenessprobe",
                                          "readinessprobe",
                                          "startupprobe",
                                          "annotations",
                                          "podannotations",
                                          "labels",
                                          "podlabels",
                                          "extraargs",
                                          "topologyspreadconstraints",
                                          "containersecuritycontext",
                                          "deploymentannotations",
                                          "serviceaccountannotations",
                                          "additionalconfigs"};
  for (const yaml::Step& step : path)
    if (auto* key = std::get_if<std::string>(&step); key && keys.count(text::toLower(*key))) return true;
  return false;
}

Field fieldAt(const yaml::Path& path, const Value& fallback) {
  Field field;
  field.path = path;
  field.pathText = yaml::toString(path);
  const auto& key = std::get<std::string>(path.back());
  field.title = titleOf(key);
  field.section = titleOf(std::get<std::string>(path.front()));
  field.type = typeOfDefault(fallback);
  if (field.type == FieldType::Unknown) field.type = typeOfKey(key);
  field.defaultJson = yaml::toJson(fallback);
  bool mayBeSecret = field.type == FieldType::String || field.type == FieldType::Unknown;
  field.secret = mayBeSecret && isSecretAt(path);
  field.level = isAdvanced(path) ? FieldLevel::Advanced : FieldLevel::Basic;
  return field;
}

/// Walks the text of one values.yaml.
class TextFields {
 public:
  TextFields(const Chart& chart, const yaml::Document& document)
      : m_document(document), m_values(chart.values), m_params(readParams(yaml::commentLines(document.tree()))) {
    if (auto schema = yaml::fromJson(chart.schema)) m_schema = std::move(*schema);
  }

  std::vector<Field> collect() {
    if (const yaml::Node* root = m_document.tree().root()) walk(*root, CommentDoc());
    return std::move(m_fields);
  }

 private:
  void walk(const yaml::Node& node, const CommentDoc& parent) {
    for (const yaml::Entry& entry : node.entries) {
      if (!entry.key || entry.key->kind != yaml::Kind::Scalar) continue;
      m_path.emplace_back(entry.key->text);
      visit(entry, parent);
      m_path.pop_back();
    }
  }

  void visit(const yaml::Entry& entry, const CommentDoc& parent) {
    // A key from a merge, or one that a later duplicate replaces by something else, is found in the values only.
    const Value* fallback = yaml::find(m_values, m_path);
    if (!fallback) return;
    CommentDoc doc = readComment(yaml::commentAbove(m_document.tree(), entry));
    if (auto known = m_params.find(yaml::toString(m_path)); known != m_params.end()) doc = known->second;
    if (doc.ignored) return;
    if (doc.section.empty()) doc.section = parent.section;
    bool group = entry.value->kind == yaml::Kind::Map && !entry.value->entries.empty() && fallback->is_object();
    if (doc.description.empty()) doc.description = parent.description;
    if (group) return walk(*entry.value, doc);
    add(entry, *fallback, doc);
  }

  void add(const yaml::Entry& entry, const Value& fallback, const CommentDoc& doc) {
    Field field = fieldAt(m_path, fallback);
    if (FieldType typed = typeOfWord(doc.type); typed != FieldType::Unknown) field.type = typed;
    field.description = doc.description;
    if (!doc.section.empty()) field.section = doc.section;
    applySchema(field, schemaAt(m_schema, m_path));
    if (auto place = m_document.find(m_path)) field.line = place->line;
    (void)entry;
    m_fields.push_back(std::move(field));
  }

  const yaml::Document& m_document;
  const Value& m_values;
  std::map<std::string, CommentDoc> m_params;
  Value m_schema;
  yaml::Path m_path;
  std::vector<Field> m_fields;
};

void collectPlain(const Value& values, yaml::Path& path, std::vector<Field>& fields) {
  for (const auto& [key, value] : values.items()) {
    path.emplace_back(key);
    if (value.is_object() && !value.empty())
      collectPlain(value, path, fields);
    else
      fields.push_back(fieldAt(path, value));
    path.pop_back();
  }
}

std::vector<Field> plainFieldsOf(const Chart& chart);

/// The fields of a sub-chart under its key, those left out that the parent's own values.yaml names.
void addSubchart(const Subchart& sub, const Value& parentValues, std::vector<Field>& fields) {
  std::set<std::string> known;
  for (const Field& field : fields) known.insert(field.pathText);
  for (Field& field : plainFieldsOf(sub.chart)) {
    // Globals are the parent's affair.
    if (std::get<std::string>(field.path.front()) == "global") continue;
    field.path.insert(field.path.begin(), sub.key);
    field.pathText = yaml::toString(field.path);
    if (known.count(field.pathText)) continue;
    if (const Value* own = yaml::find(parentValues, field.path)) field.defaultJson = yaml::toJson(*own);
    field.section = titleOf(sub.key);
    field.level = FieldLevel::Advanced;
    field.line = 0;
    fields.push_back(std::move(field));
  }
}
std::vector<Field> plainFieldsOf(const Chart& chart) {
  std::vector<Field> fields;
  auto document = yaml::Document::parse(chart.valuesText);
  if (document) {
    fields = TextFields(chart, *document).collect();
  } else {
    yaml::Path path;
    collectPlain(chart.values, path, fields);
  }
  for (const Subchart& sub : chart.subcharts) addSubchart(sub, chart.values, fields);
  return fields;
}

void finish(std::vector<Field>& fields, const Value& defaults, const FieldOverlay* overlay) {
  for (Field& field : fields) {
    deduceWidget(field, defaults);
    if (overlay) overlay->apply(field);
  }
}
}  // namespace

std::vector<Field> fieldsOf(const Chart& chart) { return fieldsOf(chart, overlayFor(chart.meta)); }

std::vector<Field> fieldsOf(const Chart& chart, const FieldOverlay* overlay) {
  std::vector<Field> fields = plainFieldsOf(chart);
  auto all = coalesce(chart, Value::object());
  finish(fields, all ? *all : chart.values, overlay);
  return fields;
}

std::vector<Field> fieldsOf(const Release& release) {
  std::vector<Field> fields;
  yaml::Path path;
  collectPlain(release.defaults, path, fields);
  Value schema;
  if (auto parsed = yaml::fromJson(release.schema)) schema = std::move(*parsed);
  for (Field& field : fields) applySchema(field, schemaAt(schema, field.path));
  finish(fields, release.defaults, overlayFor(release.chart));
  return fields;
}

const char* name(FieldType type) {
  switch (type) {
    case FieldType::Bool: return "bool";
    case FieldType::Int: return "int";
    case FieldType::Number: return "number";
    case FieldType::String: return "string";
    case FieldType::List: return "list";
    case FieldType::Map: return "map";
    case FieldType::Unknown: return "unknown";
  }
  return "unknown";
}

}  // namespace cleardeck::helm
