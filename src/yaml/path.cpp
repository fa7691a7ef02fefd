#include "yaml/path.h"

#include <algorithm>

namespace cleardeck::yaml {

namespace {
Error badPath(std::string_view text, const std::string& why) {
  return Error(ErrorKind::Invalid, "value path \"" + std::string(text) + "\": " + why)
      .withHint("Write it like apiserver.extraEnvs[0].name; a dot within a key is \\.");
}

/// Reads "[3]" at `position`.
Result<std::size_t> readIndex(std::string_view text, std::size_t& position) {
  std::size_t close = text.find(']', position);
  if (close == std::string_view::npos) return badPath(text, "] is missing");
  std::string_view digits = text.substr(position + 1, close - position - 1);
  if (digits.empty() || digits.size() > 6 ||
      !std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; }))
    return badPath(text, "an index is a number from 0");
  position = close + 1;
  return static_cast<std::size_t>(std::stoul(std::string(digits)));
}

std::string readKey(std::string_view text, std::size_t& position) {
  std::string key;
  for (; position < text.size() && text[position] != '.' && text[position] != '['; ++position) {
    if (text[position] == '\\' && position + 1 < text.size()) ++position;
    key += text[position];
  }
  return key;
}
}  // namespace

Result<Path> parsePath(std::string_view text) {
  Path path;
  for (std::size_t position = 0; position < text.size();) {
    if (text[position] == '[') {
      auto index = readIndex(text, position);
      if (!index) return index.error();
      path.emplace_back(*index);
    } else {
      std::string key = readKey(text, position);
      if (key.empty()) return badPath(text, "a key is empty");
      path.emplace_back(std::move(key));
    }
    if (position == text.size()) break;
    if (text[position] == '.' && ++position == text.size()) return badPath(text, "it ends with a dot");
  }
  return path;
}

std::string toString(const Path& path) {
  std::string text;
  for (const Step& step : path) {
    if (auto* index = std::get_if<std::size_t>(&step)) {
      text += '[' + std::to_string(*index) + ']';
      continue;
    }
    if (!text.empty()) text += '.';
    for (char c : std::get<std::string>(step)) {
      if (c == '.' || c == '[' || c == '\\') text += '\\';
      text += c;
    }
  }
  return text;
}

bool startsWith(const Path& path, const Path& prefix) {
  return path.size() >= prefix.size() && std::equal(prefix.begin(), prefix.end(), path.begin());
}

}  // namespace cleardeck::yaml
