#include "helm/field_comments.h"

#include "base/text.h"

#include <algorithm>
#include <regex>

namespace cleardeck::helm {

namespace {
/// The text of a comment line without its `#`s and one blank.
std::string body(const std::string& line) {
  std::size_t begin = std::min(line.find_first_not_of('#'), line.size());
  if (begin < line.size() && line[begin] == ' ') ++begin;
  return line.substr(begin);
}

void append(std::string& text, std::string_view more) {
  more = text::trim(more);
  if (more.empty()) return;
  if (!text.empty()) text += ' ';
  text += more;
}

bool isCommentedOut(const std::string& text) {
  static const std::regex yaml(R"(^\s*(- .*|-$|["']?[\w./-]+["']?:(\s.*)?|[\]}{\[].*))");
  return std::regex_match(text, yaml);
}

/// "(int) how many" has a type in front.
void takeType(CommentDoc& doc, std::string& text) {
  static const std::regex typed(R"(^\(([\w/]+)\)\s*(.*)$)");
  std::smatch match;
  if (!std::regex_match(text, match, typed)) return;
  doc.type = match[1];
  text = match.suffix().str() + match[2].str();
}

/// A line of a helm-docs group after its first.
void takeAnnotated(CommentDoc& doc, const std::string& text) {
  static const std::regex annotation(R"(^@(\w+)(\s+--\s*(.*))?$)");
  std::smatch match;
  if (!std::regex_match(text, match, annotation)) return append(doc.description, text);
  if (match[1] == "section") doc.section = match[3];
}

CommentDoc readHelmDocs(const std::vector<std::string>& lines, std::size_t first) {
  CommentDoc doc;
  std::string text = body(lines[first]).substr(2);
  text = std::string(text::trim(text));
  takeType(doc, text);
  append(doc.description, text);
  for (std::size_t i = first + 1; i < lines.size(); ++i) takeAnnotated(doc, body(lines[i]));
  return doc;
}
}  // namespace

CommentDoc readComment(const std::vector<std::string>& lines) {
  CommentDoc doc;
  bool ignored = std::any_of(lines.begin(), lines.end(),
                             [](const auto& line) { return line.find("@ignore") != std::string::npos; });
  std::size_t first = lines.size();
  for (std::size_t i = 0; i < lines.size(); ++i)
    if (body(lines[i]).rfind("--", 0) == 0) first = i;
  if (first < lines.size()) {
    doc = readHelmDocs(lines, first);
  } else {
    for (const std::string& line : lines) {
      std::string text = body(line);
      if (text::trim(text).empty()) continue;
      if (text[0] == '@' || isCommentedOut(text)) continue;
      append(doc.description, text);
    }
  }
  doc.ignored = ignored;
  return doc;
}

std::map<std::string, CommentDoc> readParams(const std::vector<yaml::CommentLine>& lines) {
  static const std::regex section(R"(^@section\s+(.*)$)");
  static const std::regex param(R"(^@param\s+(\S+)\s*(\[[^\]]*\])?\s*(.*)$)");
  std::map<std::string, CommentDoc> docs;
  std::string current;
  for (const auto& line : lines) {
    std::string text = body(line.text);
    std::smatch match;
    if (std::regex_match(text, match, section) && match[1].str().rfind("--", 0) != 0) current = match[1];
    if (!std::regex_match(text, match, param)) continue;
    CommentDoc doc;
    doc.section = current;
    doc.description = match[3];
    for (const char* type : {"array", "object", "string"})
      if (match[2].str().find(type) != std::string::npos) doc.type = type;
    docs[match[1]] = std::move(doc);
  }
  return docs;
}

}  // namespace cleardeck::helm
