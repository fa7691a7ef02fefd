/// Who may log in with a password. Only hashes are kept; a password is gone as soon as it is hashed.
#pragma once
#include "installation/fixed_users.h"

#include <QtQml/qqmlregistration.h>
#include <QAbstractListModel>

class FixedUsersModel : public QAbstractListModel {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("belongs to a form")
  Q_PROPERTY(int count READ count NOTIFY countChanged)
 public:
  enum Role { UsernameRole = Qt::UserRole, NameRole };
  using QAbstractListModel::QAbstractListModel;
  void add(cleardeck::installation::FixedUser user);
  void remove(int row);
  bool has(const std::string& username) const;
  const std::vector<cleardeck::installation::FixedUser>& users() const { return m_users; }
  int count() const { return int(m_users.size()); }
  int rowCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : count(); }
  QVariant data(const QModelIndex& index, int role) const override;
  QHash<int, QByteArray> roleNames() const override { return {{UsernameRole, "username"}, {NameRole, "name"}}; }

 Q_SIGNALS:
  void countChanged();

 private:
  std::vector<cleardeck::installation::FixedUser> m_users;
};
