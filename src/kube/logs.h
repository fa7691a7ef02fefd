/// The log of one container. A followed log survives lost connections and the container's restarts: it goes on where it
/// was, without lost or doubled lines.
#pragma once
#include "base/live.h"
#include "kube/session.h"

#include <functional>

namespace cleardeck::kube {

struct LogQuery {
  LogQuery(std::string n, std::string p, std::string c = {})
      : ns(std::move(n)), pod(std::move(p)), container(std::move(c)) {}
  std::string ns, pod, container;  ///< container "": the pod's only one
  bool follow = false;
  bool previous = false;          ///< of the instance before the last restart
  int tailLines = -1;             ///< -1: all
  std::int64_t sinceSeconds = 0;  ///< 0: all
};

struct LogLine {
  std::string time;  ///< RFC 3339 with nanoseconds, as the node wrote it; "" when it wrote none
  std::string text;
  bool operator==(const LogLine&) const = default;
};

struct LogSink {
  std::function<void(std::vector<LogLine>)> lines;  ///< as they arrive, on the I/O thread
  std::function<void(LiveState)> state;             ///< may be empty; only for follow
};

/// Ends when the log ends; with follow, when the pod is gone or has finished for good.
/// Errors: NotFound; Invalid (the container has not started, there is no previous one); Forbidden names the right.
Task<Done> streamLogs(Session session, LogQuery query, LogSink sink);

/// Cuts log text into lines. Pure. A line of more than 1 MiB is cut.
class LogDecoder {
 public:
  std::vector<LogLine> feed(std::string_view piece);
  std::vector<LogLine> finish();  ///< the last line, when it has no end

 private:
  std::string m_rest;
};
LogLine parseLogLine(std::string_view line);

}  // namespace cleardeck::kube
