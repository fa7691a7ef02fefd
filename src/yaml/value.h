/// Values as Helm sees them: YAML read by the rules of sigs.k8s.io/yaml (go-yaml v2: YAML 1.1 booleans, 0755 is octal,
/// the last of duplicate keys wins, `<<` merges in document order, keys become text), then JSON.
#pragma once
#include "yaml/path.h"

#include <nlohmann/json.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace cleardeck::yaml {

/// A JSON tree. Maps compare without regard to order; 1 equals 1.0, as after Helm's own detour through JSON.
using Value = nlohmann::json;

/// One document. Errors (Invalid) name line and column. Null for an empty text. Several documents are refused, because
/// Helm 3 reads only the first and Helm 4 merges all.
Result<Value> parse(std::string_view text);
/// Every document of a text such as a manifest; empty ones are left out.
Result<std::vector<Value>> parseAll(std::string_view text);

/// Equal in type too: 1 is not 1.0, as a text that says the other is not what was asked for.
bool same(const Value& a, const Value& b);

std::string toJson(const Value& value, int indent = -1);  ///< never throws; -1 is one line
Result<Value> fromJson(std::string_view json);
/// The value as a block of YAML, keys sorted, with a final newline; "" for an empty map.
std::string toYaml(const Value& value);

/// nullptr when there is nothing at `path`.
const Value* find(const Value& root, const Path& path);
/// Sets, makes missing maps on the way, and replaces null by a map. False when a scalar or a list's end is in the way.
bool assign(Value& root, const Path& path, Value value);
/// False when there is nothing at `path`.
bool erase(Value& root, const Path& path);

}  // namespace cleardeck::yaml
