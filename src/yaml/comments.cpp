#include "yaml/comments.h"

#include "base/text.h"
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
/// Where scalars stand; of a block scalar only the lines below its header.
void collectScalars(const std::string& text, const Node* node, std::vector<Span>& spans) {
  if (!node) return;
  for (const Entry& entry : node->entries) {
    collectScalars(text, entry.key.get(), spans);
    collectScalars(text, entry.value.get(), spans);
  }
  if (node->isCollection()) return;
  std::size_t begin = node->isBlockScalar() ? lineEnd(text, node->content) : node->span.begin;
  if (begin < node->span.end) spans.push_back({begin, node->span.end});
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

std::vector<CommentLine> comments(const Tree& tree) {
  const std::string& text = tree.text();
  std::vector<Span> scalars;
  collectScalars(text, tree.root(), scalars);
  std::sort(scalars.begin(), scalars.end(), [](const Span& a, const Span& b) { return a.begin < b.begin; });
  std::vector<CommentLine> found;
  auto scalar = scalars.begin();
  for (std::size_t at = 0; at < text.size(); ++at) {
    while (scalar != scalars.end() && scalar->end <= at) ++scalar;
    if (scalar != scalars.end() && scalar->begin <= at) {
      at = scalar->end - 1;
      continue;
    }
    if (text[at] != '#' || (at > 0 && !isBlank(text[at - 1]) && !isBreak(text[at - 1]) && !(at == 3 && hasBom(text))))
      continue;
    std::size_t end = lineEnd(text, at);
    found.push_back({at, std::string(text::trim(std::string_view(text).substr(at, end - at)))});
    at = end;
  }
  return found;
}

bool keepsComments(const Tree& before, const Tree& after) {
  auto sorted = [](const Tree& tree) {
    std::vector<std::string> texts;
    for (CommentLine& comment : comments(tree)) texts.push_back(std::move(comment.text));
    std::sort(texts.begin(), texts.end());
    return texts;
  };
  auto had = sorted(before), has = sorted(after);
  return std::includes(has.begin(), has.end(), had.begin(), had.end());
}

}  // namespace cleardeck::yaml
