/// A YAML text that is edited in place. The text is the only truth: an edit is a splice; the new text is parsed again
/// and kept only when it means exactly what was asked for. Comments, order, quoting, anchors, line ends and indentation
/// outside the splice stay byte for byte. What cannot be proven is refused with the reason, and nothing changes.
#pragma once
#include "yaml/tree.h"
#include "yaml/value.h"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace cleardeck::yaml {

/// What an edit did: at byte `offset`, `removed` became `inserted`.
struct Edit {
  std::size_t offset = 0;
  std::string removed;
  std::string inserted;
  bool changed() const { return removed != inserted; }
};

struct Place {
  std::size_t line = 0;    ///< from 1
  std::size_t column = 0;  ///< from 1, in characters
  Span span;               ///< bytes of the value
};

/// What an edit does with a value that other places use through an anchor.
enum class Sharing {
  Refuse,     ///< nothing changes; the caller asks the person
  Detach,     ///< the place gets a text of its own, the others keep theirs
  ChangeAll,  ///< the others change too
};

class Document {
 public:
  /// Errors: Invalid with line and column (tabs, several documents, bad syntax), TooLarge above 5 MB.
  static Result<Document> parse(std::string text);

  const std::string& text() const { return m_tree.text(); }
  /// The root as Helm reads it; an empty text is an empty map.
  const Value& value() const { return m_value; }
  const Tree& tree() const { return m_tree; }
  /// What Helm accepts silently and a person should know, such as a duplicate key: "line 3: …".
  std::vector<std::string> warnings() const;
  std::optional<Place> find(const Path& path) const;

  /// Sets a value of any type and makes missing parents. A map over a map changes only the keys that differ, a list
  /// over a list only the items.
  Result<Edit> set(const Path& path, const Value& value, Sharing sharing = Sharing::Refuse);
  /// Inserts into a list before item `index`; `index` == size appends.
  Result<Edit> insert(const Path& list, std::size_t index, const Value& value);
  /// Removes a key or an item with the comment lines directly above it. A map that becomes empty goes too, for an empty
  /// `key:` would be null and null deletes the chart's defaults; a list that becomes empty stays as `[]`.
  Result<Edit> remove(const Path& path, Sharing sharing = Sharing::Refuse);
  /// Gives a key another name where it stands. Refused when the name is taken.
  Result<Edit> rename(const Path& path, const std::string& key);
  /// Moves an item with its comments; `to` is the index that it has afterwards.
  Result<Edit> moveItem(const Path& list, std::size_t from, std::size_t to);
  /// Moves a key with its value and its comments to another place and makes missing parents; within the same map it
  /// keeps its place and only the name changes. Parents that become empty go, their comments move too. Refused when
  /// there is something at `to`, or when a comment would be lost.
  Result<Edit> move(const Path& from, const Path& to);
  /// Turns a key with its value into comment lines, below the line `# reason`; parents that become empty too.
  Result<Edit> commentOut(const Path& path, const std::string& reason);
  /// The other places that have their value from the same text, through an anchor or a merge.
  std::vector<Path> sharedWith(const Path& path) const;
  /// Writes a copy of the value wherever it is shared, so that sharedWith() is empty and `path` leads through no alias
  /// or merge. The document means the same as before.
  Result<Edit> detach(const Path& path);
  /// Makes the whole document mean `value` (a map) by the smallest edits.
  Result<Edit> patchTo(const Value& value);
  /// Takes back the last edit. Refused when the text has changed since.
  Result<Done> undo(const Edit& edit);

 private:
  Document(Tree tree, Value value) : m_tree(std::move(tree)), m_value(std::move(value)) {}
  using Attempt = std::function<Result<std::string>(const Tree&, int strategy)>;
  Result<Edit> commit(const Value& expected, const Path& path, const Attempt& attempt,
                      const char* otherwise = "no way was found to write it without changing anything else");
  Result<Done> setOne(const Path& path, const Value& value);
  Result<Done> patch(const Path& path, const Value& value);
  Result<Done> patchMap(const Path& path, const Value& value);
  Result<Done> patchList(const Path& path, const Value& value);
  Result<Edit> setEverywhere(const Path& path, const Value& value);
  Result<Done> detachSteps(const Path& path);
  Result<Done> detachOthers(const Path& path);
  Result<Edit> allOrNothing(const std::function<Result<Done>(Document&)>& change);

  Tree m_tree;
  Value m_value;
};

}  // namespace cleardeck::yaml
