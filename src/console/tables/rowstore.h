/// The rows of a RowTableModel by slot. A slot is a row's place in memory and stays its own while the row exists.
#pragma once
#include "base/live.h"

#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

using RowSlot = unsigned;
using RowSlots = std::vector<RowSlot>;

/// What a batch does to the slots.
struct RowDelta {
  RowSlots gone;     ///< no longer a row
  RowSlots fresh;    ///< a new row
  RowSlots moved;    ///< may sort or filter differently now
  RowSlots changed;  ///< the same place
};

/// Row needs `std::string uid` and to be default-constructible.
template <class Row>
class RowStore {
 public:
  const Row& operator[](RowSlot slot) const { return m_rows[slot]; }
  std::optional<RowSlot> find(const std::string& uid) const {
    const auto known = m_slots.find(uid);
    return known == m_slots.end() ? std::nullopt : std::optional<RowSlot>(known->second);
  }

  /// Puts the batch in; `samePlace(slot, oldSlot)` compares the new value with the old one, kept for that call. Slots
  /// that are gone keep their value until release().
  template <class SamePlace>
  RowDelta put(std::vector<Row> upserts, const std::vector<std::string>& removals, SamePlace samePlace) {
    RowDelta delta;
    for (Row& row : upserts) put(std::move(row), samePlace, delta);
    for (const std::string& uid : removals) {
      const auto known = m_slots.find(uid);
      if (known == m_slots.end()) continue;
      delta.gone.push_back(known->second);
      m_slots.erase(known);
    }
    return delta;
  }
  void release(const RowSlots& gone) {
    for (const RowSlot slot : gone) m_rows[slot] = Row();
    m_free.insert(m_free.end(), gone.begin(), gone.end());
  }

 private:
  template <class SamePlace>
  void put(Row row, SamePlace samePlace, RowDelta& delta) {
    const auto [known, fresh] = m_slots.try_emplace(row.uid, RowSlot(m_rows.size()));
    if (!fresh) {
      const RowSlot slot = known->second, old = RowSlot(m_rows.size());
      m_rows.push_back(std::exchange(m_rows[slot], std::move(row)));
      (samePlace(slot, old) ? delta.changed : delta.moved).push_back(slot);
      m_rows.pop_back();
      return;
    }
    if (m_free.empty()) {
      m_rows.push_back(std::move(row));
    } else {
      known->second = m_free.back();
      m_free.pop_back();
      m_rows[known->second] = std::move(row);
    }
    delta.fresh.push_back(known->second);
  }

  std::vector<Row> m_rows;  // by slot
  RowSlots m_free;
  std::unordered_map<std::string, RowSlot> m_slots;  // by uid
};
