/// Values that a row shows in several boxes: key and value, number and unit, repository and tag. Pure functions.
#pragma once
#include "console/values/fieldrow.h"

#include <optional>

/// The boxes of one item: key and value, name and value, or the text alone; 0 when the editor has no items.
int boxesOf(FieldInfo::Editor editor);

/// What the boxes of an item are called; empty for those that need no names.
QStringList boxNames(FieldInfo::Editor editor);
/// What a box takes; empty: any text.
QStringList boxChoices(FieldInfo::Editor editor, int box);
/// One item with a fixed set of boxes, not a list.
bool isForm(FieldInfo::Editor editor);

/// Usual texts for a sub-tree: names for a menu, and the YAML of one, made for the pods of `component`.
QStringList presetNames(cleardeck::helm::Widget widget);
QString presetText(cleardeck::helm::Widget widget, const QString& name, const QString& component);

/// The boxes of all items, one after the other; nothing when the value does not fit the editor, such as a variable with
/// a reference. A secret's box has its text; the view masks it.
std::optional<QStringList> cellsOf(FieldInfo::Editor editor, const cleardeck::yaml::Value& value);
/// The value that the boxes mean. Items without a name are left out. `before` keeps the type of what is not touched,
/// and texts that were empty. Errors: Invalid, a key is there twice.
cleardeck::Result<cleardeck::yaml::Value> valueOfCells(FieldInfo::Editor editor, const QStringList& cells,
                                                       const cleardeck::yaml::Value& before);

/// What must be in the overrides so that the chart sees `wanted`: Helm merges maps, so a key of the defaults is deleted
/// by null. `own` is what the overrides have now.
cleardeck::yaml::Value mapOverride(const cleardeck::yaml::Value& wanted, const cleardeck::yaml::Value* fallback,
                                   const cleardeck::yaml::Value* own);

struct Amount {
  QString number, unit;  ///< "2" and "Gi"; "100" and "m"; a unit of its own word when it has none: "bytes", "cores"
};
/// Nothing when the text is no plain amount, such as a template.
std::optional<Amount> amountOf(const QString& text, bool cpu);
QString textOf(const Amount& amount);
QStringList unitsOf(bool cpu);

/// "registry/name:tag" of an image's parts, and back. Errors: Invalid, no repository, or a digest.
QString imageText(const cleardeck::yaml::Value& image);
cleardeck::Result<cleardeck::yaml::Value> imageFromText(const QString& text);
