#include "console/values/fieldforms.h"

#include "helm/values_check.h"

using namespace cleardeck;
using yaml::Value;

namespace {

struct FormBox {
  const char* path;
  const char* name;
  enum Kind { Any, Memory, Cpu, Count } kind = Any;
};

const std::vector<FormBox>& boxesOfForm(FieldInfo::Editor editor) {
  static const std::vector<FormBox> resources{
      {"requests.cpu", QT_TRANSLATE_NOOP("Values", "CPU asked for"), FormBox::Cpu},
      {"limits.cpu", QT_TRANSLATE_NOOP("Values", "CPU limit"), FormBox::Cpu},
      {"requests.memory", QT_TRANSLATE_NOOP("Values", "Memory asked for"), FormBox::Memory},
      {"limits.memory", QT_TRANSLATE_NOOP("Values", "Memory limit"), FormBox::Memory}};
  static const std::vector<FormBox> probe{
      {"httpGet.path", QT_TRANSLATE_NOOP("Values", "Path"), FormBox::Any},
      {"httpGet.port", QT_TRANSLATE_NOOP("Values", "Port"), FormBox::Any},
      {"initialDelaySeconds", QT_TRANSLATE_NOOP("Values", "First after, s"), FormBox::Count},
      {"periodSeconds", QT_TRANSLATE_NOOP("Values", "Every, s"), FormBox::Count},
      {"timeoutSeconds", QT_TRANSLATE_NOOP("Values", "Waits, s"), FormBox::Count},
      {"failureThreshold", QT_TRANSLATE_NOOP("Values", "Failures allowed"), FormBox::Count},
      {"successThreshold", QT_TRANSLATE_NOOP("Values", "Successes needed"), FormBox::Count}};
  static const std::vector<FormBox> toleration{{"key", QT_TRANSLATE_NOOP("Values", "Taint"), FormBox::Any},
                                               {"operator", QT_TRANSLATE_NOOP("Values", "Is"), FormBox::Any},
                                               {"value", QT_TRANSLATE_NOOP("Values", "Value"), FormBox::Any},
                                               {"effect", QT_TRANSLATE_NOOP("Values", "Effect"), FormBox::Any}};
  static const std::vector<FormBox> name{{"name", "", FormBox::Any}};
  static const std::vector<FormBox> none;
  switch (editor) {
    case FieldInfo::Resources: return resources;
    case FieldInfo::Probe: return probe;
    case FieldInfo::Tolerations: return toleration;
    case FieldInfo::Names: return name;
    default: return none;
  }
}

yaml::Path pathOf(const FormBox& box) {
  const auto path = yaml::parsePath(box.path);
  return path ? *path : yaml::Path();
}

// The boxes of one map; what it has besides them does not fit.
std::optional<QStringList> cellsOfMap(FieldInfo::Editor editor, const Value& map) {
  if (!map.is_object()) return {};
  Value rest = map;
  QStringList cells;
  for (const FormBox& box : boxesOfForm(editor)) {
    const yaml::Path path = pathOf(box);
    const Value* value = yaml::find(map, path);
    if (value && value->is_structured()) return {};
    cells.append(value ? editedText(*value) : QString());
    if (value) yaml::erase(rest, path);
  }
  for (auto one = rest.begin(); one != rest.end();)
    one = one->is_object() && one->empty() ? rest.erase(one) : std::next(one);
  return rest.empty() ? std::optional(cells) : std::nullopt;
}

Error badBox(const FormBox& box, const char* why) {
  return Error(ErrorKind::Invalid, std::string(box.path) + ": " + why);
}

// As it stood when nobody touched it; a count is a number, a port with digits too.
Result<Value> valueOfBox(const FormBox& box, const QString& text, const Value* before) {
  if (before && editedText(*before) == text) return *before;
  bool digits = false;
  const int number = text.toInt(&digits);
  if (box.kind == FormBox::Count && (!digits || number < 0))
    return badBox(box, "it must be a whole number of at least 0");
  const bool amount = box.kind == FormBox::Memory || box.kind == FormBox::Cpu;
  if (amount && !helm::parseQuantity(text.toStdString()))
    return badBox(box, box.kind == FormBox::Cpu ? "it must be an amount of CPU, such as 500m or 2"
                                                : "it must be a quantity, such as 512Mi or 2Gi");
  const bool port = std::string_view(box.path) == "httpGet.port";
  if (box.kind == FormBox::Count || (port && digits)) return Value(number);
  return Value(text.toStdString());
}

Result<Value> mapOfCells(FieldInfo::Editor editor, const QStringList& cells, const Value& before) {
  Value map = Value::object();
  int cell = 0;
  for (const FormBox& box : boxesOfForm(editor)) {
    const QString text = cells.value(cell++).trimmed();
    const yaml::Path path = pathOf(box);
    const Value* was = before.is_object() ? yaml::find(before, path) : nullptr;
    if (text.isEmpty()) continue;
    auto value = valueOfBox(box, text, was);
    if (!value) return value.error();
    yaml::assign(map, path, std::move(*value));
  }
  return map;
}

}  // namespace

