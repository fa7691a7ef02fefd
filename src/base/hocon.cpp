#include "base/hocon.h"

#include "base/text.h"

#include <algorithm>

namespace cleardeck {
namespace {

using Json = nlohmann::ordered_json;

constexpr int deepest = 64;

struct HoconError {
  std::size_t at;
  std::string what;
};

// Throws HoconError, which readHocon() turns into an Error.
class Reader {
 public:
  explicit Reader(std::string_view text) : m_text(text) {}

  Json document() {
    skip(true);
    Json result = Json::object();
    if (!atEnd() && peek() == '{') {
      ++m_at;
      fields(result, '}', 0);
    } else {
      fields(result, '\0', 0);
    }
    skip(true);
    if (!atEnd()) fail("there is more after the end of the map");
    return result;
  }

 private:
  [[noreturn]] void fail(std::string what) const { throw HoconError{std::min(m_at, m_text.size()), std::move(what)}; }
  bool atEnd() const { return m_at >= m_text.size(); }
  char peek() const { return m_text[m_at]; }
  bool starts(std::string_view word) const { return m_text.substr(m_at).starts_with(word); }

  // Blanks and comments; with `lines` also line ends and commas' place. True when a line end was passed.
  bool skip(bool lines) {
    bool passed = false;
    while (!atEnd()) {
      if (peek() == '#' || starts("//"))
        while (!atEnd() && peek() != '\n') ++m_at;
      else if (peek() == '\n' && lines)
        passed = true, ++m_at;
      else if (peek() == ' ' || peek() == '\t' || peek() == '\r')
        ++m_at;
      else
        break;
    }
    return passed;
  }

  // One comma at most between two items; a line end does, too.
  void separator(char end, const char* what) {
    bool line = skip(true);
    if (atEnd() || (end && peek() == end)) return;
    if (peek() == ',') {
      ++m_at;
      skip(true);
    } else if (!line) {
      fail(std::string("a comma or a new line is missing between two ") + what);
    }
  }

  void fields(Json& into, char end, int depth) {
    if (depth > deepest) fail("nested too deep");
    for (skip(true);; separator(end, "keys")) {
      if (atEnd()) {
        if (end) fail("a } is missing");
        return;
      }
      if (end && peek() == end) {
        ++m_at;
        return;
      }
      field(into, depth);
    }
  }

  void field(Json& into, int depth) {
    const auto path = key();
    skip(true);
    if (atEnd()) fail("a value is missing");
    const bool appends = starts("+=");
    if (appends)
      m_at += 2;
    else if (peek() == ':' || peek() == '=')
      ++m_at;
    else if (peek() != '{')
      fail("a : or = is missing after the key " + text::join(path, "."));
    skip(true);
    Json given = value(depth + 1);
    Json* place = &into;
    for (std::size_t i = 0; i + 1 < path.size(); ++i) {
      place = &(*place)[path[i]];
      if (!place->is_object()) *place = Json::object();
    }
    place = &(*place)[path.back()];
    if (appends) {
      if (!place->is_array()) *place = Json::array();
      place->push_back(std::move(given));
    } else {
      merge(*place, std::move(given));
    }
  }

  static void merge(Json& place, Json given) {
    if (!place.is_object() || !given.is_object()) {
      place = std::move(given);
      return;
    }
    for (auto& [key, item] : given.items()) merge(place[key], std::move(item));
  }

  std::vector<std::string> key() {
    if (starts("include ") || starts("include(")) fail("`include` needs another file, which is not at hand");
    std::vector<std::string> path(1);
    for (bool any = false;; any = true) {
      if (atEnd()) fail("a value is missing");
      const char c = peek();
      if (c == '"')
        path.back() += quoted();
      else if (c == '.')
        path.emplace_back(), ++m_at;
      else if (std::string_view(":={+ \t\r\n#,[]}$").find(c) != std::string_view::npos) {
        if (!any) fail("a key was expected");
        break;
      } else
        path.back() += c, ++m_at;
    }
    if (std::find(path.begin(), path.end(), "") != path.end()) fail("an empty key");
    return path;
  }

