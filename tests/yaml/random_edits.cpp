#include "yaml/random_edits.h"

#include "yaml/comments.h"
#include "yaml/edit.h"
#include "yaml/lines.h"

#include <algorithm>

namespace cleardeck::test {

using namespace cleardeck::yaml;

namespace {
Path parentOf(const Path& path) { return Path(path.begin(), path.end() - 1); }

Path childOf(Path path, Step step) {
  path.push_back(std::move(step));
  return path;
}

void collect(const Value& value, Path& at, std::vector<Path>& paths) {
  std::size_t index = 0;
  for (const auto& [key, item] : value.items()) {
    at.push_back(value.is_array() ? Step(index++) : Step(key));
    paths.push_back(at);
    if (item.is_structured()) collect(item, at, paths);
    at.pop_back();
  }
}

std::vector<Path> pathsTo(const Value& root, bool (Value::*is)() const noexcept) {
  std::vector<Path> paths;
  for (Path& path : pathsOf(root))
    if ((yaml::find(root, path)->*is)()) paths.push_back(std::move(path));
  return paths;
}

/// Up to the next thing that is neither blank nor comment.
std::size_t throughComments(const std::string& text, std::size_t at) {
  std::size_t next = skipTrivia(text, at);
  return next >= text.size() ? text.size() : std::max(at, lineStart(text, next));
}

/// An entry from its key or dash to the comments below it; everything for the root or what cannot be told.
Span regionOf(const Document& document, const Path& path, bool commentsAbove = false) {
  const std::string& text = document.text();
  Span all{0, text.size()};
  auto at = walk(document.tree(), path);
  if (!at || !at->entry) return all;
  Span region{at->entry->start, throughComments(text, at->entry->end())};
  if (at->parent->flow) region = {at->parent->content, std::max(region.end, at->parent->span.end)};
  if (commentsAbove && !at->parent->flow) {
    const auto& entries = at->parent->entries;
    auto index = static_cast<std::size_t>(at->entry - entries.data());
    const Entry* above = at->parentEntry;
    region.begin = index > 0 ? entries[index - 1].end() : !above ? 0 : std::min(above->indicator, above->end());
    // The next one takes its place after a dash.
    if (index + 1 < entries.size()) region.end = std::max(region.end, entries[index + 1].start);
  }
  if (region.end < text.size() || text.empty() || isBreak(text.back())) return region;
  // A text without final line break: what is appended may have to change the header of a block scalar at its end.
  const Node* leaf = document.tree().root();
  while (leaf->isBlock()) leaf = leaf->entries.back().value.get();
  region.begin = std::min(region.begin, leaf->content);
  return region;
}

bool onlyWithin(const std::string& before, const std::string& after, Span may) {
  std::size_t tail = before.size() - may.end;
  if (after.size() < may.begin + tail) return false;
  return before.compare(0, may.begin, after, 0, may.begin) == 0 &&
         before.compare(may.end, tail, after, after.size() - tail, tail) == 0;
}

std::multiset<std::string> commentsOf(const Document& document) {
  std::multiset<std::string> texts;
  for (const auto& comment : yaml::comments(document.tree())) texts.insert(comment.text);
  return texts;
}

/// The same value without the parents that became empty: what remove() promises.
void eraseAndPrune(Value& root, Path path, const Path& keep = Path()) {
  while (path.size() > 1) {
    Path parent = parentOf(path);
    const Value* map = yaml::find(root, parent);
    bool lonely = map->is_object() && map->size() == 1 && std::holds_alternative<std::string>(parent.back());
    if (!lonely || startsWith(keep, parent)) break;
    path = parent;
  }
  yaml::erase(root, path);
}

Wanted nothing(std::string kind) {
  Wanted wanted;
  wanted.kind = std::move(kind);
  wanted.possible = false;
  return wanted;
}

Wanted add(Random& random, const Document& document) {
  auto maps = pathsTo(document.value(), &Value::is_object);
  maps.emplace_back();
  Path map = maps[random.below(maps.size())];
  Path path = childOf(map, "new" + std::to_string(random.below(50)));
  if (random.oneIn(6)) path = childOf(path, "below");
  if (yaml::find(document.value(), path)) return nothing("add");
  Value value = random.value();
  Wanted wanted{"add", "add " + toString(path) + " = " + toJson(value), document.value(), {}, false, true, {}};
  if (!assign(wanted.expected, path, value)) return nothing("add");
  wanted.may = regionOf(document, map);
  wanted.make = [path, value](Document& d) { return d.set(path, value); };
  return wanted;
}

Wanted set(Random& random, const Document& document, Sharing sharing) {
  auto paths = pathsOf(document.value());
  if (paths.empty()) return nothing("set");
  Path path = paths[random.below(paths.size())];
  Value value = random.value();
  const Value& old = *yaml::find(document.value(), path);
  Wanted wanted{"set", "set " + toString(path) + " = " + toJson(value), document.value(), {}, false, true, {}};
  wanted.mayLoseComments = old.is_structured() || old.is_string();
  wanted.may = regionOf(document, path);
  auto shared = document.sharedWith(path);
  if (sharing != Sharing::Refuse) {
    if (shared.empty()) return nothing("set shared");
    wanted.may = {0, document.text().size()};
    wanted.kind = sharing == Sharing::Detach ? "set detached" : "set everywhere";
  }
  if (sharing == Sharing::ChangeAll)
    for (const Path& place : shared) assign(wanted.expected, place, value);
  assign(wanted.expected, path, value);
  wanted.make = [path, value, sharing](Document& d) { return d.set(path, value, sharing); };
  return wanted;
}

Wanted remove(Random& random, const Document& document) {
  auto paths = pathsOf(document.value());
  if (paths.empty()) return nothing("remove");
  Path path = paths[random.below(paths.size())];
  Wanted wanted{"remove", "remove " + toString(path), document.value(), {}, true, true, {}};
  eraseAndPrune(wanted.expected, path);
  Path top = lonelyParent(document.tree(), path, Path());
  auto at = walk(document.tree(), top);
  bool last = at && at->parent && at->parent->entries.size() == 1;
  wanted.may = last && top.size() > 1 ? regionOf(document, parentOf(top)) : regionOf(document, top, true);
  wanted.make = [path](Document& d) { return d.remove(path); };
  return wanted;
}

Wanted insert(Random& random, const Document& document) {
  auto lists = pathsTo(document.value(), &Value::is_array);
  if (lists.empty()) return nothing("insert");
  Path path = lists[random.below(lists.size())];
  Value value = random.value();
  Wanted wanted{"insert", "", document.value(), regionOf(document, path), false, true, {}};
  auto* list = const_cast<Value*>(yaml::find(wanted.expected, path));
  std::size_t index = random.below(list->size() + 1);
  wanted.what = "insert " + toString(path) + "@" + std::to_string(index) + " = " + toJson(value);
  list->insert(list->begin() + static_cast<std::ptrdiff_t>(index), value);
  wanted.make = [path, index, value](Document& d) { return d.insert(path, index, value); };
  return wanted;
}

Wanted moveItem(Random& random, const Document& document) {
  auto lists = pathsTo(document.value(), &Value::is_array);
  if (lists.empty()) return nothing("move item");
  Path path = lists[random.below(lists.size())];
  Wanted wanted{"move item", "", document.value(), regionOf(document, path), false, true, {}};
  auto* list = const_cast<Value*>(yaml::find(wanted.expected, path));
  if (list->size() < 2) return nothing("move item");
  std::size_t from = random.below(list->size()), to = random.below(list->size());
  wanted.what = "move " + toString(path) + " from " + std::to_string(from) + " to " + std::to_string(to);
  Value item = (*list)[from];
  list->erase(from);
  list->insert(list->begin() + static_cast<std::ptrdiff_t>(to), item);
  wanted.make = [path, from, to](Document& d) { return d.moveItem(path, from, to); };
  return wanted;
}

Wanted rename(Random& random, const Document& document) {
  std::vector<Path> keys;
  for (Path& path : pathsOf(document.value()))
    if (std::holds_alternative<std::string>(path.back())) keys.push_back(std::move(path));
  if (keys.empty()) return nothing("rename");
  Path path = keys[random.below(keys.size())];
  std::string key = random.oneIn(3) ? "re " + random.text() : "re" + std::to_string(random.below(99));
  Path to = childOf(parentOf(path), key);
  if (yaml::find(document.value(), to)) return nothing("rename");
  Wanted wanted{
      "rename", "rename " + toString(path) + " to " + key, document.value(), regionOf(document, path), false, true, {}};
  Value value = *yaml::find(document.value(), path);
  yaml::erase(wanted.expected, path);
  assign(wanted.expected, to, value);
  wanted.make = [path, key](Document& d) { return d.rename(path, key); };
  return wanted;
}

Wanted move(Random& random, const Document& document) {
  auto paths = pathsOf(document.value());
  auto maps = pathsTo(document.value(), &Value::is_object);
  maps.emplace_back();
  if (paths.empty()) return nothing("move");
  Path from = paths[random.below(paths.size())];
  Path to = childOf(maps[random.below(maps.size())], "moved" + std::to_string(random.below(99)));
  if (!std::holds_alternative<std::string>(from.back()) || startsWith(to, from) || yaml::find(document.value(), to))
    return nothing("move");
  Wanted wanted{"move",
                "move " + toString(from) + " to " + toString(to),
                document.value(),
                {0, document.text().size()},
                false,
                true,
                {}};
  Value value = *yaml::find(document.value(), from);
  eraseAndPrune(wanted.expected, from, to);
  assign(wanted.expected, to, value);
  wanted.make = [from, to](Document& d) { return d.move(from, to); };
  return wanted;
}

Wanted detach(Random& random, const Document& document) {
  std::vector<Path> shared;
  if (!document.tree().hasAliases()) return nothing("detach");
  for (Path& path : pathsOf(document.value()))
    if (!document.sharedWith(path).empty()) shared.push_back(std::move(path));
  if (shared.empty()) return nothing("detach");
  Path path = shared[random.below(shared.size())];
  Wanted wanted{"detach", "detach " + toString(path), document.value(), {0, document.text().size()}, false, true, {}};
  wanted.make = [path](Document& d) {
    auto edit = d.detach(path);
    if (edit && !d.sharedWith(path).empty()) return Result<Edit>(Error(ErrorKind::Internal, "still shared"));
    return edit;
  };
  return wanted;
}

Wanted patch(Random& random, const Document& document) {
  Wanted wanted{"patch", "patch", document.value(), {0, document.text().size()}, true, true, {}};
  for (std::size_t n = 1 + random.below(4); n > 0; --n) {
    auto paths = pathsOf(wanted.expected);
    if (paths.empty()) break;
    const Path& path = paths[random.below(paths.size())];
    if (random.oneIn(3))
      yaml::erase(wanted.expected, path);
    else
      assign(wanted.expected, path, random.value());
  }
  wanted.what = "patch to " + toJson(wanted.expected);
  Value value = wanted.expected;
  wanted.make = [value](Document& d) { return d.patchTo(value); };
  return wanted;
}

/// The reason without the names of this document.
std::string reasonOf(const Error& error) {
  static const std::vector<std::string> reasons{"shared through an anchor",
                                                "is an alias",
                                                "stands twice",
                                                "carries the tag",
                                                "carries an anchor",
                                                "comes from a merge",
                                                "pair within [ ]",
                                                "a comment stands between",
                                                "no way was found",
                                                "a comment would be lost",
                                                "there is no list",
                                                "does not begin its line",
                                                "cannot be a key here",
                                                "only a part of it is shared",
                                                "its key cannot be rewritten",
                                                "no colon",
                                                "no list of its own"};
  for (const std::string& reason : reasons)
    if (error.message.find(reason) != std::string::npos) return reason;
  return error.message;
}

std::string faultOf(const Document& before, const Document& after, const Edit& edit, const Wanted& wanted) {
  auto fresh = yaml::parse(after.text());
  if (!fresh) return "it does not parse: " + fresh.error().message;
  Value value = fresh->is_null() ? Value::object() : *fresh;
  if (toJson(value) != toJson(wanted.expected)) return "it means " + toJson(value);
  if (toJson(after.value()) != toJson(value)) return "the document says another value than its text";
  if (!onlyWithin(before.text(), after.text(), wanted.may)) return "bytes elsewhere have changed";
  std::string applied = before.text();
  applied.replace(edit.offset, edit.removed.size(), edit.inserted);
  if (applied != after.text()) return "the edit that is told is not the edit that was made";
  auto had = commentsOf(before), has = commentsOf(after);
  if (!wanted.mayLoseComments && !std::includes(has.begin(), has.end(), had.begin(), had.end()))
    return "a comment is lost";
  auto again = Document::parse(after.text());
  if (!again->undo(edit) || again->text() != before.text()) return "undo gives another text";
  return {};
}
}  // namespace

std::vector<Path> pathsOf(const Value& value) {
  std::vector<Path> paths;
  Path at;
  collect(value, at, paths);
  return paths;
}

Wanted randomEdit(Random& random, const Document& document) {
  switch (random.below(14)) {
    case 0:
    case 1: return add(random, document);
    case 2:
    case 3:
    case 4: return set(random, document, Sharing::Refuse);
    case 5:
    case 6: return remove(random, document);
    case 7: return insert(random, document);
    case 8: return moveItem(random, document);
    case 9: return rename(random, document);
    case 10: return move(random, document);
    case 11: return random.oneIn(2) ? detach(random, document) : set(random, document, Sharing::Detach);
    case 12: return set(random, document, Sharing::ChangeAll);
    default: return patch(random, document);
  }
}

void makeAndCheck(Document& document, const Wanted& wanted, Tally& tally) {
  auto before = Document::parse(document.text());
  auto edit = wanted.make(document);
  ++tally.edits;
  ++tally.byKind[wanted.kind];
  std::string fault;
  if (edit) {
    ++tally.landed;
    fault = faultOf(*before, document, *edit, wanted);
  } else {
    ++tally.refused[reasonOf(edit.error())];
    ++tally.refusedByKind[wanted.kind];
    if (document.text() != before->text() || toJson(document.value()) != toJson(before->value()))
      fault = "refused, but changed";
    if (edit.error().message.empty() || edit.error().kind == ErrorKind::Internal)
      fault = "refused without a reason: " + edit.error().message;
  }
  if (fault.empty()) return;
  ++tally.wrong;
  if (tally.faults.size() < 5)
    tally.faults.push_back(wanted.what + ": " + fault + "\n--- before\n" + before->text() + "--- after\n" +
                           document.text());
  document = std::move(*before);
}

}  // namespace cleardeck::test
