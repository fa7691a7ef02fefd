/// How rows wait between the I/O thread and the GUI thread: folded by uid, taken in parts.
#pragma once
#include "base/live.h"
#include "base/result.h"
#include "console/bridge/doorbell.h"

#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace cleardeck::bridge {

/// Rows: folds what the engine posts by uid until the GUI thread takes it, so that a slow reader costs no memory.
template <class Row>
class Mailbox {
 public:
  using Post = Changes<Row>;
  using Batch = Changes<Row>;
  explicit Mailbox(Doorbell* bell) : m_bell(bell) {}

  /// I/O thread.
  void post(Changes<Row> changes) {
    const std::scoped_lock lock(m_mutex);
    if (!m_bell) return;
    for (Row& row : changes.upserts) {
      std::string uid = row.uid;
      m_rows.insert_or_assign(std::move(uid), std::optional<Row>(std::move(row)));
    }
    for (std::string& uid : changes.removals) m_rows.insert_or_assign(std::move(uid), std::nullopt);
    m_news = m_news || !m_rows.empty() || !(changes.state == m_state);
    m_state = std::move(changes.state);
    if (m_news && !std::exchange(m_rung, true)) m_bell->ring();
  }

  /// I/O thread: the operation ended. What it knew is not live any more.
  void end(const Result<Done>& result) {
    if (!result && result.error().kind == ErrorKind::Cancelled) return;
    const Error error = result ? Error(ErrorKind::Internal, "the watch ended by itself") : result.error();
    Changes<Row> last;
    last.state = LiveState(error.kind == ErrorKind::Forbidden ? Freshness::Forbidden
                           : error.kind == ErrorKind::Auth    ? Freshness::NeedsSignIn
                                                              : Freshness::Failed,
                           error.message);
    last.state.hint = error.hint;
    post(std::move(last));
  }

  /// GUI thread. At most `most` rows, so that the window stays alive; what is Live says so with the last part.
  Doorbell::Answer take(Changes<Row>& changes, std::size_t most = 2500) {
    const std::scoped_lock lock(m_mutex);
    m_rung = std::exchange(m_news, false);
    if (!m_rung) return Doorbell::Answer::Nothing;
    for (std::size_t i = 0; i < most && !m_rows.empty(); ++i) {
      auto entry = m_rows.extract(m_rows.begin());
      if (entry.mapped())
        changes.upserts.push_back(std::move(*entry.mapped()));
      else
        changes.removals.push_back(std::move(entry.key()));
    }
    m_news = !m_rows.empty();
    changes.state = m_news && m_state.freshness == Freshness::Live ? m_shown : m_state;
    m_shown = changes.state;
    return m_news ? Doorbell::Answer::More : Doorbell::Answer::Some;
  }

  void close() {
    const std::scoped_lock lock(m_mutex);
    m_bell = nullptr;
    m_rows.clear();
  }

 private:
  std::mutex m_mutex;
  Doorbell* m_bell;                                            // null: closed
  std::unordered_map<std::string, std::optional<Row>> m_rows;  // nullopt: removed
  LiveState m_state, m_shown;
  bool m_news = false;
  bool m_rung = false;
};

}  // namespace cleardeck::bridge
