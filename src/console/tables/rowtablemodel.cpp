#include "console/tables/rowtablemodel.h"

#include <algorithm>

namespace {

constexpr char Stays = 0, Leaves = 1, Enters = 2, Moves = 3, Changes = 4;
constexpr int maxRanges = 64;  // more: one change of layout costs less

struct Range {
  int first, last;
};

// Contiguous rows of `slots` for which `wanted` holds.
template <class Wanted>
std::vector<Range> rangesOf(const RowSlots& slots, Wanted wanted) {
  std::vector<Range> ranges;
  for (int row = 0; row < int(slots.size()); ++row) {
    if (!wanted(slots[std::size_t(row)])) continue;
    if (!ranges.empty() && ranges.back().last == row - 1)
      ranges.back().last = row;
    else
      ranges.push_back({row, row});
  }
  return ranges;
}

}  // namespace

RowTableModel::RowTableModel(std::initializer_list<const char*> columns, std::initializer_list<const char*> others,
                             QObject* parent)
    : QAbstractItemModel(parent), m_columns(int(columns.size())) {
  m_roles = {{Qt::DisplayRole, "display"}, {KeyRole, "key"}};
  int role = CellRole;
  for (const char* name : columns) m_roles.insert(role++, name);
  for (const char* name : others) m_roles.insert(role++, name);
}

QVariant RowTableModel::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
  const Slot slot = slotAt(index.row());
  if (role == KeyRole) return QString::fromStdString(keyOf(slot));
  if (role == Qt::DisplayRole) return cell(slot, index.column());
  return role >= CellRole ? cell(slot, role - CellRole) : QVariant();
}

bool RowTableModel::has(const std::string& text, const std::string& word) {
  const auto same = [](char a, char b) { return (a >= 'A' && a <= 'Z' ? char(a + 32) : a) == b; };
  return std::search(text.begin(), text.end(), word.begin(), word.end(), same) != text.end();
}

void RowTableModel::refilter() {
  Q_EMIT aboutToShift();
  showAnew(passing(m_sorted));
  Q_EMIT shifted(true);
}

void RowTableModel::retell(int first, int last) {
  if (count() == 0) return;
  QList<int> roles{Qt::DisplayRole};
  for (int column = first; column <= last; ++column) roles.append(CellRole + column);
  Q_EMIT dataChanged(index(0, std::min(first, m_columns - 1)), index(count() - 1, std::min(last, m_columns - 1)),
                     roles);
}

void RowTableModel::setFilter(const QString& filter) {
  if (filter == m_filter) return;
  const bool narrower = filter.startsWith(m_filter);
  m_filter = filter;
  m_words.clear();
  for (const QString& word : filter.toLower().split(u' ', Qt::SkipEmptyParts)) m_words.push_back(word.toStdString());
  Q_EMIT filterChanged();
  Q_EMIT aboutToShift();
  showAnew(passing(narrower ? m_view : m_sorted));
  Q_EMIT shifted(true);
}

void RowTableModel::sortBy(int column) {
  m_descending = column == m_sortColumn && !m_descending;
  m_sortColumn = column;
  Q_EMIT sortChanged();
  Q_EMIT aboutToShift();
  std::sort(m_sorted.begin(), m_sorted.end(), [this](Slot a, Slot b) { return precedes(a, b); });
  showAnew(passing(m_sorted));
  Q_EMIT shifted(true);
}

int RowTableModel::rowOf(const QString& key) const {
  const auto slot = key.isEmpty() ? std::nullopt : slotOf(key.toStdString());
  if (!slot || !passes(*slot)) return -1;
  const auto at =
      std::lower_bound(m_view.begin(), m_view.end(), *slot, [this](Slot a, Slot b) { return precedes(a, b); });
  return at != m_view.end() && *at == *slot ? int(at - m_view.begin()) : -1;
}

QString RowTableModel::keyAt(int row) const {
  return row >= 0 && row < count() ? QString::fromStdString(keyOf(slotAt(row))) : QString();
}

bool RowTableModel::precedes(Slot a, Slot b) const {
  if (before(a, b, m_sortColumn)) return !m_descending;
  if (before(b, a, m_sortColumn)) return m_descending;
  return settle(a, b);
}

bool RowTableModel::samePlace(Slot a, Slot b) const {
  return !before(a, b, m_sortColumn) && !before(b, a, m_sortColumn) && passes(a) == passes(b);
}

bool RowTableModel::passes(Slot slot) const {
  return admits(slot) &&
         std::all_of(m_words.begin(), m_words.end(), [&](const std::string& word) { return contains(slot, word); });
}

