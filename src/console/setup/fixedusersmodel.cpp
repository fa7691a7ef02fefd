#include "console/setup/fixedusersmodel.h"

#include "console/tables/text.h"

using namespace cleardeck;

void FixedUsersModel::add(installation::FixedUser user) {
  beginInsertRows({}, count(), count());
  m_users.push_back(std::move(user));
  endInsertRows();
  Q_EMIT countChanged();
}

void FixedUsersModel::remove(int row) {
  if (row < 0 || row >= count()) return;
  beginRemoveRows({}, row, row);
  m_users.erase(m_users.begin() + row);
  endRemoveRows();
  Q_EMIT countChanged();
}

bool FixedUsersModel::has(const std::string& username) const {
  return std::any_of(m_users.begin(), m_users.end(), [&](const auto& user) { return user.username == username; });
}

QVariant FixedUsersModel::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
  const auto& user = m_users[std::size_t(index.row())];
  switch (role) {
    case Qt::DisplayRole:
    case UsernameRole: return text(user.username);
    case NameRole: return text(user.name);
  }
  return {};
}
