/// Live data as values: what changed in a table of rows, and how true the table is right now.
#pragma once
#include <chrono>
#include <functional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace cleardeck {

/// How true the data on screen is. Old data is never shown as live.
enum class Freshness {
  Syncing,       ///< the first list is on its way
  Live,          ///< what is shown is what the server has
  Stale,         ///< the connection is lost; `since` and `why` are set
  Reconnecting,  ///< stale, and attempt number `attempt` is under way
  NeedsSignIn,   ///< the credential was refused or ran out
  Forbidden,     ///< `why` names the right that is missing
  Failed,        ///< it will not be tried again by itself; `why` says why
};

struct LiveState {
  LiveState() = default;
  explicit LiveState(Freshness f, std::string w = std::string()) : freshness(f), why(std::move(w)) {}

  Freshness freshness = Freshness::Syncing;
  std::string why;                              ///< for a person; empty when Syncing or Live
  std::string hint;                             ///< what to do next; may be empty
  std::chrono::system_clock::time_point since;  ///< when the data was last known to be true
  int attempt = 0;
  bool operator==(const LiveState&) const = default;
};

/// What is true of several is what is true of the worst of them, so that old data is never shown as live. A missing
/// right is the least: it makes the rest no less true.
const LiveState& worse(const LiveState& a, const LiveState& b);

/// What an engine table tells its readers. Values only.
template <class Row>
struct Changes {
  std::vector<Row> upserts;
  std::vector<std::string> removals;  ///< uids
  LiveState state;
};

template <class Row>
using ChangesSink = std::function<void(Changes<Row>)>;

/// Rows by uid, and what changed since they were last taken. One thread's data.
/// Row needs `std::string uid` and `==`. A row that did not change is not reported again.
template <class Row>
class Table {
 public:
  void upsert(Row row) {
    Entry& known = m_rows[row.uid];
    known.round = m_round;
    if (known.row == row) return;
    known.row = row;
    m_changes.upserts.push_back(std::move(row));
  }
  void remove(const std::string& uid) {
    if (m_rows.erase(uid)) m_changes.removals.push_back(uid);
  }

  /// A new list: what it does not name between begin and end is gone.
  void beginList() { ++m_round; }
  void endList() {
    std::erase_if(m_rows, [this](const auto& entry) {
      bool gone = entry.second.round != m_round;
      if (gone) m_changes.removals.push_back(entry.first);
      return gone;
    });
  }

  Changes<Row> take(LiveState state) {
    m_changes.state = std::move(state);
    return std::exchange(m_changes, Changes<Row>());
  }
  std::size_t size() const { return m_rows.size(); }
  template <class Visitor>
  void forEach(Visitor visit) const {
    for (const auto& entry : m_rows) visit(entry.second.row);
  }

 private:
  struct Entry {
    Row row;
    unsigned round = 0;
  };
  std::unordered_map<std::string, Entry> m_rows;
  Changes<Row> m_changes;
  unsigned m_round = 0;
};

}  // namespace cleardeck
