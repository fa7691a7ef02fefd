/// A task's console output, page by page (events.get_task_log).
#pragma once
#include "clearml/session.h"

#include <nlohmann/json_fwd.hpp>

namespace cleardeck::clearml {

/// One line of text; an event with several lines becomes several.
struct LogLine {
  std::int64_t atMs = 0;  ///< since the epoch
  std::string level;
  std::string worker;
  std::string text;  ///< without colour codes
  bool operator==(const LogLine&) const = default;
};

enum class LogFrom {
  Newest,  ///< the last page
  Start,   ///< the first page
  Older,   ///< what came before `boundaryMs`
  Newer,   ///< what came after `boundaryMs`
};

struct LogQuery {
  LogQuery(std::string id, LogFrom f, std::int64_t boundary = 0) : task(std::move(id)), from(f), boundaryMs(boundary) {}
  std::string task;
  LogFrom from;
  std::int64_t boundaryMs;
  int events = 1000;
};

struct LogPage {
  std::vector<LogLine> lines;  ///< oldest first
  std::int64_t oldestMs = 0;   ///< pass as boundaryMs to go on; 0: the page is empty
  std::int64_t newestMs = 0;
  int eventsTotal = 0;  ///< on the server
  bool end = true;      ///< nothing further in this direction
};

Task<LogPage> log(Session session, LogQuery query);
/// Pure: the page that `data` holds, without the events at the boundary, which the page before had.
LogPage parseLog(const nlohmann::json& data, const LogQuery& query);

/// Terminal text as one would read it: colour codes removed, "\r" progress collapsed to its last state.
std::string plainText(std::string_view terminalText);

}  // namespace cleardeck::clearml
