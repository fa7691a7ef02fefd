/// Names and values in sections: what a task's overview, hyper-parameters, artifacts and models are shown as.
#pragma once
#include <QtQml/qqmlregistration.h>
#include <QAbstractListModel>

struct Fact {
  QString section;
  QString name;
  QString value;
  QString note;  ///< a type, a size, a description
  bool operator==(const Fact&) const = default;
};

class Facts : public QAbstractListModel {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("belongs to TaskPanel")
  Q_PROPERTY(QString filter READ filter WRITE setFilter NOTIFY filterChanged)
  Q_PROPERTY(int count READ count NOTIFY countChanged)
  Q_PROPERTY(int total READ total NOTIFY countChanged)
 public:
  enum Role { SectionRole = Qt::UserRole, NameRole, ValueRole, NoteRole, OpensRole };

  using QAbstractListModel::QAbstractListModel;
  void set(std::vector<Fact> facts);
  QString filter() const { return m_filter; }
  void setFilter(const QString& filter);  ///< shows those whose name, value or section contains it
  int count() const { return int(m_shown.size()); }
  int total() const { return int(m_all.size()); }

  int rowCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : count(); }
  QVariant data(const QModelIndex& index, int role) const override;
  QHash<int, QByteArray> roleNames() const override {
    return {
        {SectionRole, "section"}, {NameRole, "name"}, {ValueRole, "value"}, {NoteRole, "note"}, {OpensRole, "opens"}};
  }

 Q_SIGNALS:
  void filterChanged();
  void countChanged();

 private:
  void show();
  std::vector<Fact> m_all, m_shown;
  QString m_filter;
};