  // What stands side by side in one line is one text; one word alone has its own type.
  Json value(int depth) {
    if (depth > deepest) fail("nested too deep");
    if (atEnd()) fail("a value is missing");
    if (peek() == '{' || peek() == '[') {
      Json result = container(depth);
      skip(false);
      if (!atEnd() && (peek() == '{' || peek() == '[')) fail("two values that HOCON would join are not understood");
      return result;
    }
    std::string joined, blanks;
    int words = 0;
    bool plain = true;
    while (!atEnd() && std::string_view("\n,}]#").find(peek()) == std::string_view::npos && !starts("//")) {
      const auto blank = m_at;
      while (!atEnd() && (peek() == ' ' || peek() == '\t' || peek() == '\r')) ++m_at;
      if (m_at > blank) {
        blanks = std::string(m_text.substr(blank, m_at - blank));
        continue;
      }
      joined += (words++ > 0 ? blanks : "");
      blanks.clear();
      if (peek() == '"')
        plain = false, joined += quoted();
      else
        joined += word();
    }
    if (words == 0) fail("a value is missing");
    return plain ? typed(joined) : Json(joined);
  }

  Json container(int depth) {
    if (m_text[m_at++] == '{') {
      Json map = Json::object();
      fields(map, '}', depth);
      return map;
    }
    Json list = Json::array();
    for (skip(true);; separator(']', "items")) {
      if (atEnd()) fail("a ] is missing");
      if (peek() == ']') break;
      list.push_back(value(depth + 1));
    }
    ++m_at;
    return list;
  }

  std::string word() {
    const auto begin = m_at;
    while (!atEnd() && std::string_view(" \t\r\n,}]#\"").find(peek()) == std::string_view::npos && !starts("//")) {
      if (starts("${")) fail("`${…}` takes a value from elsewhere, which is not at hand");
      if (std::string_view("{[:=").find(peek()) != std::string_view::npos && peek() != ':' && peek() != '=')
        fail("a character that needs quotes");
      ++m_at;
    }
    return std::string(m_text.substr(begin, m_at - begin));
  }

  static Json typed(const std::string& word) {
    auto value = Json::parse(word, nullptr, false);
    return value.is_boolean() || value.is_number() || value.is_null() ? value : Json(word);
  }

  std::string quoted() {
    if (starts("\"\"\"")) {
      const auto end = m_text.find("\"\"\"", m_at + 3);
      if (end == m_text.npos) fail("\"\"\" is not closed");
      auto close = end + 3;
      while (close < m_text.size() && m_text[close] == '"') ++close;  // quotes before the closing ones belong to it
      std::string inner(m_text.substr(m_at + 3, close - m_at - 6));
      m_at = close;
      return inner;
    }
    auto end = m_at + 1;
    while (end < m_text.size() && m_text[end] != '"' && m_text[end] != '\n') end += m_text[end] == '\\' ? 2 : 1;
    if (end >= m_text.size() || m_text[end] != '"') fail("a text is not closed");
    const auto value = Json::parse(m_text.substr(m_at, end + 1 - m_at), nullptr, false);
    if (!value.is_string()) fail("a text that JSON would not take");
    m_at = end + 1;
    return value.get<std::string>();
  }

  std::string_view m_text;
  std::size_t m_at = 0;
};

}  // namespace

Result<nlohmann::ordered_json> readHocon(std::string_view text) {
  auto json = Json::parse(text, nullptr, false);
  if (json.is_object()) return json;
  try {
    return Reader(text).document();
  } catch (const HoconError& error) {
    const auto line = 1 + std::count(text.begin(), text.begin() + std::ptrdiff_t(error.at), '\n');
    return Error(ErrorKind::Invalid, "line " + std::to_string(line) + ": " + error.what);
  }
}

}  // namespace cleardeck
