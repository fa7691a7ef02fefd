#include "console/values/fieldrow.h"

#include <algorithm>
#include <map>

using namespace cleardeck;
using helm::FieldType;

namespace {

QString sayCount(const char* one, const char* many, std::size_t n) {
  return QCoreApplication::translate("Values", n == 1 ? one : many, nullptr, int(n));
}

bool isLong(const yaml::Value& value) {
  return value.is_string() && value.get_ref<const std::string&>().find('\n') != std::string::npos;
}

FieldInfo::Editor editorOf(const helm::Field& field) {
  if (field.secret) return FieldInfo::Secret;
  if (!field.allowed.empty()) return FieldInfo::Choice;
  switch (field.type) {
    case FieldType::Bool: return FieldInfo::Switch;
    case FieldType::Int:
    case FieldType::Number: return FieldInfo::Number;
    case FieldType::List:
    case FieldType::Map: return FieldInfo::Yaml;
    case FieldType::String:
    case FieldType::Unknown: break;
  }
  return FieldInfo::Text;
}

QString keyOf(const yaml::Path& path, std::size_t step) { return QString::fromStdString(yaml::toString({path[step]})); }

FieldRow rowOf(const helm::Field& field) {
  FieldRow row;
  row.field = &field;
  row.at = field.path;
  row.path = QString::fromStdString(field.pathText);
  if (field.path.size() > 1) row.section = keyOf(field.path, 0);
  if (field.path.size() > 2) row.group = keyOf(field.path, 1);
  const std::size_t skipped = field.path.size() > 1 ? 1 : 0;
  row.label = QString::fromStdString(yaml::toString({field.path.begin() + std::ptrdiff_t(skipped), field.path.end()}));
  row.title = QString::fromStdString(field.title);
  row.description = QString::fromStdString(field.description).simplified();
  row.editor = editorOf(field);
  row.secret = field.secret;
  for (const std::string& one : field.allowed)
    if (const auto value = yaml::fromJson(one)) row.allowed.append(editedText(*value));
  return row;
}

// The chart's own order, but every section and every group in one piece.
void order(std::vector<FieldRow>& rows) {
  std::map<std::pair<QString, QString>, int> sizes;
  for (const FieldRow& row : rows) ++sizes[{row.section, row.group}];
  std::map<QString, int> sections;
  std::map<std::pair<QString, QString>, int> groups;
  for (FieldRow& row : rows) {
    if (sizes[{row.section, row.group}] < 2) row.group.clear();
    sections.try_emplace(row.section, row.section.isEmpty() ? -1 : int(sections.size()));
    groups.try_emplace({row.section, row.group}, row.group.isEmpty() ? -1 : int(groups.size()));
  }
  std::stable_sort(rows.begin(), rows.end(), [&](const FieldRow& a, const FieldRow& b) {
    if (a.section != b.section) return sections[a.section] < sections[b.section];
    return groups[{a.section, a.group}] < groups[{b.section, b.group}];
  });
}

QString problemText(const FieldRow& row, const helm::Problem& problem) {
  QString text = QString::fromStdString(problem.message);
  if (text.startsWith(row.path + QStringLiteral(": "))) text = text.mid(row.path.size() + 2);
  if (!text.isEmpty()) text[0] = text[0].toUpper();
  return row.field ? text : QCoreApplication::translate("Values", "Not in the chart: misspelled or renamed");
}

// Only a schema is strict: a default may have another type than its template wants.
bool isStrict(const FieldRow& row, const helm::ValuesSession& session) {
  return row.field && session.chart() && !session.chart()->schema.empty() && row.editor != FieldInfo::Yaml;
}

FieldInfo::State stateOf(const FieldRow& row, const helm::ValuesSession& session, const helm::Problem* problem) {
  const bool refused = problem && problem->severity == helm::Severity::Error;
  if (problem && (!problem->warning || (refused && isStrict(row, session)))) return FieldInfo::Invalid;
  if (problem) return FieldInfo::Warning;
  if (row.changed) return FieldInfo::Changed;
  return row.overridden ? FieldInfo::Overridden : FieldInfo::Inherited;
}

}  // namespace

QString shownText(const yaml::Value& value, bool secret) {
  if (value.is_array()) return value.empty() ? QStringLiteral("[]") : sayCount("1 item", "%n items", value.size());
  if (value.is_object()) return value.empty() ? QStringLiteral("{}") : sayCount("1 key", "%n keys", value.size());
  if (!value.is_string()) return QString::fromStdString(yaml::toJson(value));
  const QString text = QString::fromStdString(value.get<std::string>());
  if (text.isEmpty()) return QStringLiteral("\"\"");
  if (secret) return QString(6, QChar(0x2022));
  if (isLong(value)) return sayCount("1 line", "%n lines", std::size_t(text.trimmed().count(u'\n')) + 1);
  return text;
}

QString editedText(const yaml::Value& value) {
  if (value.is_string()) return QString::fromStdString(value.get<std::string>());
  return value.is_null() ? QString() : QString::fromStdString(yaml::toJson(value));
}

std::vector<FieldRow> fieldRows(const helm::ValuesSession& session) {
  std::vector<FieldRow> rows;
  for (const helm::Field& field : session.fields()) rows.push_back(rowOf(field));
  order(rows);
  return rows;
}

FieldRow unknownRow(const yaml::Path& path) {
  FieldRow row;
  row.at = path;
  row.path = row.label = QString::fromStdString(yaml::toString(path));
  row.section = QStringLiteral("?");
  row.editor = FieldInfo::Yaml;
  return row;
}

void evaluate(FieldRow& row, const helm::ValuesSession& session, const helm::Problem* problem,
              const Rejected* rejected) {
  const yaml::Value missing;
  const yaml::Value* own = yaml::find(session.overrides(), row.at);
  const yaml::Value* theirs = yaml::find(session.release().userValues, row.at);
  const yaml::Value* fallback = yaml::find(session.defaults(), row.at);
  if (!fallback) fallback = &missing;
  row.overridden = own;
  row.changed = (own == nullptr) != (theirs == nullptr) || (own && *own != *theirs);
  row.defaultText = row.field ? shownText(*fallback, row.secret) : QStringLiteral("\u2013");
  row.deployedText = shownText(theirs ? *theirs : *fallback, row.secret);
  const yaml::Value& now = own ? *own : *fallback;
  if (isLong(now) || now.is_structured()) row.editor = FieldInfo::Yaml;
  row.newText = row.editor == FieldInfo::Yaml ? shownText(now, row.secret) : editedText(now);
  row.state = stateOf(row, session, problem);
  row.problem = problem ? problemText(row, *problem) : QString();
  if (!problem && row.changed && row.field) row.problem = QString::fromStdString(row.field->danger);
  if (!rejected) return;
  row.newText = rejected->text;
  row.problem = rejected->why;
  row.state = FieldInfo::Invalid;
  row.changed = true;
}
