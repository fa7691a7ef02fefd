/// The form's lines: values under their headings, filtered by words, section, or what is overridden.
#pragma once
#include "console/values/fieldroles.h"
#include "console/values/fieldrow.h"
#include "installation/cluster_names.h"

#include <map>
#include <memory>
#include <QAbstractListModel>

/// Only a new filter resets it; an edit tells the rows that look different now, and rows stay where they are.
class FieldsModel : public QAbstractListModel, public FieldRoles {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("belongs to the page's model")
  Q_PROPERTY(QString search READ search WRITE setSearch NOTIFY filterChanged)
  Q_PROPERTY(QString section READ section WRITE setSection NOTIFY filterChanged)
  Q_PROPERTY(int filters READ filters WRITE setFilters NOTIFY filterChanged)
  Q_PROPERTY(bool everywhere READ isEverywhere NOTIFY filterChanged)
  Q_PROPERTY(int shown READ shown NOTIFY counted)
  Q_PROPERTY(int shownOverridden READ shownOverridden NOTIFY counted)
  Q_PROPERTY(int total READ total NOTIFY counted)
  Q_PROPERTY(int overridden READ overridden NOTIFY counted)
  Q_PROPERTY(int invalid READ invalid NOTIFY counted)
  Q_PROPERTY(int troubled READ troubled NOTIFY counted)
 public:
  enum Filter { OnlyChanged = 1, OnlyProblems = 2, OnlySecrets = 4, OnlyBasic = 8 };  ///< several as a sum
  Q_ENUM(Filter)
  using QAbstractListModel::QAbstractListModel;

  void load(std::shared_ptr<const cleardeck::helm::ValuesSession> session);
  /// After an edit. What was typed and is no value stays with its row until it is corrected or taken back.
  void refresh();
  void reject(const QString& path, const Rejected& what);
  /// What the cluster has: references choose from it, and a name that is not there is told.
  void setNames(const cleardeck::installation::ClusterNames& names);
  QString noteOf(const FieldRow& row) const;  ///< why there is nothing to choose from; empty: there is
  bool accept(const QString& path);           ///< false: there was nothing
  void settle(const QString& path) { m_rejected.erase(path); }
  void acceptAll();
  /// Items as they were typed, for they may not be a value yet: a variable without a name.
  void setCells(const QString& path, const QStringList& cells) { m_cells[path] = cells; }
  /// Shows the text as it was typed instead of the value it means ("1." is 1) while this field is being edited.
  void setTyped(const QString& path, const QString& text);
  std::optional<QString> typedText(const QString& path) const;  ///< also what was rejected

  QString search() const { return m_search; }
  void setSearch(const QString& words);
  QString section() const { return m_section; }
  void setSection(const QString& section);
  int filters() const { return m_filters; }
  void setFilters(int filters);
  bool isEverywhere() const;  ///< all sections and levels are looked at

  const std::vector<FieldRow>& rows() const { return m_rows; }  ///< all of them, in the order of the form
  const FieldRow* row(const QString& path) const;
  int shown() const { return m_shown; }
  int shownOverridden() const;
  int total() const { return int(m_rows.size()); }
  int overridden() const { return m_overridden; }
  int invalid() const { return m_invalid; }
  int troubled() const { return m_troubled; }  ///< invalid, or worth a look
  Q_INVOKABLE QString firstInvalid() const;
  QString versionText() const;  ///< of the chart
  QString groupTitle(const FieldRow& row) const;
  QString sectionTitle(const QString& section) const;
  const std::vector<cleardeck::helm::Problem>& problems() const { return m_problems; }

  Q_INVOKABLE void showAll();                                          ///< takes search and filters away
  Q_INVOKABLE int rowOf(const QString& path) const;                    ///< in view; -1: not
  Q_INVOKABLE QString pathAt(int row) const;                           ///< empty: a heading, or no such row
  Q_INVOKABLE int rowOfGroup(const QString& group) const;              ///< its heading in view; -1: not
  Q_INVOKABLE QString nextChanged(const QString& path, int by) const;  ///< by 1 or -1; around the end

  int rowCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : int(m_view.size()); }
  QVariant data(const QModelIndex& index, int role) const override;
  QHash<int, QByteArray> roleNames() const override;

 Q_SIGNALS:
  void filterChanged();
  void counted();

 private:
  struct Line {
    int row = -1;     // into m_rows; of a heading: the first row under it
    QString heading;  // empty: a value
  };
  QString firstSection() const;
  bool evaluateAll();
  void offer(FieldRow& row) const;
  void checkName(FieldRow& row) const;
  bool syncUnknown();
  bool passes(const FieldRow& row) const;
  bool finds(const FieldRow& row) const;
  void count();
  void filter();
  QVariant value(const FieldRow& row, int role) const;

  std::shared_ptr<const cleardeck::helm::ValuesSession> m_session;
  std::vector<FieldRow> m_rows;
  std::vector<Line> m_view;
  std::vector<cleardeck::helm::Problem> m_problems;
  std::map<QString, Rejected> m_rejected;
  std::map<QString, QStringList> m_cells;
  std::optional<cleardeck::installation::ClusterNames> m_names;
  QString m_search, m_section, m_typedPath, m_typedText;
  int m_filters = 0, m_shown = 0, m_overridden = 0, m_invalid = 0, m_troubled = 0;
};
