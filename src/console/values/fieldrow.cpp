#include "console/values/fieldrow.h"

#include "console/values/fieldparts.h"

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

bool isStructure(helm::Widget widget) { return widget >= helm::Widget::Strings && widget < helm::Widget::Yaml; }

bool isNameList(const helm::Field& field) {
  const std::string* key = std::get_if<std::string>(&field.path.back());
  return key && QString::fromStdString(*key).endsWith(QStringLiteral("pullSecrets"), Qt::CaseInsensitive);
}

FieldInfo::Editor editorOf(const helm::Field& field) {
  using helm::Widget;
  const bool scalar = field.type != FieldType::List && field.type != FieldType::Map && !isStructure(field.widget);
  if (field.secret) return scalar ? FieldInfo::Secret : FieldInfo::Block;
  switch (field.widget) {
    case Widget::Switch: return FieldInfo::Switch;
    case Widget::TriState: return FieldInfo::TriState;
    case Widget::Number:
    case Widget::Port: return FieldInfo::Number;
    case Widget::Quantity:
    case Widget::Cpu: return FieldInfo::Quantity;
    case Widget::Enum: return FieldInfo::Choice;
    case Widget::Secret: return FieldInfo::Secret;
    case Widget::Strings: return FieldInfo::Texts;
    case Widget::KeyValues: return FieldInfo::Pairs;
    case Widget::EnvVars: return FieldInfo::Variables;
    case Widget::Tolerations: return FieldInfo::Tolerations;
    case Widget::Resources: return FieldInfo::Resources;
    case Widget::Probe: return FieldInfo::Probe;
    case Widget::ObjectList: return isNameList(field) ? FieldInfo::Names : FieldInfo::Block;
    case Widget::Image:
    case Widget::Text: return FieldInfo::Text;
    case Widget::Reference: return field.suggested.empty() ? FieldInfo::Text : FieldInfo::Choice;
    case Widget::Multiline:
    case Widget::Json: return FieldInfo::Block;
    default: return scalar ? FieldInfo::Text : FieldInfo::Block;
  }
}

QString keyOf(const yaml::Path& path, std::size_t step) { return QString::fromStdString(yaml::toString({path[step]})); }

FieldRow rowOf(const helm::Field& field) {
  FieldRow row;
  row.field = &field;
  row.at = field.path;
  row.path = QString::fromStdString(field.pathText);
  if (field.path.size() > 1) row.section = keyOf(field.path, 0);
  row.group = field.path.size() > 2 ? keyOf(field.path, 1) : QString();
  if (field.path.size() == 1) row.group = QString::fromStdString(field.section);
  const std::size_t skipped = field.path.size() > 1 ? 1 : 0;
  row.label = QString::fromStdString(yaml::toString({field.path.begin() + std::ptrdiff_t(skipped), field.path.end()}));
  row.title = QString::fromStdString(field.title);
  row.description = QString::fromStdString(field.description).simplified();
  row.usual = row.editor = editorOf(field);
  row.secret = field.secret;
  row.basic = field.level == helm::FieldLevel::Basic;
  for (const auto* texts : {&field.allowed, &field.suggested})
    for (const std::string& one : *texts)
      if (const auto value = yaml::fromJson(one)) row.allowed.append(editedText(*value));
  if (row.usual == FieldInfo::Quantity) row.allowed = unitsOf(row.isCpu());
  return row;
}

bool isImagePart(const helm::Field& field) {
  const std::string* key = std::get_if<std::string>(&field.path.back());
  const bool part = key && (*key == "repository" || *key == "tag");
  return part && field.widget == helm::Widget::Image && !field.compound.empty();
}

// Labels that the chart has already are fields of their own to the engine; people add to them.
bool isPair(const helm::Field& field) {
  if (field.path.size() < 2 || field.type != FieldType::String) return false;
  const std::string* map = std::get_if<std::string>(&field.path[field.path.size() - 2]);
  const QString name = map ? QString::fromStdString(*map).toLower() : QString();
  return name.endsWith(QStringLiteral("annotations")) || name.endsWith(QStringLiteral("labels")) ||
         name.endsWith(QStringLiteral("selector"));
}

