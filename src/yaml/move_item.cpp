// Moving an item of a list takes its lines with the comments above; in a flow list the texts of the items change
// places.
#include "yaml/edit.h"
#include "yaml/lines.h"
#include "yaml/resolve.h"

#include <algorithm>

namespace cleardeck::yaml {

namespace {
/// Cuts [cut.begin, cut.end) out and puts it in before `to`, which is outside.
std::string withMoved(const Tree& tree, Span cut, std::size_t to) {
  std::string text = tree.text();
  std::size_t size = text.size();
  bool open = !text.empty() && !isBreak(text.back());
  if (open) text += tree.eol();
  if (cut.end == size) cut.end = text.size();
  if (to == size) to = text.size();
  std::string lines = text.substr(cut.begin, cut.end - cut.begin);
  if (to > cut.begin) to -= lines.size();
  text.erase(cut.begin, lines.size());
  text.insert(to, lines);
  if (open) text.erase(text.size() - tree.eol().size());
  return text;
}

Result<std::string> movedInFlow(const Tree& tree, const Node& list, std::size_t from, std::size_t to) {
  std::vector<std::size_t> order(list.entries.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  order.erase(order.begin() + static_cast<std::ptrdiff_t>(from));
  order.insert(order.begin() + static_cast<std::ptrdiff_t>(to), from);
  Splices splices;
  for (std::size_t i = 0; i < order.size(); ++i) {
    const Span& place = list.entries[i].value->span;
    const Span& item = list.entries[order[i]].value->span;
    if (order[i] != i)
      splices.push_back({place.begin, place.end, tree.text().substr(item.begin, item.end - item.begin)});
  }
  for (std::size_t i = list.content; i < list.span.end; ++i)
    if (tree.text()[i] == '#' && (isBlank(tree.text()[i - 1]) || isBreak(tree.text()[i - 1])))
      return refused("a comment stands between the items");
  return applied(tree.text(), std::move(splices));
}
}  // namespace

Result<std::string> textAfterMoveItem(const Tree& tree, const Path& path, std::size_t from, std::size_t to) {
  auto at = walk(tree, path);
  if (!at) return at.error();
  if (at->steps < path.size() || !at->node || at->node->kind != Kind::List)
    return refused("there is no list of its own");
  const Node& list = *at->node;
  if (list.flow) return movedInFlow(tree, list, from, to);
  auto cut = linesOf(tree, list, from);
  if (!cut) return cut.error();
  auto target = linesOf(tree, list, to);
  if (!target) return target.error();
  return withMoved(tree, *cut, to < from ? target->begin : target->end);
}

Result<std::string> textWithoutAliases(const Tree& tree, const std::vector<const Node*>& aliases, int strategy) {
  WriteStyle style = styleOf(tree, strategy);
  Splices all;
  std::vector<const Node*> open(1, tree.root());
  while (!open.empty()) {
    const Node* node = open.back();
    open.pop_back();
    for (const Entry& entry : node->entries) {
      const Node* value = entry.value.get();
      open.push_back(value);
      if (std::find(aliases.begin(), aliases.end(), value) == aliases.end()) continue;
      auto copy = valueOf(tree, *value);
      if (!copy) return copy.error();
      auto splices = replaceValue(tree, *node, entry, *copy, style);
      if (!splices) return splices.error();
      all.insert(all.end(), splices->begin(), splices->end());
    }
  }
  return applied(tree.text(), std::move(all));
}

}  // namespace cleardeck::yaml
