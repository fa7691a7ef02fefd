/// The data folder: one writer thread whose transactions are committed in groups, and readers beside it.
#pragma once
#include "net/async.h"
#include "tracking/database.h"

#include <functional>
#include <optional>

namespace cleardeck::tracking {

/// What a piece of work in the store produced; `keep` false undoes what it wrote.
struct Outcome {
  int status = 200;
  std::string body;
  std::vector<std::pair<std::string, std::string>> headers;
  bool keep = true;
};

class Store {
 public:
  using Work = std::function<Outcome(Database&)>;

  /// Makes or opens `dataDir` and brings the database to the newest form. Errors: Conflict (another process has it),
  /// Invalid (not usable, or written by a newer program).
  static Result<std::shared_ptr<Store>> open(const std::filesystem::path& dataDir);
  virtual ~Store() = default;

  /// Runs on the writer thread; resumes when the group's commit is on disk, so that nothing acknowledged is lost.
  /// Errors: Internal (the commit failed, e.g. the disk is full; nothing of the group is kept).
  virtual Task<Outcome> write(Work work) = 0;
  /// Runs on a reader thread on what is committed.
  virtual Task<Outcome> read(Work work) = 0;
  /// write() for those without a coroutine: start-up, samples, tests. Blocks; not on the I/O thread.
  virtual Result<Outcome> writeNow(Work work) = 0;

  virtual const std::filesystem::path& dataDir() const = 0;
  /// Waits for the work given so far and closes the database. Later work fails.
  virtual void close() = 0;
};

}  // namespace cleardeck::tracking
