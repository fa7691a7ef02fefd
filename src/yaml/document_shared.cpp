// Values that several places share through an anchor. Source: go-yaml v2 decode.go for what merges bring.
#include "yaml/document.h"
#include "yaml/edit.h"
#include "yaml/shared.h"

#include <algorithm>

namespace cleardeck::yaml {

std::vector<Path> Document::sharedWith(const Path& path) const {
  if (!m_tree.hasAliases() || path.empty()) return {};
  const Node* node = nodeAt(m_tree, path);
  if (!node) return {};
  return otherPaths(m_tree, *node, path);
}

Result<Edit> Document::detach(const Path& path) {
  std::string what = "detach " + toString(path);
  if (path.empty() || !yaml::find(m_value, path)) return Error(ErrorKind::NotFound, what + ": there is no such value");
  return allOrNothing([&](Document& document) -> Result<Done> {
    auto steps = document.detachSteps(path);
    if (!steps) return steps;
    return document.detachOthers(path);
  });
}

/// Each alias and each merge on the way becomes a copy of what it stands for.
Result<Done> Document::detachSteps(const Path& path) {
  for (std::size_t length = 1; length <= path.size(); ++length) {
    Path prefix(path.begin(), path.begin() + static_cast<std::ptrdiff_t>(length));
    auto at = walk(m_tree, prefix);
    if (!at) return std::move(at.error()).during("detach " + toString(prefix));
    if (at->steps == length && at->node->kind != Kind::Alias) continue;
    Value expected = m_value;
    auto attempt = [&](const Tree& tree, int strategy) { return textAfterSet(tree, prefix, expected, strategy); };
    auto edit = commit(expected, prefix, attempt);
    if (!edit) return edit.error();
  }
  return Done();
}

Result<Done> Document::detachOthers(const Path& path) {
  const Node* node = nodeAt(m_tree, path);
  auto aliases = node ? aliasesAround(m_tree, *node) : std::vector<const Node*>();
  if (aliases.empty()) return Done();
  Value expected = m_value;
  auto attempt = [&](const Tree& tree, int strategy) { return textWithoutAliases(tree, aliases, strategy); };
  auto edit = commit(expected, path, attempt);
  if (!edit) return edit.error();
  return Done();
}

/// Changes the one text that all of them have.
Result<Edit> Document::setEverywhere(const Path& path, const Value& value) {
  const Node* node = nodeAt(m_tree, path);
  auto own = node ? ownPaths(m_tree, *node) : std::vector<Path>();
  if (own.empty()) return set(path, value);
  Value expected = m_value;
  for (const Path& place : sharedWith(own[0])) {
    bool whole = nodeAt(m_tree, place) == node;
    if (!whole) return refused("edit " + toString(path) + ": only a part of it is shared, with " + toString(place));
    assign(expected, place, value);
  }
  assign(expected, own[0], value);
  Value alone = m_value;
  assign(alone, own[0], value);
  auto attempt = [&](const Tree& tree, int strategy) { return textAfterSet(tree, own[0], alone, strategy); };
  return commit(expected, own[0], attempt);
}

}  // namespace cleardeck::yaml
