#include "yaml/comments.h"

#include "yaml/lines.h"

#include <algorithm>

namespace cleardeck::yaml {

namespace {
/// The comment on the line that begins at `begin`, or "" when the line is something else.
std::string commentOn(const std::string& text, std::size_t begin) {
  if (begin == 0 && hasBom(text)) begin = 3;
  std::size_t first = skipBlanks(text, begin);
  std::size_t end = lineEnd(text, first);
  return first < end && text[first] == '#' ? text.substr(first, end - first) : std::string();
}
}  // namespace

std::vector<std::string> commentAbove(const Tree& tree, const Entry& entry) {
  std::vector<std::string> lines;
  const std::string& text = tree.text();
  std::size_t begin = lineStart(text, entry.start);
  while (begin > 0) {
    std::size_t above = begin - 1;
    if (text[above] == '\n' && above > 0 && text[above - 1] == '\r') --above;
    begin = lineStart(text, above);
    std::string comment = commentOn(text, begin);
    if (comment.empty()) break;
    lines.push_back(std::move(comment));
  }
  std::reverse(lines.begin(), lines.end());
  return lines;
}

std::vector<CommentLine> commentLines(const Tree& tree) {
  std::vector<CommentLine> lines;
  const std::string& text = tree.text();
  for (std::size_t at = 0; at < text.size(); at = nextLine(text, at)) {
    std::string comment = commentOn(text, at);
    if (!comment.empty()) lines.push_back({at, std::move(comment)});
  }
  return lines;
}

}  // namespace cleardeck::yaml
