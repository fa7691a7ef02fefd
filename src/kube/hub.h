/// The shared watches of one Session: whoever needs the pods of a namespace subscribes and holds a Lease; equal scopes
/// share one watch. A watch without leases stops after a while. I/O thread only.
#pragma once
#include "kube/watch.h"

#include <functional>
#include <typeinfo>

namespace cleardeck::kube {

/// Ends its subscription when it goes away.
class Lease {
 public:
  Lease() = default;
  explicit Lease(std::function<void()> release) : m_release(std::move(release)) {}
  Lease(Lease&& other) noexcept : m_release(std::exchange(other.m_release, nullptr)) {}
  Lease& operator=(Lease&& other) noexcept {
    release();
    m_release = std::exchange(other.m_release, nullptr);
    return *this;
  }
  ~Lease() { release(); }
  void release() {
    if (auto call = std::exchange(m_release, nullptr)) call();
  }
  explicit operator bool() const { return bool(m_release); }

 private:
  std::function<void()> m_release;
};

/// Cheap to copy; the last copy ends every watch.
class Hub {
 public:
  explicit Hub(Session session, std::chrono::milliseconds linger = std::chrono::seconds(60),
               WatchTimes times = WatchTimes());
  const Session& session() const;

  /// `sink` first gets what is known already (also when that is nothing: state Syncing), then every change.
  /// It is called on the I/O thread, the first time before subscribe() returns. It may drop its own lease.
  template <class Row>
  Lease subscribe(Scope scope, ChangesSink<Row> sink) {
    std::string key = keyOf(typeid(Row), scope);
    auto entry = std::static_pointer_cast<Entry<Row>>(find(key));
    if (!entry) {
      entry = std::make_shared<Entry<Row>>();
      std::weak_ptr<Entry<Row>> weak = entry;
      auto deliver = [weak](Changes<Row> changes) {
        if (auto alive = weak.lock()) alive->deliver(std::move(changes));
      };
      entry->store = std::make_shared<TypedRowStore<Row>>(deliver);
      add(key, entry, Row::path, std::move(scope), entry->store);
    }
    sink(entry->store->snapshot());
    auto number = ++entry->lastNumber;
    entry->sinks[number] = std::move(sink);
    return lease(key, entry, number);
  }

  std::size_t watches() const;  ///< that run now, lingering ones too

 private:
  struct AnyEntry {
    virtual ~AnyEntry() = default;
    virtual std::size_t drop(std::uint64_t number) = 0;  ///< how many are left
    ChildTask task;
    ChildTask linger;
    std::uint64_t lastNumber = 0;
  };
  template <class Row>
  struct Entry final : AnyEntry {
    std::size_t drop(std::uint64_t number) override {
      sinks.erase(number);
      return sinks.size();
    }
    void deliver(Changes<Row> changes) {
      auto readers = sinks;  // one of them may drop its lease
      for (auto& [number, sink] : readers)
        if (sinks.count(number)) sink(changes);
    }
    std::shared_ptr<TypedRowStore<Row>> store;
    std::map<std::uint64_t, ChangesSink<Row>> sinks;
  };
  struct State;
  static std::string keyOf(const std::type_info& row, const Scope& scope);
  std::shared_ptr<AnyEntry> find(const std::string& key) const;
  void add(const std::string& key, std::shared_ptr<AnyEntry> entry, ResourcePath path, Scope scope,
           std::shared_ptr<RowStore> store) const;
  Lease lease(const std::string& key, const std::shared_ptr<AnyEntry>& entry, std::uint64_t number) const;

  std::shared_ptr<State> m_state;
};

}  // namespace cleardeck::kube
