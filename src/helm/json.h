/// Reading JSON that someone else wrote: what is missing or of another type reads as empty.
#pragma once
#include "yaml/value.h"

#include <string>
#include <vector>

namespace cleardeck::helm {

/// A member, or null.
inline const yaml::Value& at(const yaml::Value& object, const char* key) {
  static const yaml::Value null;
  if (!object.is_object()) return null;
  auto found = object.find(key);
  return found == object.end() ? null : *found;
}

/// Text; a number as it prints, because people write `appVersion: 1.2` without quotes.
inline std::string textOf(const yaml::Value& value) {
  if (value.is_string()) return value.get<std::string>();
  return value.is_number() ? value.dump() : std::string();
}
inline std::string textAt(const yaml::Value& object, const char* key) { return textOf(at(object, key)); }

inline std::vector<std::string> textsAt(const yaml::Value& object, const char* key) {
  std::vector<std::string> texts;
  const yaml::Value& list = at(object, key);
  if (list.is_array())
    for (const yaml::Value& item : list) texts.push_back(textOf(item));
  return texts;
}

/// Text at a path as people write it: "metadata.name".
inline std::string textAtPath(const yaml::Value& object, const std::string& path) {
  const auto parsed = yaml::parsePath(path);
  const yaml::Value* found = parsed ? yaml::find(object, *parsed) : nullptr;
  return found ? textOf(*found) : std::string();
}

inline yaml::Value mapAt(const yaml::Value& object, const char* key) {
  const yaml::Value& value = at(object, key);
  return value.is_object() ? value : yaml::Value::object();
}

}  // namespace cleardeck::helm
