#include "console/experiments/facts.h"

#include <algorithm>

void Facts::set(std::vector<Fact> facts) {
  m_all = std::move(facts);
  show();
}

void Facts::setFilter(const QString& filter) {
  if (filter == m_filter) return;
  m_filter = filter;
  Q_EMIT filterChanged();
  show();
}

// A refresh of the same names only changes values; the view stays where it is.
void Facts::show() {
  std::vector<Fact> next;
  const auto passes = [this](const Fact& fact) {
    return m_filter.isEmpty() || fact.name.contains(m_filter, Qt::CaseInsensitive) ||
           fact.value.contains(m_filter, Qt::CaseInsensitive) || fact.section.contains(m_filter, Qt::CaseInsensitive);
  };
  std::copy_if(m_all.begin(), m_all.end(), std::back_inserter(next), passes);
  const auto alike = [](const Fact& a, const Fact& b) { return a.name == b.name && a.section == b.section; };
  const bool sameNames = std::equal(next.begin(), next.end(), m_shown.begin(), m_shown.end(), alike);
  if (!sameNames) {
    beginResetModel();
    m_shown = std::move(next);
    endResetModel();
  } else if (!m_shown.empty() && m_shown != next) {
    m_shown = std::move(next);
    Q_EMIT dataChanged(index(0), index(count() - 1));
  }
  Q_EMIT countChanged();
}

QVariant Facts::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
  const Fact& fact = m_shown[std::size_t(index.row())];
  switch (role) {
    case SectionRole: return fact.section;
    case Qt::DisplayRole:
    case NameRole: return fact.name;
    case ValueRole: return fact.value;
    case NoteRole: return fact.note;
    case OpensRole: return index.row() == 0 || m_shown[std::size_t(index.row() - 1)].section != fact.section;
    default: return {};
  }
}
