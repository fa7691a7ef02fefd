/// From syntax to values, by the rules of go-yaml v2 (resolve.go, decode.go). Internal to this room.
#pragma once
#include "yaml/tree.h"
#include "yaml/value.h"

namespace cleardeck::yaml {

/// What a plain scalar means: null, boolean, number or text.
Value resolvePlain(const std::string& text);

/// The value of a node; aliases and merges applied. Errors (Invalid) name line and column: complex or null keys,
/// infinities (JSON has none), excessive aliasing.
Result<Value> valueOf(const Tree& tree, const Node& node);

bool isMergeKey(const Node& key);
/// The text that a key becomes in JSON.
Result<std::string> keyText(const Tree& tree, const Node& key);

}  // namespace cleardeck::yaml
