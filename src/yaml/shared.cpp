#include "yaml/shared.h"

#include "yaml/resolve.h"

#include <algorithm>
#include <functional>
#include <set>

namespace cleardeck::yaml {

namespace {
constexpr std::size_t maxVisits = 100'000;

const Node& followed(const Node& node) { return node.kind == Kind::Alias ? *node.target : node; }

void merge(const Tree& tree, const Node& source, std::map<std::string, const Node*>& into) {
  const Node& node = followed(source);
  if (node.kind == Kind::List)
    for (auto entry = node.entries.rbegin(); entry != node.entries.rend(); ++entry) merge(tree, *entry->value, into);
  if (node.kind != Kind::Map) return;
  for (auto& [key, value] : members(tree, node)) into[key] = value;
}

/// Children with their steps; in a map those that merges bring too.
std::vector<std::pair<Step, const Node*>> childrenOf(const Tree& tree, const Node& node) {
  std::vector<std::pair<Step, const Node*>> children;
  if (node.kind == Kind::List)
    for (std::size_t i = 0; i < node.entries.size(); ++i) children.emplace_back(i, node.entries[i].value.get());
  if (node.kind == Kind::Map)
    for (auto& [key, value] : members(tree, node)) children.emplace_back(key, value);
  return children;
}

/// Every path with its node, aliases followed; `enter` says whether to go below it. A limit holds back documents that
/// multiply their aliases.
class Visitor {
 public:
  using Enter = std::function<bool(const Path&, const Node&)>;
  Visitor(const Tree& tree, Enter enter) : m_tree(tree), m_enter(std::move(enter)) {}

  void visit(const Node& node) {
    const Node& target = followed(node);
    if (++m_visits > maxVisits || !m_enter(m_path, target)) return;
    for (auto& [step, child] : childrenOf(m_tree, target)) {
      m_path.push_back(step);
      visit(*child);
      m_path.pop_back();
    }
  }

 private:
  const Tree& m_tree;
  Enter m_enter;
  Path m_path;
  std::size_t m_visits = 0;
};

/// Nodes as they are written; keys and merges too.
void visitWritten(const Node& node, const std::function<void(const Node&)>& see) {
  see(node);
  for (const Entry& entry : node.entries) visitWritten(*entry.value, see);
}

bool contains(const Node& outer, const Node& inner) {
  bool found = false;
  visitWritten(outer, [&](const Node& node) { found = found || &node == &inner; });
  return found;
}
}  // namespace

std::map<std::string, const Node*> members(const Tree& tree, const Node& map) {
  std::map<std::string, const Node*> found;
  for (const Entry& entry : map.entries) {
    if (isMergeKey(*entry.key)) {
      merge(tree, *entry.value, found);
      continue;
    }
    auto key = keyText(tree, *entry.key);
    if (key) found[*key] = entry.value.get();
  }
  return found;
}

const Node* nodeAt(const Tree& tree, const Path& path) {
  const Node* node = tree.root();
  for (const Step& step : path) {
    if (!node) return nullptr;
    const Node* next = nullptr;
    for (auto& [name, child] : childrenOf(tree, followed(*node)))
      if (name == step) next = child;
    node = next;
  }
  return node ? &followed(*node) : nullptr;
}

std::vector<Path> ownPaths(const Tree& tree, const Node& wanted) {
  std::vector<Path> found;
  Path at;
  std::function<void(const Node&)> visit = [&](const Node& node) {
    if (&node == &wanted) found.push_back(at);
    for (std::size_t i = 0; i < node.entries.size() && found.empty(); ++i) {
      const Entry& entry = node.entries[i];
      if (entry.key && isMergeKey(*entry.key)) continue;
      auto key = entry.key ? keyText(tree, *entry.key) : Result<std::string>(std::string());
      if (!key) continue;
      at.push_back(entry.key ? Step(*key) : Step(i));
      visit(*entry.value);
      at.pop_back();
    }
  };
  if (tree.root()) visit(*tree.root());
  return found;
}

std::vector<Path> otherPaths(const Tree& tree, const Node& node, const Path& except) {
  std::set<const Node*> wanted;
  visitWritten(node, [&](const Node& below) { wanted.insert(&below); });
  std::vector<Path> found;
  Visitor visitor(tree, [&](const Path& path, const Node& at) {
    if (startsWith(path, except)) return false;
    if (!wanted.count(&at)) return true;
    found.push_back(path);
    return false;
  });
  if (tree.root()) visitor.visit(*tree.root());
  return found;
}

std::vector<const Node*> aliasesAround(const Tree& tree, const Node& node) {
  std::vector<const Node*> aliases;
  visitWritten(*tree.root(), [&](const Node& alias) {
    if (alias.kind == Kind::Alias && (contains(*alias.target, node) || contains(node, *alias.target)))
      aliases.push_back(&alias);
  });
  return aliases;
}

}  // namespace cleardeck::yaml
