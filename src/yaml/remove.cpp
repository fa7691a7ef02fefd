// Removing an entry takes its lines and the comment lines that belong to it, and nothing else.
#include "yaml/edit.h"

#include "yaml/lines.h"

#include <algorithm>

namespace cleardeck::yaml {

namespace {
/// Where the comment lines directly above an entry begin, at the entry's own column and below `floor`.
std::size_t ownCommentsBegin(const Tree& tree, std::size_t line, std::size_t column, std::size_t floor) {
  const std::string& text = tree.text();
  std::size_t begin = line;
  while (begin > floor) {
    std::size_t above = begin - 1;
    if (text[above] == '\n' && above > 0 && text[above - 1] == '\r') --above;
    std::size_t start = lineStart(text, above);
    std::size_t first = skipBlanks(text, start);
    if (start < floor || first >= text.size() || text[first] != '#' || first - start != column) break;
    begin = start;
  }
  return begin;
}

Splices removeFromFlow(const Node& node, std::size_t index) {
  const auto& entries = node.entries;
  if (entries.size() == 1) return {{node.content + 1, node.span.end - 1, ""}};
  if (index + 1 < entries.size()) return {{entries[index].start, entries[index + 1].start, ""}};
  return {{entries[index - 1].end(), entries[index].end(), ""}};
}

bool startsItsLine(const std::string& text, const Entry& entry) {
  std::size_t line = lineStart(text, entry.start);
  if (line == 0 && hasBom(text)) line = 3;
  return skipBlanks(text, line) == entry.start;
}

bool hasComment(const std::string& text, std::size_t begin, std::size_t end) {
  for (std::size_t i = begin; i < end; ++i)
    if (text[i] == '#' && (i == 0 || isBlank(text[i - 1]) || isBreak(text[i - 1]))) return true;
  return false;
}

Result<Splices> removeFromBlock(const Tree& tree, const Node& node, std::size_t index) {
  const std::string& text = tree.text();
  const Entry& entry = node.entries[index];
  if (index == 0 && node.entries.size() > 1 && !startsItsLine(text, entry)) {
    // The first key after a dash: the next one takes its place on that line.
    std::size_t next = node.entries[1].start;
    if (hasComment(text, entry.end(), next)) return refused("a comment stands between it and the next entry");
    return Splices{{entry.start, next, ""}};
  }
  auto lines = linesOf(tree, node, index);
  if (!lines) return lines.error();
  return Splices{{lines->begin, lines->end, ""}};
}

Result<Splices> spliceRemove(const Tree& tree, const Path& path, const WriteStyle& style) {
  auto at = walk(tree, path);
  if (!at) return at.error();
  if (at->steps < path.size() || !at->parent) return refused("there is nothing to remove");
  const Node& parent = *at->parent;
  auto index = static_cast<std::size_t>(at->entry - parent.entries.data());
  if (parent.flow) {
    if (parent.kind == Kind::Map && tree.text()[parent.content] != '{') return refused("it is a pair within [ ]");
    return removeFromFlow(parent, index);
  }
  if (parent.entries.size() > 1) return removeFromBlock(tree, parent, index);
  if (at->parentEntry) {
    Value empty = parent.kind == Kind::Map ? Value::object() : Value::array();
    return replaceValue(tree, *at->grandparent, *at->parentEntry, empty, style);
  }
  if (!parent.anchor.empty() || !parent.tag.empty()) return refused("the document carries an anchor or a tag");
  return removeFromBlock(tree, parent, index);
}
}  // namespace

Path lonelyParent(const Tree& tree, Path path, const Path& keep) {
  auto at = walk(tree, path);
  while (at && path.size() > 1 && at->parent && at->parent->kind == Kind::Map && at->parent->entries.size() == 1 &&
         std::holds_alternative<std::string>(path[path.size() - 2])) {
    Path parent(path.begin(), path.end() - 1);
    if (startsWith(keep, parent)) break;
    path = std::move(parent);
    at = walk(tree, path);
  }
  return path;
}

Result<Span> linesOf(const Tree& tree, const Node& parent, std::size_t index) {
  const std::string& text = tree.text();
  const Entry& entry = parent.entries[index];
  if (!startsItsLine(text, entry)) return refused("it does not begin its line");
  std::size_t line = lineStart(text, entry.start);
  if (line == 0 && hasBom(text)) line = 3;
  std::size_t floor = index > 0 ? nextLine(text, parent.entries[index - 1].end()) : 0;
  std::size_t begin = ownCommentsBegin(tree, line, parent.column, std::min(floor, line));
  bool fileHeader = index == 0 && (begin == 0 || (begin == 3 && hasBom(text)));
  return Span{fileHeader ? line : begin, afterEntry(tree, entry, parent.column)};
}

Result<std::string> textAfterRemove(const Tree& tree, const Path& path, int strategy) {
  auto splices = spliceRemove(tree, path, styleOf(tree, strategy));
  if (!splices) return splices.error();
  return applied(tree.text(), std::move(*splices));
}

}  // namespace cleardeck::yaml
