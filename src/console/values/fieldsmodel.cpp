#include "console/values/fieldsmodel.h"

#include <algorithm>

using namespace cleardeck;

namespace {

// Nobody wants the editor exchanged or the text corrected between two keystrokes.
void keepTyped(FieldRow& row, FieldInfo::Editor editor, const QString& text) {
  row.editor = editor;
  if (editor != FieldInfo::Block) row.newText = text;
  if (editor == FieldInfo::Quantity && !text.isEmpty() && text.back().isLetter()) row.unit.clear();
}

}  // namespace

void FieldsModel::load(std::shared_ptr<const helm::ValuesSession> session) {
  const bool first = !m_session;
  m_session = std::move(session);
  m_typedPath.clear();
  m_cells.clear();
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
  const bool more = evaluateAll() && m_filters != 0;
  if (regrouped || more) return filter();
  for (int line = 0; line < int(m_view.size()); ++line) {
    const auto row = std::size_t(m_view[std::size_t(line)].row);
    if (!m_rows[row].looksAs(before[row])) Q_EMIT dataChanged(index(line), index(line));
  }
  Q_EMIT counted();
}

namespace {

const Result<std::vector<std::string>>* namesOfKind(const installation::ClusterNames& names, const FieldRow& row) {
  if (!row.field || row.isMap()) return nullptr;
  const auto kind = names.byKind.find(row.field->reference);
  return kind == names.byKind.end() ? nullptr : &kind->second;
}

bool takesNodeLabels(const FieldRow& row) {
  return row.usual == FieldInfo::Pairs && row.path.endsWith(QStringLiteral("nodeSelector"), Qt::CaseInsensitive);
}

QStringList texts(const std::vector<std::string>& all) {
  QStringList list;
  for (const std::string& one : all) list.append(QString::fromStdString(one));
  return list;
}

}  // namespace

void FieldsModel::setNames(const installation::ClusterNames& names) {
  m_names = names;
  if (m_session) refresh();
}

// A field that is text by its value stays text: the name is one of several words, or a template.
void FieldsModel::offer(FieldRow& row) const {
  if (!m_names) return;
  if (const auto* names = namesOfKind(*m_names, row); names && *names && !row.secret) {
    row.allowed = texts(**names);
    if (row.editor == FieldInfo::Text && !row.allowed.isEmpty()) row.editor = FieldInfo::Choice;
  }
  if (takesNodeLabels(row) && m_names->nodeLabels) row.allowed = texts(*m_names->nodeLabels);
}

void FieldsModel::checkName(FieldRow& row) const {
  if (!m_names || row.state >= FieldInfo::Warning || row.newText.isEmpty() ||
      row.newText.contains(QStringLiteral("{{")))
    return;
  const auto* names = namesOfKind(*m_names, row);
  const bool plain = row.editor == FieldInfo::Choice || row.editor == FieldInfo::Text;
  if (!names || !*names || !plain || !(row.overridden || row.changed)) return;
  const std::string name = row.newText.toStdString();
  if (std::find((*names)->begin(), (*names)->end(), name) != (*names)->end() || name == "-") return;
  row.problem = tr("The cluster has no %1 of this name").arg(QString::fromStdString(row.field->reference));
  row.state = FieldInfo::Warning;
}

QString FieldsModel::noteOf(const FieldRow& row) const {
  if (!m_names) return {};
  const auto* names = namesOfKind(*m_names, row);
  if (takesNodeLabels(row)) names = &m_names->nodeLabels;
  if (names && !*names) return QString::fromStdString(names->error().message);
  return {};
}

void FieldsModel::reject(const QString& path, const Rejected& what) { m_rejected[path] = what; }

void FieldsModel::setTyped(const QString& path, const QString& text) {
  m_typedPath = path;
  m_typedText = text;
}

bool FieldsModel::accept(const QString& path) {
  const auto rejected = m_rejected.erase(path), cells = m_cells.erase(path);
  return rejected + cells > 0;
}

void FieldsModel::acceptAll() {
  m_rejected.clear();
  m_cells.clear();
}

std::optional<QString> FieldsModel::typedText(const QString& path) const {
  const auto rejected = m_rejected.find(path);
  if (rejected != m_rejected.end()) return rejected->second.text;
  return path == m_typedPath ? std::optional(m_typedText) : std::nullopt;
}

// Overrides that the chart does not know come and go with the text. True when they did.
bool FieldsModel::syncUnknown() {
  std::vector<FieldRow> unknown;
  const auto isFree = [this](const yaml::Path& path) {
    return std::any_of(m_rows.begin(), m_rows.end(), [&](const FieldRow& row) { return row.isMapOf(path); });
  };
  for (const yaml::Path& path : helm::unknownOverrides(m_session->defaults(), m_session->overrides()))
    if (!isFree(path)) unknown.push_back(unknownRow(path));
  const auto mine = std::find_if(m_rows.begin(), m_rows.end(), [](const FieldRow& row) { return !row.field; });
  const auto same = [](const FieldRow& a, const FieldRow& b) { return a.at == b.at; };
  if (std::equal(mine, m_rows.end(), unknown.begin(), unknown.end(), same)) return false;
  m_rows.erase(mine, m_rows.end());
  m_rows.insert(m_rows.end(), unknown.begin(), unknown.end());
  return true;
}

