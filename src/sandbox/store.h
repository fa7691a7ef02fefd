/// The objects, their versions and the history that watches read. One thread's data (the I/O thread).
/// Every write is one event with its own resourceVersion; objects are shared and never changed in place.
#pragma once
#include "base/result.h"
#include "sandbox/kinds.h"

#include <deque>
#include <functional>
#include <map>
#include <unordered_map>

namespace cleardeck::sandbox {

struct Key {
  Key() = default;
  Key(const Kind& k, std::string s, std::string n) : kind(&k), space(std::move(s)), name(std::move(n)) {}
  static Key of(const Json& object, const Kind& kind);
  auto operator<=>(const Key&) const = default;
  const Kind* kind = nullptr;
  std::string space;  ///< namespace; empty for cluster-wide kinds
  std::string name;
};

enum class Change { Added, Modified, Deleted };

struct StoreEvent {
  std::uint64_t version = 0;
  Change change = Change::Added;
  Object object;  ///< for Deleted: the last state, with the version of the deletion
  Object before;  ///< for Modified
};

/// What part of an object a write may touch.
enum class Scope { Main, Status, All };

class Store {
 public:
  explicit Store(std::size_t history) : m_history(history) {}

  std::uint64_t version() const { return m_version; }
  Object find(const Key& key) const;
  /// In the order of namespace and name; `space` empty means all namespaces.
  std::vector<Object> list(const Kind& kind, const std::string& space = std::string()) const;

  /// Gives uid, creationTimestamp, generation and version. Errors: 409 AlreadyExists.
  Result<Object> create(const Kind& kind, Json object, bool dryRun = false);
  /// Keeps what a writer may not change. Nothing happens when nothing differs. Errors: 404, 409 Conflict when the
  /// object names another resourceVersion or uid.
  Result<Object> update(const Kind& kind, Json object, Scope scope, bool dryRun = false);
  /// Marks an object as being deleted (grace period or finalizers), or removes it when nothing holds it.
  /// The object as it is afterwards; `removed` tells whether it is gone.
  Object markDeleted(const Key& key, int graceSeconds, bool& removed);
  void remove(const Key& key);

  /// Events of a kind after a version, oldest first. Errors: 410 when they are no longer all there.
  Result<std::vector<StoreEvent>> eventsAfter(const Kind& kind, std::uint64_t version) const;

  using Listener = std::function<void(const Key&)>;
  /// Called after every write, inline: it must not write.
  int listen(Listener listener);
  void unlisten(int id) { m_listeners.erase(id); }

  /// What a field manager last applied to an object (server-side apply), by uid.
  Json& applied(const std::string& uid) { return m_applied[uid]; }

 private:
  struct Shelf {
    std::map<std::pair<std::string, std::string>, Object> objects;
    std::deque<StoreEvent> events;
    std::uint64_t forgotten = 0;  ///< the version of the newest event that was dropped
  };
  Object put(const Key& key, Json object, Change change, Object before);
  std::size_t m_history;
  std::uint64_t m_version = 1;
  std::map<const Kind*, Shelf> m_shelves;
  std::map<int, Listener> m_listeners;
  std::unordered_map<std::string, Json> m_applied;
  int m_lastListener = 0;
};

std::string newUid();
std::string nowText();

}  // namespace cleardeck::sandbox
