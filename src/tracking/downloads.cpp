// organization.*download_for_get_all: a listing as CSV.
#include "tracking/endpoint_lists.h"
#include "tracking/listing.h"

#include <set>

namespace cleardeck::tracking {
namespace {

constexpr std::int64_t kLivesMs = 300'000;
constexpr std::int64_t kMostRows = 50'000;

const Entity& entityOf(const Json& args) {
  auto type = textOr(args, "entity_type");
  if (type == "model") return models();
  return tasks();
}

void requireUniqueNames(const Json& mappings) {
  std::set<std::string> names;
  for (const auto& mapping : mappings) {
    auto name = textOr(mapping, "name", textOr(mapping, "field"));
    if (!names.insert(name).second)
      throw validationError("Field_name appears more than once in field_mappings: " + name);
    std::set<std::string> keys;
    for (const auto& value : mapping.value("values", Json::array()))
      if (!keys.insert(dump(value.value("key", Json()))).second)
        throw validationError("Value key appears more than once in field_mappings: " + textOr(value, "key"));
  }
}

Json prepare(Call& call) {
  requireUniqueNames(call.args["field_mappings"]);
  auto query = call.args;
  for (auto paging : {"scroll_id", "start", "size", "refresh_scroll", "page", "page_size"}) query.erase(paging);
  conditions(call.db(), entityOf(query), query);  // refuses what cannot be asked
  ordering(entityOf(query), query);
  auto id = newId();
  call.db().run("DELETE FROM prepared WHERE time<?", nowMs() - kLivesMs);
  call.db().run("INSERT INTO prepared(id, doc, time) VALUES(?,?,?)", id, dump(query), nowMs());
  return Json{{"prepare_id", id}};
}

std::string quoted(std::string text) {
  if (!text.empty() && std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos)
    text.insert(0, "'");  // no formulas
  std::string out = "\"";
  for (char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  return out + "\"";
}

// "2026-11-22 18:36:12.697000", as Python prints a time.
std::string cell(Json value, const Json& mapping) {
  if (value.is_object()) value = value.value("id", Json(""));
  for (const auto& one : mapping.value("values", Json::array()))
    if (one.value("key", Json()) == value) value = one.value("value", Json());
  if (value.is_null()) return "";
  if (!value.is_string()) return pythonText(value);
  auto text = value.get<std::string>();
  if (text.size() == 32 && text[10] == 'T' && text.ends_with("+00:00"))
    return text.substr(0, 10) + " " + text.substr(11, 15);
  return text;
}

std::string fileName(Call& call, const Json& query) {
  std::string name = "clearml-";
  auto projectIds = texts(query.value("project", Json::array()));
  if (projectIds.size() == 1) {
    auto project = findDocument(call.db(), projects(), projectIds[0]);
    if (project) name += textOr(*project, "basename").substr(0, 60) + "-";
  }
  for (auto& c : name)
    if (std::string_view("\"\\\r\n/").find(c) != std::string_view::npos) c = '_';
  return name + textOr(query, "entity_type", "task") + "s.csv";
}

Json download(Call& call) {
  auto id = textOr(call.args, "prepare_id");
  Json query;
  {
    auto rows = call.db().rows("SELECT doc FROM prepared WHERE id=? AND time>=?", id, nowMs() - kLivesMs);
    if (!rows.next()) throw withFacts(10, "Invalid object id (prepare ID not found)", {{"prepare_id", id}});
    query = Json::parse(rows.view(0));
  }
  const auto& entity = entityOf(query);
  auto separated = [](std::string& line, const std::string& cell) { line += (line.empty() ? "" : ",") + cell; };
  std::string head;
  for (const auto& mapping : query["field_mappings"])
    separated(head, quoted(textOr(mapping, "name", textOr(mapping, "field"))));
  RawAnswer answer{"text/csv; charset=utf-8", "\xEF\xBB\xBF" + head + "\r\n"};
  std::int64_t count = 0;
  for (const auto& document : listDocuments(call, entity, true, query)) {
    if (++count > kMostRows) break;
    std::string line;
    for (const auto& mapping : query["field_mappings"]) {
      auto found = find(document, pathParts(textOr(mapping, "field")));
      separated(line, quoted(cell(found ? *found : Json(), mapping)));
    }
    answer.body += line + "\r\n";
  }
  call.headers.emplace_back("Content-Disposition", "attachment; filename=\"" + fileName(call, query) + "\"");
  call.raw = std::move(answer);
  return Json();
}

}  // namespace

std::vector<Endpoint> downloadEndpoints() {
  return {{"organization.prepare_download_for_get_all", Access::Write, prepare},
          {"organization.download_for_get_all", Access::Read, download}};
}

}  // namespace cleardeck::tracking
