#include "kube/json_items.h"

namespace cleardeck::kube {
namespace {

constexpr std::size_t longestItem = 64u << 20;

bool endsWithItemsKey(std::string_view envelope) {
  constexpr std::string_view blanks = " \t\r\n";
  constexpr std::string_view key = "\"items\"";
  auto last = envelope.find_last_not_of(blanks);
  if (last == envelope.npos || envelope[last] != ':') return false;
  last = last ? envelope.find_last_not_of(blanks, last - 1) : envelope.npos;
  return last != envelope.npos && envelope.substr(0, last + 1).ends_with(key);
}

}  // namespace

void ItemSplitter::hand(simdjson::padded_string_view item) {
  simdjson::ondemand::document document;
  simdjson::ondemand::object object;
  if (m_parser.iterate(item).get(document) || document.get_object().get(object))
    m_malformed = true;
  else
    m_onItem(object);
}

void ItemSplitter::emit(std::string_view piece, std::size_t end) {
  auto tail = piece.substr(m_itemStart, end - m_itemStart);
  if (m_item.empty() && piece.size() - end >= simdjson::SIMDJSON_PADDING)  // whole, with readable bytes behind it
    return hand(simdjson::padded_string_view(tail.data(), tail.size(), piece.size() - m_itemStart));
  m_item.reserve(m_item.size() + tail.size() + simdjson::SIMDJSON_PADDING);
  m_item.append(tail);
  hand(simdjson::padded_string_view(m_item.data(), m_item.size(), m_item.capacity()));
  m_item.clear();
}

void ItemSplitter::keepEnvelope(std::string_view piece, std::size_t end) {
  m_envelope.append(piece.substr(m_envelopeStart, end - m_envelopeStart));
  m_envelopeStart = end;
}

// One character outside of strings.
void ItemSplitter::step(std::string_view piece, std::size_t at) {
  switch (piece[at]) {
    case '"': m_inString = true; break;
    case '[':
      if (m_depth == 1 && !m_inItems) {
        keepEnvelope(piece, at);
        m_inItems = endsWithItemsKey(m_envelope);
        if (m_inItems) m_envelope.push_back('[');
      }
      ++m_depth;
      break;
    case '{':
      if (m_inItems && m_depth == 2) {
        m_inItem = true;
        m_itemStart = at;
      }
      ++m_depth;
      break;
    case '}':
      if (--m_depth == 2 && m_inItem) {
        emit(piece, at + 1);
        m_inItem = false;
      }
      break;
    case ']':
      if (--m_depth == 1 && m_inItems) {
        m_inItems = false;
        m_envelopeStart = at;
      }
      break;
    default: break;
  }
  m_malformed = m_malformed || m_depth < 0;
}

bool ItemSplitter::feed(std::string_view piece) {
  m_itemStart = m_envelopeStart = 0;
  for (std::size_t at = 0; at < piece.size() && !m_malformed; ++at) {
    if (!m_inString) {
      step(piece, at);
    } else if (m_escaped) {
      m_escaped = false;
    } else {
      at = std::min(piece.find_first_of("\"\\", at), piece.size());
      if (at == piece.size()) break;
      m_escaped = piece[at] == '\\';
      m_inString = m_escaped;
    }
  }
  if (m_inItem)
    m_item.append(piece.substr(m_itemStart));
  else if (!m_inItems)
    keepEnvelope(piece, piece.size());
  if (m_item.size() + m_envelope.size() > longestItem) m_malformed = true;
  return !m_malformed;
}

std::string ItemSplitter::metadata(const char* name) const {
  std::string value;
  auto read = [&](simdjson::ondemand::object list) {
    std::string_view view;
    if (!list["metadata"][name].get_string().get(view)) value = view;
    return true;
  };
  withObject(m_envelope, read);
  return value;
}

bool withObject(const std::string& json, const std::function<bool(simdjson::ondemand::object)>& use) {
  simdjson::padded_string padded(json);
  simdjson::ondemand::parser parser;
  simdjson::ondemand::document document;
  simdjson::ondemand::object object;
  if (parser.iterate(padded).get(document) || document.get_object().get(object)) return false;
  return use(object);
}

}  // namespace cleardeck::kube
