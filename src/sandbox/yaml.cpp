// YAML documents as JSON. Plain scalars are resolved as sigs.k8s.io/yaml does it: YAML 1.1, where `no` is false and
// 0644 is octal.
#include "sandbox/status.h"
#include "sandbox/wire.h"

#include <yaml-cpp/yaml.h>

#include <charconv>
#include <optional>
#include <set>

namespace cleardeck::sandbox {
namespace {

template <class Number>
std::optional<Number> whole(std::string_view text, int base) {
  Number value = 0;
  auto parsed = std::from_chars(text.data(), text.data() + text.size(), value, base);
  if (text.empty() || parsed.ec != std::errc() || parsed.ptr != text.data() + text.size()) return std::nullopt;
  return value;
}

std::optional<bool> boolean(const std::string& text) {
  static const std::set<std::string> yes = {"y", "Y", "yes", "Yes", "YES", "on", "On", "ON", "true", "True", "TRUE"};
  static const std::set<std::string> no = {"n", "N", "no", "No", "NO", "off", "Off", "OFF", "false", "False", "FALSE"};
  if (yes.contains(text)) return true;
  if (no.contains(text)) return false;
  return std::nullopt;
}

Json plainScalar(const std::string& text) {
  if (text.empty() || text == "~" || text == "null" || text == "Null" || text == "NULL") return Json();
  if (auto value = boolean(text)) return *value;
  std::string_view digits = text;
  if (digits.starts_with("0x")) {
    if (auto value = whole<std::int64_t>(digits.substr(2), 16)) return *value;
  } else if (digits.starts_with("0o") || (digits.size() > 1 && digits.starts_with('0'))) {
    if (auto value = whole<std::int64_t>(digits.substr(digits[1] == 'o' ? 2 : 1), 8)) return *value;
  }
  if (auto value = whole<std::int64_t>(digits, 10)) return *value;
  double real = 0;
  auto fraction = std::from_chars(text.data(), text.data() + text.size(), real);
  bool looksLikeNumber = text.find_first_not_of("0123456789+-.eE") == std::string::npos;
  if (looksLikeNumber && fraction.ec == std::errc() && fraction.ptr == text.data() + text.size()) return real;
  return text;
}

std::string keyText(const YAML::Node& key) {
  auto resolved = key.Tag() == "!" ? Json(key.Scalar()) : plainScalar(key.Scalar());
  return resolved.is_boolean() ? resolved.dump() : key.Scalar();
}

Json toJson(const YAML::Node& node) {
  switch (node.Type()) {
    case YAML::NodeType::Scalar:
      return node.Tag() == "!" || node.Tag() == "tag:yaml.org,2002:str" ? Json(node.Scalar())
                                                                        : plainScalar(node.Scalar());
    case YAML::NodeType::Sequence: {
      Json list = Json::array();
      for (const auto& item : node) list.push_back(toJson(item));
      return list;
    }
    case YAML::NodeType::Map: {
      Json object = Json::object();
      for (const auto& entry : node) object[keyText(entry.first)] = toJson(entry.second);
      return object;
    }
    default: return Json();
  }
}

}  // namespace

Result<std::vector<Json>> readYaml(const std::string& text) {
  std::vector<Json> documents;
  try {
    for (const auto& node : YAML::LoadAll(text))
      if (node.IsMap() && node.size() > 0) documents.push_back(toJson(node));
  } catch (const YAML::Exception& e) {
    return badRequest(std::string("error converting YAML to JSON: ") + e.what());
  }
  return documents;
}

}  // namespace cleardeck::sandbox
