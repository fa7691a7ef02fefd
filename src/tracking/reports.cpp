// Reports: tasks of type report in a hidden project ".reports".
#include "tracking/endpoint_lists.h"
#include "tracking/listing.h"
#include "tracking/task_document.h"
#include "tracking/viewing.h"

#include <set>

namespace cleardeck::tracking {
namespace {

constexpr const char* kProject = ".reports";

Json loadReport(Call& call) {
  auto id = textOr(call.args, "task");
  auto task = loadDocument(call.db(), tasks(), id);
  if (textOr(task, "type") != "report") throw withFacts(150, "Passed task is not report", {{"id", id}});
  return task;
}

std::string reportsProject(Call& call, std::string name) {
  while (name.starts_with('/')) name.erase(0, 1);
  while (name.ends_with('/')) name.pop_back();
  if (name != kProject && !name.ends_with(std::string("/") + kProject))
    name += (name.empty() ? "" : "/") + std::string(kProject);
  auto id = projectByName(call, name);
  auto project = loadDocument(call.db(), projects(), id);
  if (contains(project["system_tags"], "reports")) return id;
  project["system_tags"] = {"hidden", "reports"};
  project["description"] = "Reports project";
  saveDocument(call.db(), projects(), project);
  return id;
}

std::string nameOfProject(Call& call, const char* field) {
  auto id = textOr(call.args, field);
  return id.empty() ? std::string() : textOr(loadDocument(call.db(), projects(), id), "name");
}

Json create(Call& call) {
  auto project = reportsProject(call, nameOfProject(call, "project"));
  auto task = newTask(call);
  task["type"] = "report";
  task["project"] = project;
  for (auto field : {"name", "tags", "comment", "report", "report_assets"})
    if (has(call.args, field)) task[field] = sortedTexts(call.args[field]);
  task["system_tags"] = {"hidden", "reports"};
  insertDocument(call.db(), tasks(), task);
  return Json{{"id", task["id"]}, {"project_id", project}};
}

std::string shortened(const std::string& text) {
  return text.size() <= 100 ? text : text.substr(0, text.rfind(' ', 94)) + " [...]";
}

Json update(Call& call) {
  auto task = loadReport(call);
  Json fields = Json::object();
  bool harmless = true;
  for (auto field : {"name", "tags", "comment", "report", "report_assets"})
    if (has(call.args, field)) {
      task[field] = fields[field] = sortedTexts(call.args[field]);
      harmless = harmless && std::string_view(field).substr(0, 6) != "report";
    }
  if (fields.empty()) return Json{{"updated", 0}};
  if (textOr(task, "status") != "created" && !harmless)
    throw withFacts(110, "Invalid task status", {{"expected", "created"}, {"status", task["status"]}});
  saveTask(call, task, {{"report", 1}});
  if (fields.contains("report")) fields["report"] = shortened(fields["report"]);
  return Json{{"updated", 1}, {"fields", fields}};
}

void deleteEmptyProject(Call& call, const std::string& id) {
  auto project = findDocument(call.db(), projects(), id);
  if (!project || textOr(*project, "basename") != kProject) return;
  if (!call.db().rows("SELECT 1 FROM tasks WHERE project=?", id).next()) deleteDocument(call.db(), projects(), id);
}

Json move(Call& call) {
  if (!call.args.contains("project") && !has(call.args, "project_name"))
    throw ApiError(400, 11, "Missing required fields (project or project_name is required)");
  auto task = loadReport(call);
  auto before = textOr(task, "project");
  auto name = textOr(call.args, "project_name");
  auto project = reportsProject(call, name.empty() ? nameOfProject(call, "project") : name);
  task["project"] = project;
  saveTask(call, task, Json::object());
  if (before != project) deleteEmptyProject(call, before);
  return Json{{"project_id", project}};
}

Json publish(Call& call) {
  auto task = loadReport(call);
  auto fields = moveTask(call, task, "published", true, "", textOr(call.args, "message"));
  task["published"] = fields["published"] = call.now;
  return saveTask(call, task, fields);
}

Json setArchived(Call& call, bool archived) {
  auto task = loadReport(call);
  auto& tags = task["system_tags"];
  auto found = std::find(tags.begin(), tags.end(), "archived");
  if (archived && found == tags.end()) tags.push_back("archived");
  if (!archived && found != tags.end()) tags.erase(found);
  task["status_reason"] = "";
  task["status_message"] = textOr(call.args, "message");
  saveTask(call, task, Json::object());
  return Json{{archived ? "archived" : "unarchived", 1}};
}
Json archive(Call& call) { return setArchived(call, true); }
Json unarchive(Call& call) { return setArchived(call, false); }

Json remove(Call& call) {
  auto task = loadReport(call);
  auto project = textOr(task, "project");
  call.args["force"] = true;  // a published report may go without it
  deleteTask(call, task);
  deleteEmptyProject(call, project);
  return Json{{"deleted", 1}};
}

// The ".reports" below the projects that were asked for.
Json getAllEx(Call& call) {
  call.args["type"] = {"report"};
  call.args["search_hidden"] = true;
  if (!has(call.args, "project")) return answerListing(call, tasks(), true);
  auto ids = Json::array();
  auto wanted =
      flag(call.args, "include_subprojects") ? withSubprojects(call.db(), call.args["project"]) : call.args["project"];
  for (const auto& id : texts(wanted)) {
    auto rows = call.db().rows("SELECT id FROM projects WHERE basename=? AND (id=? OR parent=?)", kProject, id, id);
    while (rows.next()) ids.push_back(rows.text(0));
  }
  for (const auto& id : wanted)
    if (id.is_null()) {
      auto rows = call.db().rows("SELECT id FROM projects WHERE basename=? AND parent IS NULL", kProject);
      while (rows.next()) ids.push_back(rows.text(0));
    }
  if (ids.empty()) return Json{{"tasks", ids}};
  call.args["project"] = ids;
  return answerListing(call, tasks(), true);
}

Json tags(Call& call) {
  std::set<std::string> all;
  auto rows = call.db().rows("SELECT DISTINCT e.value FROM tasks t, json_each(t.tags) e WHERE t.type='report'");
  while (rows.next()) all.insert(rows.text(0));
  return Json{{"tags", all}};
}

// Several kinds of data of several tasks in one answer, as a page with widgets needs it.
Json taskData(Call& call) {
  bool ofModels = flag(call.args, "model_events");
  auto wanted = call.args;
  for (auto part : {"plots", "debug_images", "scalar_metrics_iter_histogram", "single_value_metrics", "model_events"})
    wanted.erase(part);
  auto asked = std::exchange(call.args, wanted);
  auto answer = answerListing(call, ofModels ? models() : tasks(), true);
  if (ofModels) answer = Json{{"tasks", answer["models"]}};
  auto ids = Json::array();
  for (const auto& task : answer["tasks"]) ids.push_back(task["id"]);
  auto part = [&](const char* name) {
    call.args = has(asked, name) ? asked[name] : Json::object();
    call.args["tasks"] = ids;
    call.args["model_events"] = ofModels;
    return has(asked, name) && !ids.empty();
  };
  if (part("debug_images")) answer["debug_images"] = debugImagesOf(call, ids);
  if (part("plots")) answer["plots"] = multiTaskPlots(call)["plots"];
  if (part("scalar_metrics_iter_histogram")) answer["scalar_metrics_iter_histogram"] = multiTaskCurves(call);
  if (part("single_value_metrics")) answer["single_value_metrics"] = singleValues(call)["tasks"];
  return answer;
}

}  // namespace

std::vector<Endpoint> reportEndpoints() {
  return {{"reports.create", Access::Write, create},   {"reports.update", Access::Write, update},
          {"reports.move", Access::Write, move},       {"reports.publish", Access::Write, publish},
          {"reports.archive", Access::Write, archive}, {"reports.unarchive", Access::Write, unarchive},
          {"reports.delete", Access::Write, remove},   {"reports.get_all_ex", Access::Read, getAllEx},
          {"reports.get_tags", Access::Read, tags},    {"reports.get_task_data", Access::Read, taskData}};
}

}  // namespace cleardeck::tracking
