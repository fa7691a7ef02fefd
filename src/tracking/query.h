/// The query language of get_all and get_all_ex (clearml-server: database/model/base.py) as SQL.
#pragma once
#include "tracking/entity.h"

#include <variant>

namespace cleardeck::tracking {

using SqlValue = std::variant<std::nullptr_t, std::int64_t, double, std::string>;

/// SQL text and the values of its question marks, in order.
struct SqlPart {
  std::string text;
  std::vector<SqlValue> values;
  void add(const std::string& more, std::vector<SqlValue> moreValues = {});
};

/// What a listing may ask beyond the fields.
struct Listing {
  bool extended = false;              ///< references are resolved ("_ex")
  std::vector<std::string> only;      ///< only_fields, without excluded ones
  std::vector<std::string> excluded;  ///< "-field"
  SqlPart where, order;
  std::size_t from = 0, count = 500;
  std::optional<std::string> scrollId;  ///< answered with one
};

/// The SQL expression for a dotted field ("t.status", a JSON path, a figure of a metric), with its values.
/// Throws ApiError 400/14 for a field that the documents do not have.
SqlPart fieldExpression(const Entity& entity, const std::string& path);

/// The projects and all below them; null (no project) stays.
Json withSubprojects(Database& database, const Json& ids);

/// The conditions of `args`. Throws ApiError.
SqlPart conditions(Database& database, const Entity& entity, const Json& args);
SqlPart ordering(const Entity& entity, const Json& args);
/// Binds the values behind those bound before.
void bindValues(Rows& rows, const std::vector<SqlValue>& values);

}  // namespace cleardeck::tracking
