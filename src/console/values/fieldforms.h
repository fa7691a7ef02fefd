/// The forms of structures that Kubernetes knows: tolerations, resources, probes, lists of names. Internal to
/// fieldparts.h.
#pragma once
#include "console/values/fieldparts.h"

/// Nothing when the value has more than the form shows.
std::optional<QStringList> formCells(FieldInfo::Editor editor, const cleardeck::yaml::Value& value);
std::optional<QStringList> itemCells(FieldInfo::Editor editor, const cleardeck::yaml::Value& value);
/// Errors: Invalid, a box holds what Kubernetes refuses.
cleardeck::Result<cleardeck::yaml::Value> valueOfForm(FieldInfo::Editor editor, const QStringList& cells,
                                                      const cleardeck::yaml::Value& before);
cleardeck::Result<cleardeck::yaml::Value> valueOfItems(FieldInfo::Editor editor, const QStringList& cells,
                                                       const cleardeck::yaml::Value& before);
