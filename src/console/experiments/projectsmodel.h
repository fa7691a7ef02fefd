/// The projects of a server as a tree, shown as a list of its open lines.
#pragma once
#include "clearml/project.h"
#include "console/tables/livestatus.h"

#include <map>
#include <QAbstractListModel>
#include <set>

/// The first line is "all experiments", with an empty key.
class ProjectsModel : public QAbstractListModel {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("belongs to Experiments")
  Q_PROPERTY(QString filter READ filter WRITE setFilter NOTIFY filterChanged)
  Q_PROPERTY(int count READ count NOTIFY countChanged)
  Q_PROPERTY(int total READ total NOTIFY countChanged)
  Q_PROPERTY(LiveStatus* live READ live CONSTANT)
 public:
  enum Role { KeyRole = Qt::UserRole, NameRole, DepthRole, TasksRole, OpenableRole, OpenRole };

  using QAbstractListModel::QAbstractListModel;
  void apply(cleardeck::Changes<cleardeck::clearml::Project> changes);
  void clear();
  QString filter() const { return m_filter; }
  void setFilter(const QString& filter);  ///< what matches, with the way to it, all open
  int count() const { return int(m_lines.size()); }
  int total() const { return int(m_projects.size()); }
  LiveStatus* live() { return &m_live; }
  Q_INVOKABLE void setOpen(const QString& key, bool open);
  Q_INVOKABLE QString nameOf(const QString& key) const;  ///< the whole path; empty when there is no such project
  Q_INVOKABLE int rowOf(const QString& key) const;
  Q_INVOKABLE QString keyAt(int row) const;

  int rowCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : count(); }
  QVariant data(const QModelIndex& index, int role) const override;
  QHash<int, QByteArray> roleNames() const override;

 Q_SIGNALS:
  void filterChanged();
  void countChanged();

 private:
  struct Line {
    std::string key;
    QString name;
    int depth = 0;
    int tasks = 0;
    bool openable = false;
    bool open = false;
    bool operator==(const Line&) const = default;
  };
  std::vector<Line> lines() const;
  void addBelow(const std::string& parent, int depth, std::vector<Line>& out) const;
  bool matches(const std::string& key) const;
  int tasksWithin(const std::string& key) const;
  void show(std::vector<Line> next);

  std::map<std::string, cleardeck::clearml::Project> m_projects;         // by uid
  std::map<std::string, std::map<std::string, std::string>> m_children;  // parent → name → uid
  std::set<std::string> m_open;
  std::vector<Line> m_lines;
  QString m_filter;
  LiveStatus m_live;
};
