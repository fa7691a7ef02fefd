/// What becomes of the overrides on the new defaults: renamed, vanished, conflicts to decide.
#pragma once
#include "console/tables/tone.h"
#include "helm/rebase.h"

#include <QAbstractListModel>
#include <QSet>

class OverridesModel : public QAbstractListModel {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("belongs to the page's model")
  Q_PROPERTY(int count READ count NOTIFY changed)
  Q_PROPERTY(int undecided READ undecided NOTIFY changed)
 public:
  enum Decision { None, Undecided, Kept, Dropped };  ///< None: there is nothing to decide
  Q_ENUM(Decision)
  enum Role { PathRole = Qt::UserRole, MessageRole, WordRole, OldRole, OursRole, NewRole, ToneRole, DecisionRole };
  using QAbstractListModel::QAbstractListModel;
  /// Conflicts come first. `kept` are the paths that a person decided to keep.
  void set(const std::vector<cleardeck::helm::RebaseFinding>& findings, const QSet<QString>& kept);
  int count() const { return int(m_rows.size()); }
  int undecided() const;

  int rowCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : count(); }
  QVariant data(const QModelIndex& index, int role) const override;
  QHash<int, QByteArray> roleNames() const override;

 Q_SIGNALS:
  void changed();

 private:
  struct Override {
    QString path, message, word, oldDefault, ours, newDefault;
    Tone::Kind tone = Tone::Ok;
    Decision decision = None;
    bool operator==(const Override&) const = default;
  };
  static Override rowOf(const cleardeck::helm::RebaseFinding& finding, const QSet<QString>& kept);
  QList<Override> m_rows;
};
