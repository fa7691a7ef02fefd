/// Which places of a document share one text, through anchors, aliases and merges. Internal to this room.
#pragma once
#include "yaml/tree.h"
#include "yaml/value.h"

#include <map>
#include <vector>

namespace cleardeck::yaml {

/// What a map holds once its merges are applied, by the rules of go-yaml v2: what stands further down wins.
std::map<std::string, const Node*> members(const Tree& tree, const Node& map);

/// The node at `path`, aliases followed on the way and at its end; null when there is none.
const Node* nodeAt(const Tree& tree, const Path& path);
/// The path that leads to a node through no alias and no merge; nothing when it is not in the tree.
std::vector<Path> ownPaths(const Tree& tree, const Node& node);
/// Every path but those at or below `except` that leads to one of the nodes at or below `node`; not what is below it.
std::vector<Path> otherPaths(const Tree& tree, const Node& node, const Path& except);

/// Aliases of a node, of one above it or of one below it.
std::vector<const Node*> aliasesAround(const Tree& tree, const Node& node);

}  // namespace cleardeck::yaml
