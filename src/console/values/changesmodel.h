/// What is not as deployed, value by value, for the review.
#pragma once
#include "helm/diff.h"
#include "helm/values_session.h"

#include <QtQml/qqmlregistration.h>
#include <QAbstractListModel>

/// What differs from the deployed overrides, one value each: a map that is new or gone is its values.
std::vector<cleardeck::helm::ValueChange> leafChanges(const cleardeck::helm::ValuesSession& session);

class ChangesModel : public QAbstractListModel {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("belongs to the page's model")
  Q_PROPERTY(int count READ count NOTIFY changed)
 public:
  enum Role { PathRole = Qt::UserRole, BeforeRole, AfterRole, EffectRole };
  using QAbstractListModel::QAbstractListModel;
  void set(const cleardeck::helm::ValuesSession& session);
  /// Any changes in the same words, such as those that a piece of YAML would make.
  void set(const cleardeck::helm::ValuesSession& session, const std::vector<cleardeck::helm::ValueChange>& changes);
  /// What each of them does, by the diff of exactly these changes. Forgotten with the next change.
  void describe(const cleardeck::helm::ValuesSession& session, const cleardeck::helm::ManifestDiff& diff);
  int count() const { return int(m_changes.size()); }

  int rowCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : count(); }
  QVariant data(const QModelIndex& index, int role) const override;
  QHash<int, QByteArray> roleNames() const override {
    return {{PathRole, "path"}, {BeforeRole, "before"}, {AfterRole, "after"}, {EffectRole, "effect"}};
  }

 Q_SIGNALS:
  void changed();

 private:
  struct Change {
    QString path, before, after, effect;
    bool operator==(const Change&) const = default;
  };
  QList<Change> m_changes;
};
