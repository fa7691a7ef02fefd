#include "clearml/json.h"

namespace cleardeck::clearml {

using nlohmann::json;

const json& at(const json& document, std::string_view path) {
  static const json nothing;
  const json* here = &document;
  while (!path.empty()) {
    auto dot = std::min(path.find('.'), path.size());
    if (!here->is_object()) return nothing;
    auto member = here->find(path.substr(0, dot));
    if (member == here->end()) return nothing;
    here = &*member;
    path.remove_prefix(std::min(dot + 1, path.size()));
  }
  return *here;
}

std::string textAt(const json& document, std::string_view path) {
  const json& value = at(document, path);
  if (value.is_string()) return value.get<std::string>();
  if (value.is_number() || value.is_boolean()) return value.dump();
  return std::string();
}

// Numbers may arrive as texts: hyper-parameters and runtime values always do.
double numberAt(const json& document, std::string_view path) {
  const json& value = at(document, path);
  if (value.is_number()) return value.get<double>();
  if (value.is_string()) return std::strtod(value.get_ref<const std::string&>().c_str(), nullptr);
  return 0;
}

std::int64_t integerAt(const json& document, std::string_view path) {
  const json& value = at(document, path);
  if (value.is_number_integer()) return value.get<std::int64_t>();
  const double number = numberAt(document, path);
  return number > -9e18 && number < 9e18 ? std::int64_t(number) : 0;
}

bool boolAt(const json& document, std::string_view path) {
  const json& value = at(document, path);
  return value.is_boolean() && value.get<bool>();
}

time::Moment momentAt(const json& document, std::string_view path) {
  const json& value = at(document, path);
  if (!value.is_string()) return time::Moment();
  auto moment = time::parseRfc3339(value.get_ref<const std::string&>());
  return moment ? *moment : time::Moment();
}

std::vector<std::string> textsAt(const json& document, std::string_view path) {
  std::vector<std::string> texts;
  const json& list = at(document, path);
  if (!list.is_array()) return texts;
  for (const json& item : list)
    if (item.is_string()) texts.push_back(item.get<std::string>());
  return texts;
}

}  // namespace cleardeck::clearml
