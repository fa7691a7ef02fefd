#include "kube/watch_stream.h"

#include "net/http.h"

#include <cstring>

namespace cleardeck::kube {
namespace {

namespace od = simdjson::ondemand;

Error statusError(std::string_view status, const Error& malformed) {
  std::string body(status);
  simdjson::padded_string padded(body);
  od::parser parser;
  od::document document;
  std::int64_t code = 0;
  if (parser.iterate(padded).get(document) || document["code"].get_int64().get(code)) return malformed;
  return net::failureOf(int(code), std::move(body));
}

}  // namespace

void LineBuffer::append(std::string_view piece) {
  m_bytes.erase(0, m_begin);
  m_searched -= m_begin;
  m_begin = 0;
  m_bytes.reserve(m_bytes.size() + piece.size() + simdjson::SIMDJSON_PADDING);
  m_bytes.append(piece);
}

std::optional<simdjson::padded_string_view> LineBuffer::next() {
  auto end = m_bytes.find('\n', m_searched);
  if (end == m_bytes.npos) {
    m_searched = m_bytes.size();
    return std::nullopt;
  }
  std::size_t start = m_begin;
  m_begin = m_searched = end + 1;
  return simdjson::padded_string_view(m_bytes.data() + start, end - start, m_bytes.capacity() - start);
}

Result<WatchEvent> WatchDecoder::decode(simdjson::padded_string_view line) {
  // Not the line itself: it may hold a Secret.
  const Error malformed(ErrorKind::Protocol,
                        "the server sent a line of " + std::to_string(line.size()) + " bytes that is no watch event");
  if (m_parser.iterate(line).get(m_document)) return malformed;
  std::string_view type;
  WatchEvent event;
  if (m_document["type"].get_string().get(type)) return malformed;
  const bool error = type == "ERROR";
  if (type == "ADDED")
    event.kind = WatchKind::Added;
  else if (type == "MODIFIED")
    event.kind = WatchKind::Modified;
  else if (type == "DELETED")
    event.kind = WatchKind::Deleted;
  else if (type == "BOOKMARK")
    event.kind = WatchKind::Bookmark;
  else if (!error)
    return malformed;
  if (m_document["object"].get_object().get(event.object)) return malformed;
  if (error) {
    std::string_view status;
    if (event.object.raw_json().get(status)) return malformed;
    return statusError(status, malformed);
  }
  std::string_view version;
  if (!event.object["metadata"]["resourceVersion"].get_string().get(version)) event.resourceVersion = version;
  if (event.object.reset().error()) return malformed;
  return event;
}

}  // namespace cleardeck::kube
