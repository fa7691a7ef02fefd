#include "yaml/resolve.h"

#include "base/text.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <set>

namespace cleardeck::yaml {

namespace {
constexpr int maxExpandedNodes = 200'000;


/// Go's ParseInt with base 0, after go-yaml has removed the underscores.
bool parseInteger(const std::string& text, Value& value) {
  std::size_t at = text[0] == '+' || text[0] == '-';
  int base = 10;
  if (text.size() > at + 1 && text[at] == '0') {
    char mark = static_cast<char>(text[at + 1] | 0x20);
    base = mark == 'x' ? 16 : mark == 'b' ? 2 : 8;
    at += mark == 'x' || mark == 'b' || mark == 'o' ? 2 : 1;
  }
  std::uint64_t magnitude = 0;
  auto [end, failure] = std::from_chars(text.data() + at, text.data() + text.size(), magnitude, base);
  if (failure != std::errc() || end != text.data() + text.size()) return false;
  if (text[0] != '-') {
    if (magnitude <= static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()))
      value = static_cast<std::int64_t>(magnitude);
    else
      value = magnitude;
    return true;
  }
  if (magnitude > 1ULL << 63) return false;
  value = static_cast<std::int64_t>(0 - magnitude);
  return true;
}

/// go-yaml's yamlStyleFloat: [-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?
bool looksLikeFloat(const std::string& text) {
  std::size_t at = text[0] == '+' || text[0] == '-';
  auto digits = [&] {
    std::size_t begin = at;
    while (at < text.size() && text::isDigit(text[at])) ++at;
    return at - begin;
  };
  std::size_t whole = digits();
  bool point = at < text.size() && text[at] == '.';
  if (point) ++at;
  std::size_t fraction = point ? digits() : 0;
  if (whole == 0 && fraction == 0) return false;
  if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
    ++at;
    if (at < text.size() && (text[at] == '+' || text[at] == '-')) ++at;
    if (digits() == 0) return false;
  }
  return at == text.size();
}

bool parseFloat(const std::string& text, Value& value) {
  if (!looksLikeFloat(text)) return false;
  double number = 0;
  const char* begin = text.data() + (text[0] == '+');
  auto [end, failure] = std::from_chars(begin, text.data() + text.size(), number);
  if (failure != std::errc() || end != text.data() + text.size()) return false;
  value = number;
  return true;
}

bool resolveWord(const std::string& text, Value& value) {
  if (text.size() > 5) return false;
  static const std::set<std::string> yes{"y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON"};
  static const std::set<std::string> no{"n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF"};
  static const std::set<std::string> null{"", "~", "null", "Null", "NULL"};
  static const std::set<std::string> notFinite{".nan",  ".NaN",  ".NAN",  ".inf",  ".Inf",  ".INF",
                                               "+.inf", "+.Inf", "+.INF", "-.inf", "-.Inf", "-.INF"};
  if (null.count(text))
    value = nullptr;
  else if (yes.count(text))
    value = true;
  else if (no.count(text))
    value = false;
  else if (notFinite.count(text))
    value = std::numeric_limits<double>::infinity();
  else
    return false;
  return true;
}

class Resolver {
 public:
  explicit Resolver(const Tree& tree) : m_tree(tree) {}

  Result<Value> value(const Node& node, std::size_t depth = 0) {
    if (++m_expanded > maxExpandedNodes || depth > 200) return wrong(node, "it contains excessive aliasing");
    switch (node.kind) {
      case Kind::Alias: return value(*node.target, depth + 1);
      case Kind::Scalar: return scalar(node);
      case Kind::List: return list(node, depth);
      case Kind::Map: return map(node, depth);
    }
    return wrong(node, "unknown node");
  }

 private:
  Error wrong(const Node& node, const std::string& why) const {
    return Error(ErrorKind::Invalid, "YAML " + placeOf(m_tree.text(), node.span.begin) + ": " + why);
  }

