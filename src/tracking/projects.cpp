// Projects: create, read, list, change. A tree by name ("a/b/c").
#include "tracking/projects.h"

#include "tracking/endpoint_lists.h"
#include "tracking/listing.h"
#include "tracking/project_scope.h"
#include "tracking/task_document.h"

#include "base/text.h"

#include <set>

namespace cleardeck::tracking {
namespace {

constexpr std::size_t kDeepest = 10;

void requireFreeName(Call& call, const std::string& name, const std::string& except) {
  if (call.db().rows("SELECT 1 FROM projects WHERE name=? AND id!=?", name, except).next())
    throw withFacts(801, "Project with the same name already exists", {{"name", name}, {"company", kCompany}});
}

// Neither a project of a public one's name nor one below it.
void requireNothingPublic(Call& call, const std::string& name) {
  for (auto part = name; !part.empty(); part = part.rfind('/') == part.npos ? "" : part.substr(0, part.rfind('/'))) {
    auto rows = call.db().rows(
        "SELECT json_extract(d.doc,'$.company') FROM projects t JOIN projects_docs d USING(n) WHERE t.name=?", part);
    if (rows.next() && !rows.null(0) && rows.text(0).empty())
      throw withFacts(414, "Cannot create project. Public project with the same name already exists", {{"name", part}});
  }
}

Json create(Call& call) {
  auto name = requireProjectName(textOr(call.args, "name"));
  requireNothingPublic(call, name);
  requireFreeName(call, name, "");
  auto id = projectByName(call, name);
  auto project = loadDocument(call.db(), projects(), id);
  for (auto field : {"description", "tags", "system_tags", "default_output_destination"})
    if (has(call.args, field)) project[field] = sortedTexts(call.args[field]);
  saveDocument(call.db(), projects(), project);
  return Json{{"id", id}};
}

Json getById(Call& call) { return Json{{"project", loadProject(call, textOr(call.args, "project"))}}; }

std::string locationOf(const std::string& name) {
  auto slash = name.rfind('/');
  return slash == std::string::npos ? std::string() : name.substr(0, slash);
}

Json update(Call& call) {
  auto project = loadProject(call, textOr(call.args, "project"));
  requireWritable(project);
  Json fields = Json::object();
  for (auto field : {"description", "tags", "system_tags", "default_output_destination"})
    if (call.args.contains(field)) project[field] = fields[field] = sortedTexts(call.args[field]);
  project["last_update"] = call.now;
  if (has(call.args, "name")) {
    auto name = requireProjectName(textOr(call.args, "name"));
    if (locationOf(name) != locationOf(textOr(project, "name")))
      throw withFacts(408, "Cannot update project location. Use projects.move instead", {{"name", name}});
    requireFreeName(call, name, textOr(project, "id"));
    fields["name"] = name;
    renameProject(call, project, name);
  } else {
    saveDocument(call.db(), projects(), project);
  }
  return Json{{"updated", 1}, {"fields", fields}};
}

// What a search by tree becomes: children at any depth, direct ones, or the top level.
void adjustSearch(Call& call) {
  auto& args = call.args;
  args.erase("path");
  if (!flag(args, "shallow_search")) {
    if (!args.contains("parent")) return;
    auto parent = args["parent"];
    args.erase("parent");
    bool top = parent.is_null() || (parent.is_array() && parent.size() == 1 && parent[0].is_null());
    if (!top) args["path"] = parent.is_array() ? parent : Json::array({parent});
    if (top) args["parent"] = Json::array({nullptr});
  } else if (!args.contains("parent")) {
    args["parent"] = Json::array({nullptr});
  }
}

// Ids become those of projects whose children fit; false when there are none.
bool selectByChildren(Call& call, std::vector<std::string>& selected) {
  if (!has(call.args, "active_users") && !has(call.args, "children_type")) return true;
  selected = projectsWithChildren(call);
  auto wanted = texts(call.args.value("id", Json::array()));
  auto ids = Json::array();
  for (const auto& id : selected)
    if (wanted.empty() || std::find(wanted.begin(), wanted.end(), id) != wanted.end()) ids.push_back(id);
  call.args["id"] = ids;
  return !ids.empty();
}

// get_by_id has the path; a listing shows it only when it is asked for.
void hidePaths(const Call& call, Json& list) {
  bool asked = has(call.args, "only_fields") && !call.args["only_fields"].empty();
  for (auto& project : list)
    if (!asked) project.erase("path");
}

Json getAll(Call& call) {
  adjustSearch(call);
  auto answer = answerListing(call, projects(), false);
  hidePaths(call, answer["projects"]);
  return answer;
}

// Says so when a hidden project is shown.
void markHidden(Call& call, Json& list, bool addedTags) {
  if (!flag(call.args, "search_hidden")) return;
  for (auto& project : list) {
    if (contains(project.value("system_tags", Json::array()), "hidden")) project["hidden"] = true;
    if (addedTags) project.erase("system_tags");
  }
}

Json getAllEx(Call& call) {
  bool named = has(call.args, "id") && !call.args["id"].empty();
  adjustSearch(call);
  std::vector<std::string> selected;
  if (!selectByChildren(call, selected)) return Json{{"projects", Json::array()}};
  if (!named && !flag(call.args, "search_hidden")) call.args["hide_hidden"] = true;  // an id alone would show them
  auto& fields = call.args["only_fields"];
  bool addedTags =
      flag(call.args, "search_hidden") && fields.is_array() && !fields.empty() && !contains(fields, "system_tags");
  if (addedTags) fields.push_back("system_tags");
  auto answer = answerListing(call, projects(), true);
  auto& list = answer["projects"];
  markHidden(call, list, addedTags);
  hidePaths(call, list);
  addProjectFigures(call, list, selected);
  return answer;
}

}  // namespace

std::string requireProjectName(std::string name) {
  std::string clean;
  for (const auto& part : text::split(name, '/')) {
    auto trimmed = std::string(text::trim(part));
    if (trimmed.empty()) continue;
    clean += (clean.empty() ? "" : "/") + trimmed;
  }
  if (clean.empty()) throw ApiError(400, 407, "Invalid project name (no name)");
  auto last = clean.substr(clean.rfind('/') == clean.npos ? 0 : clean.rfind('/') + 1);
  if (last.size() < 3) throw validationError("Project name cannot be blank");
  if (text::split(clean, '/').size() > kDeepest)
    throw withFacts(409, "Project path exceed the maximum allowed depth", {{"max_depth", kDeepest}});
  return clean;
}

Json loadProject(Call& call, const std::string& id) {
  auto project = findDocument(call.db(), projects(), id);
  if (!project) throw withFacts(401, "Invalid project id", {{"id", id}});
  return std::move(*project);
}

// A new name for a project is a new start of its children's names.
void renameProject(Call& call, Json& project, const std::string& name) {
  auto old = textOr(project, "name");
  project["name"] = name;
  project["basename"] = name.substr(name.rfind('/') == name.npos ? 0 : name.rfind('/') + 1);
  saveDocument(call.db(), projects(), project);
  std::vector<std::string> children;
  {
    auto rows = call.db().rows("SELECT id FROM projects WHERE parent=?", textOr(project, "id"));
    while (rows.next()) children.push_back(rows.text(0));
  }
  for (const auto& id : children) {
    auto child = loadDocument(call.db(), projects(), id);
    child["path"] = project.value("path", Json::array());
    child["path"].push_back(project["id"]);
    renameProject(call, child, name + textOr(child, "name").substr(old.size()));
  }
}

std::vector<Endpoint> projectEndpoints() {
  return {{"projects.create", Access::Write, create},
          {"projects.get_by_id", Access::Read, getById},
          {"projects.get_all", Access::Read, getAll},
          {"projects.get_all_ex", Access::Read, getAllEx},
          {"projects.update", Access::Write, update}};
}

}  // namespace cleardeck::tracking