bool isForm(FieldInfo::Editor editor) { return editor == FieldInfo::Resources || editor == FieldInfo::Probe; }

QStringList boxNames(FieldInfo::Editor editor) {
  QStringList names;
  for (const FormBox& box : boxesOfForm(editor))
    if (*box.name) names.append(QCoreApplication::translate("Values", box.name));
  return names;
}

QStringList boxChoices(FieldInfo::Editor editor, int box) {
  if (editor != FieldInfo::Tolerations) return {};
  if (box == 1) return {QStringLiteral("Equal"), QStringLiteral("Exists")};
  if (box == 3) return {QStringLiteral("NoSchedule"), QStringLiteral("PreferNoSchedule"), QStringLiteral("NoExecute")};
  return {};
}

std::optional<QStringList> formCells(FieldInfo::Editor editor, const Value& value) {
  return cellsOfMap(editor, value.is_null() ? Value::object() : value);
}

std::optional<QStringList> itemCells(FieldInfo::Editor editor, const Value& value) {
  if (!value.is_array()) return {};
  QStringList all;
  for (const Value& item : value) {
    const auto cells = cellsOfMap(editor, item);
    if (!cells) return {};
    all += *cells;
  }
  return all;
}

Result<Value> valueOfForm(FieldInfo::Editor editor, const QStringList& cells, const Value& before) {
  return mapOfCells(editor, cells, before);
}

// An item of empty boxes is not written yet.
Result<Value> valueOfItems(FieldInfo::Editor editor, const QStringList& cells, const Value& before) {
  Value list = Value::array();
  const int boxes = boxesOf(editor);
  for (int first = 0; first + boxes <= cells.size(); first += boxes) {
    const std::size_t number = std::size_t(first / boxes);
    const bool was = before.is_array() && number < before.size();
    auto item = mapOfCells(editor, cells.mid(first, boxes), was ? before[number] : Value());
    if (!item) return item.error();
    if (item->empty()) continue;
    const bool exists = editor == FieldInfo::Tolerations && item->value("operator", "") == "Exists";
    if (exists && item->contains("value"))
      return Error(ErrorKind::Invalid, "a toleration of a taint that exists has no value");
    list.push_back(std::move(*item));
  }
  return list;
}

namespace {

constexpr const char* spreadPreferred =
    "podAntiAffinity:\n  preferredDuringSchedulingIgnoredDuringExecution:\n    - weight: 100\n"
    "      podAffinityTerm:\n        topologyKey: kubernetes.io/hostname\n        labelSelector:\n          "
    "matchLabels:\n"
    "            app.kubernetes.io/component: %1\n";
constexpr const char* spreadRequired =
    "podAntiAffinity:\n  requiredDuringSchedulingIgnoredDuringExecution:\n"
    "    - topologyKey: kubernetes.io/hostname\n      labelSelector:\n        matchLabels:\n"
    "          app.kubernetes.io/component: %1\n";
constexpr const char* onNodes =
    "nodeAffinity:\n  requiredDuringSchedulingIgnoredDuringExecution:\n    nodeSelectorTerms:\n"
    "      - matchExpressions:\n          - key: pool\n            operator: In\n            values: [platform]\n";

struct Preset {
  const char* name;
  const char* text;
};
constexpr Preset affinityPresets[] = {{QT_TRANSLATE_NOOP("Values", "On different nodes if possible"), spreadPreferred},
                                      {QT_TRANSLATE_NOOP("Values", "On different nodes, always"), spreadRequired},
                                      {QT_TRANSLATE_NOOP("Values", "Only on nodes with a label"), onNodes}};

}  // namespace

QStringList presetNames(helm::Widget widget) {
  QStringList names;
  if (widget == helm::Widget::Affinity)
    for (const Preset& preset : affinityPresets) names.append(QCoreApplication::translate("Values", preset.name));
  return names;
}

QString presetText(helm::Widget widget, const QString& name, const QString& component) {
  if (widget == helm::Widget::Affinity)
    for (const Preset& preset : affinityPresets)
      if (QCoreApplication::translate("Values", preset.name) == name)
        return QString::fromLatin1(preset.text).replace(QStringLiteral("%1"), component);
  return {};
}
