/// Runs a Task to its end inside a test, on an io_context of the test's own.
#pragma once
#include "net/async.h"

#include <boost/asio/io_context.hpp>

#include <optional>

namespace cleardeck::test {

class Loop {
 public:
  asio::any_io_executor executor() { return m_io.get_executor(); }

  template <class T>
  Result<T> await(Task<T> task) {
    std::optional<Result<T>> result;
    auto keep = [&result](Result<T> r) { result = std::move(r); };
    start<T>(executor(), std::move(task), keep);
    m_io.restart();
    while (!result && m_io.run_one() > 0) continue;
    return result ? std::move(*result) : Result<T>(Error(ErrorKind::Internal, "the task never ended"));
  }
  void runFor(Clock::duration time) {
    m_io.restart();
    m_io.run_for(time);
  }
  /// Runs until `condition` holds; false when it does not within `limit`.
  template <class Condition>
  bool runUntil(Condition condition, Clock::duration limit = std::chrono::seconds(10)) {
    const auto deadline = Clock::now() + limit;
    while (!condition() && Clock::now() < deadline) runFor(std::chrono::milliseconds(1));
    return condition();
  }

 private:
  asio::io_context m_io{1};
};

}  // namespace cleardeck::test
