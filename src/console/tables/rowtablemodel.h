/// A live table as a Qt model: sorted, filtered, addressed by key. Knows no kind of row.
#pragma once
#include "console/tables/livestatus.h"
#include "console/tables/rowstore.h"

#include <QAbstractItemModel>

/// A subclass has a RowStore<Row>, an `apply(Changes<Row>)` that calls applyTo(), and says what the cells are, how they
/// sort and which words they contain. `m_sorted` orders all slots, `m_view` those that pass the filter.
class RowTableModel : public QAbstractItemModel {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("a model of one kind of rows")
  Q_PROPERTY(QString filter READ filter WRITE setFilter NOTIFY filterChanged)
  Q_PROPERTY(int sortColumn READ sortColumn NOTIFY sortChanged)
  Q_PROPERTY(bool descending READ descending NOTIFY sortChanged)
  Q_PROPERTY(int count READ count NOTIFY countChanged)
  Q_PROPERTY(int total READ total NOTIFY countChanged)
  Q_PROPERTY(LiveStatus* live READ live CONSTANT)
 public:
  using Slot = RowSlot;
  using Slots = RowSlots;
  enum Role { KeyRole = Qt::UserRole, CellRole };  ///< CellRole + column: what that column shows

  QString filter() const { return m_filter; }
  void setFilter(const QString& filter);  ///< words, all of which a row must contain
  int sortColumn() const { return m_sortColumn; }
  bool descending() const { return m_descending; }
  Q_INVOKABLE void sortBy(int column);  ///< again: the other direction
  int count() const { return int(m_view.size()); }
  int total() const { return int(m_sorted.size()); }
  LiveStatus* live() { return &m_live; }
  Q_INVOKABLE int rowOf(const QString& key) const;  ///< -1: not in view
  Q_INVOKABLE QString keyAt(int row) const;

  // Not a QAbstractTableModel: QML's tools know the base class only.
  QModelIndex index(int row, int column, const QModelIndex& parent = {}) const override {
    return hasIndex(row, column, parent) ? createIndex(row, column) : QModelIndex();
  }
  QModelIndex parent(const QModelIndex&) const override { return {}; }
  int rowCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : count(); }
  int columnCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : m_columns; }
  QVariant data(const QModelIndex& index, int role) const override;
  QHash<int, QByteArray> roleNames() const override { return m_roles; }

 Q_SIGNALS:
  void filterChanged();
  void sortChanged();
  void countChanged();
  void aboutToShift();            ///< rows may get another place; what is under the eye should be remembered
  void shifted(bool rearranged);  ///< now they have; rearranged: by the user, not by new data

 protected:
  /// The names of the columns' roles, then of the roles that are no column; a row's roles in QML, with "key" besides.
  RowTableModel(std::initializer_list<const char*> columns, std::initializer_list<const char*> others, QObject* parent);

  template <class Row>
  void applyTo(RowStore<Row>& rows, cleardeck::Changes<Row> changes) {
    const auto same = [this](Slot a, Slot b) { return samePlace(a, b); };
    const RowDelta delta = rows.put(std::move(changes.upserts), changes.removals, same);
    commit(delta);
    rows.release(delta.gone);
    m_live.set(changes.state);
  }
  Slot slotAt(int row) const { return m_view[std::size_t(row)]; }
  const Slots& viewed() const { return m_view; }
  const Slots& all() const { return m_sorted; }
  /// How a table is sorted before anybody asked; in the constructor.
  void sortAtFirst(int column, bool descending) {
    m_sortColumn = column;
    m_descending = descending;
  }
  void refilter();                   ///< what passes has changed by other means than the words
  void retell(int first, int last);  ///< these columns show something else now, for example because time went by

  virtual QVariant cell(Slot slot, int column) const = 0;     ///< column, or columnCount() + number of the other role
  virtual bool before(Slot a, Slot b, int column) const = 0;  ///< strict; equal ones go by `settle`
  virtual bool settle(Slot a, Slot b) const = 0;              ///< total, by what never changes
  virtual bool contains(Slot slot, const std::string& lowerCaseWord) const = 0;
  virtual bool admits(Slot) const { return true; }  ///< a further filter of the subclass
  virtual std::string keyOf(Slot slot) const = 0;
  virtual std::optional<Slot> slotOf(const std::string& key) const = 0;
  /// Case-insensitive for ASCII; `word` is in lower case.
  static bool has(const std::string& text, const std::string& word);

 private:
  void commit(const RowDelta& delta);
  bool samePlace(Slot a, Slot b) const;  // sorts and filters alike
  bool precedes(Slot a, Slot b) const;
  bool passes(Slot slot) const;
  Slots passing(const Slots& slots) const;
  void showByRanges(const Slots& next);
  void showAnew(Slots next);
  void announce(const Slots& changed);
  bool is(Slot slot, char mark) const { return slot < m_marks.size() && m_marks[slot] == mark; }
  void mark(const Slots& slots, char mark);

  const int m_columns;
  QHash<int, QByteArray> m_roles;
  LiveStatus m_live;
  Slots m_sorted, m_view;
  std::vector<char> m_marks;  // by slot, only within commit()
  QString m_filter;
  std::vector<std::string> m_words;
  int m_sortColumn = 0;
  bool m_descending = false;
};
