// Without this valijson ends the program on a schema that it does not like.
#define VALIJSON_USE_EXCEPTIONS 1

#include "helm/values_schema.h"

#include <algorithm>
#include <map>
#include <set>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>

namespace cleardeck::helm {

namespace {
using yaml::Value;

/// Keywords of 2019-09 and 2020-12 that draft 7 has nothing for, and those that valijson leaves out.
const std::set<std::string> unsupported{"unevaluatedProperties", "unevaluatedItems", "$dynamicRef", "$recursiveRef",
                                        "minContains",           "maxContains",      "$anchor",     "$dynamicAnchor"};

/// Writes the newer keywords as draft 7 has them. Walks schemas only, not names of properties or examples.
class Translator {
 public:
  void translate(Value& schema) {
    if (!schema.is_object()) return;
    for (const std::string& keyword : unsupported)
      if (schema.contains(keyword)) m_unknown.insert(keyword);
    renameDependent(schema);
    renameItems(schema);
    if (auto reference = schema.find("$ref"); reference != schema.end() && reference->is_string()) {
      auto to = reference->get<std::string>();
      if (to.empty() || to[0] != '#') {
        m_unknown.insert("$ref to " + to);
        schema.erase(reference);
      }
    }
    for (const char* keyword : {"properties", "patternProperties", "$defs", "definitions", "dependencies"})
      if (schema.contains(keyword) && schema[keyword].is_object())
        for (auto& item : schema[keyword]) translate(item);
    for (const char* keyword : {"items", "additionalItems", "additionalProperties", "contains", "not", "if", "then",
                                "else", "propertyNames", "allOf", "anyOf", "oneOf"}) {
      if (!schema.contains(keyword)) continue;
      translate(schema[keyword]);
      if (schema[keyword].is_array())
        for (auto& item : schema[keyword]) translate(item);
    }
  }
  const std::set<std::string>& unknown() const { return m_unknown; }

 private:
  static void renameDependent(Value& schema) {
    for (const char* keyword : {"dependentRequired", "dependentSchemas"}) {
      if (!schema.contains(keyword) || !schema[keyword].is_object()) continue;
      for (auto& [key, item] : schema[keyword].items()) schema["dependencies"][key] = item;
      schema.erase(keyword);
    }
  }
  static void renameItems(Value& schema) {
    if (!schema.contains("prefixItems")) return;
    if (schema.contains("items")) schema["additionalItems"] = schema["items"];
    schema["items"] = schema["prefixItems"];
    schema.erase("prefixItems");
  }
  std::set<std::string> m_unknown;
};

/// Finds schemas that apply themselves to the same value again, through references: valijson would never come to an
/// end.
class CircleFinder {
 public:
  explicit CircleFinder(const Value& root) : m_root(root) {}
  bool found() { return foundBelow(m_root); }

 private:
  bool foundBelow(const Value& value) {
    if (value.is_object() && isCircle(value, 0)) return true;
    return value.is_structured() &&
           std::any_of(value.begin(), value.end(), [this](const Value& item) { return foundBelow(item); });
  }

  bool isCircle(const Value& schema, int depth) {
    if (!schema.is_object()) return false;
    auto [state, fresh] = m_done.emplace(&schema, false);
    if (!fresh) return !state->second;  // met again before it was done
    if (depth > 200) return true;
    for (const Value* next : applied(schema))
      if (isCircle(*next, depth + 1)) return true;
    m_done[&schema] = true;
    return false;
  }

  /// The schemas that judge the same value as this one.
  std::vector<const Value*> applied(const Value& schema) const {
    std::vector<const Value*> next;
    if (auto reference = schema.find("$ref"); reference != schema.end() && reference->is_string())
      if (const Value* target = targetOf(reference->get<std::string>())) next.push_back(target);
    for (const char* keyword : {"allOf", "anyOf", "oneOf", "dependencies"})
      if (auto found = schema.find(keyword); found != schema.end() && found->is_structured())
        for (const Value& item : *found) next.push_back(&item);
    for (const char* keyword : {"not", "if", "then", "else"})
      if (auto found = schema.find(keyword); found != schema.end()) next.push_back(&*found);
    return next;
  }

  const Value* targetOf(const std::string& reference) const {
    if (reference.empty() || reference[0] != '#') return nullptr;
    Value::json_pointer pointer;
    try {
      pointer = Value::json_pointer(reference.substr(1));
      return m_root.contains(pointer) ? &m_root.at(pointer) : nullptr;
    } catch (const std::exception&) {
      return nullptr;  // no pointer: the parser will say so
    }
  }

