// Moving an entry takes its own lines, comments included, to another indentation. Commenting it out puts a `#` before
// each of them. Both work on whole lines; what has none (flow, the first key after a dash) is moved by value.
#include "yaml/edit.h"

#include "base/text.h"
#include "yaml/comments.h"
#include "yaml/lines.h"
#include "yaml/resolve.h"

#include <algorithm>

namespace cleardeck::yaml {

namespace {
std::size_t indexOf(const Walk& at) { return static_cast<std::size_t>(at.entry - at.parent->entries.data()); }

/// An entry that has lines of its own.
struct Block {
  const Node* parent = nullptr;
  const Entry* entry = nullptr;
  Span lines;
};

Result<Block> blockAt(const Tree& tree, const Path& path) {
  auto at = walk(tree, path);
  if (!at) return at.error();
  if (at->steps < path.size() || !at->parent) return refused("there is no such value");
  bool only = at->parent->kind == Kind::List && at->parent->entries.size() == 1;
  if (at->parent->flow || at->entry->explicitKey || only) return refused("it has no lines of its own");
  auto lines = linesOf(tree, *at->parent, indexOf(*at));
  if (!lines) return lines.error();
  return Block{at->parent, at->entry, *lines};
}

/// The text in lines without their ends; no empty line after the last.
std::vector<std::string> linesIn(const std::string& text) {
  std::vector<std::string> lines;
  for (std::size_t at = 0; at < text.size(); at = nextLine(text, at))
    lines.push_back(text.substr(at, lineEnd(text, at) - at));
  return lines;
}

std::string joined(const std::vector<std::string>& lines, const std::string& eol) { return text::join(lines, eol); }

Result<Done> shift(std::string& line, std::size_t from, std::size_t to) {
  std::size_t blanks = skipBlanks(line, 0);
  if (blanks == line.size()) return Done();
  if (to >= from) {
    line.insert(0, to - from, ' ');
    return Done();
  }
  if (blanks < from - to) return refused("a line of it is indented less than it");
  line.erase(0, from - to);
  return Done();
}

/// Comments of the lines of `outer` that are not lines of `inner`: of parents that go with their only child.
std::vector<std::string> commentsAround(const Tree& tree, Span outer, Span inner) {
  std::vector<std::string> found;
  for (const CommentLine& comment : comments(tree)) {
    bool within = comment.offset >= outer.begin && comment.offset < outer.end;
    if (within && (comment.offset < inner.begin || comment.offset >= inner.end)) found.push_back(comment.text);
  }
  return found;
}

Result<std::string> renamed(const Tree& tree, const Walk& at, const std::string& key) {
  const Node& old = *at.entry->key;
  if (!old.anchor.empty() || !old.tag.empty() || old.isBlockScalar()) return refused("its key cannot be rewritten");
  return applied(tree.text(), {{old.span.begin, old.span.end, keyName(key, at.parent->flow)}});
}

/// The entry's lines under its new name and indentation, comments of lonely parents above.
Result<std::vector<std::string>> movedLines(const Tree& tree, const Block& block, Span all, const std::string& key,
                                            std::size_t column) {
  const Node& old = *block.entry->key;
  if (!old.anchor.empty() || !old.tag.empty() || old.isBlockScalar()) return refused("its key cannot be rewritten");
  std::string text = tree.text().substr(block.lines.begin, block.lines.end - block.lines.begin);
  text.replace(old.span.begin - block.lines.begin, old.span.end - old.span.begin, keyName(key, false));
  std::vector<std::string> lines;
  for (const std::string& comment : commentsAround(tree, all, block.lines))
    lines.push_back(std::string(column, ' ') + comment);
  for (std::string& line : linesIn(text)) {
    auto done = shift(line, block.parent->column, column);
    if (!done) return done.error();
    lines.push_back(std::move(line));
  }
  return lines;
}

Result<std::string> movedBlock(const Tree& tree, const Path& from, const Path& to, int strategy) {
  Path doomed = lonelyParent(tree, from, to);
  auto block = blockAt(tree, from);
  if (!block) return block.error();
  auto all = blockAt(tree, doomed);
  if (!all) return all.error();
  auto target = walk(tree, to);
  if (!target) return target.error();
  if (!target->node || target->node->kind != Kind::Map || !target->node->isBlock())
    return refused("there is no block to move it to");
  const Node& map = *target->node;
  WriteStyle style = styleOf(tree, strategy);
  std::vector<std::string> lines;
  std::size_t column = map.column;
  for (std::size_t step = target->steps; step + 1 < to.size(); ++step, column += style.indent) {
    auto* key = std::get_if<std::string>(&to[step]);
    if (!key) return refused("there is no list for it");
    lines.push_back(std::string(column, ' ') + keyName(*key, false) + ":");
  }
  auto moved = movedLines(tree, *block, all->lines, std::get<std::string>(to.back()), column);
  if (!moved) return moved.error();
  lines.insert(lines.end(), moved->begin(), moved->end());
  std::size_t at = afterEntry(tree, map.entries.back(), map.column);
  auto between = Tree::parse(applied(tree.text(), insertLines(tree, at, joined(lines, style.eol), style)));
  if (!between) return between.error();
  return textAfterRemove(*between, doomed, strategy);
}

Result<std::string> movedByValue(const Tree& tree, const Path& from, const Path& to, const Value& value, int strategy) {
  auto wanted = valueOf(tree, *tree.root());
  if (!wanted) return wanted.error();
  assign(*wanted, to, value);
  auto text = textAfterSet(tree, to, *wanted, strategy);
  if (!text) return text;
  auto between = Tree::parse(std::move(*text));
  if (!between) return between.error();
  return textAfterRemove(*between, lonelyParent(*between, from, to), strategy);
}

/// The line of the innermost entry on the way to `path` that begins its line; 0 (or behind the BOM) when none does.
std::size_t lineAbove(const Tree& tree, Path path) {
  for (; !path.empty(); path.pop_back()) {
    auto at = walk(tree, path);
    if (!at || !at->entry || !at->parent || at->parent->flow) continue;
    std::size_t line = lineStart(tree.text(), at->entry->start);
    if (skipBlanks(tree.text(), line) == at->entry->start) return line;
  }
  return hasBom(tree.text()) ? 3 : 0;
}
}  // namespace

Result<std::string> textAfterMove(const Tree& tree, const Path& from, const Path& to, const Value& value,
                                  int strategy) {
  auto at = walk(tree, from);
  if (!at) return at.error();
  if (at->steps < from.size() || !at->parent) return refused("there is no such value");
  bool sameMap = from.size() == to.size() && std::equal(from.begin(), from.end() - 1, to.begin());
  if (sameMap && at->parent->kind == Kind::Map) return renamed(tree, *at, std::get<std::string>(to.back()));
  if (strategy == Natural)
    if (auto text = movedBlock(tree, from, to, strategy)) return text;
  return movedByValue(tree, from, to, value, strategy);
}

namespace {
/// Removes the entry and writes it in one line as a comment; refuses to lose a comment of its own.
Result<std::string> commentedByValue(const Tree& tree, const Path& path, const Value& value, const std::string& reason,
                                     int strategy) {
  Path doomed = lonelyParent(tree, path, Path());
  auto rest = textAfterRemove(tree, doomed, strategy);
  if (!rest) return rest;
  auto after = Tree::parse(*rest);
  if (!after || !keepsComments(tree, *after)) return refused("a comment within it would be lost");
  std::size_t at = lineAbove(tree, Path(doomed.begin(), doomed.end() - 1));
  std::string pad(skipBlanks(tree.text(), at) - at, ' ');
  Value lost = value;
  for (std::size_t i = path.size(); i > doomed.size(); --i)
    lost = Value::object({{std::get<std::string>(path[i - 1]), std::move(lost)}});
  auto* key = std::get_if<std::string>(&doomed.back());
  std::string old = (key ? keyName(*key, true) + ": " : std::string("- ")) + flowText(lost);
  const std::string& eol = tree.eol();
  return applied(std::move(*rest), {{at, at, pad + "# " + reason + eol + pad + "# " + old + eol}});
}
}  // namespace

Result<std::string> textAfterCommentOut(const Tree& tree, const Path& path, const Value& value,
                                        const std::string& reason, int strategy) {
  auto block = blockAt(tree, lonelyParent(tree, path, Path()));
  if (!block || strategy != Natural) return commentedByValue(tree, path, value, reason, strategy);
  const std::string& text = tree.text();
  std::size_t column = block->parent->column;
  std::vector<std::string> lines;
  std::size_t keyLine = lineStart(text, block->entry->start);
  for (std::size_t at = block->lines.begin; at < block->lines.end; at = nextLine(text, at)) {
    std::string line = text.substr(at, lineEnd(text, at) - at);
    if (at == std::max(keyLine, block->lines.begin)) lines.push_back(std::string(column, ' ') + "# " + reason);
    std::size_t first = skipBlanks(line, 0);
    if (first < line.size() && line[first] != '#') line.insert(std::min(column, first), "# ");
    lines.push_back(std::move(line));
  }
  bool ended = block->lines.end > 0 && isBreak(text[block->lines.end - 1]);
  std::string commented = joined(lines, tree.eol()) + (ended ? tree.eol() : std::string());
  return applied(text, {{block->lines.begin, block->lines.end, commented}});
}

}  // namespace cleardeck::yaml
