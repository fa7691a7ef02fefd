/// The engine's threads: one I/O thread that runs every coroutine, and a pool for CPU work over about 2 ms.
#pragma once
#include "net/async.h"

#include <boost/asio/bind_executor.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>

#include <optional>
#include <thread>
#include <type_traits>

namespace cleardeck {

/// Owns the threads. Made in main() before, and destroyed after, everything that uses it; the destructor waits until
/// every cancelled task has ended, so owners must have cancelled theirs by then.
class Runtime {
 public:
  Runtime();
  ~Runtime();
  Runtime(const Runtime&) = delete;
  Runtime& operator=(const Runtime&) = delete;

  asio::any_io_executor executor() { return m_io.get_executor(); }      ///< the I/O thread
  asio::any_io_executor workers() { return m_workers.get_executor(); }  ///< CPU work only, nothing that waits

 private:
  asio::io_context m_io{1};
  asio::executor_work_guard<asio::io_context::executor_type> m_work;
  asio::thread_pool m_workers;
  std::thread m_thread;
};

/// Runs `function()` on `workers` and comes back to the caller's executor with what it returned. Name the function
/// first: GCC 12 forbids a lambda inside a co_await expression. Cancellation is seen when the function has ended.
template <class Function>
asio::awaitable<std::invoke_result_t<Function&>> onWorkers(asio::any_io_executor workers, Function function) {
  using Value = std::invoke_result_t<Function&>;
  auto back = co_await asio::this_coro::executor;
  auto toWorkers = asio::bind_executor(workers, asio::use_awaitable);
  co_await asio::post(toWorkers);
  std::optional<Value> value(function());
  auto toCaller = asio::bind_executor(back, asio::use_awaitable);
  co_await asio::post(toCaller);
  co_return std::move(*value);
}

}  // namespace cleardeck
