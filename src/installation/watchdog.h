/// The server's watchdog: it stops experiments that run but have not reported for a while. Its settings in the values,
/// and which experiments it would stop. Pure, but for the call that reads the running ones.
/// Source: ClearML server, services.conf tasks.non_responsive_tasks_watchdog
/// (bll/task/non_responsive_tasks_watchdog.py).
#pragma once
#include "clearml/task_query.h"
#include "helm/values_session.h"
#include "installation/model.h"

namespace cleardeck::installation {

struct WatchdogSettings {
  bool enabled = true;
  std::int64_t thresholdSeconds = 7200;  ///< of silence
  std::int64_t intervalSeconds = 900;    ///< between two looks
  bool operator==(const WatchdogSettings&) const = default;
};

/// What the values make of it, and which value says so: variables win over files, files over the chart's own values.
struct WatchdogInValues {
  WatchdogSettings settings;
  std::string enabledFrom, thresholdFrom, intervalFrom;  ///< paths of values; "" is the server's default
  std::string unsure;                                    ///< what else may decide, out of sight; a sentence, or ""
};
/// `values`: what the chart sees. Errors: Invalid, a file or variable that cannot be read.
Result<WatchdogInValues> watchdogIn(const yaml::Value& values, Flavour flavour);

/// Errors: Invalid, with the limits: a threshold of a minute to a year, an interval of 10 s to a day.
Result<Done> judge(const WatchdogSettings& settings);

/// Edits the session's overrides until watchdogIn() says `wanted`, at the values that say so now. Errors: Invalid; an
/// edit that is refused.
Result<Done> setWatchdog(helm::ValuesSession& session, Flavour flavour, const WatchdogSettings& wanted);

/// "90m", "2 h", "1h30m", "7200" as seconds. Errors: Invalid.
Result<std::int64_t> secondsFromText(const std::string& text);
std::string durationText(std::int64_t seconds);  ///< "2 h", "1 h 30 min", "45 s"

/// The experiments that have been silent longer than the threshold at `now`, longest first.
std::vector<clearml::TaskRow> wouldStop(const std::vector<clearml::TaskRow>& running, std::int64_t thresholdSeconds,
                                        time::Moment now);
/// Every experiment in progress, also pipelines, uploads of datasets and what is hidden: the watchdog knows no
/// difference.
Task<std::vector<clearml::TaskRow>> runningTasks(clearml::Session session);

}  // namespace cleardeck::installation
