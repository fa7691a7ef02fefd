#include "console/values/fieldsmodel.h"

#include <algorithm>

using namespace cleardeck;

void FieldsModel::load(std::shared_ptr<const helm::ValuesSession> session) {
  const bool first = !m_session;
  m_session = std::move(session);
  m_typedPath.clear();
  m_rows = fieldRows(*m_session);
  syncUnknown();
  evaluateAll();
  const auto known = [this](const FieldRow& row) { return row.section == m_section; };
  if (first || std::none_of(m_rows.begin(), m_rows.end(), known)) m_section = firstSection();
  Q_EMIT filterChanged();
  filter();
}

// The part that is changed most often, else where the user's own values are.
QString FieldsModel::firstSection() const {
  for (const FieldRow& row : m_rows)
    if (row.section == QStringLiteral("apiserver")) return row.section;
  for (const FieldRow& row : m_rows)
    if (row.overridden) return row.section;
  return m_rows.empty() ? QString() : m_rows.front().section;
}

void FieldsModel::refresh() {
  const std::vector<FieldRow> before = m_rows;
  const bool regrouped = syncUnknown();
  const bool more = evaluateAll() && m_onlyChanged;
  if (regrouped || more) return filter();
  for (int line = 0; line < int(m_view.size()); ++line) {
    const auto row = std::size_t(m_view[std::size_t(line)].row);
    if (m_rows[row] != before[row]) Q_EMIT dataChanged(index(line), index(line));
  }
  Q_EMIT counted();
}

void FieldsModel::reject(const QString& path, const Rejected& what) { m_rejected[path] = what; }

void FieldsModel::setTyped(const QString& path, const QString& text) {
  m_typedPath = path;
  m_typedText = text;
}

// Overrides that the chart does not know come and go with the text. True when they did.
bool FieldsModel::syncUnknown() {
  std::vector<FieldRow> unknown;
  for (const yaml::Path& path : helm::unknownOverrides(m_session->defaults(), m_session->overrides()))
    unknown.push_back(unknownRow(path));
  const auto mine = std::find_if(m_rows.begin(), m_rows.end(), [](const FieldRow& row) { return !row.field; });
  const auto same = [](const FieldRow& a, const FieldRow& b) { return a.at == b.at; };
  if (std::equal(mine, m_rows.end(), unknown.begin(), unknown.end(), same)) return false;
  m_rows.erase(mine, m_rows.end());
  m_rows.insert(m_rows.end(), unknown.begin(), unknown.end());
  return true;
}

// True when a row is changed or overridden that was not so before.
bool FieldsModel::evaluateAll() {
  m_problems = m_session->problems();
  std::map<QString, const helm::Problem*> problems;
  for (const helm::Problem& problem : m_problems) problems.emplace(QString::fromStdString(problem.path), &problem);
  bool more = false;
  for (FieldRow& row : m_rows) {
    const bool before = row.overridden || row.changed;
    const auto problem = problems.find(row.path);
    const auto rejected = m_rejected.find(row.path);
    evaluate(row, *m_session, problem == problems.end() ? nullptr : problem->second,
             rejected == m_rejected.end() ? nullptr : &rejected->second);
    if (row.path == m_typedPath) row.newText = m_typedText;
    more = more || (!before && (row.overridden || row.changed));
  }
  count();
  return more;
}

void FieldsModel::count() {
  m_overridden = m_invalid = 0;
  for (const FieldRow& row : m_rows) {
    m_overridden += row.overridden;
    m_invalid += row.state == FieldInfo::Invalid;
  }
  for (const helm::Problem& problem : m_problems) m_invalid += problem.path.empty() && !problem.warning;
}

void FieldsModel::setSearch(const QString& words) {
  if (words == m_search) return;
  m_search = words;
  filter();
  Q_EMIT filterChanged();
}

void FieldsModel::setSection(const QString& section) {
  if (section == m_section) return;
  m_section = section;
  filter();
  Q_EMIT filterChanged();
}

void FieldsModel::setOnlyChanged(bool only) {
  if (only == m_onlyChanged) return;
  m_onlyChanged = only;
  filter();
  Q_EMIT filterChanged();
}

bool FieldsModel::passes(const FieldRow& row) const {
  if (!isEverywhere()) return row.section == m_section;
  if (m_onlyChanged && !row.overridden && !row.changed) return false;
  const QString hay =
      row.path + u' ' + row.title + u' ' + row.description + u' ' + (row.secret ? QString() : row.newText);
  for (const QString& word : m_search.split(u' ', Qt::SkipEmptyParts))
    if (!hay.contains(word, Qt::CaseInsensitive)) return false;
  return true;
}

void FieldsModel::filter() {
  beginResetModel();
  m_view.clear();
  m_shown = 0;
  const FieldRow* above = nullptr;
  for (int number = 0; number < int(m_rows.size()); ++number) {
    const FieldRow& row = m_rows[std::size_t(number)];
    if (!passes(row)) continue;
    if (!above || above->section != row.section || above->group != row.group) {
      const QString title =
          isEverywhere() ? sectionTitle(row.section) + QStringLiteral(" \u00b7 ") + groupTitle(row) : groupTitle(row);
      m_view.push_back({number, title});
    }
    m_view.push_back({number, {}});
    above = &row;
    ++m_shown;
  }
  endResetModel();
  Q_EMIT counted();
}

