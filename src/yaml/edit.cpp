#include "yaml/edit.h"

#include "yaml/lines.h"
#include "yaml/resolve.h"

#include <algorithm>
#include <cstring>
#include <map>

namespace cleardeck::yaml {

namespace {
std::string stepText(const Step& step) { return toString(Path(1, step)); }

bool isNull(const Node& node) {
  return node.kind == Kind::Scalar && node.style == Style::Plain && node.tag.empty() &&
         resolvePlain(node.text).is_null();
}

Result<const Entry*> entryOf(const Tree& tree, const Node& map, const std::string& key) {
  const Entry* found = nullptr;
  for (const Entry& entry : map.entries) {
    if (isMergeKey(*entry.key)) continue;
    auto text = keyText(tree, *entry.key);
    if (!text) return text.error();
    if (*text != key) continue;
    if (found)
      return refused("the key " + key + " stands twice, the second time at " + placeOf(tree.text(), entry.start));
    found = &entry;
  }
  return found;
}

/// The entry at a step; null when the path ends here and the rest can be made.
Result<const Entry*> stepInto(const Tree& tree, const Node& node, const Step& step) {
  if (node.kind == Kind::Alias)
    return refused("*" + node.text + " is an alias; detach it first, for its value belongs to another place");
  if (isNull(node)) return nullptr;
  if (auto* index = std::get_if<std::size_t>(&step)) {
    if (node.kind != Kind::List) return refused("there is no list for " + stepText(step));
    if (*index >= node.entries.size())
      return refused("the list has only " + std::to_string(node.entries.size()) + " items");
    return &node.entries[*index];
  }
  if (node.kind != Kind::Map)
    return refused(stepText(step) + " cannot be a key here, for the value above it is no map");
  return entryOf(tree, node, std::get<std::string>(step));
}

/// Where an entry's value stands: `head` on the line of its key or dash, `body` on the lines below.
struct Slot {
  Span head;
  Span body;
};

Result<Slot> slotOf(const Tree& tree, const Entry& entry) {
  const std::string& text = tree.text();
  const Node& value = *entry.value;
  bool properties = !value.anchor.empty() || !value.tag.empty();
  if (value.isBlock() && !sameLine(text, value.content, entry.indicator)) {
    if (properties) return refused("it carries an anchor or a tag");
    std::size_t at = entry.indicator + 1;
    return Slot{{at, at}, {lineEnd(text, at), value.span.end}};
  }
  if (!value.tag.empty() && (!value.anchor.empty() || value.isAbsent() || value.isBlockScalar()))
    return refused("it carries the tag " + value.tag);
  if (value.isBlockScalar()) {
    std::size_t header = value.content + 1;
    while (header < text.size() && std::strchr("+-0123456789", text[header])) ++header;
    return Slot{{value.content, header}, {lineEnd(text, header), std::max(value.span.end, lineEnd(text, header))}};
  }
  std::size_t begin = value.tag.empty() ? value.content : value.span.begin;
  std::size_t end = lineEnd(text, value.span.end);
  return Slot{{begin, value.span.end}, {end, end}};
}

/// New text for a slot: what goes on the key's line, and the lines below (each begun with eol).
struct SlotText {
  std::string head;
  std::string body;
};

SlotText slotText(const Tree& tree, const Node& parent, const Entry& entry, const Value& value,
                  const WriteStyle& style) {
  SlotText text;
  if (isFilled(value) && style.blocks && !entry.explicitKey) {
    if (parent.kind == Kind::List) {
      const Node& old = *entry.value;
      std::size_t column = old.isBlock() ? columnOf(tree.text(), old.content) : parent.column + 2;
      text.head = blockText(value, column, style);
      return text;
    }
    std::size_t column = parent.column + (value.is_array() && !style.indentLists ? 0 : style.indent);
    text.body = style.eol + std::string(column, ' ') + blockText(value, column, style);
    return text;
  }
  Style preferred = entry.value->kind == Kind::Scalar ? entry.value->style : Style::Plain;
  text.head = isFilled(value) ? flowText(value) : scalarText(value, parent.column, style, preferred);
  std::size_t split = text.head.find(style.eol);
  if (split != std::string::npos) {
    text.body = text.head.substr(split);
    text.head.erase(split);
  }
  return text;
}

Result<Splices> replaceInFlow(const Tree& tree, const Node& parent, const Entry& entry, const Value& value) {
  const Node& old = *entry.value;
  if (parent.kind == Kind::Map && tree.text()[parent.content] != '{') return refused("it is a pair within [ ]");
  if (old.isAbsent()) {
    std::string before = parent.kind == Kind::Map && entry.indicator == none ? ": " : " ";
    return Splices{{old.span.end, old.span.end, before + flowText(value)}};
  }
  if (!old.tag.empty() && !old.anchor.empty()) return refused("it carries an anchor and a tag");
  return Splices{{old.tag.empty() ? old.content : old.span.begin, old.span.end, flowText(value)}};
}

Result<Splices> addToFlow(const Tree& tree, const Node& map, const std::string& key, const Value& value) {
  if (tree.text()[map.content] != '{') return refused("it is a pair within [ ]");
  std::string text = keyName(key, true) + ": " + flowText(value);
  if (map.entries.empty()) return Splices{{map.content + 1, map.content + 1, text}};
  std::size_t at = map.entries.back().end();
  return Splices{{at, at, ", " + text}};
}

const Node* lastLeaf(const Node* node) {
  while (node && node->isBlock()) node = node->entries.back().value.get();
  return node;
}

/// A block scalar that ends the file without a line break would gain one: its header must say that it has none.
void keepEndOfFile(const Tree& tree, Splices& splices) {
  const std::string& text = tree.text();
  const Node* leaf = lastLeaf(tree.root());
  if (text.empty() || isBreak(text.back()) || !leaf || !leaf->isBlockScalar()) return;
  if (skipTrivia(text, leaf->span.end) != text.size() || (!leaf->text.empty() && leaf->text.back() == '\n')) return;
  std::size_t end = leaf->content + 1;
  std::string header;
  for (; end < text.size() && std::strchr("+-0123456789", text[end]); ++end)
    if (text[end] != '+' && text[end] != '-') header += text[end];
  splices.push_back({leaf->content + 1, end, header + "-"});
}

Result<Splices> addKey(const Tree& tree, const Node& map, const std::string& key, const Value& value,
                       const WriteStyle& style) {
  if (map.flow) return addToFlow(tree, map, key, value);
  Value entry = Value::object();
  entry[key] = value;
  std::string lines = std::string(map.column, ' ');
  lines += style.blocks ? blockText(entry, map.column, style) : keyName(key, false) + ": " + flowText(value);
  return insertLines(tree, afterEntry(tree, map.entries.back(), map.column), std::move(lines), style);
}

Splices fillRoot(const Tree& tree, const Value& value, const WriteStyle& style) {
  const std::string& text = tree.text();
  const Node* root = tree.root();
  if (!root || root->span.begin == root->span.end)
    return insertLines(tree, text.size(), blockText(value, 0, style), style);
  bool ownLine = columnOf(text, root->span.begin) == 0;
  return Splices{{root->span.begin, root->span.end, ownLine ? blockText(value, 0, style) : flowText(value)}};
}

Result<Splices> spliceSet(const Tree& tree, const Path& path, const Value& expected, const WriteStyle& style) {
  auto at = walk(tree, path);
  if (!at) return at.error();
  for (std::size_t step = at->steps; step < path.size(); ++step)
    if (!std::holds_alternative<std::string>(path[step]))
      return refused("there is no list for " + stepText(path[step]));
  // Below a merged value the key that is written must hold all that was merged into it.
  const Value* value = find(expected, Path(path.begin(), path.begin() + static_cast<std::ptrdiff_t>(at->steps)));
  if (!value) return refused("there is no such value");
  bool fillable = at->node && at->node->kind == Kind::Map && !at->node->entries.empty();
  if (at->steps < path.size() && fillable) {
    const auto& key = std::get<std::string>(path[at->steps]);
    return addKey(tree, *at->node, key, value->at(key), style);
  }
  if (!at->parent) return fillRoot(tree, *value, style);
  return replaceValue(tree, *at->parent, *at->entry, *value, style);
}
}  // namespace

Error refused(const std::string& why) {
  return Error(ErrorKind::Invalid, why).withHint("Nothing was changed. Edit the text instead");
}

std::string applied(std::string text, Splices splices) {
  std::stable_sort(splices.begin(), splices.end(), [](const Splice& a, const Splice& b) {
    return a.begin != b.begin ? a.begin > b.begin : a.end > b.end;
  });
  for (const Splice& splice : splices) text.replace(splice.begin, splice.end - splice.begin, splice.text);
  return text;
}

Result<Walk> walk(const Tree& tree, const Path& path) {
  Walk at;
  at.node = tree.root();
  while (at.node && at.steps < path.size()) {
    auto entry = stepInto(tree, *at.node, path[at.steps]);
    if (!entry) return entry.error();
    if (!*entry) break;
    at.grandparent = at.parent;
    at.parentEntry = at.entry;
    at.parent = at.node;
    at.entry = *entry;
    at.node = (*entry)->value.get();
    ++at.steps;
  }
  return at;
}

Splices insertLines(const Tree& tree, std::size_t at, std::string lines, const WriteStyle& style) {
  const std::string& text = tree.text();
  bool openLine = at > 0 && !isBreak(text[at - 1]) && !(at == 3 && hasBom(text));
  Splices splices{{at, at, (openLine ? style.eol : std::string()) + std::move(lines) + style.eol}};
  if (at >= text.size()) keepEndOfFile(tree, splices);
  return splices;
}

Result<Splices> replaceValue(const Tree& tree, const Node& parent, const Entry& entry, const Value& value,
                             const WriteStyle& style) {
  if (parent.flow) return replaceInFlow(tree, parent, entry, value);
  if (entry.indicator == none) return refused("its key has no colon");
  auto slot = slotOf(tree, entry);
  if (!slot) return slot.error();
  SlotText text = slotText(tree, parent, entry, value, style);
  Span& head = slot->head;
  const std::string& old = tree.text();
  if (text.head.empty()) {
    // Nothing is left on the key's line: take the blanks before the old value too.
    while (head.begin > entry.indicator + 1 && (isBlank(old[head.begin - 1]) || isBreak(old[head.begin - 1])))
      --head.begin;
  } else if (head.begin > 0 && !isBlank(old[head.begin - 1]) && !isBreak(old[head.begin - 1])) {
    text.head.insert(0, " ");
  }
  if (slot->body.begin == head.end) return Splices{{head.begin, slot->body.end, text.head + text.body}};
  return Splices{{head.begin, head.end, text.head}, {slot->body.begin, slot->body.end, text.body}};
}

std::size_t afterEntry(const Tree& tree, const Entry& entry, std::size_t column) {
  const std::string& text = tree.text();
  std::size_t at = nextLine(text, entry.end());
  const Node* leaf = lastLeaf(entry.value.get());
  if (leaf && leaf->isBlockScalar()) {
    std::string header = text.substr(leaf->content, lineEnd(text, leaf->content) - leaf->content);
    bool keepsBlankLines = header.substr(0, header.find('#')).find('+') != std::string::npos;
    while (keepsBlankLines && at < text.size() && skipBlanks(text, at) == lineEnd(text, at)) at = nextLine(text, at);
  }
  while (at < text.size()) {
    std::size_t first = skipBlanks(text, at);
    if (first >= text.size() || text[first] != '#' || first - at <= column) break;
    at = nextLine(text, at);
  }
  return at;
}

WriteStyle styleOf(const Tree& tree, int strategy) {
  std::map<std::size_t, int> steps;
  int indented = 0;
  int flush = 0;
  std::vector<const Node*> open;
  if (tree.root()) open.push_back(tree.root());
  while (!open.empty()) {
    const Node* node = open.back();
    open.pop_back();
    for (const Entry& entry : node->entries) {
      const Node* value = entry.value.get();
      open.push_back(value);
      if (node->kind != Kind::Map || node->flow || !value->isBlock()) continue;
      if (value->kind == Kind::List)
        ++(value->column > node->column ? indented : flush);
      else if (value->column > node->column && value->column - node->column < 9)
        ++steps[value->column - node->column];
    }
  }
  WriteStyle style;
  style.eol = tree.eol();
  style.indentLists = indented >= flush;
  int most = 0;
  for (auto [step, count] : steps)
    if (count > most) style.indent = step, most = count;
  style.literals = strategy == Natural;
  style.blocks = strategy != Inline;
  return style;
}

Result<std::string> textAfterSet(const Tree& tree, const Path& path, const Value& expected, int strategy) {
  auto splices = spliceSet(tree, path, expected, styleOf(tree, strategy));
  if (!splices) return splices.error();
  return applied(tree.text(), std::move(*splices));
}

Result<std::string> textAfterInsert(const Tree& tree, const Path& path, std::size_t index, const Value& value,
                                    int strategy) {
  WriteStyle style = styleOf(tree, strategy);
  auto at = walk(tree, path);
  if (!at) return at.error();
  if (at->steps < path.size() || !at->node || at->node->kind != Kind::List) return refused("there is no list");
  const Node& list = *at->node;
  if (index > list.entries.size())
    return refused("the list has only " + std::to_string(list.entries.size()) + " items");
  Splices splices;
  std::string item = style.blocks ? blockText(Value::array({value}), list.column, style) : "- " + flowText(value);
  if (list.flow) {
    std::size_t begin = index < list.entries.size() ? list.entries[index].start
                        : list.entries.empty()      ? list.content + 1
                                                    : list.entries.back().end();
    std::string flow = flowText(value);
    if (index < list.entries.size())
      flow += ", ";
    else if (!list.entries.empty())
      flow.insert(0, ", ");
    splices.push_back({begin, begin, std::move(flow)});
  } else if (index < list.entries.size()) {
    std::size_t begin = list.entries[index].start;
    splices.push_back({begin, begin, item + style.eol + std::string(list.column, ' ')});
  } else {
    std::size_t end = afterEntry(tree, list.entries.back(), list.column);
    splices = insertLines(tree, end, std::string(list.column, ' ') + item, style);
  }
  return applied(tree.text(), std::move(splices));
}

}  // namespace cleardeck::yaml
