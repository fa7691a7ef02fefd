/// A short list of facts: findings, addresses, containers, conditions … At most a few dozen, set as a whole.
#pragma once
#include "console/tables/tone.h"

#include <QAbstractListModel>

struct FactRow {
  QString key;     ///< what it is the fact of; kept while the list changes around it
  QString title;   ///< a name or the fact itself
  QString detail;  ///< the quieter second line
  QString value;   ///< at the right: a count, a size, an age
  QString link;    ///< a URL or a name to go to
  QString iconName;
  Tone::Kind tone = Tone::Off;
  double fraction = -1;  ///< of a whole, for a bar or a place on an axis; negative: none
  bool operator==(const FactRow&) const = default;
};

class FactsModel : public QAbstractListModel {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("belongs to a page's model")
  Q_PROPERTY(int count READ count NOTIFY countChanged)
 public:
  enum Role { KeyRole = Qt::UserRole, TitleRole, DetailRole, ValueRole, LinkRole, IconRole, ToneRole, FractionRole };
  using QAbstractListModel::QAbstractListModel;
  /// Rows are told as changed, added and removed; nothing is reset, so that a view keeps its place.
  void set(QList<FactRow> facts);
  const QList<FactRow>& facts() const { return m_facts; }
  int count() const { return int(m_facts.size()); }
  int rowCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : count(); }
  QVariant data(const QModelIndex& index, int role) const override;
  QHash<int, QByteArray> roleNames() const override;

 Q_SIGNALS:
  void countChanged();

 private:
  QList<FactRow> m_facts;
};
