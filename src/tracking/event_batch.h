/// A batch of events as it arrives (events.add, events.add_batch): parsed on a reader thread, stored by the writer.
#pragma once
#include "tracking/series.h"

namespace cleardeck::tracking {

struct LogLine {
  std::int64_t time = 0;
  std::string level, worker, message;
  std::string extra = {};  ///< the other fields of the event, as JSON; empty without any
};

/// A plot, a debug image or a vector: kept as it came.
struct SampleEvent {
  std::string type, metric, variant, key;
  std::int64_t iteration = 0, time = 0;
  Json document;
};

/// The events of one task or model.
struct OwnerEvents {
  bool model = false, allowLocked = false;
  std::string worker;
  std::size_t count = 0;
  std::int64_t lastIteration = -1;
  std::map<SeriesName, NewPoints> scalars;
  std::vector<LogLine> logs;
  std::vector<SampleEvent> samples;
};

struct EventBatch {
  std::map<std::string, OwnerEvents> owners;  ///< by the id of the task or model
  std::map<std::string, std::size_t> errors;  ///< message to count
  std::size_t read = 0;
};

/// Adds one event; one that cannot be used becomes an error of the batch.
void readEvent(const Json& event, const std::string& worker, std::int64_t nowMs, EventBatch& into);

/// Stores the events of owners that exist and are not locked; adds errors for the others. How many were stored.
std::size_t storeEvents(Database& database, EventBatch& batch, const std::string& now);

}  // namespace cleardeck::tracking
