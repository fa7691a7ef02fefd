/// What a values.schema.json says about one path. Tolerant of every draft; unknown keywords are ignored. Internal.
#pragma once
#include "helm/fields.h"

namespace cleardeck::helm {

/// The schema of a path, `$ref`s within the document followed; null when the schema says nothing about it.
yaml::Value schemaAt(const yaml::Value& schema, const yaml::Path& path);
/// Takes type, enum, range, title and description over into the field.
void applySchema(Field& field, const yaml::Value& schema);

}  // namespace cleardeck::helm
