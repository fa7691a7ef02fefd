// Making a value mean something else by the smallest edits: key by key, item by item.
#include "yaml/document.h"
#include "yaml/edit.h"
#include "yaml/writer.h"

#include <algorithm>

namespace cleardeck::yaml {

namespace {
/// Above so many pairs of items a list is written anew: comparing them would take longer than it is worth.
constexpr std::size_t maxPairs = 250'000;

Path childOf(const Path& path, Step step) {
  Path child = path;
  child.push_back(std::move(step));
  return child;
}

bool bothFilled(const Value& a, const Value& b) { return isFilled(a) && isFilled(b) && a.is_object() == b.is_object(); }

/// The same item of a list, changed or not: equal, or maps with the same name.
bool isSameItem(const Value& a, const Value& b) {
  if (same(a, b)) return true;
  if (!a.is_object() || !b.is_object()) return false;
  for (const char* key : {"name", "key", "mountPath", "host", "username"}) {
    auto left = a.find(key);
    if (left == a.end() || !left->is_string()) continue;
    auto right = b.find(key);
    return right != b.end() && *right == *left;
  }
  return false;
}

/// Pairs of indices of the longest common subsequence of two lists, in order.
std::vector<std::pair<std::size_t, std::size_t>> commonItems(const Value& before, const Value& after) {
  std::size_t rows = before.size(), columns = after.size();
  std::vector<std::vector<std::size_t>> length(rows + 1, std::vector<std::size_t>(columns + 1, 0));
  for (std::size_t i = rows; i-- > 0;)
    for (std::size_t k = columns; k-- > 0;)
      length[i][k] =
          isSameItem(before[i], after[k]) ? length[i + 1][k + 1] + 1 : std::max(length[i + 1][k], length[i][k + 1]);
  std::vector<std::pair<std::size_t, std::size_t>> pairs;
  for (std::size_t i = 0, k = 0; i < rows && k < columns;) {
    if (isSameItem(before[i], after[k]))
      pairs.emplace_back(i++, k++);
    else
      ++(length[i + 1][k] >= length[i][k + 1] ? i : k);
  }
  pairs.emplace_back(rows, columns);
  return pairs;
}
}  // namespace

Result<Done> Document::patch(const Path& path, const Value& value) {
  const Value* old = yaml::find(m_value, path);
  if (old && same(*old, value)) return Done();
  if (!old || !bothFilled(*old, value)) return setOne(path, value);
  return value.is_object() ? patchMap(path, value) : patchList(path, value);
}

Result<Done> Document::patchMap(const Path& path, const Value& value) {
  for (const auto& [key, item] : value.items())
    if (auto done = patch(childOf(path, key), item); !done) return done;
  std::vector<std::string> gone;
  for (const auto& [key, item] : yaml::find(m_value, path)->items())
    if (!value.contains(key)) gone.push_back(key);
  for (const std::string& key : gone)
    if (auto edit = remove(childOf(path, key)); !edit) return edit.error();
  return Done();
}

/// From the end, so that the indices before stay what they are.
Result<Done> Document::patchList(const Path& path, const Value& value) {
  Value before = *yaml::find(m_value, path);
  if (before.size() * value.size() > maxPairs) return setOne(path, value);
  auto pairs = commonItems(before, value);
  for (std::size_t n = pairs.size(); n-- > 0;) {
    auto [oldEnd, newEnd] = pairs[n];
    if (oldEnd < before.size())
      if (auto done = patch(childOf(path, oldEnd), value[newEnd]); !done) return done;
    std::size_t oldBegin = n > 0 ? pairs[n - 1].first + 1 : 0;
    std::size_t newBegin = n > 0 ? pairs[n - 1].second + 1 : 0;
    std::size_t common = std::min(oldEnd - oldBegin, newEnd - newBegin);
    for (std::size_t i = newEnd - newBegin; i-- > common;)
      if (auto edit = insert(path, oldEnd, value[newBegin + i]); !edit) return edit.error();
    for (std::size_t i = oldEnd - oldBegin; i-- > common;)
      if (auto edit = remove(childOf(path, oldBegin + i)); !edit) return edit.error();
    for (std::size_t i = 0; i < common; ++i)
      if (auto done = patch(childOf(path, oldBegin + i), value[newBegin + i]); !done) return done;
  }
  return Done();
}

Result<Edit> Document::patchTo(const Value& value) {
  if (!value.is_object() || !m_value.is_object()) return refused("the document must be a map");
  return allOrNothing([&](Document& document) { return document.patchMap(Path(), value); });
}

}  // namespace cleardeck::yaml
