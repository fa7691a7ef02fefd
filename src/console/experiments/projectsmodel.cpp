#include "console/experiments/projectsmodel.h"

#include <algorithm>

using cleardeck::Changes;
using cleardeck::clearml::Project;

void ProjectsModel::apply(Changes<Project> changes) {
  for (auto& project : changes.upserts) {
    std::string uid = project.uid;
    m_projects.insert_or_assign(std::move(uid), std::move(project));
  }
  for (const auto& uid : changes.removals) m_projects.erase(uid);
  m_children.clear();
  for (const auto& [uid, project] : m_projects) {
    // A parent that we may not see leaves its children at the top.
    const bool known = m_projects.count(project.parent) > 0;
    m_children[known ? project.parent : std::string()].emplace(project.name, uid);
  }
  show(lines());
  m_live.set(changes.state);
}

void ProjectsModel::clear() {
  m_projects.clear();
  m_children.clear();
  m_open.clear();
  show({});
  m_live.set(cleardeck::LiveState());
}

void ProjectsModel::setFilter(const QString& filter) {
  if (filter == m_filter) return;
  m_filter = filter;
  Q_EMIT filterChanged();
  show(lines());
}

void ProjectsModel::setOpen(const QString& key, bool open) {
  if (open)
    m_open.insert(key.toStdString());
  else
    m_open.erase(key.toStdString());
  show(lines());
}

QString ProjectsModel::nameOf(const QString& key) const {
  const auto found = m_projects.find(key.toStdString());
  return found == m_projects.end() ? QString() : QString::fromStdString(found->second.name);
}

int ProjectsModel::rowOf(const QString& key) const {
  const auto wanted = key.toStdString();
  const auto same = [&wanted](const Line& line) { return line.key == wanted; };
  const auto found = std::find_if(m_lines.begin(), m_lines.end(), same);
  return found == m_lines.end() ? -1 : int(found - m_lines.begin());
}

QString ProjectsModel::keyAt(int row) const {
  return row >= 0 && row < count() ? QString::fromStdString(m_lines[std::size_t(row)].key) : QString();
}

bool ProjectsModel::matches(const std::string& key) const {
  const auto& name = m_projects.at(key).name;
  if (QString::fromStdString(name).contains(m_filter, Qt::CaseInsensitive)) return true;
  const auto below = m_children.find(key);
  if (below == m_children.end()) return false;
  return std::any_of(below->second.begin(), below->second.end(), [this](const auto& c) { return matches(c.second); });
}

int ProjectsModel::tasksWithin(const std::string& key) const {
  int tasks = key.empty() ? 0 : m_projects.at(key).taskCount;
  const auto below = m_children.find(key);
  if (below == m_children.end()) return tasks;
  for (const auto& [name, uid] : below->second) tasks += tasksWithin(uid);
  return tasks;
}

void ProjectsModel::addBelow(const std::string& parent, int depth, std::vector<Line>& out) const {
  const auto below = m_children.find(parent);
  if (below == m_children.end()) return;
  for (const auto& [path, uid] : below->second) {
    if (!m_filter.isEmpty() && !matches(uid)) continue;
    Line line;
    line.key = uid;
    const auto& above = parent.empty() ? std::string() : m_projects.at(parent).name;
    const bool nested = !above.empty() && path.rfind(above + "/", 0) == 0;
    line.name = QString::fromStdString(nested ? path.substr(above.size() + 1) : path);
    line.depth = depth;
    line.tasks = tasksWithin(uid);
    line.openable = m_children.count(uid) > 0;
    line.open = line.openable && (!m_filter.isEmpty() || m_open.count(uid) > 0);
    const bool open = line.open;
    out.push_back(std::move(line));
    if (open) addBelow(uid, depth + 1, out);
  }
}

std::vector<ProjectsModel::Line> ProjectsModel::lines() const {
  std::vector<Line> all;
  if (m_filter.isEmpty())
    all.push_back({std::string(), tr("All experiments"), 0, tasksWithin(std::string()), false, false});
  addBelow(std::string(), 0, all);
  return all;
}

// The lines before and after the changed part stay, so a view keeps its place.
void ProjectsModel::show(std::vector<Line> next) {
  const auto same = [](const Line& a, const Line& b) { return a.key == b.key; };
  const auto shorter = std::min(m_lines.size(), next.size());
  std::size_t head = 0, tail = 0;
  while (head < shorter && same(m_lines[head], next[head])) ++head;
  while (tail < shorter - head && same(m_lines[m_lines.size() - 1 - tail], next[next.size() - 1 - tail])) ++tail;
  if (m_lines.size() > head + tail) {
    beginRemoveRows({}, int(head), int(m_lines.size() - tail) - 1);
    m_lines.erase(m_lines.begin() + int(head), m_lines.end() - int(tail));
    endRemoveRows();
  }
  if (next.size() > head + tail) {
    beginInsertRows({}, int(head), int(next.size() - tail) - 1);
    m_lines.insert(m_lines.begin() + int(head), next.begin() + int(head), next.end() - int(tail));
    endInsertRows();
  }
  for (int row = 0; row < count(); ++row) {
    auto& shown = m_lines[std::size_t(row)];
    if (shown == next[std::size_t(row)]) continue;
    shown = std::move(next[std::size_t(row)]);
    Q_EMIT dataChanged(index(row), index(row));
  }
  Q_EMIT countChanged();
}

QVariant ProjectsModel::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
  const Line& line = m_lines[std::size_t(index.row())];
  switch (role) {
    case KeyRole: return QString::fromStdString(line.key);
    case Qt::DisplayRole:
    case NameRole: return line.name;
    case DepthRole: return line.depth;
    case TasksRole: return line.tasks;
    case OpenableRole: return line.openable;
    case OpenRole: return line.open;
    default: return {};
  }
}

QHash<int, QByteArray> ProjectsModel::roleNames() const {
  return {{KeyRole, "key"},     {NameRole, "name"},         {DepthRole, "depth"},
          {TasksRole, "tasks"}, {OpenableRole, "openable"}, {OpenRole, "open"}};
}
