#include "console/tables/factsmodel.h"

#include <algorithm>

void FactsModel::set(QList<FactRow> facts) {
  const int had = count(), has = int(facts.size());
  if (has < had) {
    beginRemoveRows({}, has, had - 1);
    m_facts.resize(has);
    endRemoveRows();
  }
  for (int row = 0; row < std::min(had, has); ++row) {
    if (m_facts[row] == facts[row]) continue;
    m_facts[row] = facts[row];
    Q_EMIT dataChanged(index(row), index(row));
  }
  if (has > had) {
    beginInsertRows({}, had, has - 1);
    m_facts = std::move(facts);
    endInsertRows();
  }
  if (has != had) Q_EMIT countChanged();
}

QVariant FactsModel::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
  const FactRow& fact = m_facts[index.row()];
  switch (role) {
    case KeyRole: return fact.key;
    case Qt::DisplayRole:
    case TitleRole: return fact.title;
    case DetailRole: return fact.detail;
    case ValueRole: return fact.value;
    case LinkRole: return fact.link;
    case IconRole: return fact.iconName;
    case ToneRole: return fact.tone;
    case FractionRole: return fact.fraction;
  }
  return {};
}

QHash<int, QByteArray> FactsModel::roleNames() const {
  return {{KeyRole, "key"},   {TitleRole, "title"},   {DetailRole, "detail"}, {ValueRole, "value"},
          {LinkRole, "link"}, {IconRole, "iconName"}, {ToneRole, "tone"},     {FractionRole, "fraction"}};
}
