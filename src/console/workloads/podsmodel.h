/// The pods of an installation's namespace, live.
#pragma once
#include "console/tables/rowtablemodel.h"
#include "kube/pod.h"

#include <map>
#include <QTimer>

class PodsModel : public RowTableModel {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("belongs to the workloads")
 public:
  enum Column { StatusColumn, NameColumn, PartColumn, ReadyColumn, RestartsColumn, NodeColumn, AgeColumn };
  Q_ENUM(Column)
  explicit PodsModel(QObject* parent = nullptr);
  void apply(cleardeck::Changes<cleardeck::kube::Pod> changes);
  /// Which part a pod of that name stands for.
  void setParts(std::map<std::string, std::string> partByPod);
  const cleardeck::kube::Pod* find(const QString& key) const;
  const std::string& partOf(const std::string& pod) const;
  static Tone::Kind toneOf(cleardeck::kube::Tone tone);

 protected:
  QVariant cell(Slot slot, int column) const override;
  bool before(Slot a, Slot b, int column) const override;
  bool settle(Slot a, Slot b) const override;
  bool contains(Slot slot, const std::string& word) const override;
  std::string keyOf(Slot slot) const override { return m_rows[slot].uid; }
  std::optional<Slot> slotOf(const std::string& key) const override { return m_rows.find(key); }

 private:
  RowStore<cleardeck::kube::Pod> m_rows;
  std::map<std::string, std::string> m_parts;
  QTimer m_clock;  // ages
  qint64 m_now = 0;
};
