#include "yaml/tree.h"

#include "yaml/lines.h"
#include "yaml/positions.h"

#include <yaml.h>

#include <algorithm>
#include <map>

namespace cleardeck::yaml {

namespace {
constexpr std::size_t maxBytes = 5'000'000;
constexpr std::size_t maxDepth = 100;

Error syntaxError(const std::string& text, std::size_t position, const std::string& why) {
  Error error(ErrorKind::Invalid, "YAML " + placeOf(text, position) + ": " + why);
  if (text.find('\t', lineStart(text, position)) < lineEnd(text, position))
    error.hint = "YAML forbids tabs in indentation: use spaces";
  return error;
}

std::string textOf(const yaml_char_t* text) { return text ? reinterpret_cast<const char*>(text) : ""; }

struct Parser {
  explicit Parser(const std::string& text) {
    yaml_parser_initialize(&parser);
    yaml_parser_set_input_string(&parser, reinterpret_cast<const unsigned char*>(text.data()), text.size());
  }
  ~Parser() { yaml_parser_delete(&parser); }
  Parser(const Parser&) = delete;
  Parser& operator=(const Parser&) = delete;
  yaml_parser_t parser;
};

struct Event {
  Event() { event.type = YAML_NO_EVENT; }
  ~Event() { yaml_event_delete(&event); }
  Event(const Event&) = delete;
  Event& operator=(const Event&) = delete;
  yaml_event_t event;
};

Style styleOf(yaml_scalar_style_t style) {
  switch (style) {
    case YAML_SINGLE_QUOTED_SCALAR_STYLE: return Style::SingleQuoted;
    case YAML_DOUBLE_QUOTED_SCALAR_STYLE: return Style::DoubleQuoted;
    case YAML_LITERAL_SCALAR_STYLE: return Style::Literal;
    case YAML_FOLDED_SCALAR_STYLE: return Style::Folded;
    default: return Style::Plain;
  }
}
}  // namespace

/// Makes the nodes of the first document out of libyaml's events.
class TreeBuilder {
 public:
  explicit TreeBuilder(std::string text) {
    m_tree.m_text = std::move(text);
    if (m_tree.m_text.find("\r\n") != std::string::npos) m_tree.m_eol = "\r\n";
    const std::string& bytes = m_tree.m_text;
    // libyaml counts characters, and not the byte order mark.
    m_offsets.reserve(bytes.size() + 1);
    for (std::size_t i = hasBom(bytes) ? 3 : 0; i < bytes.size(); ++i)
      if ((static_cast<unsigned char>(bytes[i]) & 0xC0) != 0x80) m_offsets.push_back(i);
    m_offsets.push_back(bytes.size());
  }

  Result<Tree> build() {
    Parser source(m_tree.m_text);
    for (;;) {
      Event next;
      if (!yaml_parser_parse(&source.parser, &next.event)) return failure(source.parser);
      if (next.event.type == YAML_STREAM_END_EVENT) break;
      auto done = take(next.event);
      if (!done) return done.error();
    }
    if (m_tree.m_root) locate(m_tree.m_text, *m_tree.m_root);
    return std::move(m_tree);
  }

 private:
  std::size_t byteAt(const yaml_mark_t& mark) const { return m_offsets[std::min(mark.index, m_offsets.size() - 1)]; }

  Error failure(const yaml_parser_t& parser) const {
    std::string why = parser.problem ? parser.problem : "it cannot be read";
    if (parser.error == YAML_READER_ERROR)
      return Error(ErrorKind::Invalid, "YAML " + placeOf(m_tree.m_text, parser.problem_offset) + ": " + why)
          .withHint("Save the file as text in UTF-8");
    return syntaxError(m_tree.m_text, byteAt(parser.problem_mark), why);
  }

  Result<Done> take(const yaml_event_t& event) {
    switch (event.type) {
      case YAML_DOCUMENT_START_EVENT:
        ++m_tree.m_documents;
        m_anchors.clear();
        return Done();
      case YAML_ALIAS_EVENT: return addAlias(event);
      case YAML_SCALAR_EVENT: return addScalar(event);
      case YAML_SEQUENCE_START_EVENT: {
        const auto& list = event.data.sequence_start;
        return open(event, Kind::List, list.style == YAML_FLOW_SEQUENCE_STYLE, textOf(list.anchor), textOf(list.tag));
      }
      case YAML_MAPPING_START_EVENT: {
        const auto& map = event.data.mapping_start;
        return open(event, Kind::Map, map.style == YAML_FLOW_MAPPING_STYLE, textOf(map.anchor), textOf(map.tag));
      }
      case YAML_SEQUENCE_END_EVENT:
      case YAML_MAPPING_END_EVENT:
        if (m_open.back()->flow) m_open.back()->span.end = byteAt(event.end_mark);
        m_open.pop_back();
        return Done();
      default: return Done();
    }
  }

