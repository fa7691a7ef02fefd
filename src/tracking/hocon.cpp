#include "tracking/hocon.h"

#include "base/text.h"

#include <algorithm>

namespace cleardeck::tracking {
namespace {

using Value = nlohmann::json;

constexpr int kDeepest = 64;

// Recursive descent; the first fault ends it.
class Reader {
 public:
  explicit Reader(std::string_view text) : m_text(text) {}

  Result<Value> read() {
    blanks(true);
    Value all = peek() == '[' ? list(0) : object(peek() == '{', 0);
    blanks(true);
    if (m_fault.empty() && m_at < m_text.size()) fail("something follows the end");
    if (m_fault.empty()) return all;
    auto line = 1 + std::count(m_text.begin(), m_text.begin() + std::ptrdiff_t(m_at), '\n');
    return Error(ErrorKind::Invalid, "line " + std::to_string(line) + ": " + m_fault);
  }

 private:
  char peek() const { return m_at < m_text.size() ? m_text[m_at] : '\0'; }
  bool at(std::string_view what) const { return m_text.substr(m_at).starts_with(what); }
  void fail(const char* why) {
    if (m_fault.empty()) m_fault = why;
  }
  bool failed(int depth) {
    if (depth > kDeepest) fail("nested too deeply");
    return !m_fault.empty();
  }

  // Blanks and comments; with `lines` also what separates members.
  void blanks(bool lines) {
    for (; m_at < m_text.size(); ++m_at) {
      if (peek() == '#' || at("//")) m_at = std::min(m_text.find('\n', m_at), m_text.size());
      bool skipped = peek() == ' ' || peek() == '\t' || peek() == '\r' || (lines && (peek() == '\n' || peek() == ','));
      if (!skipped) return;
    }
  }

  Value object(bool braces, int depth) {
    Value object = Value::object();
    if (braces) ++m_at;
    for (blanks(true); !failed(depth); blanks(true)) {
      if (braces && peek() == '}') {
        ++m_at;
        return object;
      }
      if (m_at >= m_text.size()) {
        if (braces) fail("a } is missing");
        return object;
      }
      member(object, depth);
    }
    return object;
  }

  // "a.b = value", "a: value", "a { … }"; objects of one name are merged.
  void member(Value& object, int depth) {
    auto target = &object;
    do {
      if (peek() == '.') ++m_at;
      auto name = key();
      if (name.empty()) return fail("a name is missing");
      if (!target->is_object()) *target = Value::object();
      target = &(*target)[name];
    } while (peek() == '.');
    blanks(false);
    if (peek() == '=' || peek() == ':')
      ++m_at;
    else if (peek() != '{')
      return fail("= or : is missing");
    blanks(false);
    auto found = value(depth + 1);
    if (found.is_object() && target->is_object())
      target->update(found, true);
    else
      *target = std::move(found);
  }

  std::string key() {
    if (peek() == '"') return quoted();
    auto end = std::min(m_text.find_first_of(".=:{}[],\n\"# \t\r", m_at), m_text.size());
    auto name = std::string(m_text.substr(m_at, end - m_at));
    m_at = end;
    return name;
  }

  Value value(int depth) {
    if (failed(depth)) return Value();
    if (peek() == '{') return object(true, depth);
    if (peek() == '[') return list(depth);
    if (peek() == '"') return quoted();
    auto end = std::min(m_text.find_first_of(",}]\n#", m_at), m_text.size());
    auto word = std::string(text::trim(m_text.substr(m_at, end - m_at)));
    m_at = end;
    if (word.empty()) fail("a value is missing");
    auto literal = Value::parse(word, nullptr, false);
    return literal.is_discarded() || literal.is_structured() ? Value(word) : literal;
  }

  Value list(int depth) {
    Value list = Value::array();
    ++m_at;
    for (blanks(true); !failed(depth) && peek() != ']'; blanks(true)) {
      if (m_at >= m_text.size()) fail("a ] is missing");
      if (m_fault.empty()) list.push_back(value(depth + 1));
    }
    ++m_at;
    return list;
  }

  std::string quoted() {
    if (at("\"\"\"")) {
      auto end = m_text.find("\"\"\"", m_at + 3);
      if (end == m_text.npos) return fail("a text has no end"), std::string();
      auto text = std::string(m_text.substr(m_at + 3, end - m_at - 3));
      m_at = end + 3;
      return text;
    }
    auto end = m_at + 1;
    while (end < m_text.size() && m_text[end] != '"') end += m_text[end] == '\\' ? 2 : 1;
    if (end >= m_text.size()) return fail("a text has no end"), std::string();
    auto parsed = Value::parse(m_text.substr(m_at, end + 1 - m_at), nullptr, false);
    if (!parsed.is_string()) return fail("a text is not well formed"), std::string();
    m_at = end + 1;
    return parsed.get<std::string>();
  }

  std::string_view m_text;
  std::size_t m_at = 0;
  std::string m_fault;
};

}  // namespace

Result<Value> readHocon(std::string_view text) { return Reader(text).read(); }

}  // namespace cleardeck::tracking
