#include "tracking/query.h"

#include "base/text.h"

#include <regex>
#include <set>

namespace cleardeck::tracking {
namespace {

// "__$not" before a value excludes it; "__$and" makes the included ones all needed; "-value" is the old form of not.
struct ListFilter {
  std::vector<Json> include, exclude;
  bool all = false;
  bool any = false;  ///< "__$or": what is excluded counts as one of the alternatives
};

ListFilter readList(const Json& values) {
  ListFilter filter;
  bool exclude = false;
  for (const auto& value : values) {
    auto text = value.is_string() ? value.get<std::string>() : std::string();
    if (text == "__$not") {
      exclude = true;
      continue;
    }
    if (text == "__$and" || text == "__$all") filter.all = true;
    if (text == "__$or" || text == "__$any") filter.any = true;
    if (text.starts_with("__$")) continue;
    if (text.size() > 1 && text.front() == '-') {
      filter.exclude.push_back(text.substr(1));
    } else {
      (exclude ? filter.exclude : filter.include).push_back(value);
    }
    exclude = false;
  }
  return filter;
}

SqlValue sqlValue(const Json& value) {
  if (value.is_null()) return nullptr;
  if (value.is_boolean()) return std::int64_t(value.get<bool>());
  if (value.is_number_integer()) return value.get<std::int64_t>();
  if (value.is_number()) return value.get<double>();
  return value.is_string() ? value.get<std::string>() : dump(value);
}

bool isList(const Entity& entity, const std::string& field) {
  auto column = columnOf(entity, field);
  return column && column->kind == ColumnKind::List;
}

// One value of a field: equal, in the list, or (null) the field is empty.
SqlPart matches(const Entity& entity, const std::string& field, const Json& value) {
  auto expression = fieldExpression(entity, field);
  SqlPart part;
  if (value.is_null()) {
    part.add("(" + expression.text + " IS NULL", expression.values);
    part.add(" OR " + expression.text + " IN ('', '[]'))", expression.values);
  } else if (isList(entity, field)) {
    // Lists are kept as JSON texts: the value with its quotes is found without reading them as JSON.
    part.add("(ifnull(instr(" + expression.text + ", ?), 0)>0)", expression.values);
    part.values.push_back(dump(value));
  } else {
    part.add("ifnull(" + expression.text + "=?, 0)", expression.values);
    part.values.push_back(sqlValue(value));
  }
  return part;
}

SqlPart joined(std::vector<SqlPart> parts, const char* word) {
  SqlPart all;
  for (auto& part : parts) all.add((all.text.empty() ? "(" : word) + part.text, std::move(part.values));
  if (!parts.empty()) all.text += ")";
  return all;
}

SqlPart negated(SqlPart part) {
  part.text = "NOT " + part.text;
  return part;
}

SqlPart includeAndExclude(const Entity& entity, const std::string& field, const ListFilter& filter) {
  std::vector<SqlPart> wanted, all;
  if (filter.any) {
    for (const auto& value : filter.include) all.push_back(matches(entity, field, value));
    for (const auto& value : filter.exclude) all.push_back(negated(matches(entity, field, value)));
    return joined(std::move(all), " OR ");
  }
  for (const auto& value : filter.include) wanted.push_back(matches(entity, field, value));
  if (!wanted.empty()) all.push_back(joined(std::move(wanted), filter.all ? " AND " : " OR "));
  for (const auto& value : filter.exclude) all.push_back(negated(matches(entity, field, value)));
  return joined(std::move(all), " AND ");
}

// filters: {tags: {any: {include, exclude}, all: {include, exclude}, op: "and" | "or"}}. "any" is met by one of its
// values, "all" by every one.
SqlPart taggedFilter(const Entity& entity, const std::string& field, const Json& filter) {
  for (const auto& item : filter.items())
    if (item.key() != "any" && item.key() != "all" && item.key() != "op")
      throw validationError("error for field 'filters': unknown condition '" + item.key() + "' for " + field);
  std::vector<SqlPart> parts;
  for (auto kind : {"any", "all"}) {
    if (!has(filter, kind)) continue;
    std::vector<SqlPart> values;
    for (const auto& value : filter[kind].value("include", Json::array()))
      values.push_back(matches(entity, field, value));
    for (const auto& value : filter[kind].value("exclude", Json::array()))
      values.push_back(negated(matches(entity, field, value)));
    if (!values.empty()) parts.push_back(joined(std::move(values), std::string_view(kind) == "all" ? " AND " : " OR "));
  }
  return joined(std::move(parts), textOr(filter, "op", "and") == "or" ? " OR " : " AND ");
}

void checkPattern(const std::string& pattern) {
  try {
    std::regex compiled(pattern, std::regex::ECMAScript | std::regex::icase);
  } catch (const std::regex_error& e) {
    throw ApiError(400, 21, "Malformed regular expression: err=" + std::string(e.what()) + ", extra_info=None");
  }
}

SqlPart pattern(const Entity& entity, const std::string& field, const std::string& text) {
  auto expression = fieldExpression(entity, field);
  SqlPart part;
  part.values.push_back(text);  // the pattern's question mark comes first
  part.text = "regexp(?, " + expression.text + ")";
  part.values.insert(part.values.end(), expression.values.begin(), expression.values.end());
  return part;
}

SqlPart range(const Entity& entity, const std::string& field, const Json& limits) {
  if (!limits.is_array() || limits.size() != 2)
    throw validationError("Min and max values should be specified for range field " + field);
  std::vector<SqlPart> parts;
  auto column = columnOf(entity, field);
  for (int i = 0; i < 2; ++i) {
    if (limits[std::size_t(i)].is_null()) continue;
    auto part = fieldExpression(entity, field);
    part.text += i == 0 ? ">=?" : "<=?";
    auto limit = limits[std::size_t(i)];
    if (column && column->kind == ColumnKind::Time && limit.is_string())
      limit = normalTime(limit.get<std::string>()).value_or("");
    part.values.push_back(sqlValue(limit));
    parts.push_back(std::move(part));
  }
  return joined(std::move(parts), " AND ");
}

// [from, to] without operators.
Json timeRange(const Json& values) {
  auto plain = [](const Json& value) {
    return value.is_null() || (value.is_string() && msOf(value.get_ref<const std::string&>()).has_value());
  };
  if (!values.is_array() || values.size() != 2 || !plain(values[0]) || !plain(values[1])) return values;
  auto list = Json::array();
  if (values[0].is_string()) list.push_back(">=" + values[0].get<std::string>());
  if (values[1].is_string()) list.push_back("<=" + values[1].get<std::string>());
  return list;
}

// "last_change": [">=2025-01-01T00:00:00"]; what is no time is passed over, as the real server does.
SqlPart times(const Entity& entity, const std::string& field, const Json& given) {
  std::vector<SqlPart> parts;
  auto values = timeRange(given);
  for (const auto& text : texts(values)) {
    auto start = text.find_first_not_of("<>=!");
    auto moment = start == std::string::npos ? std::nullopt : normalTime(text.substr(start));
    if (!moment) continue;
    auto part = fieldExpression(entity, field);
    part.text += start ? text.substr(0, start) + "?" : "=?";
    part.values.push_back(*moment);
    parts.push_back(std::move(part));
  }
  return joined(std::move(parts), " AND ");
}

// _any_ and _all_: one pattern (or time) over several fields.
SqlPart manyFields(const Entity& entity, const Json& query, bool all) {
  std::vector<SqlPart> parts;
  auto text = textOr(query, "pattern");
  if (!text.empty()) checkPattern(text);
  for (const auto& field : texts(query.value("fields", Json::array()))) {
    if (!text.empty()) parts.push_back(pattern(entity, field, text));
    if (has(query, "datetime")) parts.push_back(times(entity, field, query["datetime"]));
  }
  return joined(std::move(parts), all ? " AND " : " OR ");
}

SqlPart searchText(const Entity& entity, const std::string& text) {
  std::vector<SqlPart> parts;
  for (const auto& field : entity.searchFields) {
    auto part = fieldExpression(entity, field);
    part.text = "instr(lower(" + part.text + "), ?)";
    part.values.push_back(text::toLower(text));
    parts.push_back(std::move(part));
  }
  return joined(std::move(parts), " OR ");
}

bool isDynamic(const Entity& entity, const std::string& field) {
  for (auto start :
       {"hyperparams.", "configuration.", "runtime.", "metadata.", "last_metrics.", "execution.", "models.", "labels."})
    if (field.starts_with(start)) return true;
  return entity.table == std::string_view("users") && field == "given_name";
}

bool isIn(const std::vector<std::string>& list, const std::string& text) {
  return std::find(list.begin(), list.end(), text) != list.end();
}

SqlPart fieldCondition(Database& database, const Entity& entity, const std::string& field, const Json& value,
                       const Json& args) {
  auto column = columnOf(entity, field);
  bool metric = field.starts_with("last_metrics.");
  if (isIn(entity.patternFields, field) && value.is_string()) {
    checkPattern(value.get<std::string>());
    return pattern(entity, field, value.get<std::string>());
  }
  if (metric || isIn(entity.rangeFields, field)) return value.is_array() ? range(entity, field, value) : SqlPart();
  if (column && column->kind == ColumnKind::Time) return times(entity, field, value);
  if (field == "project" && value.is_string() && flag(args, "include_subprojects"))
    return includeAndExclude(entity, field, readList(withSubprojects(database, Json::array({value}))));
  if (!value.is_array()) return matches(entity, field, value);
  if (field == "project" && flag(args, "include_subprojects"))
    return includeAndExclude(entity, field, readList(withSubprojects(database, value)));
  return includeAndExclude(entity, field, readList(value));
}

SqlPart hiddenCondition(const Entity& entity, const Json& args) {
  SqlPart part;
  bool named = has(args, "id") && !args["id"].empty() && !flag(args, "hide_hidden");
  bool hides = entity.table == std::string_view("tasks") || entity.table == std::string_view("projects");
  if (hides && !named && !flag(args, "search_hidden")) part.add("ifnull(instr(t.system_tags, '\"hidden\"'), 0)=0");
  return part;
}

ApiError unknownField(const Entity& entity, const std::string& path) {
  std::string object = entity.noun;
  object.front() = char(object.front() - 'a' + 'A');
  return ApiError(400, 14, "Fields not defined for object: fields=(" + path + "), object=" + object);
}

// Whether documents of this kind have the field: a column, a reference, or one of those that are kept in the document.
bool isRoot(const Entity& entity, const std::string& field) {
  static const std::set<std::string> others = {
      "company",     "output",        "script",       "container",      "report",          "report_assets",  "runtime",
      "hyperparams", "configuration", "models",       "execution",      "metadata",        "design",         "labels",
      "entries",     "last_metrics",  "metric_stats", "unique_metrics", "last_changed_by", "enqueue_status", "avatar",
      "role",        "given_name",    "family_name",  "ui_cache"};
  if (entity.table == std::string_view("users") && (field == "role" || field == "email")) return false;
  auto starts = [&](const std::string& path) { return pathParts(path).front() == field; };
  auto isColumn = [&](const Column& column) { return starts(column.path); };
  return others.contains(field) || std::any_of(entity.columns.begin(), entity.columns.end(), isColumn) ||
         std::any_of(entity.references.begin(), entity.references.end(), starts);
}

}  // namespace

Json withSubprojects(Database& database, const Json& ids) {
  auto all = ids.is_array() ? ids : Json::array({ids});
  for (const auto& id : texts(ids)) {
    auto rows = database.rows(
        "SELECT p.id FROM projects p WHERE EXISTS(SELECT 1 FROM json_each(p.path) e WHERE e.value=?)", id);
    while (rows.next()) all.push_back(rows.text(0));
  }
  return all;
}

void SqlPart::add(const std::string& more, std::vector<SqlValue> moreValues) {
  text += more;
  values.insert(values.end(), std::make_move_iterator(moreValues.begin()), std::make_move_iterator(moreValues.end()));
}

SqlPart fieldExpression(const Entity& entity, const std::string& path) {
  if (auto column = columnOf(entity, path)) return {"t." + std::string(column->name), {}};
  auto parts = pathParts(path);
  if (parts.front() == "last_metrics" && parts.size() == 4) {
    static const std::map<std::string, const char*> figures = {{"value", "last_value"},
                                                               {"min_value", "min_value"},
                                                               {"max_value", "max_value"},
                                                               {"first_value", "first_value"},
                                                               {"min_value_iteration", "min_iter"},
                                                               {"max_value_iteration", "max_iter"},
                                                               {"count", "count"},
                                                               {"mean_value", "total/count"}};
    auto figure = figures.find(parts[3]);
    auto owner = entity.table == std::string_view("models") ? "-t.n" : "t.n";
    if (figure != figures.end())
      return {"(SELECT " + std::string(figure->second) + " FROM series INDEXED BY series_by_metric WHERE owner=" +
                  owner + " AND metric_hash=? AND variant_hash=?)",
              {parts[1], parts[2]}};
  }
  if (!isRoot(entity, parts.front())) throw unknownField(entity, path);
  std::string jsonPath = "$";
  for (const auto& part : parts) jsonPath += ".\"" + text::replaceAll(part, "\"", "") + "\"";
  auto table = std::string(entity.table);
  return {"(SELECT json_extract(doc, ?) FROM " + table + "_docs d WHERE d.n=t.n)", {jsonPath}};
}

SqlPart conditions(Database& database, const Entity& entity, const Json& args) {
  std::vector<SqlPart> parts;
  auto take = [&parts](SqlPart part) {
    if (!part.text.empty()) parts.push_back(std::move(part));
  };
  for (const auto& item : args.items()) {
    const auto& field = item.key();
    const auto& value = item.value();
    bool empty = value.is_null() || (value.is_array() && value.empty()) ||
                 (value.is_string() && value.get_ref<const std::string&>().empty());
    if (empty) continue;
    if (field == "_any_" || field == "_or_" || field == "_all_" || field == "_and_")
      take(manyFields(entity, value, field == "_all_" || field == "_and_"));
    else if (field == "search_text" && value.is_string())
      take(searchText(entity, value.get<std::string>()));
    else if (field == "filters")
      for (const auto& filter : value.items()) take(taggedFilter(entity, filter.key(), filter.value()));
    else if (columnOf(entity, field) || isDynamic(entity, field))
      take(fieldCondition(database, entity, field, value, args));
  }
  take(hiddenCondition(entity, args));
  return joined(std::move(parts), " AND ");
}

SqlPart ordering(const Entity& entity, const Json& args) {
  SqlPart order;
  for (auto field : texts(args.value("order_by", Json::array()))) {
    bool down = field.starts_with('-');
    if (down) field.erase(0, 1);
    if (field.empty() || field == "@text_score") continue;
    if (field.starts_with("hyperparams.") && pathParts(field).size() == 3) field += ".value";
    auto expression = fieldExpression(entity, field);
    auto direction = down ? std::string(" DESC") : std::string();
    auto separator = order.text.empty() ? "" : ", ";
    if (field.starts_with("hyperparams.") ||
        field.starts_with("execution.parameters")) {  // numbers in texts sort as numbers
      order.add(separator + ("CAST(" + expression.text + " AS REAL)") + direction + (down ? "" : " NULLS LAST"),
                expression.values);
      separator = ", ";
    }
    bool neverEmpty =
        field == "last_update" || field == "created" || field == "name" || field == "id" || field == "featured";
    if (!down && !neverEmpty) direction = " NULLS LAST";
    order.add(separator + expression.text + direction, expression.values);
  }
  order.text += order.text.empty() ? "t.n" : ", t.id";
  return order;
}

void bindValues(Rows& rows, const std::vector<SqlValue>& values) {
  for (const auto& value : values) {
    if (auto number = std::get_if<std::int64_t>(&value))
      rows.bind(*number);
    else if (auto real = std::get_if<double>(&value))
      rows.bind(*real);
    else if (auto text = std::get_if<std::string>(&value))
      rows.bind(*text);
    else
      rows.bindNull();
  }
}

}  // namespace cleardeck::tracking