  Result<Done> addAlias(const yaml_event_t& event) {
    std::string name = textOf(event.data.alias.anchor);
    auto known = m_anchors.find(name);
    if (known == m_anchors.end())
      return syntaxError(m_tree.m_text, byteAt(event.start_mark), "there is no anchor &" + name + " above this alias");
    if (std::find(m_open.begin(), m_open.end(), known->second) != m_open.end())
      return syntaxError(m_tree.m_text, byteAt(event.start_mark), "the value of anchor &" + name + " contains itself");
    m_tree.m_hasAliases = true;
    Node& node = add(event, Kind::Alias);
    node.text = std::move(name);
    node.target = known->second;
    return Done();
  }

  Result<Done> addScalar(const yaml_event_t& event) {
    const auto& scalar = event.data.scalar;
    Node& node = add(event, Kind::Scalar);
    node.style = styleOf(scalar.style);
    node.text.assign(reinterpret_cast<const char*>(scalar.value), scalar.length);
    setProperties(node, textOf(scalar.anchor), textOf(scalar.tag));
    return Done();
  }

  Result<Done> open(const yaml_event_t& event, Kind kind, bool flow, std::string anchor, std::string tag) {
    if (m_open.size() >= maxDepth)
      return syntaxError(m_tree.m_text, byteAt(event.start_mark), "it is nested deeper than 100 levels");
    Node& node = add(event, kind);
    node.flow = flow;
    setProperties(node, std::move(anchor), std::move(tag));
    m_open.push_back(&node);
    return Done();
  }

  void setProperties(Node& node, std::string anchor, std::string tag) {
    if (!anchor.empty()) m_anchors[anchor] = &node;
    node.anchor = std::move(anchor);
    node.tag = std::move(tag);
  }

  Node& add(const yaml_event_t& event, Kind kind) {
    auto node = std::make_unique<Node>();
    node->kind = kind;
    node->span = {byteAt(event.start_mark), byteAt(event.end_mark)};
    Node& added = *node;
    if (m_open.empty()) {
      // Later documents are built, for their anchors and errors, and dropped.
      auto& root = m_tree.m_documents <= 1 ? m_tree.m_root : m_dropped.emplace_back();
      root = std::move(node);
      return added;
    }
    auto& entries = m_open.back()->entries;
    if (m_open.back()->kind == Kind::List) {
      entries.emplace_back().value = std::move(node);
    } else if (entries.empty() || entries.back().value) {
      entries.emplace_back().key = std::move(node);
    } else {
      entries.back().value = std::move(node);
    }
    return added;
  }

  Tree m_tree;
  std::vector<std::size_t> m_offsets;
  std::vector<Node*> m_open;
  std::map<std::string, Node*> m_anchors;
  std::vector<std::unique_ptr<Node>> m_dropped;
};

Result<Tree> Tree::parse(std::string text) {
  if (text.size() > maxBytes)
    return Error(ErrorKind::TooLarge, "YAML of " + std::to_string(text.size()) + " bytes: at most 5 MB are read");
  return TreeBuilder(std::move(text)).build();
}

std::size_t Tree::lineOf(std::size_t position) const {
  if (m_lines.empty()) {
    m_lines.push_back(0);
    for (std::size_t at = nextLine(m_text, 0); at < m_text.size(); at = nextLine(m_text, at)) m_lines.push_back(at);
  }
  return static_cast<std::size_t>(std::upper_bound(m_lines.begin(), m_lines.end(), position) - m_lines.begin());
}

std::string placeOf(const std::string& text, std::size_t position) {
  std::size_t line = 1;
  for (std::size_t at = nextLine(text, 0); at <= position && at > 0 && isBreak(text[at - 1]); at = nextLine(text, at)) {
    ++line;
    if (at == text.size()) break;
  }
  return "line " + std::to_string(line) + ", column " + std::to_string(columnOf(text, position) + 1);
}

}  // namespace cleardeck::yaml