  const Value& m_root;
  std::map<const Value*, bool> m_done;
};

/// valijson's context: "<root>", "[key]", "[0]".
yaml::Path pathOf(const Value& root, const std::vector<std::string>& context) {
  yaml::Path path;
  const Value* at = &root;
  for (const std::string& step : context) {
    if (step.size() < 2 || step.front() != '[') continue;
    std::string key = step.substr(1, step.size() - 2);
    bool isItem = at && at->is_array() && !key.empty() && key.find_first_not_of("0123456789") == std::string::npos;
    path.push_back(isItem ? yaml::Step(static_cast<std::size_t>(std::stoul(key))) : yaml::Step(key));
    at = at ? yaml::find(*at, yaml::Path(1, path.back())) : nullptr;
  }
  return path;
}

/// valijson matches patterns with std::regex, which overflows the stack on long texts. Their beginning says enough.
constexpr std::size_t longestText = 4'000;

bool hasLongText(const Value& value) {
  if (value.is_string()) return value.get_ref<const std::string&>().size() > longestText;
  return value.is_structured() && std::any_of(value.begin(), value.end(), hasLongText);
}

void shorten(Value& value) {
  if (value.is_string()) value.get_ref<std::string&>().resize(std::min(value.get<std::string>().size(), longestText));
  if (value.is_structured())
    for (Value& item : value) shorten(item);
}

/// valijson's words for people.
std::string wordsFor(const std::string& description) {
  static const std::vector<std::pair<std::string, std::string>> words{
      {"Value type not permitted", "it has another type than the chart's schema wants"},
      {"Failed to match against any enum values", "it is none of the values that the chart's schema allows"},
      {"Failed to match regex", "the chart's schema wants another form of text"}};
  for (const auto& [begin, ours] : words)
    if (description.find(begin) != std::string::npos) return ours;
  return "the chart's schema says: " + description;
}
}  // namespace

struct SchemaSet::Compiled {
  yaml::Path path;
  valijson::Schema schema;
};

SchemaSet::SchemaSet(const Chart& chart) { add(chart, {}); }

void SchemaSet::add(const Chart& chart, const yaml::Path& path) {
  for (const Subchart& sub : chart.subcharts) {
    yaml::Path below = path;
    below.emplace_back(sub.key);
    add(sub.chart, below);
  }
  if (chart.schema.empty()) return;
  auto note = [&](const std::string& what) { m_notes.push_back("schema of " + chart.meta.text() + ": " + what); };
  auto json = yaml::fromJson(chart.schema);
  if (!json) return note("it is no JSON");
  Translator translator;
  translator.translate(*json);
  for (const std::string& keyword : translator.unknown()) note(keyword + " is not checked here");
  if (CircleFinder(*json).found()) return note("it is not checked here: it refers to itself in a circle");
  auto compiled = std::make_shared<Compiled>();
  compiled->path = path;
  try {
    valijson::SchemaParser parser(valijson::SchemaParser::kDraft7);
    parser.populateSchema(valijson::adapters::NlohmannJsonAdapter(*json), compiled->schema);
  } catch (const std::exception& failure) {
    return note(std::string("it is not checked here: ") + failure.what());
  }
  m_schemas.push_back(std::move(compiled));
}

std::vector<SchemaFault> SchemaSet::check(const Value& values) const {
  std::vector<SchemaFault> faults;
  for (const auto& compiled : m_schemas) {
    const Value* block = yaml::find(values, compiled->path);
    if (!block) continue;
    Value shortened;
    if (hasLongText(*block)) {
      shortened = *block;
      shorten(shortened);
      block = &shortened;
    }
    valijson::Validator validator(valijson::Validator::kStrongTypes);
    valijson::ValidationResults results;
    try {
      valijson::adapters::NlohmannJsonAdapter target(*block);
      if (validator.validate(compiled->schema, target, &results)) continue;
    } catch (const std::exception& failure) {
      faults.push_back({compiled->path, std::string("the chart's schema cannot be applied: ") + failure.what()});
      continue;
    }
    // Of a chain of errors the innermost says what is wrong; those around it only that something is.
    std::set<yaml::Path> told;
    for (const auto& error : results) {
      yaml::Path path = pathOf(*block, error.context);
      bool deeper = std::any_of(results.begin(), results.end(), [&](const auto& other) {
        return other.context.size() > error.context.size() &&
               std::equal(error.context.begin(), error.context.end(), other.context.begin());
      });
      if (deeper || !told.insert(path).second) continue;
      path.insert(path.begin(), compiled->path.begin(), compiled->path.end());
      faults.push_back({std::move(path), wordsFor(error.description)});
    }
  }
  return faults;
}

}  // namespace cleardeck::helm
