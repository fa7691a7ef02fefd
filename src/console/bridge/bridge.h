/// The only crossing between the engine's I/O thread and the GUI thread. Only values cross. Every function here is
/// called on the GUI thread and returns a Handle: while it lives, callbacks come on the GUI thread; when it dies, the
/// engine's operation is cancelled and no callback comes any more, not even one that is queued. Handles die before the
/// Runtime.
#pragma once
#include "console/bridge/basket.h"
#include "console/bridge/handle.h"
#include "console/bridge/mailbox.h"
#include "net/runtime.h"

#include <QPointer>

namespace cleardeck::bridge {

namespace detail {

/// Runs `operation(sink)` on the I/O thread; what it posts goes through `box` to `apply`.
template <class Box, class Operation, class Apply, class... Limits>
Handle deliver(Runtime& runtime, Operation operation, Apply apply, Limits... limits) {
  struct Wire {
    std::unique_ptr<Box> box;
    std::optional<CancelHandle> cancel;  // I/O thread only
  };
  auto wire = std::make_shared<Wire>();
  auto* bell = new Doorbell([wire, apply = std::move(apply)] {
    typename Box::Batch batch;
    const auto answer = wire->box->take(batch);
    if (answer != Doorbell::Answer::Nothing) apply(std::move(batch));
    return answer;
  });
  wire->box = std::make_unique<Box>(bell, limits...);
  auto executor = runtime.executor();
  asio::post(executor, [executor, wire, operation = std::move(operation)] {
    std::function<void(typename Box::Post)> sink = [wire](typename Box::Post post) {
      wire->box->post(std::move(post));
    };
    auto end = [wire](Result<Done> result) { wire->box->end(std::move(result)); };
    wire->cancel = start<Done>(executor, operation(std::move(sink)), std::move(end));
  });
  return Handle([executor, wire, bell] {
    wire->box->close();
    bell->silence();
    asio::post(executor, [wire] { wire->cancel->cancel(); });
  });
}

/// Not a lambda: a coroutine must own what it uses.
template <class T>
Task<Done> once(Task<T> task, std::function<void(std::vector<Result<T>>)> sink) {
  Result<T> result = co_await std::move(task);
  if (!result && result.error().kind == ErrorKind::Cancelled) co_return result.error();
  std::vector<Result<T>> results;
  results.push_back(std::move(result));
  sink(std::move(results));
  co_return Done();
}

}  // namespace detail

/// A live table. `operation(ChangesSink<Row>)` is called on the I/O thread and returns a Task<Done> that posts until it
/// is cancelled; if it ends by itself, the last state is Forbidden, NeedsSignIn or Failed with its error.
template <class Row, class Operation>
Handle subscribe(Runtime& runtime, Operation operation, std::function<void(Changes<Row>)> apply) {
  return detail::deliver<Mailbox<Row>>(runtime, std::move(operation), std::move(apply));
}

/// A stream of items in order, for example log lines. `operation(std::function<void(std::vector<Item>)>)` as above.
/// With `limit` 1 it is "the newest of a value". At most `limit` items wait; the oldest are dropped, and counted in the
/// batch.
template <class Item, class Operation>
Handle collect(Runtime& runtime, Operation operation, std::function<void(typename Basket<Item>::Batch)> apply,
               std::size_t limit = 5000) {
  return detail::deliver<Basket<Item>>(runtime, std::move(operation), std::move(apply), limit);
}

/// One request. `onResult` is called once, unless the Handle or `context` is gone by then. A cancelled task says
/// nothing.
template <class T, class OnResult>
Handle run(Runtime& runtime, Task<T> task, QObject* context, OnResult onResult) {
  auto held = std::make_shared<Task<T>>(std::move(task));
  auto operation = [held](std::function<void(std::vector<Result<T>>)> sink) -> Task<Done> {
    return detail::once<T>(std::move(*held), std::move(sink));
  };
  auto apply = [guard = QPointer<QObject>(context), onResult](typename Basket<Result<T>>::Batch batch) {
    if (!guard) return;
    if (!batch.items.empty())
      onResult(std::move(batch.items.front()));
    else if (batch.ended && !*batch.ended)
      onResult(Result<T>(batch.ended->error()));
  };
  return collect<Result<T>>(runtime, std::move(operation), std::move(apply), 1);
}

/// Calls `function` on the I/O thread, soon. For commands that need no answer (a lease, a kick to retry).
template <class Function>
void post(Runtime& runtime, Function function) {
  asio::post(runtime.executor(), std::move(function));
}

}  // namespace cleardeck::bridge