FieldRow mapRow(const helm::Field& field, const QString& title, FieldInfo::Editor editor) {
  FieldRow row = rowOf(field);
  const qsizetype last = keyOf(field.path, field.path.size() - 1).size() + 1;
  row.at.pop_back();
  row.path = QString::fromStdString(yaml::toString(row.at));
  row.label.chop(last);
  if (row.at.size() == 1) row.group = QString::fromStdString(field.section);
  row.title = row.description = title;
  row.usual = row.editor = editor;
  row.allowed.clear();
  return row;
}

void addPair(std::vector<FieldRow>& rows, const helm::Field& field) {
  if (!rows.empty() && rows.back().isMapOf(field.path)) return;
  const QString title = field.description.empty() ? QString() : QString::fromStdString(field.description);
  rows.push_back(mapRow(field, title, FieldInfo::Pairs));
}

// Repository and tag are one thing to people: one row at the place of the first.
void addPart(std::vector<FieldRow>& rows, const helm::Field& field) {
  const QString path = QString::fromStdString(field.compound);
  for (FieldRow& row : rows) {
    if (row.path != path) continue;
    row.parts.push_back(&field);
    row.basic = row.basic || field.level == helm::FieldLevel::Basic;
    if (field.danger.size() > row.field->danger.size()) row.field = &field;
    return;
  }
  FieldRow row = mapRow(field, QCoreApplication::translate("Values", "Image and tag"), FieldInfo::Image);
  row.parts = {&field};
  rows.push_back(std::move(row));
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
  return row.field && session.chart() && !session.chart()->schema.empty() && row.editor != FieldInfo::Block;
}

FieldInfo::State stateOf(const FieldRow& row, const helm::ValuesSession& session, const helm::Problem* problem) {
  const bool refused = problem && problem->severity == helm::Severity::Error;
  if (problem && (!problem->warning || (refused && isStrict(row, session)))) return FieldInfo::Invalid;
  if (problem) return FieldInfo::Warning;
  if (row.changed) return FieldInfo::Changed;
  return row.overridden ? FieldInfo::Overridden : FieldInfo::Inherited;
}

FieldInfo::Standing standingOf(const FieldRow& row, const helm::ValuesSession& session) {
  if (!row.field) return FieldInfo::Dangling;
  if (!row.overridden) return FieldInfo::Default;
  if (!row.parts.empty())
    return row.in(session.overrides()) == row.in(session.defaults()) ? FieldInfo::Redundant : FieldInfo::Own;
  const helm::OverrideState state = session.stateAt(row.at);
  if (state == helm::OverrideState::Deleted) return FieldInfo::Deleted;
  if (state == helm::OverrideState::Shared) return FieldInfo::Shared;
  return state == helm::OverrideState::Redundant ? FieldInfo::Redundant : FieldInfo::Own;
}

// The usual editor, unless this value would not fit into it.
void chooseEditor(FieldRow& row, const yaml::Value& now) {
  row.editor = row.usual;
  row.cells.clear();
  row.unit = row.field ? QString::fromStdString(row.field->unit) : QString();
  if (boxesOf(row.usual) > 0) {
    const auto cells = cellsOf(row.usual, now);
    if (cells) row.cells = *cells;
    if (!cells) row.editor = FieldInfo::Block;
    return;
  }
  if (row.usual != FieldInfo::Image && (isLong(now) || now.is_structured())) row.editor = FieldInfo::Block;
  if (row.usual == FieldInfo::Quantity && row.editor == FieldInfo::Quantity) {
    const auto amount = amountOf(editedText(now), row.isCpu());
    if (!amount) row.editor = FieldInfo::Text;
    row.unit = amount ? amount->unit : QString();
  }
  if (row.usual == FieldInfo::Switch && !now.is_boolean() && row.editor != FieldInfo::Block)
    row.editor = now.is_null() ? FieldInfo::TriState : FieldInfo::Text;
}

QString newTextOf(const FieldRow& row, const yaml::Value& now) {
  switch (row.editor) {
    case FieldInfo::Image: return imageText(now);
    case FieldInfo::Quantity: return amountOf(editedText(now), row.isCpu())->number;
    case FieldInfo::Block: return now.is_structured() || isLong(now) ? shownText(now, row.secret) : editedText(now);
    default: return now.is_structured() ? shownText(now, row.secret) : editedText(now);
  }
}

