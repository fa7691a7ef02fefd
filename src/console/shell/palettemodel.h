/// The command palette: pages, installations, contexts and what the current page can do.
#pragma once
#include "console/workspace/pagemodel.h"

#include <QAbstractListModel>

/// `query` filters by words; what starts with them comes first. Commands that cannot run stay, with their reason.
class PaletteModel : public QAbstractListModel {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("belongs to the shell")
  Q_PROPERTY(QString query READ query WRITE setQuery NOTIFY changed)
  Q_PROPERTY(int scope READ scope WRITE setScope NOTIFY changed)
  Q_PROPERTY(QStringList scopes READ scopes NOTIFY changed)
  Q_PROPERTY(int count READ count NOTIFY changed)
  Q_PROPERTY(int total READ total NOTIFY changed)
 public:
  enum Role {
    GroupRole = Qt::UserRole,
    TitleRole,
    NoteRole,
    IconRole,
    KeysRole,
    ReasonRole,
    CopyableRole,
    FirstRole
  };  ///< FirstRole: of its group
  struct Entry {
    QString group;
    Command command;
  };
  using QAbstractListModel::QAbstractListModel;
  void setEntries(QList<Entry> entries);  ///< grouped, in the order of the groups

  QString query() const { return m_query; }
  void setQuery(const QString& query);
  int scope() const { return m_scope; }
  void setScope(int scope);  ///< index into scopes; 0 is everything
  QStringList scopes() const;
  int count() const { return int(m_shown.size()); }
  int total() const { return int(m_entries.size()); }
  Q_INVOKABLE bool run(int row);  ///< false: it cannot run now
  Q_INVOKABLE QString commandLine(int row) const;

  int rowCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : count(); }
  QVariant data(const QModelIndex& index, int role) const override;
  QHash<int, QByteArray> roleNames() const override;

 Q_SIGNALS:
  void changed();

 private:
  void filter();
  QList<Entry> m_entries;
  QList<int> m_shown;
  QString m_query;
  int m_scope = 0;
};
