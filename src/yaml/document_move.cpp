// Edits of a document that keep every comment: moving keys and items, and what becomes a comment itself.
#include "yaml/comments.h"
#include "yaml/document.h"
#include "yaml/edit.h"

namespace cleardeck::yaml {

namespace {
/// The text, or the old one when a comment would be lost: Document then tries another way.
Result<std::string> keepingComments(const Tree& before, Result<std::string> text) {
  if (!text) return text;
  auto after = Tree::parse(*text);
  if (!after) return before.text();
  return keepsComments(before, *after) ? text : before.text();
}
}  // namespace

Result<Edit> Document::rename(const Path& path, const std::string& key) {
  if (path.empty()) return refused("rename: the document has no key");
  Path to(path.begin(), path.end() - 1);
  to.emplace_back(key);
  return move(path, to);
}

Result<Edit> Document::moveItem(const Path& path, std::size_t from, std::size_t to) {
  std::string what = "move an item of " + toString(path);
  const Value* list = yaml::find(m_value, path);
  if (!list || !list->is_array()) return refused(what + ": there is no list");
  if (from >= list->size() || to >= list->size()) return refused(what + ": the list is shorter");
  if (from == to) return Edit();
  Value expected = m_value;
  auto* items = const_cast<Value*>(yaml::find(expected, path));
  Value item = (*items)[from];
  items->erase(from);
  items->insert(items->begin() + static_cast<std::ptrdiff_t>(to), std::move(item));
  auto attempt = [&](const Tree& tree, int) { return keepingComments(tree, textAfterMoveItem(tree, path, from, to)); };
  return commit(expected, path, attempt, "a comment would be lost");
}

Result<Edit> Document::move(const Path& from, const Path& to) {
  std::string what = "move " + toString(from) + " to " + toString(to);
  const Value* value = yaml::find(m_value, from);
  if (from.empty() || !value) return Error(ErrorKind::NotFound, what + ": there is no such value");
  if (to.empty() || !std::holds_alternative<std::string>(from.back()) ||
      !std::holds_alternative<std::string>(to.back()) || startsWith(to, from))
    return refused(what + ": only a key of a map moves, and not into itself");
  if (yaml::find(m_value, to)) return refused(what + ": there is a value already");
  auto known = walk(m_tree, from);
  if (!known) return std::move(known.error()).during(what);
  if (known->steps < from.size()) return refused(what + ": it comes from a merge");
  Value expected = m_value;
  erase(expected, lonelyParent(m_tree, from, to));
  if (!assign(expected, to, *value)) return refused(what + ": a value on the way is no map");
  Value moved = *value;
  auto attempt = [&](const Tree& tree, int strategy) {
    return keepingComments(tree, textAfterMove(tree, from, to, moved, strategy));
  };
  return commit(expected, from, attempt, "a comment would be lost");
}

Result<Edit> Document::commentOut(const Path& path, const std::string& reason) {
  std::string what = "comment out " + toString(path);
  const Value* value = yaml::find(m_value, path);
  if (path.empty() || !value) return Error(ErrorKind::NotFound, what + ": there is no such value");
  if (reason.find_first_of("\r\n") != std::string::npos) return refused(what + ": the reason must be one line");
  auto known = walk(m_tree, path);
  if (!known) return std::move(known.error()).during(what);
  if (known->steps < path.size()) return refused(what + ": it comes from a merge");
  Value expected = m_value;
  erase(expected, lonelyParent(m_tree, path, Path()));
  Value old = *value;
  auto attempt = [&](const Tree& tree, int strategy) { return textAfterCommentOut(tree, path, old, reason, strategy); };
  return commit(expected, path, attempt);
}

}  // namespace cleardeck::yaml