QString oldText(const FieldRow& row, const yaml::Value& value) {
  if (row.parts.empty()) return shownText(value, row.secret);
  const bool tagged = value.is_object() && value.contains("tag") && value["tag"] != "";
  return tagged ? editedText(value["tag"]) : imageText(value);
}

yaml::Value deployed(const FieldRow& row, const yaml::Value& fallback, const yaml::Value& theirs) {
  return row.parts.empty() ? theirs : helm::mergeOverrides(fallback, theirs);
}

}  // namespace

bool FieldRow::looksAs(const FieldRow& other) const {
  return path == other.path && editor == other.editor && defaultText == other.defaultText &&
         deployedText == other.deployedText && newText == other.newText && unit == other.unit && cells == other.cells &&
         problem == other.problem && fix.label == other.fix.label && published == other.published &&
         state == other.state && standing == other.standing && overridden == other.overridden &&
         changed == other.changed && allowed == other.allowed;
}

bool FieldRow::has(const QString& wanted) const {
  if (path == wanted) return true;
  if (isMap() && wanted.startsWith(path + u'.')) return true;
  const std::string text = wanted.toStdString();
  return std::any_of(parts.begin(), parts.end(), [&](const helm::Field* part) { return part->pathText == text; });
}

std::optional<yaml::Value> FieldRow::in(const yaml::Value& root) const {
  const yaml::Value* found = yaml::find(root, at);
  if (!found || parts.empty()) return found ? std::optional(*found) : std::nullopt;
  yaml::Value image = yaml::Value::object();
  for (const helm::Field* part : parts)
    if (const yaml::Value* one = yaml::find(root, part->path)) image[std::get<std::string>(part->path.back())] = *one;
  return image.empty() ? std::nullopt : std::optional(std::move(image));
}

yaml::Value valueNow(const FieldRow& row, const helm::ValuesSession& session) {
  const auto own = row.in(session.overrides()), fallback = row.in(session.defaults());
  if (!own) return fallback.value_or(yaml::Value());
  const bool merges = own->is_object() && fallback && fallback->is_object();
  if (!merges) return *own;
  yaml::Value both = helm::mergeOverrides(*fallback, *own);
  for (auto one = both.begin(); one != both.end();) one = one.value().is_null() ? both.erase(one) : std::next(one);
  return both;
}

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
  for (const helm::Field& field : session.fields()) {
    if (isImagePart(field))
      addPart(rows, field);
    else if (isPair(field))
      addPair(rows, field);
    else
      rows.push_back(rowOf(field));
  }
  order(rows);
  return rows;
}

FieldRow unknownRow(const yaml::Path& path) {
  FieldRow row;
  row.at = path;
  row.path = row.label = QString::fromStdString(yaml::toString(path));
  row.section = QStringLiteral("?");
  row.usual = row.editor = FieldInfo::Block;
  return row;
}

void evaluate(FieldRow& row, const helm::ValuesSession& session, const helm::Problem* problem,
              const Rejected* rejected) {
  const auto own = row.in(session.overrides()), theirs = row.in(session.release().userValues);
  const yaml::Value fallback = row.in(session.defaults()).value_or(yaml::Value());
  row.overridden = own.has_value();
  row.changed = own != theirs;
  row.defaultText = row.field ? oldText(row, fallback) : QStringLiteral("\u2013");
  row.deployedText = oldText(row, theirs ? deployed(row, fallback, *theirs) : fallback);
  const yaml::Value now = valueNow(row, session);
  chooseEditor(row, now);
  row.newText = newTextOf(row, now);
  row.standing = standingOf(row, session);
  row.state = stateOf(row, session, problem);
  row.problem = problem ? problemText(row, *problem) : QString();
  row.fix = problem ? problem->fix : helm::Fix();
  row.fixPath = problem ? QString::fromStdString(problem->path) : QString();
  row.published = problem && problem->published;
  if (!problem && row.changed && row.field) row.problem = QString::fromStdString(row.field->danger);
  if (!rejected) return;
  if (row.editor != FieldInfo::Block) row.newText = rejected->text;
  row.problem = rejected->why;
  row.fix = {};
  row.state = FieldInfo::Invalid;
  row.changed = true;
}
