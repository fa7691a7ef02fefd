#include "tracking/migrations.h"

#include <iterator>

namespace cleardeck::tracking {
namespace {

// A kind of document is two tables: the small row that is searched and sorted, and the whole document. `n` joins them
// and everything else that belongs to the document. Times are ISO 8601 texts of one form, lists are JSON texts.
const char* const kDocuments = R"(
CREATE TABLE tasks(n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, name TEXT, type TEXT, status TEXT, project TEXT,
  user TEXT, parent TEXT, comment TEXT, created TEXT, started TEXT, completed TEXT, published TEXT, status_changed TEXT,
  status_message TEXT, status_reason TEXT, active_duration REAL, tags TEXT, system_tags TEXT, progress TEXT, queue TEXT,
  last_update TEXT, last_change TEXT, last_iteration INTEGER, last_worker TEXT, last_worker_report TEXT);
CREATE TABLE tasks_docs(n INTEGER PRIMARY KEY, doc TEXT NOT NULL);
CREATE INDEX tasks_by_update ON tasks(last_update);
CREATE INDEX tasks_by_project ON tasks(project, last_update);
CREATE INDEX tasks_by_parent ON tasks(parent) WHERE parent IS NOT NULL;
CREATE INDEX tasks_by_status ON tasks(status);
CREATE TABLE projects(n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, name TEXT, basename TEXT, description TEXT,
  user TEXT, parent TEXT, path TEXT, created TEXT, last_update TEXT, tags TEXT, system_tags TEXT, featured INTEGER,
  default_output_destination TEXT);
CREATE TABLE projects_docs(n INTEGER PRIMARY KEY, doc TEXT NOT NULL);
CREATE UNIQUE INDEX projects_by_name ON projects(name);
CREATE TABLE models(n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, name TEXT, user TEXT, project TEXT, task TEXT,
  parent TEXT, comment TEXT, framework TEXT, uri TEXT, ready INTEGER, created TEXT, tags TEXT, system_tags TEXT,
  last_update TEXT, last_change TEXT, last_iteration INTEGER);
CREATE TABLE models_docs(n INTEGER PRIMARY KEY, doc TEXT NOT NULL);
CREATE INDEX models_by_project ON models(project);
CREATE INDEX models_by_task ON models(task);
CREATE TABLE queues(n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, name TEXT, display_name TEXT, created TEXT,
  last_update TEXT, tags TEXT, system_tags TEXT);
CREATE TABLE queues_docs(n INTEGER PRIMARY KEY, doc TEXT NOT NULL);
CREATE TABLE users(n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, name TEXT, created TEXT);
CREATE TABLE users_docs(n INTEGER PRIMARY KEY, doc TEXT NOT NULL);
)";

// `owner` is a task's n, or minus a model's n. A series' points are in blocks (series.h); its row carries the figures
// that ClearML calls last_metrics. Log lines are in the order of their time.
const char* const kEvents = R"(
CREATE TABLE series(id INTEGER PRIMARY KEY, owner INTEGER NOT NULL, metric TEXT NOT NULL, variant TEXT NOT NULL,
  metric_hash TEXT NOT NULL, variant_hash TEXT NOT NULL, x_axis_label TEXT, points INTEGER NOT NULL, count INTEGER NOT NULL,
  total REAL NOT NULL, first_value REAL, first_iter INTEGER, last_value REAL, last_iter INTEGER, last_time INTEGER,
  min_value REAL, min_iter INTEGER, max_value REAL, max_iter INTEGER);
CREATE UNIQUE INDEX series_by_owner ON series(owner, metric_hash, variant_hash);
CREATE INDEX series_by_metric ON series(metric_hash, variant_hash);
CREATE TABLE blocks(series INTEGER NOT NULL, first_iter INTEGER NOT NULL, last_iter INTEGER NOT NULL,
  points INTEGER NOT NULL, data BLOB NOT NULL, PRIMARY KEY(series, first_iter)) WITHOUT ROWID;
CREATE TABLE logs(owner INTEGER NOT NULL, time INTEGER NOT NULL, line INTEGER NOT NULL, level TEXT, worker TEXT,
  msg TEXT NOT NULL, added TEXT NOT NULL, PRIMARY KEY(owner, time, line)) WITHOUT ROWID;
CREATE TABLE log_counts(owner INTEGER PRIMARY KEY, lines INTEGER NOT NULL, last INTEGER NOT NULL);
CREATE TABLE events(id INTEGER PRIMARY KEY, owner INTEGER NOT NULL, type TEXT NOT NULL, metric TEXT NOT NULL,
  variant TEXT NOT NULL, iter INTEGER NOT NULL, key TEXT NOT NULL, time INTEGER NOT NULL, doc TEXT NOT NULL);
CREATE UNIQUE INDEX events_by_owner ON events(owner, type, metric, variant, iter, key);
)";

