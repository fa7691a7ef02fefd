#include "tracking/entity.h"

namespace cleardeck::tracking {
namespace {

using enum ColumnKind;

Entity makeTasks() {
  Entity entity{"tasks", "tasks", "task", 101, {}, {}, {}, {}, {}};
  entity.columns = {{"id", "id", Text},
                    {"name", "name", Text},
                    {"type", "type", Text},
                    {"status", "status", Text},
                    {"project", "project", Text},
                    {"user", "user", Text},
                    {"parent", "parent", Text},
                    {"comment", "comment", Text},
                    {"created", "created", Time},
                    {"started", "started", Time},
                    {"completed", "completed", Time},
                    {"published", "published", Time},
                    {"status_changed", "status_changed", Time},
                    {"status_message", "status_message", Text},
                    {"status_reason", "status_reason", Text},
                    {"active_duration", "active_duration", Number, true},
                    {"tags", "tags", List},
                    {"system_tags", "system_tags", List},
                    {"runtime.progress", "progress", Text},
                    {"execution.queue", "queue", Text},
                    {"last_update", "last_update", Time, true},
                    {"last_change", "last_change", Time, true},
                    {"last_iteration", "last_iteration", Number, true},
                    {"last_worker", "last_worker", Text, true},
                    {"last_worker_report", "last_worker_report", Time, true}};
  entity.references = {"project", "user", "parent", "company", "execution.queue"};
  entity.patternFields = {"name", "comment", "report"};
  entity.rangeFields = {"created", "started", "active_duration", "last_iteration"};
  entity.searchFields = {"id", "name", "comment", "tags"};
  return entity;
}

Entity makeProjects() {
  Entity entity{"projects", "projects", "project", 401, {}, {}, {}, {}, {}};
  entity.columns = {{"id", "id", Text},
                    {"name", "name", Text},
                    {"basename", "basename", Text},
                    {"description", "description", Text},
                    {"user", "user", Text},
                    {"parent", "parent", Text},
                    {"path", "path", List},
                    {"created", "created", Time},
                    {"last_update", "last_update", Time, true},
                    {"tags", "tags", List},
                    {"system_tags", "system_tags", List},
                    {"featured", "featured", Number},
                    {"default_output_destination", "default_output_destination", Text}};
  entity.references = {"user", "parent", "company"};
  entity.patternFields = {"name", "basename", "description"};
  entity.rangeFields = {"last_update"};
  entity.searchFields = {"id", "name", "description"};
  return entity;
}

Entity makeModels() {
  Entity entity{"models", "models", "model", 201, {}, {}, {}, {}, {}};
  entity.columns = {{"id", "id", Text},
                    {"name", "name", Text},
                    {"user", "user", Text},
                    {"project", "project", Text},
                    {"task", "task", Text},
                    {"parent", "parent", Text},
                    {"comment", "comment", Text},
                    {"framework", "framework", Text},
                    {"uri", "uri", Text},
                    {"ready", "ready", Flag},
                    {"created", "created", Time},
                    {"tags", "tags", List},
                    {"system_tags", "system_tags", List},
                    {"last_update", "last_update", Time, true},
                    {"last_change", "last_change", Time, true},
                    {"last_iteration", "last_iteration", Number, true}};
  entity.references = {"project", "user", "task", "parent", "company"};
  entity.patternFields = {"name", "comment"};
  entity.rangeFields = {"created", "last_iteration"};
  entity.searchFields = {"id", "name", "comment", "tags"};
  return entity;
}

Entity makeQueues() {
  Entity entity{"queues", "queues", "queue", 701, {}, {}, {}, {}, {}};
  entity.columns = {{"id", "id", Text},
                    {"name", "name", Text},
                    {"display_name", "display_name", Text},
                    {"created", "created", Time},
                    {"last_update", "last_update", Time},
                    {"tags", "tags", List},
                    {"system_tags", "system_tags", List}};
  entity.references = {"company"};
  entity.patternFields = {"name"};
  entity.searchFields = {"id", "name"};
  return entity;
}

Entity makeUsers() {
  Entity entity{"users", "users", "user", 301, {}, {}, {}, {}, {}};
  entity.columns = {{"id", "id", Text}, {"name", "name", Text}, {"created", "created", Time}};
  entity.references = {"company"};
  entity.patternFields = {"name"};
  entity.searchFields = {"id", "name"};
  return entity;
}

void bindColumn(Rows& rows, const Column& column, const Json& document) {
  auto value = find(document, pathParts(column.path));
  if (!value || value->is_null()) {
    rows.bindNull();
  } else if (column.kind == List) {
    rows.bind(dump(*value));
  } else if (column.kind == Time && value->is_string()) {
    rows.bind(normalTime(value->get<std::string>()).value_or(value->get<std::string>()));
  } else if (value->is_boolean()) {
    rows.bind(value->get<bool>());
  } else if (value->is_number_integer()) {
    rows.bind(value->get<std::int64_t>());
  } else if (value->is_number()) {
    rows.bind(value->get<double>());
  } else {
    rows.bind(value->is_string() ? value->get<std::string>() : dump(*value));
  }
}

std::string documentText(const Entity& entity, const Json& document) {
  auto copy = document;
  for (const auto& column : entity.columns)
    if (column.live) copy.erase(column.path);
  copy.erase("last_metrics");
  copy.erase("metric_stats");
  return dump(copy);
}

Json columnValue(const Column& column, const Rows& rows, int at) {
  if (column.kind == List) {
    auto list = Json::parse(rows.view(at), nullptr, false);
    return list.is_discarded() ? Json::array() : list;
  }
  if (column.kind == Flag) return rows.number(at) != 0;
  if (column.kind != Number) return rows.text(at);
  auto value = rows.real(at);
  return value == double(std::int64_t(value)) ? Json(std::int64_t(value)) : Json(value);
}

}  // namespace

const Entity& tasks() {
  static const auto entity = makeTasks();
  return entity;
}
const Entity& projects() {
  static const auto entity = makeProjects();
  return entity;
}
const Entity& models() {
  static const auto entity = makeModels();
  return entity;
}
const Entity& queues() {
  static const auto entity = makeQueues();
  return entity;
}
const Entity& users() {
  static const auto entity = makeUsers();
  return entity;
}

const Entity* referenced(const Entity& entity, const std::string& field) {
  if (field == "project") return &projects();
  if (field == "user") return &users();
  if (field == "task") return &tasks();
  if (field == "model") return &models();
  if (field == "parent") return &entity;
  if (field == "execution.queue") return &queues();
  return nullptr;
}

const Column* columnOf(const Entity& entity, std::string_view path) {
  for (const auto& column : entity.columns)
    if (path == column.path) return &column;
  return nullptr;
}

std::string columnList(const Entity& entity) {
  std::string list;
  for (const auto& column : entity.columns) list += (list.empty() ? "t." : ", t.") + std::string(column.name);
  return list;
}

void readColumns(const Entity& entity, const Rows& rows, int first, Json& into, bool liveOnly) {
  for (std::size_t i = 0; i < entity.columns.size(); ++i) {
    const auto& column = entity.columns[i];
    int at = first + int(i);
    if (rows.null(at) || (liveOnly && !column.live)) continue;
    auto at2 = &into;
    for (const auto& part : pathParts(column.path)) at2 = &(*at2)[part];
    *at2 = columnValue(column, rows, at);
  }
}

std::optional<Json> findDocument(Database& database, const Entity& entity, std::string_view id) {
  auto table = std::string(entity.table);
  auto rows = database.rows(
      "SELECT d.doc, " + columnList(entity) + " FROM " + table + " t JOIN " + table + "_docs d USING(n) WHERE t.id=?",
      id);
  if (!rows.next()) return std::nullopt;
  auto document = Json::parse(rows.view(0));
  readColumns(entity, rows, 1, document, true);
  return document;
}

Json loadDocument(Database& database, const Entity& entity, std::string_view id) {
  auto document = findDocument(database, entity, id);
  if (!document) throw invalidId(entity, id);
  return std::move(*document);
}

void insertDocument(Database& database, const Entity& entity, const Json& document) {
  auto table = std::string(entity.table);
  database.run("INSERT INTO " + table + "(id) VALUES(?)", textOr(document, "id"));
  database.run("INSERT INTO " + table + "_docs(n, doc) VALUES(?, '{}')", database.lastRow());
  saveDocument(database, entity, document);
}

void saveDocument(Database& database, const Entity& entity, const Json& document) {
  auto table = std::string(entity.table);
  auto id = textOr(document, "id");
  std::string assignments;
  for (const auto& column : entity.columns)
    assignments += (assignments.empty() ? "" : ", ") + std::string(column.name) + "=?";
  auto rows = database.rows("UPDATE " + table + " SET " + assignments + " WHERE id=?");
  for (const auto& column : entity.columns) bindColumn(rows, column, document);
  rows.bind(id);
  rows.run();
  database.run("UPDATE " + table + "_docs SET doc=? WHERE n=(SELECT n FROM " + table + " WHERE id=?)",
               documentText(entity, document), id);
}

void deleteDocument(Database& database, const Entity& entity, std::string_view id) {
  auto table = std::string(entity.table);
  database.run("DELETE FROM " + table + "_docs WHERE n=(SELECT n FROM " + table + " WHERE id=?)", id);
  database.run("DELETE FROM " + table + " WHERE id=?", id);
}

std::optional<std::int64_t> rowNumber(Database& database, const Entity& entity, std::string_view id) {
  auto rows = database.rows("SELECT n FROM " + std::string(entity.table) + " WHERE id=?", id);
  if (!rows.next()) return std::nullopt;
  return rows.number(0);
}

ApiError invalidId(const Entity& entity, std::string_view id) {
  return withFacts(entity.invalidId, "Invalid " + std::string(entity.noun) + " id",
                   {{"id", std::string(id)}, {"company", kCompany}});
}

std::string nameOf(Database& database, const Entity& entity, std::string_view id) {
  auto rows = database.rows("SELECT name FROM " + std::string(entity.table) + " WHERE id=?", id);
  return rows.next() ? rows.text(0) : std::string();
}

}  // namespace cleardeck::tracking
