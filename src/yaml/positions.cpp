// libyaml's marks need help: a block collection's end mark is the next token's, a block scalar's includes the blank
// lines after it, an absent value has no length, and the places of `:`, `-` and `?` are not reported at all.
#include "yaml/positions.h"

#include "yaml/lines.h"

#include <algorithm>
#include <cstring>

namespace cleardeck::yaml {

namespace {
/// Past the anchor and the tag at the beginning of a node.
std::size_t skipProperties(const std::string& text, const Node& node) {
  std::size_t at = node.span.begin;
  for (int left = !node.anchor.empty() + !node.tag.empty(); left > 0; --left) {
    at = skipTrivia(text, at);
    if (at >= text.size() || (text[at] != '&' && text[at] != '!')) break;
    if (text.compare(at, 2, "!<") == 0) {
      at = std::min(text.find('>', at), text.size() - 1) + 1;
      continue;
    }
    while (at < text.size() && !isBlank(text[at]) && !isBreak(text[at]) && !std::strchr(",[]{}", text[at])) ++at;
  }
  return at;
}

void locateScalar(const std::string& text, Node& node) {
  node.content = node.span.begin;
  if (!node.anchor.empty() || !node.tag.empty()) {
    std::size_t after = skipProperties(text, node);
    bool absent = after >= node.span.end || skipTrivia(text, after) >= node.span.end;
    if (absent) node.span.end = std::min(after, node.span.end);
    node.content = absent ? node.span.end : skipTrivia(text, after);
  }
  if (!node.isBlockScalar()) return;
  std::size_t end = node.span.end;
  while (end > node.content && (isBreak(text[end - 1]) || isBlank(text[end - 1]))) --end;
  node.span.end = std::max(end, node.content + 1);
}

void locateAbsentValue(Node& value, std::size_t at) {
  if (value.span.begin == value.span.end) value.span = {at, at}, value.content = at;
}

void locateMapEntry(const std::string& text, Entry& entry, std::size_t from) {
  locate(text, *entry.key);
  entry.start = entry.key->span.begin;
  std::size_t at = skipTrivia(text, from);
  if (at < text.size() && text[at] == ',') at = skipTrivia(text, at + 1);
  bool question = at < text.size() && text[at] == '?' && at <= entry.key->span.begin;
  if (question && (at + 1 >= text.size() || isBlank(text[at + 1]) || isBreak(text[at + 1]))) {
    entry.explicitKey = true;
    entry.start = at;
  }
  std::size_t colon = skipTrivia(text, entry.key->span.end);
  if (colon < text.size() && text[colon] == ':' && colon <= entry.value->span.begin) entry.indicator = colon;
  locate(text, *entry.value);
  std::size_t afterKey = std::max(entry.key->span.end, entry.start + (entry.explicitKey ? 1 : 0));
  locateAbsentValue(*entry.value, entry.indicator != none ? entry.indicator + 1 : afterKey);
}

void locateItem(const std::string& text, Entry& entry, bool flow, std::size_t from) {
  if (flow) {
    locate(text, *entry.value);
    entry.start = entry.value->span.begin;
    return;
  }
  entry.start = entry.indicator = skipTrivia(text, from);
  locate(text, *entry.value);
  locateAbsentValue(*entry.value, entry.indicator + 1);
}
}  // namespace

std::size_t Entry::end() const {
  std::size_t last = std::max(start, value->span.end);
  if (key) last = std::max(last, key->span.end);
  return indicator == none ? last : std::max(last, indicator + 1);
}

void locate(const std::string& text, Node& node) {
  if (!node.isCollection()) return locateScalar(text, node);
  node.content = node.span.begin;
  if (!node.anchor.empty() || !node.tag.empty()) node.content = skipTrivia(text, skipProperties(text, node));
  std::size_t from = node.flow ? node.content + 1 : node.content;
  for (Entry& entry : node.entries) {
    if (node.kind == Kind::Map)
      locateMapEntry(text, entry, from);
    else
      locateItem(text, entry, node.flow, from);
    from = entry.end();
  }
  if (node.flow || node.entries.empty()) return;
  node.span.end = node.entries.back().end();
  node.column = columnOf(text, node.entries.front().start);
}

}  // namespace cleardeck::yaml
