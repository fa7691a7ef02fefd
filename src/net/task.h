/// Task, and what a coroutine waits with. Everything runs on one I/O thread.
#pragma once
#include "base/result.h"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <chrono>

namespace cleardeck {

namespace asio = boost::asio;
using boost::system::error_code;
using Clock = std::chrono::steady_clock;

/// Every asynchronous function of the engine is a free function, takes its arguments by value and
/// returns Task<T>. Cancellation is unwinding: the operation in flight returns ErrorKind::Cancelled,
/// and every later co_await of that task throws operation_aborted up to start(), which turns it into
/// ErrorKind::Cancelled again. So a retry loop cannot spin after cancellation.
template <class T>
using Task = asio::awaitable<Result<T>>;

enum class Wake { Notified, Deadline, Cancelled };

/// "Something changed, look again." notify() never resumes the waiter inline, so it may be called
/// from a libcurl callback, where calling libcurl again would be CURLM_RECURSIVE_API_CALL.
class Notifier {
 public:
  explicit Notifier(const asio::any_io_executor& executor) : m_timer(executor) {}
  void notify() { m_timer.cancel(); }

  /// One waiter at a time; the waiter checks its condition before and after.
  asio::awaitable<Wake> wait(Clock::time_point deadline = Clock::time_point::max()) {
    error_code ec;
    m_timer.expires_at(deadline);
    auto token = asio::redirect_error(asio::use_awaitable, ec);
    co_await m_timer.async_wait(token);
    auto state = co_await asio::this_coro::cancellation_state;
    if (state.cancelled() != asio::cancellation_type::none) co_return Wake::Cancelled;
    co_return ec ? Wake::Notified : Wake::Deadline;
  }

 private:
  asio::steady_timer m_timer;
};

asio::awaitable<void> sleepFor(Clock::duration duration);

/// Makes a write to a closed pipe or socket an error instead of the end of the program; once is enough.
void ignoreBrokenPipes();

inline Error cancelledError() { return Error(ErrorKind::Cancelled, "cancelled"); }

}  // namespace cleardeck
