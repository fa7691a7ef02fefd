/// The five kinds of documents (task, project, model, queue, user): which of their fields are columns, and how they are
/// loaded and saved. A document is JSON as ClearML's plain calls give it (references as ids).
#pragma once
#include "tracking/database.h"
#include "tracking/values.h"

#include <span>

namespace cleardeck::tracking {

enum class ColumnKind { Text, Time, Number, Flag, List };

/// A field of the document that is also a column of the small row.
struct Column {
  const char* path;  ///< dotted
  const char* name;
  ColumnKind kind;
  bool live = false;  ///< kept in the row only, because it changes with every batch of events
};

struct Entity {
  const char* table;
  const char* plural;  ///< "tasks": the key of listings
  const char* noun;    ///< "task"
  int invalidId;       ///< sub-code of "Invalid task id"
  std::vector<Column> columns;
  std::vector<std::string> references;     ///< fields that hold an id of something
  std::vector<std::string> patternFields;  ///< matched as regular expressions
  std::vector<std::string> rangeFields;    ///< [min, max]
  std::vector<std::string> searchFields;   ///< of search_text
};

const Entity& tasks();
const Entity& projects();
const Entity& models();
const Entity& queues();
const Entity& users();
/// The kind that a reference field such as "parent" of `entity` points to; nullptr for "company".
const Entity* referenced(const Entity& entity, const std::string& field);
const Column* columnOf(const Entity& entity, std::string_view path);

/// The columns of the row after "n", in the order of Entity::columns, with a table alias: "t.id, t.name, …".
std::string columnList(const Entity& entity);
/// A document of the columns at `first`…: what a table of tasks needs, without reading the document.
void readColumns(const Entity& entity, const Rows& rows, int first, Json& into, bool liveOnly);

std::optional<Json> findDocument(Database& database, const Entity& entity, std::string_view id);
/// Throws ApiError "Invalid task id: id=…, company=…".
Json loadDocument(Database& database, const Entity& entity, std::string_view id);
void insertDocument(Database& database, const Entity& entity, const Json& document);
void saveDocument(Database& database, const Entity& entity, const Json& document);
void deleteDocument(Database& database, const Entity& entity, std::string_view id);
/// The row number, which events refer to.
std::optional<std::int64_t> rowNumber(Database& database, const Entity& entity, std::string_view id);
ApiError invalidId(const Entity& entity, std::string_view id);
std::string nameOf(Database& database, const Entity& entity, std::string_view id);

}  // namespace cleardeck::tracking
