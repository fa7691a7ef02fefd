/// The stream of a watch: one JSON document per line, for as long as the server likes. No I/O.
#pragma once
#include "base/result.h"

#include <simdjson.h>
#include <optional>
#include <string>

namespace cleardeck::kube {

/// Cuts lines out of pieces, each with the readable padding that simdjson needs. No copy per line.
class LineBuffer {
 public:
  void append(std::string_view piece);
  std::optional<simdjson::padded_string_view> next();  ///< until the next append()
  std::size_t waiting() const { return m_bytes.size() - m_begin; }

 private:
  std::string m_bytes;
  std::size_t m_begin = 0;  // of the first unread line
  std::size_t m_searched = 0;
};

enum class WatchKind { Added, Modified, Deleted, Bookmark };

struct WatchEvent {
  WatchKind kind = WatchKind::Added;
  std::string resourceVersion;
  simdjson::ondemand::object object;  ///< until the next decode()
};

class WatchDecoder {
 public:
  /// An ERROR event is an Error with its status (410 Gone: list again). Errors: Protocol.
  Result<WatchEvent> decode(simdjson::padded_string_view line);

 private:
  simdjson::ondemand::parser m_parser;
  simdjson::ondemand::document m_document;
};

}  // namespace cleardeck::kube
