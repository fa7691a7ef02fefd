#include "console/values/fieldparts.h"
#include "console/values/fieldforms.h"

#include <QRegularExpression>

using namespace cleardeck;
using yaml::Value;

namespace {

bool isScalar(const Value& value) { return !value.is_structured() && !value.is_null(); }

std::optional<QStringList> variableCells(const Value& value) {
  QStringList cells;
  for (const Value& item : value) {
    const bool plain = item.is_object() && item.contains("name") && item["name"].is_string() &&
                       item.size() == (item.contains("value") ? 2u : 1u);
    if (!plain || (item.contains("value") && !isScalar(item["value"]))) return {};
    cells << editedText(item["name"]) << (item.contains("value") ? editedText(item["value"]) : QString());
  }
  return cells;
}

std::optional<QStringList> pairCells(const Value& value) {
  QStringList cells;
  for (const auto& [key, one] : value.items()) {
    if (!isScalar(one)) return {};
    cells << QString::fromStdString(key) << editedText(one);
  }
  return cells;
}

std::optional<QStringList> textCells(const Value& value) {
  QStringList cells;
  for (const Value& item : value) {
    if (!isScalar(item)) return {};
    cells << editedText(item);
  }
  return cells;
}

// A number that nobody touched stays a number; whatever is typed is text.
Value typed(const QString& text, const Value* before) {
  if (before && !before->is_string() && editedText(*before) == text) return *before;
  return text.toStdString();
}

Error notAmong(const QString& why) { return Error(ErrorKind::Invalid, why.toStdString()); }

}  // namespace

int boxesOf(FieldInfo::Editor editor) {
  switch (editor) {
    case FieldInfo::Pairs:
    case FieldInfo::Variables: return 2;
    case FieldInfo::Texts:
    case FieldInfo::Names: return 1;
    case FieldInfo::Tolerations:
    case FieldInfo::Resources: return 4;
    case FieldInfo::Probe: return 7;
    default: return 0;
  }
}

std::optional<QStringList> cellsOf(FieldInfo::Editor editor, const Value& value) {
  if (isForm(editor)) return formCells(editor, value);
  if (value.is_null()) return QStringList();
  if (editor == FieldInfo::Names || editor == FieldInfo::Tolerations) return itemCells(editor, value);
  if (editor == FieldInfo::Pairs) return value.is_object() ? pairCells(value) : std::nullopt;
  if (!value.is_array()) return {};
  return editor == FieldInfo::Variables ? variableCells(value) : textCells(value);
}

Result<Value> valueOfCells(FieldInfo::Editor editor, const QStringList& cells, const Value& before) {
  if (isForm(editor)) return valueOfForm(editor, cells, before);
  if (editor == FieldInfo::Names || editor == FieldInfo::Tolerations) return valueOfItems(editor, cells, before);
  Value value = editor == FieldInfo::Pairs ? Value::object() : Value::array();
  for (int i = 0; i < cells.size(); i += boxesOf(editor)) {
    const std::string first = cells[i].toStdString();
    const std::size_t number = std::size_t(i / boxesOf(editor));
    const Value* was = before.is_array() && number < before.size() ? &before[number] : nullptr;
    if (editor == FieldInfo::Texts) {
      if (!first.empty() || was) value.push_back(typed(cells[i], was));
      continue;
    }
    if (first.empty()) continue;
    if (editor == FieldInfo::Variables) {
      const bool had = was && was->is_object() && was->contains("value");
      Value item = Value::object();
      item["name"] = first;
      if (had || !was || !cells[i + 1].isEmpty()) item["value"] = typed(cells[i + 1], had ? &(*was)["value"] : nullptr);
      value.push_back(std::move(item));
      continue;
    }
    if (value.contains(first))
      return notAmong(QCoreApplication::translate("Values", "The key %1 is there twice").arg(cells[i]));
    const bool had = before.is_object() && before.contains(first);
    value[first] = typed(cells[i + 1], had ? &before[first] : nullptr);
  }
  return value;
}

Value mapOverride(const Value& wanted, const Value* fallback, const Value* own) {
  Value over = Value::object();
  for (const auto& [key, one] : wanted.items()) {
    const bool inherited = fallback && fallback->is_object() && fallback->contains(key) && (*fallback)[key] == one;
    const bool written = own && own->is_object() && own->contains(key);
    if (!inherited || written) over[key] = one;
  }
  if (fallback && fallback->is_object())
    for (const auto& [key, one] : fallback->items())
      if (!wanted.contains(key)) over[key] = nullptr;
  return over;
}

std::optional<Amount> amountOf(const QString& text, bool cpu) {
  if (text.isEmpty()) return Amount{{}, cpu ? QStringLiteral("cores") : QStringLiteral("Gi")};
  static const QRegularExpression form(QStringLiteral("^([0-9.]+)(m|k|M|G|T|Ki|Mi|Gi|Ti)?$"));
  const auto match = form.match(text);
  if (!match.hasMatch()) return {};
  const QString unit = match.captured(2);
  return Amount{match.captured(1), !unit.isEmpty() ? unit : cpu ? QStringLiteral("cores") : QStringLiteral("bytes")};
}

QString textOf(const Amount& amount) {
  const bool bare = amount.unit == QStringLiteral("cores") || amount.unit == QStringLiteral("bytes");
  return amount.number.isEmpty() || bare ? amount.number : amount.number + amount.unit;
}

QStringList unitsOf(bool cpu) {
  if (cpu) return {QStringLiteral("m"), QStringLiteral("cores")};
  return {QStringLiteral("Ki"), QStringLiteral("Mi"), QStringLiteral("Gi"), QStringLiteral("Ti"),
          QStringLiteral("bytes")};
}

QString imageText(const Value& image) {
  const auto part = [&image](const char* key) {
    return image.is_object() && image.contains(key) ? editedText(image[key]) : QString();
  };
  const QString tag = part("tag");
  return tag.isEmpty() ? part("repository") : part("repository") + u':' + tag;
}

Result<Value> imageFromText(const QString& text) {
  const QString whole = text.trimmed();
  if (whole.contains(u'@'))
    return notAmong(QCoreApplication::translate("Values", "Write repository:tag; a digest has no place here"));
  const auto colon = whole.lastIndexOf(u':');
  const bool tagged = colon > whole.lastIndexOf(u'/');  // else it is the port of a registry
  const QString repository = tagged ? whole.left(colon) : whole;
  if (repository.isEmpty() || repository.contains(u' '))
    return notAmong(QCoreApplication::translate("Values", "Write repository:tag"));
  return Value{{"repository", repository.toStdString()},
               {"tag", tagged ? whole.mid(colon + 1).toStdString() : std::string()}};
}
