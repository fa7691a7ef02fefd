#include "tracking/database.h"

#include <sqlite3.h>
#include <regex>

namespace cleardeck::tracking {
namespace {

constexpr std::size_t kIdleStatements = 200;

// text REGEXP pattern. The compiled pattern is kept by SQLite for the whole statement.
void regexpFunction(sqlite3_context* context, int, sqlite3_value** values) {
  auto pattern = static_cast<std::regex*>(sqlite3_get_auxdata(context, 0));
  if (!pattern) {
    auto text = reinterpret_cast<const char*>(sqlite3_value_text(values[0]));
    try {
      pattern = new std::regex(text ? text : "", std::regex::ECMAScript | std::regex::icase | std::regex::optimize);
    } catch (const std::regex_error& e) {
      return sqlite3_result_error(context, e.what(), -1);
    }
    auto forget = [](void* old) { delete static_cast<std::regex*>(old); };
    sqlite3_set_auxdata(context, 0, pattern, forget);
    pattern = static_cast<std::regex*>(sqlite3_get_auxdata(context, 0));
    if (!pattern) return sqlite3_result_error_nomem(context);
  }
  auto text = reinterpret_cast<const char*>(sqlite3_value_text(values[1]));
  if (!text) return sqlite3_result_int(context, 0);
  std::cmatch match;
  sqlite3_result_int(context, std::regex_search(text, match, *pattern));
}

}  // namespace

Rows::~Rows() {
  if (!m_statement) return;
  m_statement->tryReset();
  m_database.giveBack(m_sql, std::move(m_statement));
}

Rows& Rows::bind(std::string_view text) {
  m_statement->bind(++m_next, std::string(text));
  return *this;
}
Rows& Rows::bind(std::int64_t number) {
  m_statement->bind(++m_next, number);
  return *this;
}
Rows& Rows::bind(double number) {
  m_statement->bind(++m_next, number);
  return *this;
}
Rows& Rows::bindBlob(std::string_view bytes) {
  m_statement->bind(++m_next, bytes.data(), int(bytes.size()));
  return *this;
}
Rows& Rows::bindNull() {
  m_statement->bind(++m_next);
  return *this;
}
int Rows::run() {
  while (m_statement->executeStep()) {
  }
  return m_statement->getChanges();
}
std::string Rows::text(int column) const { return std::string(view(column)); }
std::string_view Rows::view(int column) const {
  auto value = m_statement->getColumn(column);
  auto bytes = value.getBlob();  // before getBytes: SQLite converts on access
  return bytes ? std::string_view(static_cast<const char*>(bytes), std::size_t(value.getBytes())) : std::string_view();
}

Database::Database(const std::filesystem::path& file, bool writes)
    : m_connection(file.string(), writes ? SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE : SQLite::OPEN_READONLY) {
  m_connection.setBusyTimeout(10'000);
  if (writes) m_connection.exec("PRAGMA auto_vacuum=INCREMENTAL; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL");
  m_connection.exec("PRAGMA foreign_keys=OFF");
  // The writer's cache is its own; readers share the system's through the mapping.
  m_connection.exec(writes ? "PRAGMA cache_size=-6000" : "PRAGMA cache_size=-3000; PRAGMA mmap_size=33554432");
  m_connection.createFunction("regexp", 2, true, nullptr, regexpFunction, nullptr, nullptr, nullptr);
}

std::unique_ptr<SQLite::Statement> Database::take(const std::string& sql) {
  auto found = m_idle.find(sql);
  if (found == m_idle.end() || found->second.empty()) return std::make_unique<SQLite::Statement>(m_connection, sql);
  auto statement = std::move(found->second.back());
  found->second.pop_back();
  return statement;
}

void Database::giveBack(const std::string& sql, std::unique_ptr<SQLite::Statement> statement) {
  if (m_idle.size() > kIdleStatements) m_idle.clear();  // queries with many shapes must not fill the memory
  statement->clearBindings();
  m_idle[sql].push_back(std::move(statement));
}

}  // namespace cleardeck::tracking
