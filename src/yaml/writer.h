/// Values as YAML text, quoted so that YAML 1.1, 1.2 and Helm read what was meant. Internal to this room.
#pragma once
#include "yaml/tree.h"
#include "yaml/value.h"

#include <string>

namespace cleardeck::yaml {

struct WriteStyle {
  std::string eol = "\n";
  std::size_t indent = 2;   ///< of a map within a map
  bool indentLists = true;  ///< `key:` + "\n  - item" rather than "\n- item"
  bool literals = true;     ///< text of several lines as `|`
  bool blocks = true;       ///< collections as blocks, else as `{…}`
};

/// A value on one line: `{a: [1, "x"]}`.
std::string flowText(const Value& value);
/// A key, quoted when it must be.
std::string keyName(const std::string& key, bool flow);
/// A scalar or an empty collection. `column` is the indentation of the entry that holds it. Text of several lines may
/// become a block scalar: header, then lines, each begun with eol. `preferred` keeps a former quoting.
std::string scalarText(const Value& value, std::size_t column, const WriteStyle& style, Style preferred = Style::Plain);
/// A collection as a block whose first line is not indented and whose others are at `column`; anything else as
/// scalarText.
std::string blockText(const Value& value, std::size_t column, const WriteStyle& style);

/// True for a collection with something in it.
bool isFilled(const Value& value);

}  // namespace cleardeck::yaml
