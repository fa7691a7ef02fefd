/// Checks a request's fields against the table of request schemas (schema_table.cpp), with ClearML's messages.
#pragma once
#include "tracking/api_error.h"

namespace cleardeck::tracking {

/// Throws ApiError 400/12. Unknown fields and unknown endpoints pass, null counts as not given.
void validateRequest(const std::string& endpoint, const Json& args);

/// One line of the table: the fields as "name!:type", a space between them. "!" is required. Types: str, int, num,
/// bool, obj, list, [str], [str!] (not empty), or the name of an enumeration.
struct SchemaLine {
  const char* endpoint;
  const char* fields;
};
struct Enumeration {
  const char* name;
  const char* values;  ///< separated by blanks
};
const std::vector<SchemaLine>& schemaTable();
const std::vector<Enumeration>& enumerations();

}  // namespace cleardeck::tracking
