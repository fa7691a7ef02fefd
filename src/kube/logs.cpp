#include "kube/logs.h"

#include "base/text.h"
#include "kube/calls.h"
#include "kube/list_page.h"
#include "kube/pod.h"

#include <set>

namespace cleardeck::kube {
namespace {

using namespace std::chrono_literals;
constexpr std::size_t longestLine = 1u << 20;
constexpr auto firstPause = 500ms;
constexpr auto longestPause = std::chrono::milliseconds(10s);

struct LogStream {
  LogStream(Session s, LogQuery q, LogSink k) : session(std::move(s)), query(std::move(q)), sink(std::move(k)) {}
  Session session;
  LogQuery query;
  LogSink sink;
  std::string lastTime;                   // of the last line that was handed on
  std::multiset<std::string> atLastTime;  // the lines of that very time
  bool resumed = false;                   // this stream begins before lines that are known already
  std::multiset<std::string> known;       // those that may come again
};
using LogStreamPtr = std::shared_ptr<LogStream>;

std::string describe(const LogQuery& query) {
  return "read the log of " + (query.container.empty() ? "" : query.container + " in ") + "pod " + query.pod +
         " in namespace " + query.ns;
}

// Time stamps are always asked for: they are what a lost stream goes on from. Whole seconds only, says the API.
std::string targetOf(const LogStream& stream) {
  const auto& query = stream.query;
  constexpr ResourcePath pods = Pod::path;
  auto target = objectTarget(pods, query.ns, query.pod) + "/log?timestamps=true";
  if (!query.container.empty()) target += "&container=" + text::urlEncode(query.container);
  if (query.follow) target += "&follow=true";
  if (query.previous) target += "&previous=true";
  if (!stream.lastTime.empty()) return target + "&sinceTime=" + text::urlEncode(stream.lastTime.substr(0, 19) + "Z");
  if (query.tailLines >= 0) target += "&tailLines=" + std::to_string(query.tailLines);
  if (query.sinceSeconds > 0) target += "&sinceSeconds=" + std::to_string(query.sinceSeconds);
  return target;
}

// RFC 3339 with 1 to 9 digits behind the point, "2026-01-01T00:00:00.5Z", as text that sorts by time.
std::string sortable(std::string_view time) {
  std::string key(time.substr(0, std::min<std::size_t>(time.size(), 19)));
  auto fraction = time.size() > 20 && time[19] == '.' ? time.substr(20, time.find_first_not_of("0123456789", 20) - 20)
                                                      : std::string_view();
  key.append(fraction);
  key.append(9 - std::min<std::size_t>(9, fraction.size()), '0');
  return key;
}

bool isNew(LogStream& stream, const LogLine& line) {
  if (line.time.empty()) return true;
  auto key = sortable(line.time);
  auto last = sortable(stream.lastTime);
  if (!stream.lastTime.empty() && stream.resumed && key < last) return false;
  if (stream.resumed && key == last) {
    auto place = stream.known.find(line.text);
    if (place != stream.known.end()) {
      stream.known.erase(place);
      return false;
    }
  }
  if (stream.lastTime.empty() || key != last) stream.atLastTime.clear();
  stream.atLastTime.insert(line.text);
  stream.lastTime = line.time;
  return true;
}

void hand(LogStream& stream, std::vector<LogLine> lines) {
  if (stream.query.follow) std::erase_if(lines, [&stream](const LogLine& line) { return !isNew(stream, line); });
  if (!lines.empty() && stream.sink.lines) stream.sink.lines(std::move(lines));
}

void say(const LogStream& stream, LiveState state) {
  if (stream.query.follow && stream.sink.state) stream.sink.state(std::move(state));
}

Task<Done> readOnce(LogStreamPtr stream) {
  net::Request request("GET", targetOf(*stream));
  request.flow = net::Flow::BackPressure;
  request.idleTimeout = std::chrono::hours(24);  // a quiet program is no dead connection; TCP keep-alive finds those
  auto response = co_await open(stream->session, std::move(request));
  if (!response) co_return response.error();
  if (response->head().status >= 400)
    co_return co_await refusedWith(stream->session, *response, describe(stream->query));
  say(*stream, LiveState(Freshness::Live));
  stream->resumed = !stream->lastTime.empty();
  stream->known = stream->atLastTime;
  LogDecoder decoder;
  for (;;) {
    auto piece = co_await net::readSome(*response);
    if (!piece) co_return std::move(piece.error()).during(describe(stream->query));
    if (!*piece) break;
    hand(*stream, decoder.feed(**piece));
  }
  hand(*stream, decoder.finish());
  co_return Done();
}

// After the end of a followed log: is there going to be more of it?
Task<bool> goesOn(LogStreamPtr stream) {
  auto pod = co_await get<Pod>(stream->session, stream->query.ns, stream->query.pod);
  if (!pod && pod.error().kind == ErrorKind::NotFound) co_return false;
  if (!pod) co_return pod.error();
  co_return pod->phase != "Succeeded" && pod->phase != "Failed" && !pod->terminating;
}

bool worthAnotherTry(const Error& error) {
  return error.kind == ErrorKind::Network || error.kind == ErrorKind::Timeout || error.kind == ErrorKind::Protocol ||
         error.httpStatus == 429 || error.httpStatus >= 500;
}

// A container that has not started yet answers 400: with follow that is waited for, once something was read.
bool startsLater(const LogStream& stream, const Error& error) {
  return error.httpStatus == 400 && !stream.lastTime.empty();
}

Task<Done> followLog(LogStreamPtr stream) {
  std::chrono::milliseconds pause = firstPause;
  for (;;) {
    auto timeBefore = stream->lastTime;
    auto read = co_await readOnce(stream);
    if (!read && read.error().kind == ErrorKind::Cancelled) co_return read;
    if (!read && !worthAnotherTry(read.error()) && !startsLater(*stream, read.error())) co_return read;
    auto more = co_await goesOn(stream);
    if (more && !*more) co_return Done();
    if (stream->lastTime != timeBefore) pause = firstPause;
    LiveState state(Freshness::Reconnecting, read ? std::string("the container has stopped") : read.error().message);
    state.since = std::chrono::system_clock::now();
    say(*stream, state);
    co_await sleepFor(pause);
    pause = std::min(pause * 2, longestPause);
  }
}

}  // namespace

LogLine parseLogLine(std::string_view line) {
  LogLine result;
  if (line.ends_with('\r')) line.remove_suffix(1);
  auto blank = line.find(' ');
  auto time = line.substr(0, blank);
  const bool stamped = time.size() >= 20 && time[4] == '-' && time[10] == 'T' && time[13] == ':';
  if (!stamped) {
    result.text = line;
    return result;
  }
  result.time = time;
  if (blank != line.npos) result.text = line.substr(blank + 1);
  return result;
}

std::vector<LogLine> LogDecoder::feed(std::string_view piece) {
  std::vector<LogLine> lines;
  for (;;) {
    auto end = piece.find('\n');
    auto part = piece.substr(0, end);
    if (m_rest.size() < longestLine) m_rest.append(part.substr(0, longestLine - m_rest.size()));
    if (end == piece.npos) return lines;
    lines.push_back(parseLogLine(m_rest));
    m_rest.clear();
    piece.remove_prefix(end + 1);
  }
}

std::vector<LogLine> LogDecoder::finish() {
  std::vector<LogLine> lines;
  if (!m_rest.empty()) lines.push_back(parseLogLine(m_rest));
  m_rest.clear();
  return lines;
}

Task<Done> streamLogs(Session session, LogQuery query, LogSink sink) {
  auto stream = std::make_shared<LogStream>(session, query, sink);
  if (query.follow && !query.previous) co_return co_await followLog(stream);
  co_return co_await readOnce(stream);
}

}  // namespace cleardeck::kube
