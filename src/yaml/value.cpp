#include "yaml/value.h"

#include "yaml/resolve.h"
#include "yaml/writer.h"

#include <algorithm>
#include <cstring>

namespace cleardeck::yaml {

namespace {
const Value* child(const Value& parent, const Step& step) {
  if (auto* key = std::get_if<std::string>(&step)) {
    if (!parent.is_object()) return nullptr;
    auto found = parent.find(*key);
    return found == parent.end() ? nullptr : &*found;
  }
  auto index = std::get<std::size_t>(step);
  return parent.is_array() && index < parent.size() ? &parent[index] : nullptr;
}

/// The child at `step`, made when it is a missing key.
Value* madeChild(Value& parent, const Step& step) {
  if (auto* key = std::get_if<std::string>(&step)) {
    if (parent.is_null()) parent = Value::object();
    return parent.is_object() ? &parent[*key] : nullptr;
  }
  return const_cast<Value*>(child(parent, step));
}
/// The documents of a text with the number of their first line. Helm splits a manifest in the same way.
std::vector<std::pair<std::size_t, std::string>> splitDocuments(std::string_view text) {
  std::vector<std::pair<std::size_t, std::string>> parts(1, {1, std::string()});
  std::size_t number = 0;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = std::min(text.find('\n', at), text.size() - 1) + 1;
    std::string_view line = text.substr(at, end - at);
    ++number;
    bool separator = line.substr(0, 3) == "---" && (line.size() == 3 || std::strchr(" \t\r\n", line[3]));
    if (separator) parts.emplace_back(number, std::string());
    parts.back().second += line;
    at = end;
  }
  return parts;
}
}  // namespace

Result<Value> parse(std::string_view text) {
  auto tree = Tree::parse(std::string(text));
  if (!tree) return tree.error();
  if (tree->documents() > 1)
    return Error(ErrorKind::Invalid, "YAML: it holds " + std::to_string(tree->documents()) + " documents")
        .withHint("Join them: Helm 3 reads only the first one, Helm 4 merges all");
  if (!tree->root()) return Value();
  return valueOf(*tree, *tree->root());
}

Result<std::vector<Value>> parseAll(std::string_view text) {
  std::vector<Value> values;
  for (const auto& [first, part] : splitDocuments(text)) {
    auto value = parse(part);
    if (!value) return std::move(value.error()).during("document that begins on line " + std::to_string(first));
    if (!value->is_null()) values.push_back(std::move(*value));
  }
  return values;
}

bool same(const Value& a, const Value& b) {
  if (a.size() != b.size() || a.is_number_float() != b.is_number_float()) return false;
  if (a.is_array() && b.is_array()) return std::equal(a.begin(), a.end(), b.begin(), same);
  if (!a.is_object() || !b.is_object()) return a == b;
  const auto& left = a.get_ref<const Value::object_t&>();
  const auto& right = b.get_ref<const Value::object_t&>();
  return std::equal(left.begin(), left.end(), right.begin(),
                    [](const auto& x, const auto& y) { return x.first == y.first && same(x.second, y.second); });
}

std::string toJson(const Value& value, int indent) {
  return value.dump(indent, ' ', false, Value::error_handler_t::replace);
}

Result<Value> fromJson(std::string_view json) {
  Value value = Value::parse(json, nullptr, false);
  if (value.is_discarded()) return Error(ErrorKind::Invalid, "JSON: it cannot be read");
  return value;
}

std::string toYaml(const Value& value) {
  if (value.is_object() && value.empty()) return {};
  return blockText(value, 0, WriteStyle()) + "\n";
}

const Value* find(const Value& root, const Path& path) {
  const Value* at = &root;
  for (const Step& step : path) {
    at = child(*at, step);
    if (!at) return nullptr;
  }
  return at;
}

bool assign(Value& root, const Path& path, Value value) {
  Value* at = &root;
  for (const Step& step : path) {
    at = madeChild(*at, step);
    if (!at) return false;
  }
  *at = std::move(value);
  return true;
}

bool erase(Value& root, const Path& path) {
  if (path.empty()) return false;
  Path parentPath(path.begin(), path.end() - 1);
  auto* parent = const_cast<Value*>(find(root, parentPath));
  if (!parent || !child(*parent, path.back())) return false;
  if (auto* key = std::get_if<std::string>(&path.back()))
    parent->erase(*key);
  else
    parent->erase(std::get<std::size_t>(path.back()));
  return true;
}

}  // namespace cleardeck::yaml
