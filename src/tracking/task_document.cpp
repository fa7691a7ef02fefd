#include "tracking/task_document.h"

#include "tracking/batch.h"
#include "tracking/queues.h"

#include <set>

namespace cleardeck::tracking {
namespace {

// clearml-server: apiserver/bll/task/utils.py
const std::map<std::string, std::set<std::string>>& legalMoves() {
  static const std::map<std::string, std::set<std::string>> moves = {
      {"created", {"queued", "in_progress"}},
      {"queued", {"created", "in_progress", "stopped"}},
      {"in_progress", {"stopped", "failed", "created", "completed"}},
      {"stopped", {"closed", "created", "failed", "queued", "in_progress", "published", "publishing", "completed"}},
      {"closed", {"created", "failed", "published", "publishing", "stopped"}},
      {"failed", {"created", "stopped", "published", "queued"}},
      {"publishing", {"published"}},
      {"completed", {"published", "in_progress", "created"}}};
  return moves;
}

}  // namespace

bool isLegalMove(const std::string& from, const std::string& to) {
  auto found = legalMoves().find(from);
  return found != legalMoves().end() && found->second.contains(to);
}

Json forEachId(Call& call, const std::function<Json(const std::string& id)>& one) {
  auto succeeded = Json::array(), failed = Json::array();
  for (const auto& id : texts(call.args.value("ids", Json::array()))) {
    call.db().execute("SAVEPOINT one");
    try {
      Json done = {{"id", id}};
      done.update(one(id));
      succeeded.push_back(std::move(done));
    } catch (const ApiError& error) {
      call.db().execute("ROLLBACK TO one");
      Json reason = {{"codes", {error.status, error.subcode}}, {"msg", error.message}, {"data", error.data}};
      failed.push_back({{"id", id}, {"error", reason}});
    }
    call.db().execute("RELEASE one");
  }
  return Json{{"succeeded", succeeded}, {"failed", failed}};
}

Json loadTask(Call& call, const std::string& id) {
  auto task = findDocument(call.db(), tasks(), id);
  if (!task) throw ApiError(400, 101, "Invalid task id: ids=(" + id + ")");
  return std::move(*task);
}

void requireWritable(const Json& document) {
  if (textOr(document, "company", kCompany).empty())
    throw ApiError(
        403, 21,
        "Forbidden (no write permission) (cannot modify public object(s), ids=('" + textOr(document, "id") + "',))");
}

void markChanged(Call& call, Json& document) {
  requireWritable(document);
  document["last_update"] = call.now;
  document["last_change"] = call.now;
  document["last_changed_by"] = call.caller.user;
  auto project = textOr(document, "project");
  if (!project.empty()) call.db().run("UPDATE projects SET last_update=? WHERE id=?", call.now, project);
}

Json saveTask(Call& call, Json& task, Json fields) {
  static const std::set<std::string> names = {"name",    "tags",    "system_tags", "comment",
                                              "project", "created", "output.error"};
  bool onlyNames = !fields.empty();
  for (const auto& field : fields.items()) onlyNames = onlyNames && names.contains(field.key());
  auto before = task.value("last_update", Json());
  markChanged(call, task);
  if (onlyNames && !before.is_null()) task["last_update"] = before;
  for (auto mark : {"last_update", "last_change", "last_changed_by"})
    if (!onlyNames || mark != std::string_view("last_update")) fields[mark] = task[mark];
  saveDocument(call.db(), tasks(), task);
  return Json{{"updated", 1}, {"fields", std::move(fields)}};
}

Json moveTask(Call& call, Json& task, const std::string& status, bool force, const std::string& reason,
              const std::string& message) {
  auto current = textOr(task, "status");
  if (!force && current != status && !isLegalMove(current, status))
    throw withFacts(110, "Invalid task status (Invalid status change)",
                    {{"current_status", current}, {"new_status", status}});
  Json fields = {
      {"status", status}, {"status_reason", reason}, {"status_message", message}, {"status_changed", call.now}};
  if (status == "queued" && contains(task["system_tags"], "development")) {
    auto& tags = task["system_tags"];
    tags.erase(std::find(tags.begin(), tags.end(), "development"));
  }
  task.update(fields);
  return fields;
}

void requireDraft(const Json& task, bool force) {
  auto status = textOr(task, "status");
  if (force || status == "created") return;
  throw ApiError(400, 110, "Invalid task status: expected=created, status=" + status);
}

void deleteEvents(Database& database, std::int64_t owner) {
  database.run("DELETE FROM blocks WHERE series IN (SELECT id FROM series WHERE owner=?)", owner);
  for (auto table : {"series", "logs", "log_counts", "events"})
    database.run("DELETE FROM " + std::string(table) + " WHERE owner=?", owner);
}

int removeFromQueues(Call& call, const std::string& task, const std::string& except) {
  std::vector<std::string> ids;
  {
    auto rows = call.db().rows(
        "SELECT q.id FROM queues q JOIN queues_docs d USING(n) WHERE instr(d.doc, ?) AND q.id!=?", task, except);
    while (rows.next()) ids.push_back(rows.text(0));
  }
  int removed = 0;
  for (const auto& id : ids) {
    auto queue = loadQueue(call, id);
    auto kept = Json::array();
    for (const auto& entry : queue["entries"])
      if (textOr(entry, "task") != task) kept.push_back(entry);
    if (kept.size() == queue["entries"].size()) continue;
    removed += int(queue["entries"].size() - kept.size());
    queue["entries"] = kept;
    saveQueue(call, queue);
  }
  return removed;
}

std::string projectByName(Call& call, const std::string& name) {
  {
    auto rows = call.db().rows("SELECT id FROM projects WHERE name=?", name);
    if (rows.next()) return rows.text(0);
  }
  auto slash = name.rfind('/');
  Json project = {{"id", newId()},
                  {"company", kCompany},
                  {"user", call.caller.user},
                  {"name", name},
                  {"basename", name.substr(slash + 1)},
                  {"description", ""},
                  {"created", call.now},
                  {"last_update", call.now},
                  {"tags", Json::array()},
                  {"system_tags", Json::array()},
                  {"featured", 9999}};
  if (slash != std::string::npos) {
    auto parent = projectByName(call, name.substr(0, slash));
    auto document = loadDocument(call.db(), projects(), parent);
    project["path"] = document.value("path", Json::array());
    project["path"].push_back(parent);
    project["parent"] = parent;
  }
  insertDocument(call.db(), projects(), project);
  return project["id"];
}

std::string targetProject(Call& call) {
  if (call.args.contains("project") && !has(call.args, "project_name")) {  // null: at the top
    auto id = textOr(call.args, "project");
    if (!id.empty()) loadDocument(call.db(), projects(), id);
    return id;
  }
  if (has(call.args, "project_name")) return projectByName(call, textOr(call.args, "project_name"));
  throw ApiError(400, 11, "Missing required fields (project or project_name is required)");
}

}  // namespace cleardeck::tracking
