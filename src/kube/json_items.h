/// Cuts the elements of the top-level "items" array out of a list while it arrives, so that a list of any size needs
/// the memory of its largest element.
#pragma once
#include <simdjson.h>
#include <functional>
#include <string>
#include <string_view>

namespace cleardeck::kube {

class ItemSplitter {
 public:
  using OnItem = std::function<void(simdjson::ondemand::object)>;
  explicit ItemSplitter(OnItem onItem) : m_onItem(std::move(onItem)) {}

  bool feed(std::string_view piece);  ///< false: malformed
  bool complete() const { return m_depth == 0 && !m_envelope.empty() && !m_inString; }
  /// A string of the list's metadata: "resourceVersion", "continue"; "" when absent. Call it when complete().
  std::string metadata(const char* name) const;

 private:
  void step(std::string_view piece, std::size_t at);
  void emit(std::string_view piece, std::size_t end);
  void hand(simdjson::padded_string_view item);
  void keepEnvelope(std::string_view piece, std::size_t end);

  OnItem m_onItem;
  simdjson::ondemand::parser m_parser;
  std::string m_item;      // the start of an item whose end has not arrived
  std::string m_envelope;  // everything but the items
  std::size_t m_itemStart = 0;
  std::size_t m_envelopeStart = 0;
  int m_depth = 0;
  bool m_inItems = false;
  bool m_inItem = false;
  bool m_inString = false;
  bool m_escaped = false;
  bool m_malformed = false;
};

/// Parses one JSON object and hands it to `use`; false: no object, or what `use` says.
bool withObject(const std::string& json, const std::function<bool(simdjson::ondemand::object)>& use);

}  // namespace cleardeck::kube
