/// The comments around a key, which libyaml does not report: they are the gaps between its tokens.
#pragma once
#include "yaml/tree.h"

#include <string>
#include <vector>

namespace cleardeck::yaml {

/// The comment lines directly above an entry (a blank line ends them), from the top, without indentation, with `#`.
std::vector<std::string> commentAbove(const Tree& tree, const Entry& entry);

/// All comment lines of the text with their byte offsets, without indentation, with `#`. Lines of block scalars are not
/// told apart from comments.
struct CommentLine {
  std::size_t offset = 0;
  std::string text;
};
std::vector<CommentLine> commentLines(const Tree& tree);

/// All comments of the text, those behind a value too, without trailing blanks. Text of scalars is told apart.
std::vector<CommentLine> comments(const Tree& tree);
/// All comments of `before` are in `after`, wherever they stand.
bool keepsComments(const Tree& before, const Tree& after);

}  // namespace cleardeck::yaml
