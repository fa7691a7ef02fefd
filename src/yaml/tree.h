/// The syntax of one YAML document with the place of every node in the text. Built from libyaml's events.
#pragma once
#include "base/result.h"

#include <memory>
#include <string>
#include <vector>

namespace cleardeck::yaml {

inline constexpr std::size_t none = std::string::npos;

struct Span {
  std::size_t begin = 0;  ///< bytes
  std::size_t end = 0;
};

enum class Kind { Scalar, Map, List, Alias };
enum class Style { Plain, SingleQuoted, DoubleQuoted, Literal, Folded };

struct Node;

struct Entry {
  std::unique_ptr<Node> key;  ///< null in a list
  std::unique_ptr<Node> value;
  std::size_t start = none;      ///< of the key, of its `?`, or of the `-`
  std::size_t indicator = none;  ///< of the `:` or the `-`; none in a flow list and after a key without `:`
  bool explicitKey = false;      ///< `? key`
  std::size_t end() const;       ///< of everything that is the entry's own
};

struct Node {
  Kind kind = Kind::Scalar;
  Style style = Style::Plain;
  bool flow = false;        ///< `{…}` or `[…]`
  Span span;                ///< with anchor and tag
  std::size_t content = 0;  ///< begin without anchor and tag
  std::size_t column = 0;   ///< of a block collection: the indentation of its entries, in characters
  std::string text;         ///< a scalar's decoded text; an alias's name
  std::string anchor;
  std::string tag;
  const Node* target = nullptr;  ///< of an alias
  std::vector<Entry> entries;

  bool isCollection() const { return kind == Kind::Map || kind == Kind::List; }
  bool isBlock() const { return isCollection() && !flow && !entries.empty(); }
  bool isBlockScalar() const { return kind == Kind::Scalar && (style == Style::Literal || style == Style::Folded); }
  bool isAbsent() const { return kind == Kind::Scalar && style == Style::Plain && content == span.end; }
};

class Tree {
 public:
  /// Only the first document is kept; documents() says how many there are. `root()` is null for an empty one.
  /// Errors: Invalid with line and column, TooLarge.
  static Result<Tree> parse(std::string text);

  const std::string& text() const { return m_text; }
  const Node* root() const { return m_root.get(); }
  std::size_t documents() const { return m_documents; }
  bool hasAliases() const { return m_hasAliases; }
  std::size_t lineOf(std::size_t position) const;   ///< from 1
  const std::string& eol() const { return m_eol; }  ///< "\n", or "\r\n" when the text has one

 private:
  friend class TreeBuilder;
  std::string m_text;
  std::unique_ptr<Node> m_root;
  std::size_t m_documents = 0;
  bool m_hasAliases = false;
  std::string m_eol = "\n";
  mutable std::vector<std::size_t> m_lines;  ///< where each begins; made when first asked for
};

/// "line 3, column 5" of a byte.
std::string placeOf(const std::string& text, std::size_t position);

}  // namespace cleardeck::yaml
