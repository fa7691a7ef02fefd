/// The kubeconfig's contexts and how they answer.
#pragma once
#include "console/tables/rowtablemodel.h"

struct ContextRow {
  std::string uid;  ///< the context's name
  std::string server, ns, problem;
  cleardeck::LiveState state;
  int installations = 0;
  bool operator==(const ContextRow&) const = default;
};

class ContextsModel : public RowTableModel {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("belongs to the workspace")
  Q_PROPERTY(int answered READ answered NOTIFY summaryChanged)
  Q_PROPERTY(int syncing READ syncing NOTIFY summaryChanged)
  Q_PROPERTY(QString troubled READ troubled NOTIFY summaryChanged)
  Q_PROPERTY(LiveStatus* trouble READ trouble CONSTANT)
 public:
  enum Column { NameColumn, WordColumn, DetailColumn, InstallationsColumn };
  Q_ENUM(Column)
  explicit ContextsModel(QObject* parent = nullptr);
  void put(ContextRow row);
  const ContextRow* row(const std::string& name) const;

  int answered() const { return m_answered; }  ///< that are Live
  int syncing() const { return m_syncing; }
  QString troubled() const { return m_troubled; }  ///< the first context whose data is old; empty: none
  LiveStatus* trouble() { return &m_trouble; }     ///< its state
  cleardeck::LiveState combined() const;           ///< Syncing while one is, Live when one is, else the first's

 Q_SIGNALS:
  void summaryChanged();

 protected:
  QVariant cell(Slot slot, int column) const override;
  bool before(Slot a, Slot b, int column) const override;
  bool settle(Slot a, Slot b) const override { return m_rows[a].uid < m_rows[b].uid; }
  bool contains(Slot slot, const std::string& word) const override { return has(m_rows[slot].uid, word); }
  std::string keyOf(Slot slot) const override { return m_rows[slot].uid; }
  std::optional<Slot> slotOf(const std::string& key) const override { return m_rows.find(key); }

 private:
  void sum();
  RowStore<ContextRow> m_rows;
  LiveStatus m_trouble;
  QString m_troubled;
  int m_answered = 0, m_syncing = 0;
};
