#include "yaml/random_yaml.h"

namespace cleardeck::test {

using yaml::Value;

namespace {
/// Everything that quoting can get wrong.
const std::vector<std::string> hardTexts{"x",
                                         "",
                                         "yes",
                                         "0123",
                                         "1e3",
                                         "true",
                                         "null",
                                         "a: b",
                                         "a #b",
                                         "- x",
                                         "[x",
                                         "é",
                                         "日本",
                                         "line1\nline2",
                                         "line1\nline2\n",
                                         "  lead\nx\n",
                                         "a\n\n\n",
                                         "tab\there",
                                         "quote\"s",
                                         "it's",
                                         "{{ .Release.Name }}",
                                         "*.*",
                                         "@x",
                                         "%x",
                                         "a,b",
                                         "2024-01-01",
                                         "12:30",
                                         "~",
                                         "#c",
                                         "auth {\n  users {\n    enabled: true\n  }\n}\n",
                                         "\n lead nl",
                                         "trail \n",
                                         "x\ny\n\n",
                                         "\ttab first\nb\n",
                                         ":",
                                         "a:",
                                         "?x",
                                         "-",
                                         "--- x",
                                         "\xf0\x9f\x98\x80 e",
                                         "500m",
                                         "1Gi",
                                         "http://a:80/b#c",
                                         "\xe2\x80\xa8",
                                         "\xc2\x85",
                                         "a\r\nb",
                                         "<<",
                                         "=",
                                         "0o17",
                                         "\x7f",
                                         "– dash",
                                         "...",
                                         "\n"};
}  // namespace

std::string Random::text() { return of(hardTexts); }

Value Random::scalar() {
  switch (below(6)) {
    case 0: return oneIn(2);
    case 1: return static_cast<std::int64_t>(below(100000)) - 50;
    case 2: return nullptr;
    case 3: return static_cast<double>(below(1000)) / 8;
    default: return text();
  }
}

Value Random::value(int depth) {
  std::size_t kind = depth < 3 ? below(10) : 9;
  if (kind > 3) return scalar();
  Value made = kind < 2 ? Value::array() : Value::object();
  for (std::size_t i = below(4); i > 0; --i) {
    if (kind < 2)
      made.push_back(value(depth + 1));
    else
      made[below(4) ? "k" + std::to_string(below(6)) : "odd " + text()] = value(depth + 1);
  }
  return made;
}

std::string YamlWriter::document() {
  m_text.clear();
  m_anchors.clear();
  m_mapAnchors.clear();
  m_step = 1 + m_random.below(4);
  m_indentLists = m_random.oneIn(2);
  if (m_random.oneIn(4)) m_text += "# header\n\n";
  if (m_random.oneIn(10)) m_text += "---\n";
  map(0, 0);
  if (m_random.oneIn(4)) comment(0);
  return m_text;
}

void YamlWriter::comment(std::size_t column) {
  static const std::vector<std::string> comments{"# note", "# -- described", "#short", "# key: {x}", "#   - é"};
  m_text += std::string(column, ' ') + m_random.of(comments) + "\n";
}

void YamlWriter::endLine() {
  if (m_random.oneIn(6)) m_text += "  # behind";
  m_text += "\n";
}

std::string YamlWriter::anchor() {
  if (!m_random.oneIn(12)) return {};
  m_anchors.push_back("a" + std::to_string(m_anchors.size()));
  return "&" + m_anchors.back() + " ";
}

std::string YamlWriter::inlineScalar() {
  static const std::vector<std::string> scalars{
      "plain",     "1",       "0755",      "1.5",  "true",       "No",    "~",    "null", "\"double \\u00e9\\n\"",
      "'single'",  "'it''s'", "\"quo\"",   "10Gi", "a b c",      "é",     "日本", "''",   "http://x:80/y",
      "!!str 5",   "-3",      "1_000",     "on",   "2024-01-01", "12:30", "x,y",  "0x1F", "\"a: b # c\"",
      "two words", "100m",    "- not item"};
  if (!m_anchors.empty() && m_random.oneIn(15)) return "*" + m_random.of(m_anchors);
  std::string text = m_random.of(scalars);
  if (text == "- not item") return "not-item";
  return anchor() + text;
}

std::string YamlWriter::flow(int depth) {
  bool isMap = m_random.oneIn(2);
  std::string inside;
  for (std::size_t i = m_random.below(4); i > 0; --i) {
    if (!inside.empty()) inside += m_random.oneIn(6) ? " , " : ", ";
    if (isMap) inside += "f" + std::to_string(i) + ": ";
    static const std::vector<std::string> items{"1", "x", "\"q, r\"", "'s'", "true", "~", "a b", "é"};
    inside += depth < 3 && m_random.oneIn(4) ? flow(depth + 1) : m_random.of(items);
  }
  if (!inside.empty() && m_random.oneIn(8)) inside += ",";
  return (isMap ? "{" : "[") + inside + (isMap ? "}" : "]");
}

void YamlWriter::blockScalar(std::size_t column) {
  static const std::vector<std::string> headers{"|", "|-", "|+", ">", ">-", "|2-", "> # folded"};
  static const std::vector<std::string> lines{"line", "  deeper", "# no comment", "", "key: value", "é"};
  std::string header = m_random.of(headers);
  bool told = header == "|2-";
  m_text += header + "\n" + std::string(column + (told ? 2 : m_step), ' ') + "first\n";
  for (std::size_t i = m_random.below(4); i > 0; --i) {
    const std::string& line = m_random.of(lines);
    m_text += (line.empty() ? "" : std::string(column + (told ? 2 : m_step), ' ') + line) + "\n";
  }
}

void YamlWriter::value(std::size_t column, int depth, bool inList) {
  std::size_t kind = m_random.below(depth < 4 ? 20 : 12);
  if (kind < 9) {
    m_text += (inList ? "" : " ") + inlineScalar();
    return endLine();
  }
  if (kind == 9 && !inList) return endLine();  // absent: null
  if (kind < 11) {
    m_text += (inList ? "" : " ") + flow(depth);
    return endLine();
  }
  if (kind == 11) {
    if (!inList) m_text += " ";
    return blockScalar(column);
  }
  if (kind < 16) {
    if (inList) return map(column + 2, depth + 1);
    if (m_random.oneIn(8)) {
      m_mapAnchors.push_back("m" + std::to_string(m_mapAnchors.size()));
      m_text += " &" + m_mapAnchors.back();
    }
    endLine();
    return map(column + m_step, depth + 1);
  }
  if (inList) return list(column + 2, depth + 1);
  endLine();
  list(column + (m_indentLists ? m_step : 0), depth + 1);
}

void YamlWriter::map(std::size_t column, int depth) {
  static const std::vector<std::string> keys{
      "name",  "image",  "tag", "port", "\"quoted key\"", "'single'", "ключ", "a.b",  "8080", "on",   "env",
      "value", "labels", "x-y", "k/l",  "size",           "key",      "list", "conf", "zone", "host", "mode"};
  std::size_t first = m_random.below(keys.size());
  std::size_t count = 1 + m_random.below(5);
  bool fresh = m_text.empty() || m_text.back() == '\n';
  for (std::size_t i = 0; i < count; ++i) {
    if (fresh || i > 0) {
      if (m_random.oneIn(8)) m_text += "\n";
      if (m_random.oneIn(4)) comment(column);
      m_text += std::string(column, ' ');
    }
    if (!m_mapAnchors.empty() && m_random.oneIn(15)) {
      m_text += "<<: *" + m_random.of(m_mapAnchors) + "\n";
      continue;
    }
    std::size_t key = m_random.oneIn(60) && i > 0 ? first : first + i;  // now and then a key stands twice
    m_text += keys[key % keys.size()] + ":";
    value(column, depth, false);
  }
  if (m_random.oneIn(8)) comment(column + 1);
}

void YamlWriter::list(std::size_t column, int depth) {
  bool fresh = m_text.empty() || m_text.back() == '\n';
  for (std::size_t i = 0, count = 1 + m_random.below(4); i < count; ++i) {
    if (fresh || i > 0) {
      if (m_random.oneIn(6)) comment(column);
      m_text += std::string(column, ' ');
    }
    m_text += "- ";
    value(column, depth, true);
  }
}

}  // namespace cleardeck::test
