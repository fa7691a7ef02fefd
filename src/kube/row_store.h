/// Where a watch keeps its rows: one table per namespace that is watched on its own, "" for a cluster-wide watch.
#pragma once
#include "base/live.h"
#include "kube/resource.h"

#include <map>

namespace cleardeck::kube {

/// What the watch needs to know of a row type.
class RowStore {
 public:
  virtual ~RowStore() = default;
  virtual void beginList(const std::string& part) = 0;
  virtual void endList(const std::string& part) = 0;
  virtual bool upsert(const std::string& part, simdjson::ondemand::object object) = 0;
  virtual bool remove(const std::string& part, simdjson::ondemand::object object) = 0;
  /// Tells the readers what changed, and how true it is. Nothing new: says nothing.
  virtual void tell(const LiveState& state) = 0;
};

template <class Row>
class TypedRowStore final : public RowStore {
 public:
  explicit TypedRowStore(ChangesSink<Row> sink) : m_sink(std::move(sink)) {}

  void beginList(const std::string& part) override { m_parts[part].beginList(); }
  void endList(const std::string& part) override { m_parts[part].endList(); }
  bool upsert(const std::string& part, simdjson::ondemand::object object) override {
    Row row;
    if (!parse(object, row)) return false;
    m_parts[part].upsert(std::move(row));
    return true;
  }
  bool remove(const std::string& part, simdjson::ondemand::object object) override {
    Row row;
    if (!parse(object, row)) return false;
    m_parts[part].remove(row.uid);
    return true;
  }
  void tell(const LiveState& state) override {
    Changes<Row> changes;
    for (auto& [name, table] : m_parts) merge(changes, table.take(state));
    bool news = !changes.upserts.empty() || !changes.removals.empty() || !m_told || m_state != state;
    m_told = true;
    m_state = state;
    changes.state = state;
    if (news && m_sink) m_sink(std::move(changes));
  }

  /// Everything there is now, for a reader who comes later.
  Changes<Row> snapshot() const {
    Changes<Row> all;
    all.state = m_state;
    for (const auto& [name, table] : m_parts) table.forEach([&all](const Row& row) { all.upserts.push_back(row); });
    return all;
  }

 private:
  static void merge(Changes<Row>& into, Changes<Row> from) {
    if (into.upserts.empty())
      into.upserts = std::move(from.upserts);
    else
      std::move(from.upserts.begin(), from.upserts.end(), std::back_inserter(into.upserts));
    std::move(from.removals.begin(), from.removals.end(), std::back_inserter(into.removals));
  }
  ChangesSink<Row> m_sink;
  std::map<std::string, Table<Row>> m_parts;
  LiveState m_state;
  bool m_told = false;
};

}  // namespace cleardeck::kube