const char* const kAccess = R"(
CREATE TABLE credentials(access_key TEXT PRIMARY KEY, secret_key TEXT NOT NULL, user TEXT NOT NULL, label TEXT,
  created TEXT NOT NULL, last_used TEXT, last_used_from TEXT);
CREATE TABLE revoked_sessions(id TEXT PRIMARY KEY, until INTEGER NOT NULL);
CREATE TABLE settings(name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE workers(key TEXT PRIMARY KEY, doc TEXT NOT NULL, seen INTEGER NOT NULL, timeout INTEGER NOT NULL);
)";

// The users that came from the list of fixed users.
const char* const kFixedUsers = "CREATE TABLE fixed_users(user TEXT PRIMARY KEY)";

// What workers, queues and serving containers report over time (ms), and downloads that were prepared.
const char* const kReports = R"(
CREATE TABLE worker_stats(worker TEXT NOT NULL, time INTEGER NOT NULL, active INTEGER NOT NULL, metric TEXT NOT NULL,
  variant TEXT NOT NULL, value REAL NOT NULL);
CREATE INDEX worker_stats_by_time ON worker_stats(time, metric);
CREATE INDEX worker_stats_by_worker ON worker_stats(worker, metric);
CREATE TABLE queue_metrics(queue TEXT NOT NULL, time INTEGER NOT NULL, waiting REAL NOT NULL, length INTEGER NOT NULL);
CREATE INDEX queue_metrics_by_time ON queue_metrics(time, queue);
CREATE TABLE containers(id TEXT PRIMARY KEY, url TEXT, doc TEXT NOT NULL, seen INTEGER NOT NULL, timeout INTEGER NOT NULL);
CREATE TABLE container_stats(url TEXT NOT NULL, container TEXT NOT NULL, time INTEGER NOT NULL, metric TEXT NOT NULL,
  value REAL NOT NULL);
CREATE INDEX container_stats_by_url ON container_stats(url, time, metric);
CREATE TABLE prepared(id TEXT PRIMARY KEY, doc TEXT NOT NULL, time INTEGER NOT NULL);
)";

// Fields of a log event beyond the usual ones, as JSON.
const char* const kLogExtras = "ALTER TABLE logs ADD COLUMN extra TEXT";

// Sorting tasks by a metric needs nothing but this index.
const char* const kMetricOrder = R"(
DROP INDEX series_by_metric;
CREATE INDEX series_by_metric ON series(metric_hash, variant_hash, owner, last_value, min_value, max_value);
)";

const char* const* const kSteps[] = {&kDocuments, &kEvents,    &kAccess,     &kFixedUsers,
                                     &kReports,   &kLogExtras, &kMetricOrder};

}  // namespace

int newestVersion() { return int(std::size(kSteps)); }

Result<Done> migrate(Database& database) {
  int version = 0;
  {
    auto rows = database.rows("PRAGMA user_version");
    if (rows.next()) version = int(rows.number(0));
  }
  if (version > newestVersion())
    return Error(ErrorKind::Invalid,
                 "the database was written by a newer version of ClearDeck (form " + std::to_string(version) + ")")
        .withHint("Use that version, or another data folder");
  for (; version < newestVersion(); ++version) {
    database.execute("BEGIN IMMEDIATE");
    database.execute(*kSteps[version]);
    database.execute("PRAGMA user_version=" + std::to_string(version + 1));
    database.execute("COMMIT");
  }
  return Done();
}

}  // namespace cleardeck::tracking
