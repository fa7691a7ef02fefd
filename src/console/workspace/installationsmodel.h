/// Every installation of every context, live.
#pragma once
#include "console/tables/rowtablemodel.h"
#include "installation/model.h"

#include <QTimer>

class InstallationsModel : public RowTableModel {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("belongs to the workspace")
  Q_PROPERTY(int attention READ attention NOTIFY countChanged)
  Q_PROPERTY(bool onlyAttention READ isOnlyAttention WRITE setOnlyAttention NOTIFY filterChanged)
 public:
  enum Column { NameColumn, ClusterColumn, HealthColumn, ChartColumn, AppColumn, AddressColumn, ChangedColumn };
  Q_ENUM(Column)
  explicit InstallationsModel(QObject* parent = nullptr);
  void apply(cleardeck::Changes<cleardeck::installation::Installation> changes);

  int attention() const;  ///< how many are Degraded or Broken
  int healthy() const;    ///< how many are Healthy, by live data
  bool isOnlyAttention() const { return m_onlyAttention; }
  void setOnlyAttention(bool only);
  std::vector<std::string> keysOf(const std::string& context) const;
  const cleardeck::installation::Installation* find(const std::string& key) const;
  const cleardeck::installation::Installation& at(int row) const { return m_rows[slotAt(row)]; }

 protected:
  QVariant cell(Slot slot, int column) const override;
  bool before(Slot a, Slot b, int column) const override;
  bool settle(Slot a, Slot b) const override;
  bool contains(Slot slot, const std::string& word) const override;
  bool admits(Slot slot) const override;
  std::string keyOf(Slot slot) const override { return m_rows[slot].uid; }
  std::optional<Slot> slotOf(const std::string& key) const override { return m_rows.find(key); }

 private:
  QVariant extra(const cleardeck::installation::Installation& row, int number) const;
  RowStore<cleardeck::installation::Installation> m_rows;
  QTimer m_clock;  // ages
  qint64 m_now = 0;
  bool m_onlyAttention = false;
};
