// YAML documents as JSON, with YAML 1.2's core schema as Kubernetes' own reader resolves plain scalars.
#include "sandbox/status.h"
#include "sandbox/wire.h"

#include <yaml-cpp/yaml.h>

#include <charconv>

namespace cleardeck::sandbox {
namespace {

Json plainScalar(const std::string& text) {
  if (text.empty() || text == "~" || text == "null" || text == "Null" || text == "NULL") return Json();
  if (text == "true" || text == "True" || text == "TRUE") return true;
  if (text == "false" || text == "False" || text == "FALSE") return false;
  const char* end = text.data() + text.size();
  std::int64_t whole = 0;
  auto parsed = std::from_chars(text.data(), end, whole);
  if (parsed.ec == std::errc() && parsed.ptr == end) return whole;
  double real = 0;
  auto fraction = std::from_chars(text.data(), end, real);
  bool looksLikeNumber = text.find_first_not_of("0123456789+-.eE") == std::string::npos;
  if (looksLikeNumber && fraction.ec == std::errc() && fraction.ptr == end) return real;
  return text;
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
      for (const auto& entry : node) object[entry.first.Scalar()] = toJson(entry.second);
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