// True when a row would pass a filter that it did not pass before.
bool FieldsModel::evaluateAll() {
  m_problems = m_session->problems();
  // A new label is not unknown because the chart has others.
  std::erase_if(m_problems, [this](const helm::Problem& problem) {
    const auto path = yaml::parsePath(problem.path);
    const auto mine = [&](const FieldRow& row) { return row.isMapOf(*path); };
    return path && problem.warning && !m_session->field(*path) && std::any_of(m_rows.begin(), m_rows.end(), mine);
  });
  std::map<QString, const helm::Problem*> problems;
  for (const helm::Problem& problem : m_problems) problems.emplace(QString::fromStdString(problem.path), &problem);
  const auto problemOf = [&problems](const FieldRow& row) -> const helm::Problem* {
    auto found = problems.find(row.path);
    if (found == problems.end() && row.isMap())
      found = std::find_if(problems.begin(), problems.end(), [&](const auto& one) { return row.has(one.first); });
    for (auto part = row.parts.begin(); found == problems.end() && part != row.parts.end(); ++part)
      found = problems.find(QString::fromStdString((*part)->pathText));
    return found == problems.end() ? nullptr : found->second;
  };
  bool more = false;
  for (FieldRow& row : m_rows) {
    const bool before = row.overridden || row.changed, troubled = row.state >= FieldInfo::Warning;
    const FieldInfo::Editor editor = row.editor;
    const auto rejected = m_rejected.find(row.path);
    evaluate(row, *m_session, problemOf(row), rejected == m_rejected.end() ? nullptr : &rejected->second);
    offer(row);
    checkName(row);
    if (const auto cells = m_cells.find(row.path); cells != m_cells.end()) row.cells = cells->second;
    if (row.path == m_typedPath) keepTyped(row, editor, m_typedText);
    more = more || (!before && (row.overridden || row.changed)) || (!troubled && row.state >= FieldInfo::Warning);
  }
  count();
  return more;
}

void FieldsModel::count() {
  m_overridden = m_invalid = m_troubled = 0;
  for (const FieldRow& row : m_rows) {
    m_overridden += row.overridden;
    m_invalid += row.state == FieldInfo::Invalid;
    m_troubled += row.state >= FieldInfo::Warning;
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

void FieldsModel::setFilters(int filters) {
  if (filters == m_filters) return;
  m_filters = filters;
  filter();
  Q_EMIT filterChanged();
}

void FieldsModel::showAll() {
  m_search.clear();
  m_filters = 0;
  filter();
  Q_EMIT filterChanged();
}

bool FieldsModel::isEverywhere() const {
  return !m_search.trimmed().isEmpty() || (m_filters & (OnlyChanged | OnlyProblems | OnlySecrets));
}

// What is overridden or wrong is never too advanced to be seen.
bool FieldsModel::passes(const FieldRow& row) const {
  const bool own = row.overridden || row.changed, troubled = row.state >= FieldInfo::Warning;
  if (!isEverywhere()) return row.section == m_section && (!(m_filters & OnlyBasic) || row.basic || own || troubled);
  if ((m_filters & OnlyChanged) && !own) return false;
  if ((m_filters & OnlyProblems) && !troubled) return false;
  return (!(m_filters & OnlySecrets) || row.secret) && finds(row);
}

bool FieldsModel::finds(const FieldRow& row) const {
  QString hay = row.path + u' ' + row.title + u' ' + row.description;
  if (!row.secret) hay += u' ' + row.newText + row.unit;
  if (row.field) hay += u' ' + QString::fromStdString(row.field->section);
  for (const helm::Field* part : row.parts) hay += u' ' + QString::fromStdString(part->pathText);
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
  const auto found = std::find_if(m_rows.begin(), m_rows.end(), [&](const FieldRow& row) { return row.has(path); });
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
  if (row.section.isEmpty()) return row.group;
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
    if (one.heading.isEmpty() && m_rows[std::size_t(one.row)].has(path)) return line;
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
    case StandingRole: return row.standing;
    case UnitRole: return row.unit;
    case CellsRole: return row.cells;
    case FixRole: return QString::fromStdString(row.fix.label);
    case PublishedRole: return row.published;
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
          {ChangedRole, "isChanged"},
          {StandingRole, "standing"},
          {UnitRole, "unit"},
          {CellsRole, "cells"},
          {FixRole, "fix"},
          {PublishedRole, "published"}};
}