RowTableModel::Slots RowTableModel::passing(const Slots& slots) const {
  Slots next;
  next.reserve(slots.size());
  std::copy_if(slots.begin(), slots.end(), std::back_inserter(next), [this](Slot slot) { return passes(slot); });
  return next;
}

void RowTableModel::mark(const Slots& slots, char mark) {
  for (const Slot slot : slots) {
    if (slot >= m_marks.size()) m_marks.resize(slot + 1, Stays);
    m_marks[slot] = mark;
  }
}

// The subclass has put the new values into the slots; gone slots keep theirs until this returns.
void RowTableModel::commit(const RowDelta& delta) {
  m_marks.assign(m_marks.size(), Stays);
  mark(delta.gone, Leaves);
  mark(delta.fresh, Enters);
  mark(delta.moved, Moves);
  mark(delta.changed, Changes);
  if (!delta.gone.empty() || !delta.fresh.empty() || !delta.moved.empty()) {
    Q_EMIT aboutToShift();
    Slots entering = delta.fresh;
    entering.insert(entering.end(), delta.moved.begin(), delta.moved.end());
    const auto order = [this](Slot a, Slot b) { return precedes(a, b); };
    std::sort(entering.begin(), entering.end(), order);
    std::erase_if(m_sorted, [this](Slot slot) { return is(slot, Leaves) || is(slot, Moves); });
    const auto middle = std::ptrdiff_t(m_sorted.size());
    m_sorted.insert(m_sorted.end(), entering.begin(), entering.end());
    std::inplace_merge(m_sorted.begin(), m_sorted.begin() + middle, m_sorted.end(), order);
    showByRanges(passing(m_sorted));
    Q_EMIT countChanged();
    Q_EMIT shifted(false);
  }
  announce(delta.changed);
}

// Those that stay keep their order, so the way to `next` is: take out ranges, put in ranges.
void RowTableModel::showByRanges(const Slots& next) {
  const auto out = rangesOf(m_view, [this](Slot slot) { return is(slot, Leaves) || is(slot, Moves); });
  const auto in = rangesOf(next, [this](Slot slot) { return is(slot, Enters) || is(slot, Moves); });
  if (out.size() + in.size() > maxRanges) return showAnew(next);
  for (auto range = out.rbegin(); range != out.rend(); ++range) {
    beginRemoveRows({}, range->first, range->last);
    m_view.erase(m_view.begin() + range->first, m_view.begin() + range->last + 1);
    endRemoveRows();
  }
  for (const Range& range : in) {
    beginInsertRows({}, range.first, range.last);
    m_view.insert(m_view.begin() + range.first, next.begin() + range.first, next.begin() + range.last + 1);
    endInsertRows();
  }
}

// Grows or shrinks the tail, then changes the layout: a view refills the delegates it has.
// A reset would destroy and create them.
void RowTableModel::showAnew(Slots next) {
  const int had = count(), has = int(next.size());
  if (has < had) {
    beginRemoveRows({}, has, had - 1);
    m_view.resize(next.size());
    endRemoveRows();
  } else if (has > had) {
    beginInsertRows({}, had, has - 1);
    m_view.insert(m_view.end(), next.begin() + had, next.end());
    endInsertRows();
  }
  Q_EMIT layoutAboutToBeChanged({}, VerticalSortHint);
  const auto persistent = persistentIndexList();
  std::vector<Slot> held;
  for (const QModelIndex& index : persistent) held.push_back(slotAt(index.row()));
  m_view = std::move(next);
  for (std::size_t i = 0; i < held.size(); ++i) {
    const auto at = std::find(m_view.begin(), m_view.end(), held[i]);
    const QModelIndex to =
        at == m_view.end() ? QModelIndex() : index(int(at - m_view.begin()), persistent[qsizetype(i)].column());
    changePersistentIndex(persistent[qsizetype(i)], to);
  }
  Q_EMIT layoutChanged({}, VerticalSortHint);
  Q_EMIT countChanged();
}

void RowTableModel::announce(const Slots& changed) {
  if (changed.empty()) return;
  const auto ranges = rangesOf(m_view, [this](Slot slot) { return is(slot, Changes); });
  const int right = columnCount() - 1;
  if (ranges.size() > maxRanges)
    Q_EMIT dataChanged(index(ranges.front().first, 0), index(ranges.back().last, right));
  else
    for (const Range& range : ranges) Q_EMIT dataChanged(index(range.first, 0), index(range.last, right));
}
