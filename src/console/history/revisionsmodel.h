/// The revisions of a release, live; newest first.
#pragma once
#include "console/tables/rowtablemodel.h"
#include "installation/history_watch.h"

/// A row's key is its revision's number.
class RevisionsModel : public RowTableModel {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("belongs to the page's model")
 public:
  enum Column { RevisionColumn, StatusColumn, WhenColumn, WhatColumn, WhoColumn, ChartColumn, AppColumn };
  Q_ENUM(Column)
  explicit RevisionsModel(QObject* parent = nullptr);
  void apply(cleardeck::Changes<cleardeck::installation::RevisionRow> changes);

  /// Null: there is none of that number.
  const cleardeck::installation::RevisionRow* find(int revision) const;
  int newest() const;              ///< 0: none
  int deployed() const;            ///< 0: none
  int before(int revision) const;  ///< the next older one; 0: none
  bool isOpened() const;           ///< all of them were read
  void setMarked(int revision);    ///< the one that is compared with; 0: none
  int marked() const { return m_marked; }

 protected:
  QVariant cell(Slot slot, int column) const override;
  bool before(Slot a, Slot b, int column) const override;
  bool settle(Slot a, Slot b) const override { return m_rows[a].revision > m_rows[b].revision; }
  bool contains(Slot slot, const std::string& word) const override;
  std::string keyOf(Slot slot) const override { return m_rows[slot].uid; }
  std::optional<Slot> slotOf(const std::string& key) const override { return m_rows.find(key); }

 private:
  enum Other { ToneRole = AppColumn + 1, MarkedRole };
  RowStore<cleardeck::installation::RevisionRow> m_rows;
  int m_marked = 0;
};
