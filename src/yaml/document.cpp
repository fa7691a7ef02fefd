#include "yaml/document.h"

#include "yaml/edit.h"
#include "yaml/lines.h"
#include "yaml/resolve.h"

#include <algorithm>
#include <set>

namespace cleardeck::yaml {

namespace {
Result<Value> rootValue(const Tree& tree) {
  if (!tree.root()) return Value::object();
  auto value = valueOf(tree, *tree.root());
  if (value && value->is_null()) return Value::object();
  return value;
}

Edit difference(const std::string& before, const std::string& after) {
  std::size_t limit = std::min(before.size(), after.size());
  std::size_t head = 0;
  while (head < limit && before[head] == after[head]) ++head;
  std::size_t tail = 0;
  while (tail < limit - head && before[before.size() - 1 - tail] == after[after.size() - 1 - tail]) ++tail;
  Edit edit;
  edit.offset = head;
  edit.removed = before.substr(head, before.size() - head - tail);
  edit.inserted = after.substr(head, after.size() - head - tail);
  return edit;
}

void collectWarnings(const Tree& tree, const Node& node, std::vector<std::string>& warnings) {
  std::set<std::string> seen;
  for (const Entry& entry : node.entries) {
    collectWarnings(tree, *entry.value, warnings);
    if (!entry.key || isMergeKey(*entry.key)) continue;
    auto key = keyText(tree, *entry.key);
    if (key && !seen.insert(*key).second)
      warnings.push_back(placeOf(tree.text(), entry.start) + ": the key " + *key +
                         " stands twice; Helm uses the last one");
  }
}
}  // namespace

Result<Document> Document::parse(std::string text) {
  auto tree = Tree::parse(std::move(text));
  if (!tree) return tree.error();
  if (tree->documents() > 1)
    return Error(ErrorKind::Invalid, "YAML: it holds " + std::to_string(tree->documents()) + " documents")
        .withHint("Join them: Helm 3 reads only the first one, Helm 4 merges all");
  auto value = rootValue(*tree);
  if (!value) return value.error();
  return Document(std::move(*tree), std::move(*value));
}

std::vector<std::string> Document::warnings() const {
  std::vector<std::string> warnings;
  if (m_tree.root()) collectWarnings(m_tree, *m_tree.root(), warnings);
  return warnings;
}

std::optional<Place> Document::find(const Path& path) const {
  auto at = walk(m_tree, path);
  if (!at || !at->node || at->steps < path.size()) return std::nullopt;
  Place place;
  place.span = at->node->span;
  std::size_t begin = at->entry ? at->entry->start : at->node->span.begin;
  place.line = m_tree.lineOf(begin);
  place.column = columnOf(m_tree.text(), begin) + 1;
  return place;
}

Result<Edit> Document::commit(const Value& expected, const Path& path, const Attempt& attempt, const char* otherwise) {
  for (int strategy = Natural; strategy < strategyCount; ++strategy) {
    auto text = attempt(m_tree, strategy);
    if (!text) return std::move(text.error()).during("edit " + toString(path));
    auto after = parse(std::move(*text));
    if (!after || !same(after->m_value, expected)) continue;
    Edit edit = difference(m_tree.text(), after->text());
    *this = std::move(*after);
    return edit;
  }
  return refused("edit " + toString(path) + ": " +
                 (m_tree.hasAliases() ? "it would also change values that are shared through an anchor; detach it first"
                                      : otherwise));
}

Result<Done> Document::setOne(const Path& path, const Value& value) {
  Value expected = m_value;
  if (!assign(expected, path, value)) {
    auto why = walk(m_tree, path);
    if (!why) return std::move(why.error()).during("edit " + toString(path));
    return refused("edit " + toString(path) + ": a value on the way is no map");
  }
  auto attempt = [&](const Tree& tree, int strategy) { return textAfterSet(tree, path, expected, strategy); };
  auto edit = commit(expected, path, attempt);
  if (!edit) return edit.error();
  return Done();
}

Result<Edit> Document::allOrNothing(const std::function<Result<Done>(Document&)>& change) {
  std::string before = text();
  auto done = change(*this);
  if (done) return difference(before, text());
  auto back = parse(before);
  if (!back) return back.error();
  *this = std::move(*back);
  return done.error();
}

Result<Edit> Document::set(const Path& path, const Value& value, Sharing sharing) {
  if (path.empty()) return patchTo(value);
  const Value* old = yaml::find(m_value, path);
  if (old && same(*old, value)) return Edit();
  if (sharing == Sharing::ChangeAll) return setEverywhere(path, value);
  auto change = [&](Document& document) -> Result<Done> {
    if (sharing == Sharing::Detach && old)
      if (auto detached = document.detach(path); !detached) return detached.error();
    return document.patch(path, value);
  };
  auto edit = allOrNothing(change);
  if (edit || sharing != Sharing::Refuse) return edit;
  // What cannot be changed bit by bit may still be written anew.
  auto whole = allOrNothing([&](Document& document) { return document.setOne(path, value); });
  return whole ? whole : edit;
}

Result<Edit> Document::insert(const Path& path, std::size_t index, const Value& value) {
  const Value* list = yaml::find(m_value, path);
  if (!list || !list->is_array()) return refused("edit " + toString(path) + ": there is no list");
  if (list->empty() && index == 0) return set(path, Value::array({value}));
  Value expected = m_value;
  auto* target = const_cast<Value*>(yaml::find(expected, path));
  if (index > target->size()) return refused("edit " + toString(path) + ": the list is shorter");
  target->insert(target->begin() + static_cast<std::ptrdiff_t>(index), value);
  auto attempt = [&](const Tree& tree, int strategy) { return textAfterInsert(tree, path, index, value, strategy); };
  return commit(expected, path, attempt);
}

Result<Edit> Document::remove(const Path& path, Sharing sharing) {
  if (sharing == Sharing::Detach && yaml::find(m_value, path)) {
    return allOrNothing([&](Document& document) -> Result<Done> {
      if (auto detached = document.detach(path); !detached) return detached.error();
      auto removed = document.remove(path);
      if (!removed) return removed.error();
      return Done();
    });
  }
  auto at = walk(m_tree, path);
  if (!at) return std::move(at.error()).during("remove " + toString(path));
  if (!path.empty() && yaml::find(m_value, path) && at->steps < path.size())
    return refused("remove " + toString(path) + ": it comes from a merge");
  if (path.empty() || at->steps < path.size())
    return Error(ErrorKind::NotFound, "remove " + toString(path) + ": there is no such value");
  // A parent that would become an empty map goes too, but never an item of a list: that would move the others.
  Path target = lonelyParent(m_tree, path, Path());
  Value expected = m_value;
  erase(expected, target);
  auto attempt = [&](const Tree& tree, int strategy) { return textAfterRemove(tree, target, strategy); };
  return commit(expected, target, attempt);
}

Result<Done> Document::undo(const Edit& edit) {
  if (text().compare(edit.offset, edit.inserted.size(), edit.inserted) != 0)
    return refused("undo: the text has changed since");
  std::string before = text();
  before.replace(edit.offset, edit.inserted.size(), edit.removed);
  auto document = parse(std::move(before));
  if (!document) return std::move(document.error()).during("undo");
  *this = std::move(*document);
  return Done();
}

}  // namespace cleardeck::yaml
