/// Starting a Task, and owning it: cancelled with its owner.
#pragma once
#include "net/task.h"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/dispatch.hpp>

#include <cstdint>
#include <memory>
#include <unordered_map>

namespace cleardeck {

/// Cancels a started task; any thread. A default one cancels nothing.
class CancelHandle {
 public:
  struct State {
    asio::cancellation_signal signal;
    bool running = false;    ///< the task has been entered
    bool cancelled = false;  ///< before that
  };
  CancelHandle() = default;
  explicit CancelHandle(const asio::any_io_executor& executor)
      : m_executor(executor), m_state(std::make_shared<State>()) {}
  void cancel() const {
    if (!m_state) return;
    // Emitted on the I/O thread only: from elsewhere co_spawn (1.81) would post a bare pointer into the signal. And not
    // before the task runs: co_spawn's own frame would throw out of the event loop.
    asio::dispatch(m_executor, [state = m_state] {
      if (state->running)
        state->signal.emit(asio::cancellation_type::terminal);
      else
        state->cancelled = true;
    });
  }
  const std::shared_ptr<State>& state() const { return m_state; }

 private:
  asio::any_io_executor m_executor;
  std::shared_ptr<State> m_state;
};

/// The task, unless it was cancelled before it could begin.
template <class T>
Task<T> unlessCancelled(std::shared_ptr<CancelHandle::State> state, Task<T> task) {
  state->running = true;
  if (state->cancelled) co_return cancelledError();
  co_return co_await std::move(task);
}

/// Starts a task; `done` gets its Result on the executor, exactly once, also after cancellation.
template <class T, class Handler>
CancelHandle start(const asio::any_io_executor& executor, Task<T> task, Handler done) {
  CancelHandle handle(executor);
  auto finish = [done = std::move(done), keep = handle.state()](std::exception_ptr failure, Result<T> result) mutable {
    if (!failure) return done(std::move(result));
    try {
      std::rethrow_exception(failure);
    } catch (const boost::system::system_error& e) {
      if (e.code() == asio::error::operation_aborted) return done(Result<T>(cancelledError()));
      done(Result<T>(Error(ErrorKind::Internal, e.what())));
    } catch (const std::exception& e) {
      done(Result<T>(Error(ErrorKind::Internal, e.what())));
    }
  };
  auto guarded = unlessCancelled<T>(handle.state(), std::move(task));
  asio::co_spawn(executor, std::move(guarded),
                 asio::bind_cancellation_slot(handle.state()->signal.slot(), std::move(finish)));
  return handle;
}

/// A task that is cancelled when its owner goes away. It need not be joined, because a task owns
/// everything that it uses.
class ChildTask {
 public:
  ChildTask() = default;
  template <class T, class Handler>
  ChildTask(const asio::any_io_executor& executor, Task<T> task, Handler done)
      : m_handle(std::make_unique<CancelHandle>(start<T>(executor, std::move(task), std::move(done)))) {}
  ChildTask(ChildTask&&) = default;
  ChildTask& operator=(ChildTask&& other) noexcept {
    cancel();
    m_handle = std::move(other.m_handle);
    return *this;
  }
  ~ChildTask() { cancel(); }
  void cancel() {
    if (auto handle = std::move(m_handle)) handle->cancel();
  }

 private:
  std::unique_ptr<CancelHandle> m_handle;
};

/// Any number of tasks, cancelled together with their owner; a finished one is forgotten at once.
class ChildTasks {
 public:
  ChildTasks() : m_running(std::make_shared<std::unordered_map<std::uint64_t, ChildTask>>()) {}
  template <class T, class Handler>
  void add(const asio::any_io_executor& executor, Task<T> task, Handler done) {
    auto id = ++m_last;
    auto finish = [id, done = std::move(done), weak = std::weak_ptr(m_running)](Result<T> result) mutable {
      if (auto running = weak.lock()) running->erase(id);
      done(std::move(result));
    };
    m_running->emplace(id, ChildTask(executor, std::move(task), std::move(finish)));
  }
  std::size_t count() const { return m_running->size(); }

 private:
  std::shared_ptr<std::unordered_map<std::uint64_t, ChildTask>> m_running;
  std::uint64_t m_last = 0;
};

}  // namespace cleardeck
