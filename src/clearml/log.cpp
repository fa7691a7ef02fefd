#include "clearml/log.h"
#include "base/text.h"
#include "clearml/call.h"
#include "clearml/json.h"

namespace cleardeck::clearml {
namespace {

using nlohmann::json;

json bodyOf(const LogQuery& query) {
  const bool earlier = query.from == LogFrom::Newest || query.from == LogFrom::Older;
  const bool bounded = query.from == LogFrom::Older || query.from == LogFrom::Newer;
  json body = {{"task", query.task}, {"batch_size", query.events}, {"navigate_earlier", earlier}, {"order", "asc"}};
  body["from_timestamp"] = bounded ? json(query.boundaryMs) : json();
  return body;
}

void addLines(std::vector<LogLine>& lines, const json& event, std::int64_t atMs) {
  auto message = plainText(textAt(event, "msg"));
  while (!message.empty() && message.back() == '\n') message.pop_back();
  const auto level = textAt(event, "level"), worker = textAt(event, "worker");
  for (auto& line : text::split(message, '\n')) lines.push_back({atMs, level, worker, std::move(line)});
}

// ESC [ parameters letter (colours, cursor), ESC ] text BEL (title), or ESC and one character.
std::size_t escapeLength(std::string_view text) {
  if (text.size() < 2) return text.size();
  if (text[1] == '[') {
    std::size_t i = 2;
    while (i < text.size() && (text[i] < '@' || text[i] > '~')) ++i;
    return std::min(i + 1, text.size());
  }
  if (text[1] == ']') return std::min(text.find('\a'), text.size() - 1) + 1;
  return 2;
}

}  // namespace

std::string plainText(std::string_view terminalText) {
  std::string plain;
  std::size_t lineStart = 0;
  for (std::size_t i = 0; i < terminalText.size();) {
    const char c = terminalText[i];
    if (c == '\x1b') {
      i += escapeLength(terminalText.substr(i));
      continue;
    }
    ++i;
    if (c == '\r') {
      const bool lineEnds = i >= terminalText.size() || terminalText[i] == '\n';
      if (!lineEnds) plain.resize(lineStart);
    } else if (c == '\t' || c == '\n' || static_cast<unsigned char>(c) >= ' ') {
      plain += c;
      if (c == '\n') lineStart = plain.size();
    }
  }
  return plain;
}

LogPage parseLog(const json& data, const LogQuery& query) {
  LogPage page;
  page.eventsTotal = int(integerAt(data, "total"));
  const json& events = at(data, "events");
  if (!events.is_array()) return page;
  std::vector<std::pair<std::int64_t, const json*>> ordered;
  for (const json& event : events) ordered.emplace_back(integerAt(event, "timestamp"), &event);
  // Not every server version looks at "order"; within one millisecond the given order is the only one there is.
  if (!ordered.empty() && ordered.front().first > ordered.back().first) std::reverse(ordered.begin(), ordered.end());
  for (const auto& [atMs, event] : ordered) {
    if (query.from == LogFrom::Older && atMs >= query.boundaryMs) continue;
    if (query.from == LogFrom::Newer && atMs <= query.boundaryMs) continue;
    if (page.lines.empty()) page.oldestMs = atMs;
    page.newestMs = atMs;
    addLines(page.lines, *event, atMs);
  }
  page.end = events.size() < std::size_t(query.events);
  return page;
}

Task<LogPage> log(Session session, LogQuery query) {
  const std::string endpoint = "events.get_task_log", body = bodyOf(query).dump();
  auto answer = co_await sendSignedIn(session, endpoint, body);
  if (!answer) co_return answer.error();
  auto work = [answer = std::move(*answer), query]() -> Result<LogPage> {
    auto data = dataOf(answer);
    if (!data) return data.error();
    return parseLog(*data, query);
  };
  auto parsing = onWorkers(session.workers(), std::move(work));
  co_return co_await std::move(parsing);
}

}  // namespace cleardeck::clearml
