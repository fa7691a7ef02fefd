/// The tasks of a project (with its sub-projects) as a live table.
#pragma once
#include "clearml/task_query.h"
#include "console/tables/rowtablemodel.h"

#include <QStringList>

class TasksModel : public RowTableModel {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("belongs to Experiments")
  Q_PROPERTY(int show READ show WRITE setShow NOTIFY showChanged)
  Q_PROPERTY(QStringList metrics READ metrics NOTIFY metricsChanged)
 public:
  enum Column { Status, Name, Tags, First, Second, User, Iteration, Updated, ColumnCount };
  Q_ENUM(Column)
  enum Show { All, Running, Waiting, Done, Failed, Drafts };  ///< which statuses
  Q_ENUM(Show)

  explicit TasksModel(QObject* parent = nullptr);
  void apply(cleardeck::Changes<cleardeck::clearml::TaskRow> changes) { applyTo(m_rows, std::move(changes)); }
  void clear();
  int show() const { return m_show; }
  void setShow(int show);
  QStringList metrics() const { return m_metrics; }  ///< titles of the columns First and Second; may be shorter
  void setMetrics(const QStringList& titles);
  void tick();  ///< time went by: the ages read differently

 Q_SIGNALS:
  void showChanged();
  void metricsChanged();

 protected:
  QVariant cell(Slot slot, int column) const override;
  bool before(Slot a, Slot b, int column) const override;
  bool settle(Slot a, Slot b) const override { return m_rows[a].uid < m_rows[b].uid; }
  bool contains(Slot slot, const std::string& word) const override;
  bool admits(Slot slot) const override;
  std::string keyOf(Slot slot) const override { return m_rows[slot].uid; }
  std::optional<Slot> slotOf(const std::string& key) const override { return m_rows.find(key); }

 private:
  QVariant other(const cleardeck::clearml::TaskRow& row, int role) const;
  RowStore<cleardeck::clearml::TaskRow> m_rows;
  QStringList m_metrics;
  int m_show = All;
};

/// At most two metrics worth a column: what people look at first, none of the machine's own.
std::vector<cleardeck::clearml::MetricColumn> worthAColumn(std::vector<cleardeck::clearml::MetricName> names);