  Result<Value> scalar(const Node& node) const {
    const std::string prefix = "tag:yaml.org,2002:";
    std::string tag = node.tag.rfind(prefix, 0) == 0 ? node.tag.substr(prefix.size()) : node.tag;
    if (tag == "binary") {
      auto bytes = text::fromBase64(node.text);
      if (!bytes) return wrong(node, "!!binary is not base64");
      return Value(*bytes);
    }
    bool resolved =
        tag.empty() ? node.style == Style::Plain : tag == "int" || tag == "float" || tag == "bool" || tag == "null";
    if (!resolved) return Value(node.text);
    Value value = resolvePlain(node.text);
    if (value.is_number_float() && !std::isfinite(value.get<double>()))
      return wrong(node, node.text + " cannot be used: JSON has no such number").withHint("Quote it if it is text");
    return value;
  }

  Result<Value> list(const Node& node, std::size_t depth) {
    Value items = Value::array();
    for (const Entry& entry : node.entries) {
      auto item = value(*entry.value, depth + 1);
      if (!item) return item;
      items.push_back(std::move(*item));
    }
    return items;
  }

  Result<Value> map(const Node& node, std::size_t depth) {
    Value result = Value::object();
    for (const Entry& entry : node.entries) {
      if (isMergeKey(*entry.key)) {
        auto merged = merge(*entry.value, result, depth + 1);
        if (!merged) return merged.error();
        continue;
      }
      auto key = keyText(m_tree, *entry.key);
      if (!key) return key.error();
      auto item = value(*entry.value, depth + 1);
      if (!item) return item;
      result[*key] = std::move(*item);
    }
    return result;
  }

  /// go-yaml v2 merges where `<<` stands: it overwrites what is above and is overwritten by what is below.
  Result<Done> merge(const Node& source, Value& into, std::size_t depth) {
    const Node& node = source.kind == Kind::Alias ? *source.target : source;
    if (node.kind == Kind::List) {
      for (auto entry = node.entries.rbegin(); entry != node.entries.rend(); ++entry) {
        auto merged = merge(*entry->value, into, depth + 1);
        if (!merged) return merged;
      }
      return Done();
    }
    if (node.kind != Kind::Map) return wrong(source, "<< needs a map or a list of maps");
    auto from = value(node, depth + 1);
    if (!from) return from.error();
    for (auto& [key, item] : from->items()) into[key] = item;
    return Done();
  }

  const Tree& m_tree;
  int m_expanded = 0;
};
}  // namespace

Value resolvePlain(const std::string& text) {
  Value value;
  if (resolveWord(text, value)) return value;
  char first = text[0];
  if (first == '.') {
    if (parseFloat(text, value)) return value;
    return Value(text);
  }
  if (!text::isDigit(first) && first != '+' && first != '-') return Value(text);
  std::string plain = text;
  plain.erase(std::remove(plain.begin(), plain.end(), '_'), plain.end());
  if (plain.empty()) return Value(text);
  if (parseInteger(plain, value) || parseFloat(plain, value)) return value;
  return Value(text);
}

Result<Value> valueOf(const Tree& tree, const Node& node) { return Resolver(tree).value(node); }

bool isMergeKey(const Node& key) {
  return key.kind == Kind::Scalar && key.text == "<<" && key.style == Style::Plain &&
         (key.tag.empty() || key.tag == "tag:yaml.org,2002:merge");
}

Result<std::string> keyText(const Tree& tree, const Node& key) {
  auto wrong = [&](const std::string& why) {
    return Error(ErrorKind::Invalid, "YAML " + placeOf(tree.text(), key.span.begin) + ": " + why);
  };
  bool quoted = key.kind == Kind::Scalar && key.style != Style::Plain;
  if (quoted && key.tag.empty()) return key.text;
  auto value = valueOf(tree, key);
  if (!value) return value.error();
  if (value->is_string()) return value->get<std::string>();
  if (value->is_null()) return wrong("a key is null").withHint("Write the key, or quote it");
  if (value->is_structured()) return wrong("a key is a map or a list; Helm takes only text");
  return value->dump();
}

}  // namespace cleardeck::yaml
