/// The objects that a change would touch, each with its lines.
#pragma once
#include "helm/diff.h"

#include <QtQml/qqmlregistration.h>
#include <QAbstractListModel>

class ManifestModel : public QAbstractListModel {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("belongs to the page's model")
  Q_PROPERTY(int count READ count NOTIFY changed)
 public:
  enum Role { TitleRole = Qt::UserRole, WordRole, AddedRole, RemovedRole, RestartsRole, TextRole, OpenRole };
  using QAbstractListModel::QAbstractListModel;
  void set(const cleardeck::helm::ManifestDiff& diff);
  int count() const { return int(m_objects.size()); }
  Q_INVOKABLE void toggle(int row);  ///< folds and unfolds its lines

  int rowCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : count(); }
  QVariant data(const QModelIndex& index, int role) const override;
  QHash<int, QByteArray> roleNames() const override;

 Q_SIGNALS:
  void changed();

 private:
  struct Object {
    QString title, word, text;  // the text is a unified diff
    int added = 0, removed = 0;
    bool restarts = false;
    bool open = true;
  };
  QList<Object> m_objects;
};
