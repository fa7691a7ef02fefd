#include "yaml/writer.h"

#include "base/text.h"
#include "yaml/resolve.h"

#include <algorithm>
#include <cstdio>
#include <cstring>

namespace cleardeck::yaml {

namespace {

/// U+2028 and U+2029, which YAML 1.1 takes for line breaks.
bool isSeparator(const std::string& text, std::size_t at) {
  return text.compare(at, 3, "\xe2\x80\xa8") == 0 || text.compare(at, 3, "\xe2\x80\xa9") == 0;
}

/// Characters that only a double-quoted scalar can carry everywhere: controls, C1, line and paragraph separators, the
/// byte order mark; and all beyond the basic plane, on which libraries disagree.
bool needsEscape(const std::string& text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    auto c = static_cast<unsigned char>(text[i]);
    auto next = static_cast<unsigned char>(i + 1 < text.size() ? text[i + 1] : 0);
    if (c < 0x20 || c == 0x7f || c >= 0xef || (c == 0xc2 && next < 0xa0) || isSeparator(text, i)) return true;
  }
  return false;
}

/// Text that some YAML reads as a date, a time or a number of another base though go-yaml does not.
bool looksTyped(const std::string& text) {
  if (text == "<<" || text == "=") return true;
  std::size_t digits = 0;
  while (digits < text.size() && text::isDigit(text[digits])) ++digits;
  if (digits == 4 && digits < text.size() && text[digits] == '-') return true;
  if (digits == 0 || digits == text.size()) return false;
  return std::all_of(text.begin(), text.end(), [](char c) { return text::isDigit(c) || std::strchr(":._", c); });
}

bool isPlainSafe(const std::string& text, bool flow) {
  if (text.empty() || !resolvePlain(text).is_string() || looksTyped(text) || needsEscape(text)) return false;
  if (text.front() == ' ' || text.back() == ' ' || text.back() == ':') return false;
  if (text.rfind("---", 0) == 0 || text.rfind("...", 0) == 0) return false;
  if (std::strchr("?,[]{}#&*!|>'\"%@`", text[0])) return false;
  if ((text[0] == '-' || text[0] == ':') && (text.size() == 1 || text[1] == ' ')) return false;
  if (flow && text.find_first_of(",[]{}:") != std::string::npos) return false;
  return text.find(": ") == std::string::npos && text.find(" #") == std::string::npos;
}

std::string doubleQuoted(const std::string& text) {
  std::string quoted = "\"";
  for (std::size_t i = 0; i < text.size(); ++i) {
    auto c = static_cast<unsigned char>(text[i]);
    char escape[8];
    if (c == '"' || c == '\\')
      (quoted += '\\') += text[i];
    else if (c == '\n')
      quoted += "\\n";
    else if (c == '\r')
      quoted += "\\r";
    else if (c == '\t')
      quoted += "\\t";
    else if (c < 0x20 || c == 0x7f)
      quoted.append(escape, std::snprintf(escape, sizeof escape, "\\x%02X", c));
    else if (c == 0xc2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xa0)
      quoted.append(escape, std::snprintf(escape, sizeof escape, "\\x%02X", static_cast<unsigned char>(text[++i])));
    else if (text.compare(i, 3, "\xe2\x80\xa8") == 0)
      quoted += "\\L", i += 2;
    else if (text.compare(i, 3, "\xe2\x80\xa9") == 0)
      quoted += "\\P", i += 2;
    else if (text.compare(i, 3, "\xef\xbb\xbf") == 0)
      quoted += "\\uFEFF", i += 2;
    else
      quoted += text[i];
  }
  return quoted + '"';
}

std::string singleQuoted(const std::string& text) {
  std::string quoted = "'";
  for (char c : text) quoted.append(c == '\'' ? 2 : 1, c);
  return quoted + "'";
}

bool fitsLiteral(const std::string& text) {
  if (text.find('\n') == std::string::npos || text.find_first_not_of('\n') == std::string::npos) return false;
  if (text.size() > 1 && text.compare(text.size() - 2, 2, "\n\n") == 0) return false;
  std::string other = text;
  other.erase(std::remove_if(other.begin(), other.end(), [](char c) { return c == '\n' || c == '\t'; }), other.end());
  return !needsEscape(other);
}

std::string literalText(const std::string& text, std::size_t column, const WriteStyle& style) {
  std::string header = "|";
  char first = text[text.find_first_not_of('\n')];
  // A reader finds the indentation by the first line that is not empty; when that line begins with a blank it must be
  // told.
  if (text[0] == '\n' || first == ' ' || first == '\t') header += std::to_string(style.indent);
  bool endsLine = text.back() == '\n';
  if (!endsLine) header += '-';
  std::string body = endsLine ? text.substr(0, text.size() - 1) : text;
  std::string lines;
  for (std::size_t at = 0; at <= body.size();) {
    std::size_t end = std::min(body.find('\n', at), body.size());
    lines += style.eol;
    if (end > at) lines.append(column + style.indent, ' ').append(body, at, end - at);
    at = end + 1;
  }
  return header + lines;
}

std::string quotedText(const std::string& text, bool flow, Style preferred) {
  if (preferred == Style::SingleQuoted && !needsEscape(text)) return singleQuoted(text);
  if (preferred != Style::DoubleQuoted && isPlainSafe(text, flow)) return text;
  return doubleQuoted(text);
}

std::string mapText(const Value& map, std::size_t column, const WriteStyle& style) {
  std::string text;
  for (const auto& [key, value] : map.items()) {
    if (!text.empty()) text += style.eol + std::string(column, ' ');
    text += keyName(key, false) + ":";
    if (!isFilled(value)) {
      text += " " + scalarText(value, column, style);
      continue;
    }
    std::size_t inner = column + (value.is_array() && !style.indentLists ? 0 : style.indent);
    text += style.eol + std::string(inner, ' ') + blockText(value, inner, style);
  }
  return text;
}

std::string listText(const Value& list, std::size_t column, const WriteStyle& style) {
  std::string text;
  for (const Value& item : list) {
    if (!text.empty()) text += style.eol + std::string(column, ' ');
    text += "- ";
    text += isFilled(item) ? blockText(item, column + 2, style) : scalarText(item, column, style);
  }
  return text;
}
}  // namespace