const FieldRow* FieldsModel::row(const QString& path) const {
  const auto found = std::find_if(m_rows.begin(), m_rows.end(), [&](const FieldRow& row) { return row.path == path; });
  return found == m_rows.end() ? nullptr : &*found;
}

int FieldsModel::shownOverridden() const {
  return int(std::count_if(m_view.begin(), m_view.end(), [this](const Line& line) {
    return line.heading.isEmpty() && m_rows[std::size_t(line.row)].overridden;
  }));
}

QString FieldsModel::firstInvalid() const {
  for (const FieldRow& row : m_rows)
    if (row.state == FieldInfo::Invalid) return row.path;
  return {};
}

QString FieldsModel::versionText() const {
  return m_session ? QString::fromStdString(m_session->release().chart.version) : QString();
}

QString FieldsModel::sectionTitle(const QString& section) const {
  if (section == QStringLiteral("?")) return tr("Unknown to %1").arg(versionText());
  return section.isEmpty() ? tr("General") : section;
}

QString FieldsModel::groupTitle(const FieldRow& row) const {
  if (row.section == QStringLiteral("?")) return tr("In the overrides, and nowhere in the chart");
  if (row.group.isEmpty()) return tr("General");
  QString title;
  for (const QChar c : row.group) {
    const bool word = c.isUpper() && !title.isEmpty() && !title.back().isUpper();
    if (word) title += u' ';
    title += word ? c.toLower() : c;
  }
  title[0] = title[0].toUpper();
  return title;
}

int FieldsModel::rowOf(const QString& path) const {
  for (int line = 0; line < int(m_view.size()); ++line) {
    const Line& one = m_view[std::size_t(line)];
    if (one.heading.isEmpty() && m_rows[std::size_t(one.row)].path == path) return line;
  }
  return -1;
}

QString FieldsModel::pathAt(int row) const {
  if (row < 0 || row >= rowCount() || !m_view[std::size_t(row)].heading.isEmpty()) return {};
  return m_rows[std::size_t(m_view[std::size_t(row)].row)].path;
}

int FieldsModel::rowOfGroup(const QString& group) const {
  for (int line = 0; line < int(m_view.size()); ++line) {
    const Line& one = m_view[std::size_t(line)];
    if (!one.heading.isEmpty() && m_rows[std::size_t(one.row)].group == group) return line;
  }
  return -1;
}

QString FieldsModel::nextChanged(const QString& path, int by) const {
  const int size = int(m_rows.size());
  const auto at = std::find_if(m_rows.begin(), m_rows.end(), [&](const FieldRow& row) { return row.path == path; });
  int number = at == m_rows.end() ? (by > 0 ? -1 : size) : int(at - m_rows.begin());
  for (int tried = 0; tried < size; ++tried) {
    number = (number + by + size) % size;
    const FieldRow& row = m_rows[std::size_t(number)];
    if (row.changed || row.state == FieldInfo::Invalid) return row.path;
  }
  return {};
}

QVariant FieldsModel::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
  const Line& line = m_view[std::size_t(index.row())];
  if (role == HeadingRole) return line.heading;
  const FieldRow& row = m_rows[std::size_t(line.row)];
  if (line.heading.isEmpty()) return value(row, role);
  static const FieldRow nothing;
  return role == PathRole ? QVariant(QString()) : value(nothing, role);
}

QVariant FieldsModel::value(const FieldRow& row, int role) const {
  switch (role) {
    case Qt::DisplayRole:
    case PathRole: return row.path;
    case LabelRole: return isEverywhere() ? row.path : row.label;
    case TitleRole: return row.title;
    case DescriptionRole: return row.description.isEmpty() ? row.title : row.description;
    case DefaultRole: return row.defaultText;
    case DeployedRole: return row.deployedText;
    case NewRole: return row.newText;
    case StateRole: return row.state;
    case EditorRole: return row.editor;
    case AllowedRole: return row.allowed;
    case ProblemRole: return row.problem;
    case OverriddenRole: return row.overridden;
    case SecretRole: return row.secret;
    case ChangedRole: return row.changed;
  }
  return {};
}

QHash<int, QByteArray> FieldsModel::roleNames() const {
  return {{HeadingRole, "heading"},
          {PathRole, "path"},
          {LabelRole, "label"},
          {TitleRole, "title"},
          {DefaultRole, "fallback"},
          {DescriptionRole, "description"},
          {DeployedRole, "deployed"},
          {NewRole, "current"},
          {StateRole, "fieldState"},
          {EditorRole, "editor"},
          {AllowedRole, "allowed"},
          {ProblemRole, "problem"},
          {OverriddenRole, "isOverridden"},
          {SecretRole, "isSecret"},
          {ChangedRole, "isChanged"}};
}
