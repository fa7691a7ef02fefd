/// The splices that make an edit. They are proposals: Document proves them. Internal to this room.
#pragma once
#include "yaml/tree.h"
#include "yaml/value.h"
#include "yaml/writer.h"

#include <string>
#include <vector>

namespace cleardeck::yaml {

/// Ways to write the same edit, tried in this order.
enum Strategy { Natural, WithoutLiterals, Inline, strategyCount };

struct Splice {
  std::size_t begin = 0;
  std::size_t end = 0;
  std::string text;
};
using Splices = std::vector<Splice>;
std::string applied(std::string text, Splices splices);

/// How far a path leads into the document.
struct Walk {
  const Node* node = nullptr;         ///< the last node found; null for an empty document
  const Node* parent = nullptr;       ///< of `node`; null at the root
  const Entry* entry = nullptr;       ///< of `node` in `parent`
  const Node* grandparent = nullptr;  ///< of `parent`
  const Entry* parentEntry = nullptr;
  std::size_t steps = 0;  ///< how many steps of the path were found
};
/// Refuses (Invalid) to go through an alias, a duplicate key, a scalar, or past the end of a list.
Result<Walk> walk(const Tree& tree, const Path& path);

/// `expected` is the whole value afterwards.
Result<std::string> textAfterSet(const Tree& tree, const Path& path, const Value& expected, int strategy);
Result<std::string> textAfterInsert(const Tree& tree, const Path& list, std::size_t index, const Value& value,
                                    int strategy);
Result<std::string> textAfterRemove(const Tree& tree, const Path& path, int strategy);
/// Moves the entry of that value: its own lines with their comments, or else the value alone. Within a map a rename.
Result<std::string> textAfterMove(const Tree& tree, const Path& from, const Path& to, const Value& value, int strategy);
/// Moves an item of a list to the index that it has afterwards.
Result<std::string> textAfterMoveItem(const Tree& tree, const Path& list, std::size_t from, std::size_t to);
/// Writes copies in place of aliases.
Result<std::string> textWithoutAliases(const Tree& tree, const std::vector<const Node*>& aliases, int strategy);
/// Turns the entry of that value into comment lines, `reason` above them.
Result<std::string> textAfterCommentOut(const Tree& tree, const Path& path, const Value& value,
                                        const std::string& reason, int strategy);

/// The path or the highest parent that would be left as an empty map without it, where `keep` lies in none of them.
Path lonelyParent(const Tree& tree, Path path, const Path& keep);
/// The lines of an entry of a block: with the comment lines directly above, but not a file's header, and the indented
/// ones below. Refuses the first key after a dash.
Result<Span> linesOf(const Tree& tree, const Node& parent, std::size_t index);
/// Whole lines at a line's start, or at the end of a file without final line break.
Splices insertLines(const Tree& tree, std::size_t at, std::string lines, const WriteStyle& style);

/// Puts `value` in the place of an entry's value.
Result<Splices> replaceValue(const Tree& tree, const Node& parent, const Entry& entry, const Value& value,
                             const WriteStyle& style);
/// The eol, indentation and list style that the text has.
WriteStyle styleOf(const Tree& tree, int strategy);
/// The start of the line after an entry, its indented comments below, and blank lines that are part of a `|+` text.
std::size_t afterEntry(const Tree& tree, const Entry& entry, std::size_t column);
Error refused(const std::string& why);

}  // namespace cleardeck::yaml