bool isFilled(const Value& value) { return value.is_structured() && !value.empty(); }

std::string keyName(const std::string& key, bool flow) {
  // Longer plain keys are no simple keys for libyaml (1,024 characters).
  return key.size() < 200 && isPlainSafe(key, flow) ? key : doubleQuoted(key);
}

std::string flowText(const Value& value) {
  if (value.is_string()) return quotedText(value.get<std::string>(), true, Style::Plain);
  if (!value.is_structured()) return toJson(value);
  std::string text;
  for (const auto& [key, item] : value.items()) {
    if (!text.empty()) text += ", ";
    if (value.is_object()) text += keyName(key, true) + ": ";
    text += flowText(item);
  }
  return value.is_object() ? "{" + text + "}" : "[" + text + "]";
}

std::string scalarText(const Value& value, std::size_t column, const WriteStyle& style, Style preferred) {
  if (!value.is_string()) return flowText(value);
  auto text = value.get<std::string>();
  if (style.literals && preferred != Style::DoubleQuoted && fitsLiteral(text)) return literalText(text, column, style);
  return quotedText(text, false, preferred);
}

std::string blockText(const Value& value, std::size_t column, const WriteStyle& style) {
  if (!isFilled(value)) return scalarText(value, column, style);
  if (!style.blocks) return flowText(value);
  return value.is_object() ? mapText(value, column, style) : listText(value, column, style);
}

}  // namespace cleardeck::yaml
