/// How items wait between the I/O thread and the GUI thread: in order, bounded, the oldest dropped and counted.
#pragma once
#include "base/result.h"
#include "console/bridge/doorbell.h"

#include <deque>
#include <iterator>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

namespace cleardeck::bridge {

/// Log lines, or with a limit of 1 the newest of some value.
template <class Item>
class Basket {
 public:
  struct Batch {
    std::vector<Item> items;
    std::size_t dropped = 0;            ///< that did not fit since the last batch
    std::optional<Result<Done>> ended;  ///< set in the last batch; never Cancelled
  };
  using Post = std::vector<Item>;
  Basket(Doorbell* bell, std::size_t limit) : m_bell(bell), m_limit(limit) {}

  /// I/O thread.
  void post(std::vector<Item> items) {
    const std::scoped_lock lock(m_mutex);
    if (!m_bell || items.empty()) return;
    for (Item& item : items) m_items.push_back(std::move(item));
    for (; m_items.size() > m_limit; ++m_dropped) m_items.pop_front();
    ring();
  }
  void end(Result<Done> result) {
    if (!result && result.error().kind == ErrorKind::Cancelled) return;
    const std::scoped_lock lock(m_mutex);
    if (!m_bell) return;
    m_ended = std::move(result);
    ring();
  }

  /// GUI thread.
  Doorbell::Answer take(Batch& batch) {
    const std::scoped_lock lock(m_mutex);
    m_rung = std::exchange(m_news, false);
    if (!m_rung) return Doorbell::Answer::Nothing;
    batch.items.assign(std::make_move_iterator(m_items.begin()), std::make_move_iterator(m_items.end()));
    m_items.clear();
    batch.dropped = std::exchange(m_dropped, 0);
    batch.ended = std::exchange(m_ended, std::nullopt);
    return Doorbell::Answer::Some;
  }
  void close() {
    const std::scoped_lock lock(m_mutex);
    m_bell = nullptr;
    m_items.clear();
  }

 private:
  void ring() {
    m_news = true;
    if (!std::exchange(m_rung, true)) m_bell->ring();
  }
  std::mutex m_mutex;
  Doorbell* m_bell;  // null: closed
  const std::size_t m_limit;
  std::deque<Item> m_items;
  std::size_t m_dropped = 0;
  std::optional<Result<Done>> m_ended;
  bool m_news = false;
  bool m_rung = false;
};

}  // namespace cleardeck::bridge
