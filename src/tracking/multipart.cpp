#include "tracking/multipart.h"

#include "base/text.h"

namespace cleardeck::tracking {
namespace {

constexpr std::size_t kLongestHead = 16 * 1024;

Error notMultipart(const char* what) { return Error(ErrorKind::Invalid, std::string("multipart body: ") + what, 400); }

// name="…" of a Content-Disposition; backslash escapes and percent-escaped quotes as browsers and requests write them.
std::optional<std::string> nameOf(std::string_view head) {
  auto at = text::toLower(head).find(" name=\"");
  if (at == std::string::npos) return std::nullopt;
  std::string name;
  for (auto i = at + 7; i < head.size() && head[i] != '"'; ++i) {
    if (head[i] == '\\' && i + 1 < head.size()) ++i;
    name += head[i];
  }
  return text::replaceAll(std::move(name), "%22", "\"");
}

}  // namespace

MultipartReader::MultipartReader(const std::string& boundary, Sink sink)
    : m_delimiter("\r\n--" + boundary), m_buffer("\r\n"), m_sink(std::move(sink)) {}

std::optional<std::string> MultipartReader::boundaryOf(std::string_view contentType) {
  if (!text::toLower(contentType).starts_with("multipart/form-data")) return std::nullopt;
  auto at = contentType.find("boundary=");
  if (at == std::string_view::npos) return std::nullopt;
  auto rest = contentType.substr(at + 9);
  rest = rest.substr(0, rest.find(';'));
  if (rest.size() > 1 && rest.front() == '"') rest = rest.substr(1, rest.find('"', 1) - 1);
  if (rest.empty() || rest.size() > 200) return std::nullopt;
  return std::string(rest);
}

Result<Done> MultipartReader::take(std::string_view bytes) {
  m_buffer += bytes;
  for (bool more = true; more && m_state != State::Over;) {
    auto stepped = step(&more);
    if (!stepped) return stepped;
  }
  if (m_state == State::Over) m_buffer.clear();
  return Done();
}

Result<Done> MultipartReader::finish() {
  if (m_state != State::Over) return notMultipart("it was cut");
  return Done();
}

// As far as the buffer goes; `more` says whether another step may get further.
Result<Done> MultipartReader::step(bool* more) {
  *more = false;
  if (m_state == State::Headers) {
    if (m_buffer.starts_with("--")) {
      m_state = State::Over;
      return Done();
    }
    auto end = m_buffer.find("\r\n\r\n");
    if (end == std::string::npos)
      return m_buffer.size() > kLongestHead ? Result<Done>(notMultipart("a part's head is too long")) : Done();
    auto head = m_buffer.substr(0, end);
    m_buffer.erase(0, end + 4);
    *more = true;
    return readHeaders(head);
  }
  auto end = m_buffer.find(m_delimiter);
  bool found = end != std::string::npos;
  if (!found)
    end = m_buffer.size() > m_delimiter.size() ? m_buffer.size() - m_delimiter.size() : 0;  // may be half of one
  if (m_state == State::Data) {
    auto given = m_sink.data(std::string_view(m_buffer).substr(0, end));
    if (given && found) given = m_sink.end();
    if (!given) return given;
  }
  m_buffer.erase(0, found ? end + m_delimiter.size() : end);
  if (found) m_state = State::Headers;
  *more = found;
  return Done();
}

Result<Done> MultipartReader::readHeaders(std::string_view head) {
  auto name = nameOf(head);
  if (!name || name->empty()) return notMultipart("a part has no name");
  m_state = State::Data;
  return m_sink.begin(*name);
}

}  // namespace cleardeck::tracking
