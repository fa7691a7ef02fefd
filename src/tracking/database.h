/// One SQLite connection with its prepared statements, for one thread at a time.
#pragma once
#include <SQLiteCpp/SQLiteCpp.h>

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace cleardeck::tracking {

class Database;

/// A statement in use; goes back to its connection when this ends. Throws SQLite::Exception.
class Rows {
 public:
  Rows(Database& database, std::string sql, std::unique_ptr<SQLite::Statement> statement)
      : m_database(database), m_sql(std::move(sql)), m_statement(std::move(statement)) {}
  ~Rows();
  Rows(Rows&&) = default;
  Rows& operator=(Rows&&) = delete;

  /// The next parameter.
  Rows& bind(std::string_view text);
  Rows& bind(const char* text) { return bind(std::string_view(text)); }
  Rows& bind(const std::string& text) { return bind(std::string_view(text)); }
  Rows& bind(std::int64_t number);
  Rows& bind(int number) { return bind(std::int64_t(number)); }
  Rows& bind(std::size_t number) { return bind(std::int64_t(number)); }
  Rows& bind(bool flag) { return bind(std::int64_t(flag)); }
  Rows& bind(double number);
  Rows& bindBlob(std::string_view bytes);
  Rows& bindNull();

  bool next() { return m_statement->executeStep(); }
  /// For statements without rows; how many rows changed.
  int run();

  std::string text(int column) const;
  std::string_view view(int column) const;  ///< until the next row
  std::int64_t number(int column) const { return m_statement->getColumn(column).getInt64(); }
  double real(int column) const { return m_statement->getColumn(column).getDouble(); }
  bool null(int column) const { return m_statement->getColumn(column).isNull(); }
  bool isNumber(int column) const {
    return m_statement->getColumn(column).isInteger() || m_statement->getColumn(column).isFloat();
  }
  int columns() const { return m_statement->getColumnCount(); }

 private:
  Database& m_database;
  std::string m_sql;
  std::unique_ptr<SQLite::Statement> m_statement;
  int m_next = 0;
};

class Database {
 public:
  /// WAL, with the function REGEXP (case-insensitive, found anywhere in the text).
  Database(const std::filesystem::path& file, bool writes);

  template <class... Values>
  Rows rows(const std::string& sql, const Values&... values) {
    Rows found(*this, sql, take(sql));
    (found.bind(values), ...);
    return found;
  }
  template <class... Values>
  int run(const std::string& sql, const Values&... values) {
    return rows(sql, values...).run();
  }
  void execute(const std::string& sql) { m_connection.exec(sql); }
  std::int64_t lastRow() { return m_connection.getLastInsertRowid(); }

 private:
  friend class Rows;
  std::unique_ptr<SQLite::Statement> take(const std::string& sql);
  void giveBack(const std::string& sql, std::unique_ptr<SQLite::Statement> statement);
  SQLite::Database m_connection;
  std::map<std::string, std::vector<std::unique_ptr<SQLite::Statement>>, std::less<>> m_idle;
};

}  // namespace cleardeck::tracking
