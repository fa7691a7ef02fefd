#include "tracking/task_cleanup.h"

#include "tracking/entity.h"
#include "tracking/task_document.h"

#include "base/text.h"

#include <set>

namespace cleardeck::tracking {
namespace {

// A task's output models: those that name it and those that it names.
std::map<std::string, Json> outputModels(Call& call, const Json& task) {
  std::set<std::string> ids;
  auto rows = call.db().rows("SELECT id FROM models WHERE task=?", textOr(task, "id"));
  while (rows.next()) ids.insert(rows.text(0));
  auto lists = task.value("models", Json::object());
  for (const auto& output : lists.is_object() ? lists.value("output", Json::array()) : Json::array())
    ids.insert(textOr(output, "model"));
  std::map<std::string, Json> found;
  for (const auto& id : ids)
    if (auto model = findDocument(call.db(), models(), id)) found.emplace(id, std::move(*model));
  return found;
}

void refuse(const Json& task, const char* why, const char* what, std::size_t count) {
  throw withFacts(123, std::string("Task cannot be deleted (") + why + ", use force=True)",
                  {{"task", task["id"]}, {what, count}});
}

void requireNothingPublished(Call& call, const Json& task, const std::map<std::string, Json>& outputs) {
  auto rows = call.db().rows("SELECT count(*) FROM tasks WHERE parent=? AND status='published'", textOr(task, "id"));
  if (rows.next() && rows.number(0)) refuse(task, "has children", "children", std::size_t(rows.number(0)));
  std::size_t ready = 0;
  for (const auto& [id, model] : outputs) ready += flag(model, "ready");
  if (ready) refuse(task, "has output models", "models", ready);
}

bool isInput(Call& call, const std::string& model) {
  return call.db()
      .rows(
          "SELECT 1 FROM tasks_docs d, json_each(d.doc, '$.models.input') i WHERE instr(d.doc, ?) AND "
          "json_extract(i.value, '$.model')=? LIMIT 1",
          model, model)
      .next();
}

Json urlsOfEvents(Call& call, std::int64_t owner) {
  std::set<std::string> urls;
  auto rows =
      call.db().rows("SELECT doc FROM events WHERE owner=? AND type IN ('training_debug_image', 'plot')", owner);
  while (rows.next()) {
    auto event = Json::parse(rows.view(0));
    if (auto url = textOr(event, "url"); !url.empty()) urls.insert(url);
    for (const auto& url : texts(event.value("source_urls", Json::array()))) urls.insert(url);
  }
  return Json(urls);
}

Json urlsOf(Call& call, const Json& task, std::int64_t owner) {
  std::set<std::string> artifacts;
  auto execution = task.value("execution", Json::object());
  for (const auto& artifact : execution.is_object() ? execution.value("artifacts", Json::array()) : Json::array())
    if (textOr(artifact, "mode", "output") == "output" && has(artifact, "uri"))
      artifacts.insert(textOr(artifact, "uri"));
  return Json{{"model_urls", Json::array()}, {"artifact_urls", artifacts}, {"event_urls", urlsOfEvents(call, owner)}};
}

void forget(Call& call, Json& model, const std::string& task, bool deleted) {
  if (deleted)
    model["task"] = deletedId(task);
  else
    model.erase("task");
  model["last_change"] = call.now;
  model["last_changed_by"] = call.caller.user;
  saveDocument(call.db(), models(), model);
}

void cleanModels(Call& call, const Json& task, std::map<std::string, Json>& outputs, const CleanupWishes& wishes,
                 Cleanup& result) {
  auto taskId = textOr(task, "id");
  for (auto& [id, model] : outputs) {
    bool used = isInput(call, id);
    if (wishes.deleteModels && !flag(model, "ready")) {
      if (used) {
        forget(call, model, taskId, false);
        continue;
      }
      if (has(model, "uri")) result.urls["model_urls"].push_back(model["uri"]);
      deleteEvents(call.db(), -*rowNumber(call.db(), models(), id));
      deleteDocument(call.db(), models(), id);
      ++result.deletedModels;
    } else {
      forget(call, model, taskId, wishes.forgetChildren);
      result.updatedModels += wishes.forgetChildren;
    }
  }
}

int forgetChildren(Call& call, const std::string& id) {
  std::vector<std::string> children;
  {
    auto rows = call.db().rows("SELECT id FROM tasks WHERE parent=?", id);
    while (rows.next()) children.push_back(rows.text(0));
  }
  for (const auto& child : children) {
    auto document = loadDocument(call.db(), tasks(), child);
    document["parent"] = deletedId(id);
    document["last_change"] = call.now;
    document["last_changed_by"] = call.caller.user;
    saveDocument(call.db(), tasks(), document);
  }
  return int(children.size());
}

}  // namespace

Json Cleanup::answer(bool withUrls) const {
  return Json{{"updated_children", children},
              {"updated_models", updatedModels},
              {"deleted_models", deletedModels},
              {"urls", withUrls ? urls : Json()}};
}

Cleanup cleanUpTask(Call& call, const Json& task, const CleanupWishes& wishes) {
  auto id = textOr(task, "id");
  auto owner = *rowNumber(call.db(), tasks(), id);
  auto outputs = outputModels(call, task);
  if (!wishes.force) requireNothingPublished(call, task, outputs);
  Cleanup result;
  result.urls = urlsOf(call, task, owner);
  if (wishes.forgetChildren) result.children = forgetChildren(call, id);
  cleanModels(call, task, outputs, wishes, result);
  deleteEvents(call.db(), owner);
  if (wishes.deleteFiles) deleteFilesOf(call, result.urls);
  result.urls["event_urls"] = Json::array();  // clients are not told about them any more
  return result;
}

void deleteFilesOf(Call& call, const Json& urls) {
  for (const auto& list : urls)
    for (const auto& url : texts(list))
      if (url.starts_with(call.shared->filesUrl + "/"))
        call.filesToDelete.push_back(text::urlDecode(url.substr(call.shared->filesUrl.size() + 1)));
}

}  // namespace cleardeck::tracking
