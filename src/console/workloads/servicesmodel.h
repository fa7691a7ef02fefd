/// The services of an installation's namespace, live.
#pragma once
#include "console/tables/rowtablemodel.h"
#include "kube/service.h"

#include <QDateTime>

class ServicesModel : public RowTableModel {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("belongs to the workloads")
 public:
  enum Column { NameColumn, TypeColumn, AddressColumn, PortsColumn, SelectorColumn, AgeColumn };
  Q_ENUM(Column)
  explicit ServicesModel(QObject* parent = nullptr)
      : RowTableModel({"name", "type", "address", "ports", "selector", "age"}, {}, parent) {}
  void apply(cleardeck::Changes<cleardeck::kube::Service> changes) { applyTo(m_rows, std::move(changes)); }

 protected:
  QVariant cell(Slot slot, int column) const override;
  bool before(Slot a, Slot b, int column) const override;
  bool settle(Slot a, Slot b) const override { return m_rows[a].uid < m_rows[b].uid; }
  bool contains(Slot slot, const std::string& word) const override {
    return has(m_rows[slot].name, word) || has(m_rows[slot].type, word) || has(m_rows[slot].clusterIP, word);
  }
  std::string keyOf(Slot slot) const override { return m_rows[slot].uid; }
  std::optional<Slot> slotOf(const std::string& key) const override { return m_rows.find(key); }

 private:
  RowStore<cleardeck::kube::Service> m_rows;
};
